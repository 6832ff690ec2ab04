"""Whether nothing is left: of a conjunction, or of the values of one type in a case."""

from spec.containment import arrays, members
from spec.containment.cases import OF, Case, is_excluded, types_of
from spec.containment.covers import Covers, Given
from spec.containment.listed import listed
from spec.containment.numbers import interval
from spec.containment.texts import texts


def has_no_case(given: Given, prover: Covers) -> bool:
    """Whether every case of a conjunction is shown to be empty."""
    ways = prover.ways(given)
    return ways is not None and all(
        is_empty(case, kind, prover) for case in ways for kind in types_of(case)
    )


def is_empty(case: Case, kind: str, prover: Covers) -> bool:
    """Whether it is shown that no value of a type meets a case."""
    prover.effort.spend()
    if is_excluded((*case, OF[kind]), prover.world):
        return True
    values = listed(case, kind, prover.world)
    if values is not None:
        return not values
    if kind == "number" and interval(case).is_empty:
        return True
    if kind == "string" and texts(case).is_empty:
        return True
    if kind == "array" and arrays.is_empty(arrays.items(case, prover), prover):
        return True
    if kind == "object" and members.is_empty(members.members(case, {}, prover), prover):
        return True
    return _excludes_all(case, kind, prover)


def _excludes_all(case: Case, kind: str, prover: Covers) -> bool:
    """Whether a `not` of the case takes all that the rest of it leaves."""
    for index, atom in enumerate(case):
        if "not" not in atom:
            continue
        rest = {word: value for word, value in atom.items() if word != "not"}
        others = (*case[:index], *((rest,) if rest else ()), *case[index + 1 :])
        if prover.shows((*others, OF[kind]), atom["not"]):
            return True
    return False
