"""A conjunction of schemas as cases: plain atoms that all hold at once, one branch taken of each choice.

Every value that meets the conjunction is in one of its cases. A case may hold more than that (of `oneOf` the other branches are
only noted): this errs on the side on which a proof stays one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from spec.containment import unevaluated
from spec.containment.node import Node
from spec.containment.world import World

Atom = Mapping[str, Any]
Case = tuple[Atom, ...]

# A keyword of our own, which says nothing to validators: schemas that no value of the case meets.
EXCLUDED = "x-excluded"
_MOST_CASES = 64
_SET_APART = frozenset("$ref allOf anyOf oneOf if then else".split()) | unevaluated.WORDS
# JSON Schema 2020-12 section 4.2.1; integers are numbers here, and what makes them whole is a constraint like others.
TYPES = ("null", "boolean", "number", "string", "array", "object")


# A schema for the values of each type.
OF: Mapping[str, Atom] = {kind: {"type": [kind]} for kind in TYPES}


class TooMany(Exception):
    """The conjunction has more cases than are looked at."""


def cases(given: tuple[Node, ...], world: World) -> list[Case]:
    """Raises TooMany."""
    found: list[Case] = []
    for case in _spread(list(given), (), frozenset(), world):
        if len(found) == _MOST_CASES:
            raise TooMany
        found.append(case)
    return found


def _spread(ahead: list[Node], atoms: Case, opened: frozenset[str], world: World) -> Iterator[Case]:
    while ahead:
        schema, ahead = ahead[0], ahead[1:]
        if schema is True:
            continue
        if schema is False or not isinstance(schema, Mapping):
            return
        plain = {name: value for name, value in schema.items() if name not in _SET_APART}
        atoms = (*atoms, *filter(None, (plain, _rest(schema, world))))
        target = schema.get("$ref")
        if target is not None and target not in opened:  # what is open already holds already
            opened |= {target}
            ahead = [world.resolve(target), *ahead]
        ahead = [*schema.get("allOf", ()), *ahead]
        choices = list(_choices(schema, world))
        if choices:
            first, *others = choices
            rest = [*ahead, *({"anyOf": ways} for ways in others)]
            for way in first:
                yield from _spread([way, *rest], atoms, opened, world)
            return
    yield atoms


def is_excluded(given: tuple[Node, ...], world: World) -> bool:
    """Whether a conjunction has a schema that it excludes."""
    keys = {world.key(one) for one in excluded(given)}
    return bool(keys) and any(world.key(one) in keys for one in given)


def excluded(given: tuple[Node, ...]) -> list[Node]:
    """The schemas that a conjunction excludes."""
    return [node for one in given if isinstance(one, Mapping) for node in one.get(EXCLUDED, ())]


def _choices(schema: Atom, world: World) -> Iterator[list[Node]]:
    if "anyOf" in schema:
        yield schema["anyOf"]
    if "oneOf" in schema:
        yield list(_exclusive(schema, world))
    if "if" in schema:
        condition = schema["if"]
        then, other = schema.get("then", True), schema.get("else", True)
        yield [
            {"allOf": [condition, then, _rest(schema, world, (other,))]},
            {"allOf": [{"not": condition}, other, _rest(schema, world, (condition, then))]},
        ]


def _exclusive(schema: Atom, world: World) -> Iterator[Node]:
    branches = schema["oneOf"]
    for index, branch in enumerate(branches):
        others = (*branches[:index], *branches[index + 1 :])
        rest = _rest(schema, world, others)
        yield {"allOf": [branch, {EXCLUDED: list(others)}, rest]} if others else branch


def _rest(schema: Atom, world: World, lost: tuple[Node, ...] = ()) -> dict[str, Any]:
    """What is demanded of members and items that nothing else evaluates, as far as that is sure."""
    if unevaluated.WORDS.isdisjoint(schema):
        return {}
    return unevaluated.given(schema, world.resolve, lost)


def types_of(case: Case) -> tuple[str, ...]:
    """The JSON types that a case leaves."""
    left = set(TYPES)
    for atom in case:
        if "type" in atom:
            left &= {"number" if name == "integer" else name for name in atom["type"]}
        refused = atom.get("not")
        if isinstance(refused, Mapping) and set(refused) == {"type"}:
            left -= set(refused["type"])  # "integer" is not in `left`: fractions stay
    return tuple(name for name in TYPES if name in left)


def type_of(value: Any) -> str:
    """The JSON type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, Mapping):
        return "object"
    return "array" if isinstance(value, list | tuple) else "number"
