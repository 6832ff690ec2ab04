"""Objects: what is left of members against the object keywords of a schema."""

from collections.abc import Iterator

from spec.containment.cases import Atom
from spec.containment.characters import Unsupported
from spec.containment.covers import Covers, Given
from spec.containment.languages import find
from spec.containment.members import Members, lacks, matches, member_schemas, required_of
from spec.containment.node import Node
from spec.containment.turns import Turn

WORDS: frozenset[str] = frozenset(
    "properties required additionalProperties patternProperties propertyNames minProperties maxProperties dependentRequired "
    "dependentSchemas".split()
)
_FRESH = ("other", "another", "x", "anything-else", "zzz")


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
    if prover.shows(given.names_given(), schema):
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
        prover.shows((*given.names_given(), {"pattern": pattern}), schema)
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
    return all(
        prover.inside(_fresh(given, wanted, pattern), kind, schema)
        for pattern, schema in wanted.get("patternProperties", {}).items()
        for kind in _kinds(given, pattern)
    )


def _kinds(given: Members, pattern: str) -> Iterator[Given]:
    """What the members whose names match a pattern must meet: those that match one of the case's own too, and the others."""
    own = sorted({one for atom in given.atoms for one in atom.get("patternProperties", ())})
    here = given.elsewhere(pattern)
    for other in own:
        if not lacks((pattern, other), given.spelled()):
            yield (*here, *given.elsewhere(other))
    if not lacks((pattern,), (*own, *given.spelled())):
        yield (*here, *given.elsewhere(None))


def _by_the_rest(given: Members, wanted: Atom, prover: Covers) -> bool:
    """The members that neither side names: each kind of them that `additionalProperties` of the schema would meet."""
    if "additionalProperties" not in wanted:
        return True
    schema = wanted["additionalProperties"]
    theirs = tuple(wanted.get("patternProperties", ()))
    own = {pattern for atom in given.atoms for pattern in atom.get("patternProperties", ())}
    for pattern in sorted(own):
        if not lacks((pattern,), (*theirs, *given.spelled())) and not prover.inside(
            _fresh(given, wanted, pattern), given.elsewhere(pattern), schema
        ):
            return False
    return prover.inside(_fresh(given, wanted, None), given.elsewhere(None), schema)


def _fresh(given: Members, wanted: Atom, pattern: str | None) -> Turn:
    """To a member that nobody names."""
    return Turn(_fresh_name(given, wanted, pattern), given.atoms)


def _fresh_name(given: Members, wanted: Atom, pattern: str | None) -> str:
    if pattern is not None:
        try:
            return find((pattern,)) or "other"
        except Unsupported:
            return "other"
    patterns = [one for atom in (*given.atoms, wanted) for one in atom.get("patternProperties", ())]
    free = (
        name
        for name in _FRESH
        if name not in given.names and not any(matches(one, name) for one in patterns)
    )
    return next(free, "other")
