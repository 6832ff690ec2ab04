"""Objects: what the atoms of a case leave of members."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spec.containment.cases import OF, Atom, Case
from spec.containment.characters import Unsupported
from spec.containment.covers import Covers, Given
from spec.containment.languages import find
from spec.containment.node import Node
from spec.containment.texts import one_of
from spec.schemas import compile_schema


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
        """The names as a pattern, if there are any: what they meet is known of each by itself."""
        return (one_of(self.names),) if self.names else ()

    def names_given(self, prover: Covers) -> Given:
        """What every member's name must meet."""
        barred = (
            pattern
            for atom in self.atoms
            for pattern, schema in atom.get("patternProperties", {}).items()
            if prover.is_nothing((schema,))
        )
        return (
            OF["string"],
            *(atom["propertyNames"] for atom in self.atoms if "propertyNames" in atom),
            *({"not": {"pattern": pattern}} for pattern in barred),
        )


def members(case: Case, wanted: Atom, prover: Covers) -> Members:
    required = required_of(case)
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


def required_of(case: Case) -> frozenset[str]:
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
        yield from (schema for other, schema in own.items() if lacks((pattern,), (other,)))
    apart = all(pattern is not None and lacks((pattern, other)) for other in own)
    # With patterns of its own, an unnamed member may be met by one of them instead, if not all names are kept apart.
    if "additionalProperties" in atom and (apart or pattern is None):
        yield atom["additionalProperties"]


def lacks(wanted: tuple[str, ...], unwanted: tuple[str, ...] = ()) -> bool:
    """Whether there is proved to be no such name."""
    if wanted == unwanted:
        return True
    try:
        return find(wanted, unwanted) is None
    except Unsupported:
        return False


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
