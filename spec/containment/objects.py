"""Objects: what is left of members against the object keywords of a schema."""

from collections.abc import Iterator

from spec.containment.cases import Atom
from spec.containment.covers import Covers, Given
from spec.containment.members import Members, member_schemas, required_of
from spec.containment.names import Names, names_of
from spec.containment.node import Node
from spec.containment.turns import Turn

WORDS: frozenset[str] = frozenset(
    "properties required additionalProperties patternProperties propertyNames minProperties maxProperties dependentRequired "
    "dependentSchemas".split()
)


def keeps(given: Members, wanted: Atom, prover: Covers) -> bool:
    """Whether every object of the case meets the object keywords of a schema."""
    if given.most is not None and given.least > given.most:
        return True
    return (
        _counts(given, wanted)
        and given.required.issuperset(wanted.get("required", ()))
        and _dependents(given, wanted, prover)
        and _names(given, wanted, prover)
        and _members(given, wanted, prover)
    )


def _counts(given: Members, wanted: Atom) -> bool:
    if given.least < wanted.get("minProperties", 0):
        return False
    return "maxProperties" not in wanted or (
        given.most is not None and given.most <= wanted["maxProperties"]
    )


def _dependents(given: Members, wanted: Atom, prover: Covers) -> bool:
    for trigger, names in wanted.get("dependentRequired", {}).items():
        present = (*given.atoms, {"required": [trigger]})
        if trigger in given.names and not required_of(present).issuperset(names):
            return False
    return all(
        prover.covered((*given.atoms, {"type": ["object"], "required": [trigger]}), schema)
        for trigger, schema in wanted.get("dependentSchemas", {}).items()
        if trigger in given.names
    )


def _names(given: Members, wanted: Atom, prover: Covers) -> bool:
    if "propertyNames" not in wanted:
        return True
    schema = wanted["propertyNames"]
    if given.is_closed:
        return all(prover.world.accepts(schema, name) for name in given.names)
    if prover.shows(given.names_given(prover), schema):
        return True
    return any(_names_of(atom, given, schema, prover) for atom in given.atoms)


def _names_of(atom: Atom, given: Members, schema: Node, prover: Covers) -> bool:
    """An atom without further members leaves the names that it lists, and those of its patterns."""
    if "patternProperties" not in atom or not prover.is_nothing(
        (atom.get("additionalProperties", True),)
    ):
        return False
    listed = all(prover.world.accepts(schema, name) for name in given.names)
    return listed and all(
        prover.shows((*given.names_given(prover), {"pattern": pattern}), schema)
        for pattern in atom["patternProperties"]
    )


def _members(given: Members, wanted: Atom, prover: Covers) -> bool:
    for name in given.names:
        if not all(
            prover.inside(Turn(name, given.atoms), given.at(name), schema)
            for schema in member_schemas(wanted, name)
        ):
            return False
    return given.is_closed or (
        _by_patterns(given, wanted, prover) and _by_the_rest(given, wanted, prover)
    )


def _by_patterns(given: Members, wanted: Atom, prover: Covers) -> bool:
    """The members that neither side names and that a pattern of the schema meets."""
    theirs = wanted.get("patternProperties", {})
    names = names_of(given, prover) if theirs else None
    return names is None or all(
        prover.inside(Turn(name, given.atoms), kind, schema)
        for pattern, schema in theirs.items()
        for name, kind in _kinds(given, pattern, names)
    )


def _kinds(given: Members, pattern: str, names: Names) -> Iterator[tuple[str, Given]]:
    """What the members whose names match a pattern must meet, each with such a name: those that match one of the case's own
    too, and the others."""
    own = _own_patterns(given)
    here = given.elsewhere(pattern)
    for other in own:
        for name in names.one((pattern, other)):
            yield name, (*here, *given.elsewhere(other))
    for name in names.one((pattern,), own):
        yield name, (*here, *given.elsewhere(None))


def _by_the_rest(given: Members, wanted: Atom, prover: Covers) -> bool:
    """The members that neither side names: each kind of them that `additionalProperties` of the schema would meet."""
    if "additionalProperties" not in wanted:
        return True
    theirs = tuple(wanted.get("patternProperties", ()))
    own = _own_patterns(given)
    names = names_of(given, prover)
    kinds = [
        (name, given.elsewhere(pattern))
        for pattern in own
        for name in names.one((pattern,), theirs)
    ]
    kinds += [(name, given.elsewhere(None)) for name in names.one((), (*own, *theirs))]
    return all(
        prover.inside(Turn(name, given.atoms), kind, wanted["additionalProperties"])
        for name, kind in kinds
    )


def _own_patterns(given: Members) -> tuple[str, ...]:
    found = {one for atom in given.atoms for one in atom.get("patternProperties", ())}
    return tuple(sorted(found))
