"""Arrays: what the atoms of a case say of the items, against the array keywords of a schema."""

from dataclasses import dataclass
from typing import Any

from spec.containment.cases import Atom, Case
from spec.containment.covers import Covers, Given
from spec.containment.node import Node
from spec.containment.turns import Turn

_MOST_PLACES = 40


@dataclass(frozen=True, slots=True)
class Items:
    """What a case leaves of the arrays: how many items, and what stands at each place."""

    atoms: Case
    least: int
    most: int | None
    unique: bool

    def at(self, index: int) -> Given:
        """What the item at a place must meet."""
        return tuple(_at(atom, index) for atom in self.atoms)

    @property
    def named(self) -> int:
        """How many places have schemas of their own."""
        return max((len(atom.get("prefixItems", ())) for atom in self.atoms), default=0)

    def contained(self) -> list[tuple[Node, int, int | None]]:
        """Each `contains` with the least and the most of such items."""
        found = (atom for atom in self.atoms if "contains" in atom)
        return [
            (atom["contains"], atom.get("minContains", 1), atom.get("maxContains"))
            for atom in found
        ]


def _at(atom: Atom, index: int) -> Node:
    prefix = atom.get("prefixItems", ())
    found: Node = prefix[index] if index < len(prefix) else atom.get("items", True)
    return found


def items(case: Case, prover: Covers) -> Items:
    limits = [int(atom["maxItems"]) for atom in case if "maxItems" in atom]
    least = [int(atom["minItems"]) for atom in case if "minItems" in atom]
    found = Items(case, 0, None, any(atom.get("uniqueItems") for atom in case))
    least += [low for _, low, _ in found.contained()]
    # Where no item may stand, the array ends.
    limits += [
        at for at in range(min(found.named, _MOST_PLACES) + 1) if prover.is_nothing(found.at(at))
    ][:1]
    return Items(case, max(least, default=0), min(limits, default=None), found.unique)


def keeps(given: Items, wanted: Atom, prover: Covers) -> bool:
    """Whether every array of the case meets the array keywords of a schema."""
    if given.most is not None and given.least > given.most:
        return True
    return (
        given.least >= wanted.get("minItems", 0)
        and (
            "maxItems" not in wanted
            or (given.most is not None and given.most <= wanted["maxItems"])
        )
        and (
            not wanted.get("uniqueItems")
            or given.unique
            or (given.most is not None and given.most <= 1)
        )
        and _places(given, wanted, prover)
        and ("contains" not in wanted or _contains(given, wanted, prover))
    )


def _places(given: Items, wanted: Atom, prover: Covers) -> bool:
    if "items" not in wanted and "prefixItems" not in wanted:
        return True
    places = max(given.named, len(wanted.get("prefixItems", ())))
    if places > _MOST_PLACES:
        return False
    # One place more stands for all that follow.
    last = places if given.most is None else min(places, given.most - 1)
    return all(
        prover.inside(Turn(index, given.atoms), given.at(index), _at(wanted, index))
        for index in range(last + 1)
    )


def _contains(given: Items, wanted: Atom, prover: Covers) -> bool:
    schema, least, most = (
        wanted["contains"],
        wanted.get("minContains", 1),
        wanted.get("maxContains"),
    )
    return _enough(given, schema, least, prover) and (
        most is None or _few(given, schema, most, prover)
    )


def _enough(given: Items, schema: Node, least: int, prover: Covers) -> bool:
    if least == 0:
        return True
    for own, low, _ in given.contained():
        if low >= least and prover.shows((own,), schema):
            return True
    sure = range(min(given.least, given.named + 1))
    kept = [prover.shows(given.at(index), schema) for index in sure]
    beyond = given.least - len(kept)  # the places that are like the last one
    return sum(kept) + (beyond if kept and kept[-1] and len(kept) > given.named else 0) >= least


def _few(given: Items, schema: Node, most: int, prover: Covers) -> bool:
    if given.most is not None and given.most <= most:
        return True
    if any(
        high is not None and high <= most and prover.shows((schema,), own)
        for own, _, high in given.contained()
    ):
        return True
    return all(prover.is_nothing((*given.at(index), schema)) for index in range(given.named + 1))


def is_empty(given: Items, prover: Covers) -> bool:
    """Whether no array is left."""
    if given.most is not None and given.least > given.most:
        return True
    if any(high is not None and high < low for _, low, high in given.contained()):
        return True
    if any(low > 0 and prover.is_nothing((own,)) for own, low, _ in given.contained()):
        return True
    places = range(min(given.least, given.named + 1))
    return any(prover.is_nothing(given.at(index)) for index in places)


WORDS: frozenset[str] = frozenset(
    "items prefixItems minItems maxItems uniqueItems contains minContains maxContains".split()
)


def speaks(wanted: Any) -> bool:
    return not WORDS.isdisjoint(wanted)
