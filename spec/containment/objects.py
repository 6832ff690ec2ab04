"""Objects: what the atoms of a case say of members, against the object keywords of a schema."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spec.containment.cases import Atom, Case
from spec.containment.characters import Unsupported
from spec.containment.covers import Covers, Given
from spec.containment.languages import find
from spec.containment.node import Node
from spec.containment.turns import Turn
from spec.schemas import compile_schema

WORDS: frozenset[str] = frozenset(
    "properties required additionalProperties patternProperties propertyNames minProperties maxProperties dependentRequired "
    "dependentSchemas".split()
)
_MOST_SPELLED = 20
_FRESH = ("other", "another", "x", "anything-else", "zzz")


@dataclass(frozen=True, slots=True)
class Members:
    """What a case leaves of the objects.

    `names` are the members that some atom, or the schema it is held against, speaks of; `is_closed`: no other can be there.
    """

    atoms: Case
    required: frozenset[str]
    names: tuple[str, ...]
    least: int
    most: int | None
    is_closed: bool

    def at(self, name: str) -> Given:
        """What the member of a name must meet."""
        return tuple(schema for atom in self.atoms for schema in member_schemas(atom, name))

    def elsewhere(self, pattern: str | None) -> Given:
        """What the members must meet that nobody names and, where one is given, that match a pattern: no more than is sure."""
        return tuple(schema for atom in self.atoms for schema in _elsewhere(atom, pattern))

    def spelled(self) -> tuple[str, ...]:
        """The names as patterns: what they meet is known of each by itself."""
        return tuple(f"^{re.escape(name)}$" for name in self.names[:_MOST_SPELLED])

    def names_given(self) -> Given:
        """What every member's name must meet."""
        return (
            {"type": ["string"]},
            *(atom["propertyNames"] for atom in self.atoms if "propertyNames" in atom),
        )


def members(case: Case, wanted: Atom, prover: Covers) -> Members:
    required = _required(case)
    named: dict[str, None] = dict.fromkeys(sorted(required))
    for atom in (*case, wanted):
        named.update(dict.fromkeys(atom.get("properties", ())))
        named.update(dict.fromkeys(atom.get("required", ())))
        named.update(dict.fromkeys(atom.get("dependentRequired", ())))
        named.update(dict.fromkeys(atom.get("dependentSchemas", ())))
        named.update(dict.fromkeys(_listed_names(atom)))
    plain = Members(case, required, (), 0, None, is_closed=False)
    possible = [
        name
        for name in named
        if not prover.is_nothing(plain.at(name)) and _may_be_named(case, name, prover)
    ]
    is_closed = _closed(case, prover)
    limits = [int(atom["maxProperties"]) for atom in case if "maxProperties" in atom]
    limits += [len(possible)] if is_closed else []
    least = [int(atom["minProperties"]) for atom in case if "minProperties" in atom]
    return Members(
        case,
        required,
        tuple(possible),
        max([*least, len(required)]),
        min(limits, default=None),
        is_closed,
    )


def _listed_names(atom: Atom) -> list[str]:
    names = atom.get("propertyNames")
    listed = names.get("enum", ()) if isinstance(names, dict) else ()
    return [name for name in listed if isinstance(name, str)]


def _required(case: Case) -> frozenset[str]:
    """What must be there, with what that brings along."""
    required = {name for atom in case for name in atom.get("required", ())}
    while True:
        more = {
            name
            for atom in case
            for trigger, names in atom.get("dependentRequired", {}).items()
            if trigger in required
            for name in names
        }
        if more <= required:
            return frozenset(required)
        required |= more


def _closed(case: Case, prover: Covers) -> bool:
    for atom in case:
        if not atom.get("patternProperties") and prover.is_nothing(
            (atom.get("additionalProperties", True),)
        ):
            return True
        names = atom.get("propertyNames", True)
        if names is False or (isinstance(names, dict) and "enum" in names):
            return True
    return False


def _may_be_named(case: Case, name: str, prover: Covers) -> bool:
    return all(
        prover.world.accepts(atom["propertyNames"], name)
        for atom in case
        if "propertyNames" in atom
    )


def member_schemas(atom: Atom, name: str) -> Iterator[Node]:
    """The schemas that an atom has for the member of a name (JSON Schema 2020-12 section 10.3.2)."""
    evaluated = False
    if name in atom.get("properties", ()):
        evaluated = True
        yield atom["properties"][name]
    for pattern, schema in atom.get("patternProperties", {}).items():
        if matches(pattern, name):
            evaluated = True
            yield schema
    if not evaluated and "additionalProperties" in atom:
        yield atom["additionalProperties"]


@lru_cache(maxsize=4096)
def matches(pattern: str, name: str) -> bool:
    return compile_schema({"pattern": pattern}).is_valid(name)


def _elsewhere(atom: Atom, pattern: str | None) -> Iterator[Node]:
    own = atom.get("patternProperties", {})
    if pattern is not None:
        yield from (schema for other, schema in own.items() if _lacks((pattern,), (other,)))
    apart = all(pattern is not None and _lacks((pattern, other)) for other in own)
    # With patterns of its own, an unnamed member may be met by one of them instead, if not all names are kept apart.
    if "additionalProperties" in atom and (apart or pattern is None):
        yield atom["additionalProperties"]


def _lacks(wanted: tuple[str, ...], unwanted: tuple[str, ...] = ()) -> bool:
    """Whether there is proved to be no such name."""
    if wanted == unwanted:
        return True
    try:
        return find(wanted, unwanted) is None
    except Unsupported:
        return False


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
        if trigger in given.names and not _required(present).issuperset(names):
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
    if prover.covered(given.names_given(), schema):
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
        prover.covered((*given.names_given(), {"pattern": pattern}), schema)
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
        if not _lacks((pattern, other), given.spelled()):
            yield (*here, *given.elsewhere(other))
    if not _lacks((pattern,), (*own, *given.spelled())):
        yield (*here, *given.elsewhere(None))


def _by_the_rest(given: Members, wanted: Atom, prover: Covers) -> bool:
    """The members that neither side names: each kind of them that `additionalProperties` of the schema would meet."""
    if "additionalProperties" not in wanted:
        return True
    schema = wanted["additionalProperties"]
    theirs = tuple(wanted.get("patternProperties", ()))
    own = {pattern for atom in given.atoms for pattern in atom.get("patternProperties", ())}
    for pattern in sorted(own):
        if not _lacks((pattern,), (*theirs, *given.spelled())) and not prover.inside(
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


def is_empty(given: Members, prover: Covers) -> bool:
    """Whether no object is left."""
    if given.most is not None and given.least > given.most:
        return True
    return any(
        name not in given.names or prover.is_nothing(given.at(name)) for name in given.required
    )


def presence(name: str, *, there: bool) -> dict[str, Any]:
    """A schema for the objects with, or without, a member."""
    return {"required": [name]} if there else {"properties": {name: False}}
