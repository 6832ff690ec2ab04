"""Constraints that contradict each other or speak of what is not there."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from spec.containment import algebra
from spec.containment.cases import type_of
from spec.containment.node import Node
from spec.containment.prove import Prover
from spec.containment.world import World
from spec.lint.exemplified import SchemaPlace
from spec.lint.problem import Found, Rule, written
from spec.lint.subject import Subject
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
_ALONE = {
    "allOf": "all parts of its `allOf` at once",
    "anyOf": "any branch of its `anyOf`",
    "oneOf": "exactly one branch of its `oneOf`: each value fits none or several",
    "not": "its `not`, which excludes everything",
}
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
            yield Found(place.pointer, _contradiction(place, worlds[_ways(place)[0]]))


def _ways(place: SchemaPlace) -> list[Direction]:
    return sorted(place.directions) or ["request"]


def _is_false(schema: Mapping[str, Any]) -> bool:
    """Whether an author says "nothing" on purpose."""
    return schema == {"not": {}}


class _Proofs:
    """The schemas of one direction in one world, ready to be asked whether anything satisfies them."""

    def __init__(self, subject: Subject, way: Direction, places: Iterable[SchemaPlace]) -> None:
        schemas = subject.validators
        self._schemas, self._way = schemas, way
        self._alone = {
            place.pointer: self._translated(place) for place in places if way in _ways(place)
        }
        self._world = World(schemas.definitions(way), {})
        self._prover = Prover(self._world)
        self._known: dict[str, bool] = {}

    def _translated(self, place: SchemaPlace) -> dict[str, Any] | bool:
        return self._schemas.alone(Schema(place.pointer, place.value), self._way)

    def is_empty(self, place: SchemaPlace, *, is_known: bool = True) -> bool:
        """Whether nothing satisfies a schema: one of the document, or, if it is not known, one made of it."""
        schema = self._alone[place.pointer] if is_known else self._translated(place)
        node = self._world.read(schema, "old")
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
    if schema.get("enum") == []:
        return True
    beside = words - {"type", "nullable"}
    if words & _COMBINING or (beside & _CHOOSING and len(beside) > 1):
        return True
    if "pattern" in words or any(len(words & group) > 1 for group in _GROUPS):
        return True
    members = schema.get("properties", {})
    return any(members.get(name) in (False, {"not": {}}) for name in schema.get("required", ()))


def _contradiction(place: SchemaPlace, proofs: _Proofs) -> str:
    """Which keywords clash: as few as are enough for nothing to satisfy them."""
    schema = place.value
    for low, high in _PAIRS:
        if _is_above(schema.get(low), schema.get(high)):
            return f"no value satisfies it: `{low}` {schema[low]} is above `{high}` {schema[high]}"
    if schema.get("enum") == []:
        return "no value satisfies it: its `enum` lists none"
    left = {word: value for word, value in schema.items() if word not in _HARMLESS}
    for word in list(left):
        less = {other: value for other, value in left.items() if other != word}
        if proofs.is_empty(SchemaPlace(place.tokens, less, place.directions), is_known=False):
            left = less
    is_of_value = len(left.keys() - {"type"}) == 1 and left.keys() & (_COMBINING | _CHOOSING)
    words = [word for word in left if word != "type" or is_of_value or len(left) == 1]
    return f"no value satisfies {_clash(words)}"


def _clash(words: list[str]) -> str:
    if len(words) == 1:
        return _ALONE.get(words[0], f"its `{words[0]}`")
    names = ", ".join(f"`{word}`" for word in words[:-1])
    return f"its {names} and `{words[-1]}` at once"


def _is_above(low: Any, high: Any) -> bool:
    return isinstance(low, int | float) and isinstance(high, int | float) and low > high


def _typed_values(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        kinds = place.value.get("type")
        listed = {kinds} if isinstance(kinds, str) else set(kinds or ())
        for at, value in _values(place.value) if listed else ():
            if not _is_of(value, listed) and not (value is None and place.value.get("nullable")):
                types = " or ".join(sorted(listed))
                message = f"{written(value)} is not of the type {types}, and so it is never valid"
                yield Found(f"{place.pointer}/{at}", message)


def _values(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if "const" in schema:
        yield "const", schema["const"]
    if isinstance(schema.get("enum"), list):
        yield from ((f"enum/{index}", value) for index, value in enumerate(schema["enum"]))


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
                    yield Found(
                        f"{place.pointer}/enum/{index}", f"{written(value)} is listed twice"
                    )
                elif is_plain:
                    seen.add(key)
                else:
                    others.append(value)


RULES: tuple[Rule, ...] = (
    Rule(
        "unsatisfiable-schema",
        "error",
        "Something satisfies every schema.",
        "every request that uses it is refused, and every answer breaks the contract",
        _unsatisfiable,
    ),
    Rule(
        "typed-enum",
        "error",
        "The values of an enum, or the const, are of the type beside it.",
        "what the document lists is refused by every validator",
        _typed_values,
    ),
    Rule(
        "duplicated-entry-in-enum",
        "warn",
        "An enum lists each value once.",
        "generated enums have two members of one name, and do not compile",
        _duplicates,
    ),
)
