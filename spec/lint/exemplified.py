"""Schema Objects as they are written, and those that an example or a default is held against."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from spec import pointer, references
from spec.operations import Schema
from spec.pointer import Tokens
from spec.schemas import Direction

_EXAMPLES = frozenset({"default", "example", "examples"})
_BOTH: tuple[Direction, ...] = ("request", "response")


@dataclass(frozen=True, slots=True)
class SchemaPlace:
    """A Schema Object: where it stands, its own text, and which way values of it travel (neither: nothing uses it)."""

    tokens: Tokens
    value: Mapping[str, Any]
    directions: frozenset[Direction]

    @property
    def pointer(self) -> str:
        return pointer.write(self.tokens)


def exemplified(
    content: Mapping[str, Any],
    objects: Iterable[tuple[Tokens, Mapping[str, Any]]],
    schemas: Iterable[SchemaPlace],
) -> Iterator[tuple[Schema, Direction]]:
    """Each with the ways that its values travel: of a document's schemas, and of what has a `schema`, as media types do."""
    for place in schemas:
        if not _EXAMPLES.isdisjoint(place.value):
            schema = Schema(place.pointer, place.value)
            yield from ((schema, way) for way in place.directions or _BOTH)
    for tokens, holder in objects:
        if "schema" in holder and not _EXAMPLES.isdisjoint(holder):
            home, value = references.follow_schema(content, (*tokens, "schema"))
            schema = Schema(pointer.write(home), value)
            yield from ((schema, way) for way in _BOTH)
