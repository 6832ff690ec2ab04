"""Constraints that contradict each other or speak of what is not there."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec.containment import algebra
from spec.containment.cases import type_of
from spec.containment.prove import Prover
from spec.containment.world import World
from spec.formats import FORMATS
from spec.lint.problem import Found, Rule
from spec.lint.subject import SchemaPlace, Subject
from spec.operations import Schema
from spec.schemas import Direction

# OAS 3.1 section 4.4.1 and the formats registry of the OAI: annotations that tools know.
_KNOWN_FORMATS = frozenset(
    "int8 int16 int32 int64 uint8 uint16 uint32 uint64 single-int "
    "double-int float double decimal decimal128 password binary byte "
    "base64url char commonmark html http-date media-range sf-binary "
    "sf-boolean sf-decimal sf-integer sf-string sf-token date-time-local "
    "time-local iri-reference".split()
)
_PAIRS = (
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minimum", "maximum"),
    ("minContains", "maxContains"),
)


def _unsatisfiable(subject: Subject) -> Iterator[Found]:
    """The outermost schema of each contradiction: proved, by the prover or by the algebra."""
    blamed: set[str] = set()
    worlds = {way: _World(subject, way) for way in ("request", "response")}
    for place in subject.schemas:
        if any(place.pointer.startswith(f"{outer}/") for outer in blamed) or _is_false(place.value):
            continue
        ways: list[Direction] = sorted(place.directions) or ["request"]
        if all(worlds[way].is_empty(place) for way in ways):
            blamed.add(place.pointer)
            yield Found(place.pointer, f"nothing satisfies it{_contradiction(place.value)}")


def _is_false(schema: Mapping[str, Any]) -> bool:
    """Whether an author says "nothing" on purpose."""
    return schema == {"not": {}}


class _World:
    """The schemas of one direction, ready to be asked whether anything satisfies them."""

    def __init__(self, subject: Subject, direction: Direction) -> None:
        self.schemas = subject.validators
        self.direction = direction

    def is_empty(self, place: SchemaPlace) -> bool:
        if not _may_contradict(place.value):
            return False
        bundle = self.schemas.bundle(Schema(place.pointer, place.value), self.direction)
        world = World(bundle.get("$defs", {}) if isinstance(bundle, dict) else {}, {})
        node = world.read(bundle, "old")
        if Prover(world).contains(node, False):
            return True
        return (
            world.is_small(node)
            and not world.is_recursive(node)
            and algebra.covers(False, world.standalone(node))
        )


def _may_contradict(schema: Mapping[str, Any]) -> bool:
    """A single keyword contradicts nothing: most schemas are not worth a proof."""
    return (
        len(
            schema.keys()
            - {"type", "title", "description", "format", "example", "examples", "default", "$ref"}
        )
        > 0
    )


def _contradiction(schema: Mapping[str, Any]) -> str:
    for low, high in _PAIRS:
        if low in schema and high in schema and schema[low] > schema[high]:
            return f": `{low}` {schema[low]} is above `{high}` {schema[high]}"
    return ""


def _typed_enum(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        kinds = place.value.get("type")
        listed = {kinds} if isinstance(kinds, str) else set(kinds or ())
        values = place.value.get("enum")
        if not listed or not isinstance(values, list):
            continue
        for index, value in enumerate(values):
            if not _is_of(value, listed) and not (value is None and place.value.get("nullable")):
                yield Found(
                    f"{place.pointer}/enum/{index}",
                    f"{value!r} is of none of the types {sorted(listed)}",
                )


def _is_of(value: Any, kinds: set[str]) -> bool:
    kind = type_of(value)
    whole = kind == "number" and float(value).is_integer()
    return kind in kinds or (whole and "integer" in kinds)


def _duplicates(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        values = place.value.get("enum")
        if isinstance(values, list):
            seen: list[tuple[str, Any]] = []
            for index, value in enumerate(values):
                key = (type_of(value), value)
                if key in seen:
                    yield Found(f"{place.pointer}/enum/{index}", f"{value!r} is listed twice")
                seen.append(key)


def _required_unknown(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        value = place.value
        if "properties" not in value or any(
            word in value for word in ("allOf", "$ref", "patternProperties")
        ):
            continue
        for index, name in enumerate(value.get("required", ())):
            if name not in value["properties"]:
                yield Found(
                    f"{place.pointer}/required/{index}",
                    f"`{name}` is required and no member of that name is described",
                )


def _required_hidden(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        for word, way in (("readOnly", "request"), ("writeOnly", "response")):
            if place.directions != {way}:
                continue
            for index, name in enumerate(place.value.get("required", ())):
                member = place.value.get("properties", {}).get(name)
                if isinstance(member, Mapping) and member.get(word) is True:
                    noun = "requests" if way == "request" else "answers"
                    yield Found(
                        f"{place.pointer}/required/{index}",
                        f"`{name}` is {word} and required, in a schema that only {noun} use",
                    )


def _format(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        name = place.value.get("format")
        if isinstance(name, str) and name not in FORMATS and name not in _KNOWN_FORMATS:
            yield Found(
                f"{place.pointer}/format",
                f"the format `{name}` is in no registry: nothing checks it",
            )


RULES: tuple[Rule, ...] = (
    Rule(
        "unsatisfiable-schema",
        "error",
        "Something satisfies every schema.",
        "no request can be right, or no answer",
        _unsatisfiable,
    ),
    Rule(
        "typed-enum",
        "error",
        "The values of an enum are of its type.",
        "what is listed is refused all the same",
        _typed_enum,
    ),
    Rule(
        "duplicated-entry-in-enum",
        "warn",
        "An enum lists each value once.",
        "generated code does not compile",
        _duplicates,
    ),
    Rule(
        "required-undefined",
        "warn",
        "What is required is described.",
        "a misspelt name makes every request wrong",
        _required_unknown,
    ),
    Rule(
        "required-hidden",
        "warn",
        "A member that may not be sent is not required.",
        "readers differ in which of the two they obey",
        _required_hidden,
    ),
    Rule(
        "format-unknown",
        "info",
        "Formats are registered ones.",
        "people count on a check that nobody makes",
        _format,
    ),
)
