"""The names of members that nobody spells out: whether there are any of a kind, and one of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from spec.containment.cases import types_of
from spec.containment.characters import Unsupported
from spec.containment.covers import Covers
from spec.containment.languages import find
from spec.containment.members import Members, matches
from spec.containment.texts import Texts, texts

_FRESH = ("other", "another", "x", "anything-else", "zzz")


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a case leaves open: `allowed` as texts, `spelled` are the patterns of those that are known, which do not
    count here."""

    allowed: Texts
    spelled: tuple[str, ...]

    def one(self, wanted: tuple[str, ...] = (), unwanted: tuple[str, ...] = ()) -> Iterator[str]:
        """A name that matches all patterns of `wanted` and none of `unwanted`; none where that is proved. What automata cannot
        tell is taken to be there."""
        if self.allowed.is_any and not wanted and not unwanted:
            yield _guessed((), self.spelled)
            return
        try:
            found = find(
                (*self.allowed.wanted, *(wanted or ("",))),
                (*self.allowed.excluded, *unwanted, *self.spelled),
                shortest=self.allowed.shortest,
                longest=self.allowed.longest,
            )
        except Unsupported:
            yield _guessed(wanted, (*unwanted, *self.spelled))
            return
        if found is not None:
            yield found


def names_of(given: Members, prover: Covers) -> Names:
    """The names that are left beside those that a case, and the schema it is held against, speak of."""
    ways = prover.ways(given.names_given(prover)) or []
    kinds = [case for case in ways if "string" in types_of(case)]
    is_plain = len(kinds) == 1 and not any("enum" in atom for atom in kinds[0])
    return Names(texts(kinds[0] if is_plain else ()), given.spelled())


def _guessed(wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> str:
    for name in _FRESH:
        fits = all(matches(one, name) for one in wanted)
        if fits and not any(matches(one, name) for one in unwanted):
            return name
    return _FRESH[0]
