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
    schema = _resolved(schema, root)
    if not isinstance(schema, dict) or depth > 16:  # a schema may contain itself through allOf
        return
    for part in schema.get("allOf", ()):
        _collect(part, root, found, depth + 1)
    found.update(schema.get("properties", {}))


def _resolved(schema: Any, root: Mapping[str, Any]) -> Any:
    for _ in range(16):
        if not isinstance(schema, dict) or not isinstance(schema.get("$ref"), str):
            break
        schema = root.get("$defs", {}).get(schema["$ref"].removeprefix("#/$defs/"), True)
    return schema


def is_nullable(schema: Any) -> bool:
    """Whether null is an instance, as far as `type`, `const` and `enum` say."""
    if not isinstance(schema, dict):
        return schema is True
    kind = schema.get("type")
    if kind is not None and kind != "null" and (isinstance(kind, str) or "null" not in kind):
        return False
    return None in schema.get("enum", (None,)) and schema.get("const") is None
