"""What a row of the policy says."""

from dataclasses import dataclass
from typing import get_args

from contract_tests.regression.records import Level
from contract_tests.regression.rules import oasdiff
from spec.diff.records import Action, Area, Direction

ITSELF = "."  # the aspect of a thing that came or went as a whole
ANY = "*"
EVERY: tuple[Action, ...] = ("added", "removed", "changed")
ADDED: tuple[Action, ...] = ("added",)
REMOVED: tuple[Action, ...] = ("removed",)
CHANGED: tuple[Action, ...] = ("changed",)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: what it is about, and what follows.

    `areas` are those of its changes and `aspects` what of the thing (`*`: anything), `direction` is None where both ways are
    judged alike, and `when` names the circumstances (`circumstances.py`) that must all hold. The first row that fits speaks.

    `level` is the verdict. Where `proved` is set it is the verdict for a change that a witness shows to break; one that is
    proved to break nothing is compatible, and one that is neither is undecided, whatever the keyword.
    `says` is what follows for whom, a clause after the change itself; where answers need other words, they are after ` | `.
    """

    id: str
    level: Level
    areas: tuple[Area, ...]
    aspects: tuple[str, ...]
    actions: tuple[Action, ...]
    direction: Direction | None
    when: frozenset[str]
    says: str
    proved: bool = False

    @property
    def oasdiff(self) -> tuple[str, ...]:
        """The ids of that tool's checks which this row takes the place of."""
        return oasdiff.names(self.id)

    def told(self, direction: Direction | None) -> str:
        """What follows, for one direction."""
        request, _, answer = self.says.partition(" | ")
        return answer if answer and direction == "answer" else request


def row(  # noqa: PLR0913  # a row
    id: str,
    level: Level,
    areas: str,
    says: str,
    *,
    aspects: str = ITSELF,
    actions: tuple[Action, ...] = EVERY,
    direction: Direction | None = None,
    when: str = "",
    proved: bool = False,
) -> Rule:
    """A row, with lists of words as texts."""
    return Rule(
        id,
        level,
        tuple(one for one in get_args(Area) if one in areas.split()),
        tuple("" if one == ITSELF else one for one in aspects.split()),
        actions,
        direction,
        frozenset(when.split()),
        says,
        proved,
    )
