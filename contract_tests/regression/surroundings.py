"""What stands around a change of a schema, as far as a row of the policy may ask: see `circumstances`."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec import pointer
from spec.diff.members import PROSE
from spec.diff.records import ABSENT, Change, Comparison
from spec.diff.schema_views import View, view
from spec.document import Document

_BRANCHES = ("allOf", "anyOf", "oneOf")
_INNER = (*_BRANCHES, "if", "then", "else", "not", "$ref")
_DEEPEST = 12  # branches within branches that are searched for a member
_OF_BYTES = frozenset("type format contentEncoding contentMediaType".split())


def of_schema(comparison: Comparison, change: Change) -> Iterator[str]:
    if change.aspect == "property":
        yield from _of_member(comparison, change)
    if _is_repair(comparison, change):
        yield "nullable"
    if change.aspect in _OF_BYTES and _is_of_bytes(comparison, change):
        yield "bytes"


def _of_member(comparison: Comparison, change: Change) -> Iterator[str]:
    """A member that came or went, by the objects around it: the last schemas of the trail to it."""
    value = change.before if change.after is ABSENT else change.after
    name = next(iter(value), "")
    pairs = {use.trail[-1] for use in change.uses if use.trail}
    before = [comparison.base.find(pair[0]) for pair in pairs]
    after = [comparison.head.find(pair[1]) for pair in pairs]
    went = change.action == "removed"
    owners = (
        [(comparison.base, one) for one in before]
        if went
        else [(comparison.head, one) for one in after]
    )
    is_required = any(_requires(document, owner, name) for document, owner in owners)
    if is_required:
        yield "required"
    if not is_required or any(_is_one_way(document, owner, name) for document, owner in owners):
        yield "optional"
    closing = after if went else before
    side = comparison.head if went else comparison.base
    is_known = not went and any(_describes(side, one, name) for one in closing)
    is_fixed = is_known or next(iter(value.values()), None) is False
    branches = {step.name for use in change.uses for step in use.path if step.kind == "branch"}
    is_plain = branches <= set(_BRANCHES)
    is_open = is_plain and not is_fixed and all(_is_open(side, one) for one in closing)
    yield "open" if is_open else "closed"
    if "oneOf" in branches:
        yield "exclusive"
    if went and any(_describes(comparison.head, one, name) for one in after):
        yield "mentioned"


def _is_one_way(document: Document, owner: Any, name: str) -> bool:
    """Whether a member is required in one direction only: readOnly in answers, writeOnly in requests (OAS 3.0.3 section
    4.7.24)."""
    members = (one.get("properties", {}).get(name) for one in _laid(document, owner))
    return any(
        part.get("readOnly") is True or part.get("writeOnly") is True
        for member in members
        for part in _laid(document, member)
    )


def _laid(document: Document, schema: Any, depth: int = _DEEPEST) -> Iterator[Mapping[str, Any]]:
    """A schema and those that hold with it: what it refers to, and its `allOf`."""
    if not isinstance(schema, Mapping) or not depth:
        return
    yield schema
    if isinstance(schema.get("$ref"), str):
        yield from _laid(document, _target(document, schema["$ref"]), depth - 1)
    for one in schema.get("allOf", ()):
        yield from _laid(document, one, depth - 1)


def _target(document: Document, reference: str) -> Any:
    if not reference.startswith("#"):
        return None
    return document.find(reference[1:])


def _requires(document: Document, schema: Any, name: str) -> bool:
    return any(name in one.get("required", ()) for one in _laid(document, schema))


def _is_open(document: Document, schema: Any) -> bool:
    """Whether a member of any other name and type is taken."""
    return not any(
        one.get("additionalProperties", True) not in (True, {})
        or one.get("unevaluatedProperties", True) not in (True, {})
        or one.get("patternProperties")
        or "propertyNames" in one
        for one in _laid(document, schema)
    )


def _describes(document: Document, schema: Any, name: str, depth: int = _DEEPEST) -> bool:
    """Whether some schema for the same object has a member of that name."""
    if not isinstance(schema, Mapping) or not depth:
        return False
    if name in schema.get("properties", {}):
        return True
    inner: list[Any] = []
    for keyword in _INNER:
        value = schema.get(keyword)
        if keyword == "$ref" and isinstance(value, str):
            inner.append(_target(document, value))
        elif isinstance(value, list | tuple):
            inner.extend(value)
        else:
            inner.append(value)
    return any(_describes(document, one, name, depth - 1) for one in inner)


def _is_repair(comparison: Comparison, change: Change) -> bool:
    """Null is new, and `nullable` says that it was meant: in 3.1 the keyword is none."""
    if comparison.base.version == (3, 0) or change.area != "schema":
        return False
    if change.aspect not in ("type", "enum", "enum.value", "anyOf", "oneOf", "const"):
        return False
    return _gains_null(change) and any(
        one.get("nullable") is True
        for use in change.uses
        if use.trail
        for one in _laid(comparison.base, comparison.base.find(use.trail[-1][0]))
    )


def _gains_null(change: Change) -> bool:
    def has_null(value: Any) -> bool:
        if isinstance(value, list | tuple):
            return any(one is None or one == "null" or has_null(one) for one in value)
        if isinstance(value, Mapping):
            return has_null(value.get("type"))
        return bool(value == "null")

    if change.aspect == "enum" and change.after is ABSENT:
        return True
    return has_null(change.after) and not has_null(change.before)


def _is_of_bytes(comparison: Comparison, change: Change) -> bool:
    """Whether all that differs is how bytes are described: OpenAPI 3.1 does it in other words than 3.0 (OAS 3.1 section
    4.8.14.3)."""
    return all(
        _are_bytes(comparison, use.trail[-1], is_json="json" in use.slot.where)
        for use in change.uses
        if use.trail
    )


def _are_bytes(comparison: Comparison, pair: tuple[str, str], *, is_json: bool) -> bool:
    documents = comparison.base, comparison.head
    views = [
        view(document, tuple(pointer.read(where)))
        for document, where in zip(documents, pair, strict=True)
    ]
    kinds = {_bytes(one, is_json=is_json) for one in views}
    return kinds in ({"3.0", "3.1"}, {"byte", "base64"})


def _bytes(seen: View, *, is_json: bool) -> str:
    """The way in which a schema describes bytes: 3.0 and 3.1 have one each for raw ones, and one for those that are encoded."""
    words = {name: word.value for name, word in seen.words.items() if name not in PROSE}
    if words.get("contentEncoding") == "base64":
        return "base64"
    if words.get("format") == "byte":
        return "byte"
    if is_json or seen.members or seen.required or seen.branches:
        return ""
    if words.get("format") == "binary":
        return "3.0"
    return "3.1" if words.keys() <= {"contentMediaType"} else ""
