"""Where in a value which schema of the document applies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.draft import ABSENT, take
from spec import pointer, references
from spec.document import Document
from spec.pointer import Tokens

_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Place:
    """`keywords` are those of one Schema Object at `pointer`, as written; they apply to the value at `at`."""

    at: Tokens
    pointer: str
    keywords: Mapping[str, Any]


def places(document: Document, start: str, value: Any) -> Iterator[Place]:
    """The schemas that apply to the parts of `value`, from the schema at the pointer `start`; of an array, to its first item."""
    yield from _walk(document, pointer.read(start), (), value, ())


def _walk(
    document: Document, where: Tokens, at: Tokens, value: Any, opened: tuple[Tokens, ...]
) -> Iterator[Place]:
    where, schema = references.follow_schema(document.content, where)
    if not isinstance(schema, dict) or len(opened) > _DEPTH:
        return
    yield Place(at, pointer.write(where), schema)
    opened = (*opened, where)
    if isinstance(schema.get("$ref"), str):
        target = references.read_target(schema["$ref"])
        yield from _walk(document, target, at, value, opened)
    for index in range(len(schema.get("allOf", ()))):
        yield from _walk(document, (*where, "allOf", index), at, value, opened)
    for name in schema.get("properties", ()):
        if take(value, (*at, name)) is not ABSENT:
            yield from _walk(document, (*where, "properties", name), (*at, name), value, opened)
    if isinstance(schema.get("items"), dict) and take(value, (*at, 0)) is not ABSENT:
        yield from _walk(document, (*where, "items"), (*at, 0), value, opened)
