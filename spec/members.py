"""The members that an object schema names, wherever it names them."""

from collections.abc import Mapping
from typing import Any


def properties(schema: Any) -> dict[str, Any]:
    """The members that a bundled object schema names, those of its `$ref` and `allOf` included, in document order."""
    found: dict[str, Any] = {}
    root = schema if isinstance(schema, dict) else {}
    _collect(root, root, found, 0)
    return {name: _resolved(member, root) for name, member in found.items()}


def _collect(schema: Any, root: Mapping[str, Any], found: dict[str, Any], depth: int) -> None:
    if not isinstance(schema, dict) or depth > 16:  # a schema may contain itself through allOf
        return
    if isinstance(schema.get("$ref"), str):
        _collect(_target(schema, root), root, found, depth + 1)
    for part in schema.get("allOf", ()):
        _collect(part, root, found, depth + 1)
    found.update(schema.get("properties", {}))


def _resolved(schema: Any, root: Mapping[str, Any]) -> Any:
    """A member with what it refers to; keywords beside a reference win, which is enough for what members are asked here."""
    for _ in range(16):
        if not isinstance(schema, dict) or not isinstance(schema.get("$ref"), str):
            break
        beside = {name: value for name, value in schema.items() if name != "$ref"}
        target = _target(schema, root)
        schema = {**target, **beside} if isinstance(target, dict) else target
    return schema


def _target(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Any:
    return root.get("$defs", {}).get(schema["$ref"].removeprefix("#/$defs/"), True)


def is_nullable(schema: Any) -> bool:
    """Whether null is an instance, as far as `type`, `const` and `enum` say."""
    if not isinstance(schema, dict):
        return schema is True
    kind = schema.get("type")
    if kind is not None and kind != "null" and (isinstance(kind, str) or "null" not in kind):
        return False
    return None in schema.get("enum", (None,)) and schema.get("const") is None
