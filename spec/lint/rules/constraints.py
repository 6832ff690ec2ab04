"""Constraints that contradict each other or speak of what is not there."""

import difflib
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from spec.containment import algebra
from spec.containment.cases import type_of
from spec.containment.node import Node
from spec.containment.prove import Prover
from spec.containment.world import World
from spec.lint.problem import Found, Rule
from spec.lint.subject import SchemaPlace, Subject, is_branch
from spec.operations import Schema
from spec.schemas import Direction

_PAIRS = (
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minimum", "maximum"),
    ("minContains", "maxContains"),
)


_WAYS: tuple[Direction, ...] = ("request", "response")
_HARMLESS = frozenset("title description example examples default deprecated".split())
_COMBINING = frozenset("allOf oneOf not if".split())
# These are told by other rules, or of their parts, as long as nothing stands beside them.
_CHOOSING = frozenset("$ref enum const anyOf".split())
# Of each of these groups one keyword alone excludes nothing.
_GROUPS = tuple(
    frozenset(words.split())
    for words in (
        "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf",
        "minLength maxLength pattern format",
        "items prefixItems contains minContains maxContains minItems maxItems uniqueItems",
        "required additionalProperties patternProperties propertyNames dependentRequired dependentSchemas "
        "minProperties maxProperties unevaluatedProperties",
    )
)


def _unsatisfiable(subject: Subject) -> Iterator[Found]:
    """The outermost schema of each contradiction: proved, by the prover or by the algebra."""
    places = [place for place in subject.schemas if _may_contradict(place.value)]
    worlds = {way: _Proofs(subject, way, places) for way in _WAYS}
    blamed: set[str] = set()
    for place in places:
        if any(place.pointer.startswith(f"{outer}/") for outer in blamed) or _is_false(place.value):
            continue
        if all(worlds[way].is_empty(place) for way in _ways(place)):
            blamed.add(place.pointer)
            yield Found(place.pointer, f"nothing satisfies it{_contradiction(place.value)}")


def _ways(place: SchemaPlace) -> list[Direction]:
    return sorted(place.directions) or ["request"]


def _is_false(schema: Mapping[str, Any]) -> bool:
    """Whether an author says "nothing" on purpose."""
    return schema == {"not": {}}


class _Proofs:
    """The schemas of one direction in one world, ready to be asked whether anything satisfies them."""

    def __init__(self, subject: Subject, way: Direction, places: Iterable[SchemaPlace]) -> None:
        schemas = subject.validators
        self._alone = {
            place.pointer: schemas.alone(Schema(place.pointer, place.value), way)
            for place in places
            if way in _ways(place)
        }
        self._world = World(schemas.definitions(way), {})
        self._prover = Prover(self._world)
        self._known: dict[str, bool] = {}

    def is_empty(self, place: SchemaPlace) -> bool:
        node = self._world.read(self._alone[place.pointer], "old")
        key = self._world.key(node)
        if key not in self._known:
            self._known[key] = self._is_empty(node)
        return self._known[key]

    def _is_empty(self, node: Node) -> bool:
        world = self._world
        try:
            if self._prover.contains(node, False):
                return True
            is_fit = world.is_small(node) and not world.is_recursive(node)
            return is_fit and algebra.covers(False, world.standalone(node))
        except ValueError:  # no schema that a validator can load: other rules say so
            return False


def _may_contradict(schema: Mapping[str, Any]) -> bool:
    """Whether the keywords of a schema could exclude each other. What is wrong within a part of it is told of the part."""
    words = schema.keys() - _HARMLESS
    beside = words - {"type", "nullable"}
    if words & _COMBINING or (beside & _CHOOSING and len(beside) > 1):
        return True
    if "pattern" in words or any(len(words & group) > 1 for group in _GROUPS):
        return True
    members = schema.get("properties", {})
    return any(members.get(name) in (False, {"not": {}}) for name in schema.get("required", ()))


def _contradiction(schema: Mapping[str, Any]) -> str:
    for low, high in _PAIRS:
        if _is_above(schema.get(low), schema.get(high)):
            return f": `{low}` {schema[low]} is above `{high}` {schema[high]}"
    return ""


def _is_above(low: Any, high: Any) -> bool:
    return isinstance(low, int | float) and isinstance(high, int | float) and low > high


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
            seen: set[tuple[str, Any]] = set()
            others: list[Any] = []  # objects and arrays, which are few
            for index, value in enumerate(values):
                key = (type_of(value), value)
                is_plain = isinstance(value, Hashable)
                if key in seen if is_plain else value in others:
                    yield Found(f"{place.pointer}/enum/{index}", f"{value!r} is listed twice")
                elif is_plain:
                    seen.add(key)
                else:
                    others.append(value)


def _required_unknown(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        required = place.value.get("required", ())
        known = _described(subject, place)
        if known is None:
            continue
        for index, name in enumerate(required):
            if name not in known:
                close = difflib.get_close_matches(name, known, 1)
                hint = f"; did you mean `{close[0]}`?" if close else ""
                message = f"`{name}` is required, and no member of that name is described{hint}"
                yield Found(f"{place.pointer}/required/{index}", message)


def _described(subject: Subject, place: SchemaPlace) -> frozenset[str] | None:
    """The members that a schema and what it is made of describe; None where another schema around it may describe more."""
    views = subject.views(place.value)
    if is_branch(place.tokens) or any("patternProperties" in view for view in views):
        return None
    parts = [view for view in views if isinstance(view.get("properties"), Mapping)]
    conditional = [view[word] for view in views for word in ("if", "then", "else") if word in view]
    inner = [part for one in conditional for part in subject.views(one)]
    if not parts and isinstance(place.value.get("additionalProperties"), Mapping):
        return None  # a map, of which some keys must be there
    return frozenset(name for view in [*parts, *inner] for name in view.get("properties", ()))


def _required_hidden(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        for word, way in (("readOnly", "request"), ("writeOnly", "response")):
            if way not in place.directions:
                continue
            for index, name in enumerate(place.value.get("required", ())):
                member = place.value.get("properties", {}).get(name)
                if any(view.get(word) is True for view in subject.views(member)):
                    noun = "requests" if way == "request" else "answers"
                    message = f"`{name}` is {word} and required, in a schema that {noun} use"
                    yield Found(f"{place.pointer}/required/{index}", message)


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
)
