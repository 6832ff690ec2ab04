"""The document as rules ask about it: operations, schemas with the directions that they travel in, and prose."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from spec import pointer, references
from spec.compile import compile_operations
from spec.document import Document
from spec.operations import MediaType, Operation, Schema
from spec.pointer import Tokens
from spec.schemas import LISTS, MAPS, ONES, Direction, Schemas


@dataclass(frozen=True, slots=True)
class SchemaPlace:
    """A Schema Object: where it stands, its own text, and which way values of it travel (neither: nothing uses it)."""

    tokens: Tokens
    value: Mapping[str, Any]
    directions: frozenset[Direction]

    @property
    def pointer(self) -> str:
        return pointer.write(self.tokens)


@dataclass(frozen=True)
class Subject:
    document: Document

    @property
    def content(self) -> Mapping[str, Any]:
        return self.document.content

    @property
    def is_30(self) -> bool:
        return self.document.version == (3, 0)

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        return compile_operations(self.document)

    @cached_property
    def validators(self) -> Schemas:
        return Schemas(self.document)

    @cached_property
    def schemas(self) -> tuple[SchemaPlace, ...]:
        """Every Schema Object, in document order."""
        sent = self._reached("request")
        got = self._reached("response")
        found = []
        for tokens in sorted(self._places(), key=_order):
            value = pointer.get(self.content, tokens)
            if isinstance(value, Mapping):
                ways: set[Direction] = set()
                if tokens in sent:
                    ways.add("request")
                if tokens in got:
                    ways.add("response")
                found.append(SchemaPlace(tokens, value, frozenset(ways)))
        return tuple(found)

    def media_types(self) -> Iterator[tuple[Operation, MediaType, Direction]]:
        """Every media type of a body, with its operation and the way that it travels."""
        for operation in self.operations:
            if operation.body is not None:
                for one in operation.body.content:
                    yield operation, one, "request"
            for response in operation.responses:
                for one in response.content:
                    yield operation, one, "response"

    def is_valid(self, schema: Schema, direction: Direction, value: Any) -> bool:
        return self.validators.validator(schema, direction).is_valid(value)

    def _roots(self, direction: Direction) -> Iterator[str]:
        for operation, media_type, way in self.media_types():
            del operation
            if way == direction and media_type.schema is not None:
                yield media_type.schema.pointer
        for operation in self.operations:
            if direction == "request":
                yield from (
                    one.schema.pointer for one in operation.parameters if one.schema is not None
                )
            else:
                headers = (header for one in operation.responses for header in one.headers)
                yield from (
                    header.schema.pointer for header in headers if header.schema is not None
                )

    def _reached(self, direction: Direction) -> set[Tokens]:
        return set(self._below(tuple(pointer.read(where)) for where in self._roots(direction)))

    def _places(self) -> set[Tokens]:
        components = self.content.get("components", {}).get("schemas", {})
        unused = (("components", "schemas", name) for name in components)
        found = set(self._below(unused))
        return found | self._reached("request") | self._reached("response")

    def _below(self, roots: Iterator[Tokens]) -> Iterator[Tokens]:
        """The places of the roots, of their parts, and of what they refer to."""
        seen: set[Tokens] = set()
        ahead = [tuple(map(str, root)) for root in roots]
        while ahead:
            tokens = ahead.pop()
            if tokens in seen:
                continue
            seen.add(tokens)
            value = pointer.get(self.content, tokens)
            if not isinstance(value, Mapping):
                continue
            if isinstance(value.get("$ref"), str):
                ahead.append(references.read_target(value["$ref"]))
            ahead.extend((*tokens, *step) for step in _parts(value))
        yield from seen


def _parts(schema: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, value in schema.items():
        if name in ONES and isinstance(value, Mapping):
            yield (name,)
        elif name in LISTS and isinstance(value, list):
            yield from ((name, str(index)) for index in range(len(value)))
        elif name in MAPS and isinstance(value, Mapping):
            yield from ((name, key) for key in value)


def _order(tokens: Tokens) -> tuple[str, ...]:
    return tuple(map(str, tokens))
