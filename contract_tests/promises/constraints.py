"""The constraints of a document's schemas: every keyword that can refuse a value, by where it is written.

Schemas are walked once each. What applies without condition is walked into (members, items, `allOf`, references); an alternative
or a condition (`anyOf`, `not`, `if` ...) is one constraint with all that it holds: no part of it need be true by itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from spec import pointer, references
from spec.document import Document
from spec.pointer import Tokens
from spec.schemas import Direction

_ASSERTIONS = frozenset(
    "type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern format maxItems "
    "minItems uniqueItems contains maxProperties minProperties required dependentRequired dependentSchemas propertyNames "
    "additionalProperties unevaluatedProperties unevaluatedItems anyOf oneOf not if".split()
)
# A value with which the keyword allows everything.
_IDLE: Mapping[str, tuple[Any, ...]] = {
    "additionalProperties": (True,),
    "unevaluatedProperties": (True, {}),
    "unevaluatedItems": (True, {}),
    "uniqueItems": (False,),
    "exclusiveMaximum": (False,),
    "exclusiveMinimum": (False,),
    "minLength": (0,),
    "minItems": (0,),
    "minProperties": (0,),
    "required": ([],),
}
_HIDDEN: Mapping[Direction, str] = {"request": "readOnly", "response": "writeOnly"}


_COMPONENTS = ("components", "schemas")


@dataclass(frozen=True, slots=True)
class Constraint:
    """One keyword. `place` is the way to the value that it is about, from its schema: `.score`, `.tags[]`."""

    pointer: str
    place: str


@dataclass(frozen=True, slots=True)
class Node:
    """A schema that has a place of its own, with the schemas that it refers to, by their pointers."""

    constraints: tuple[Constraint, ...]
    leads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lead:
    pointer: str


class Constraints:
    """The constraints of one document's schemas in one direction."""

    def __init__(self, document: Document, direction: Direction) -> None:
        self._document = document
        self._hidden = _HIDDEN[direction]
        self._is_30 = document.version == (3, 0)
        self._nodes: dict[str, Node] = {}

    def at(self, where: str) -> tuple[Constraint, ...]:
        """The constraints of the schema at a pointer, without those of schemas that it refers to."""
        return self._node(where).constraints

    def title(self, where: str, name: str) -> str:
        """What to call the schema at a pointer: its own name when it has one."""
        tokens = pointer.read(where)
        return tokens[2] if tokens[:2] == _COMPONENTS and len(tokens) == 3 else name

    def reached(self, where: str) -> list[str]:
        """The pointers of a schema and of all that apply with it, each once."""
        found, ahead = {where: None}, [where]
        while ahead:
            for lead in self._node(ahead.pop()).leads:
                if lead not in found:
                    found[lead] = None
                    ahead.append(lead)
        return list(found)

    def _node(self, where: str) -> Node:
        if where not in self._nodes:
            tokens = pointer.read(where)
            walked = list(self._walk(tokens, self._document.at(where), ""))
            self._nodes[where] = Node(
                tuple(one for one in walked if isinstance(one, Constraint)),
                tuple(one.pointer for one in walked if isinstance(one, _Lead)),
            )
        return self._nodes[where]

    def _walk(self, at: Tokens, schema: Any, place: str) -> Iterator[Constraint | _Lead]:
        if schema is False:
            yield Constraint(pointer.write(at), place)
        if not isinstance(schema, dict):
            return
        if isinstance(schema.get("$ref"), str):
            yield _Lead(pointer.write(references.read_target(schema["$ref"])))
            if self._is_30:  # OAS 3.0.3 section 4.7.23: members beside $ref are ignored
                return
        for keyword, value in schema.items():
            if keyword in _ASSERTIONS and not _is_idle(keyword, value):
                yield Constraint(pointer.write((*at, keyword)), place)
        for step, name, inner in self._inner(schema):
            yield from self._walk((*at, *step), inner, place + name)

    def _inner(self, schema: Mapping[str, Any]) -> Iterator[tuple[Tokens, str, Any]]:
        """What applies without condition: its place in the schema, the place of its value, itself."""
        for keyword, form in (("properties", ".{}"), ("patternProperties", "./{}/")):
            for name, member in _members(schema.get(keyword)):
                if not (isinstance(member, dict) and member.get(self._hidden) is True):
                    yield (keyword, name), form.format(name), member
        for keyword, form in (("allOf", ""), ("prefixItems", "[{}]")):
            parts = schema.get(keyword)
            for index, part in enumerate(parts if isinstance(parts, list) else ()):
                yield (keyword, index), form.format(index), part
        for keyword, place in (("items", "[]"), ("additionalProperties", ".*")):
            if isinstance(schema.get(keyword), dict):
                yield (keyword,), place, schema[keyword]


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    yield from value.items() if isinstance(value, dict) else ()


def _is_idle(keyword: str, value: Any) -> bool:
    """Whether a keyword with this value allows everything."""
    if keyword == "additionalProperties" and isinstance(value, dict):
        return True  # what it holds is walked into
    idle = _IDLE.get(keyword, ())
    return any(value == one and isinstance(value, bool) is isinstance(one, bool) for one in idle)
