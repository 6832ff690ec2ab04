"""From facts to findings: what is proved of a change, and what the policy says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from spec.containment.records import Answer
from spec.diff.records import ABSENT, Change, Comparison, Direction, Place, Slot

# From the gravest on. `undecided` is no guess: neither a proof nor a counterexample was found.
Level = Literal["breaking", "undecided", "risky", "compatible", "documentation"]
LEVELS: tuple[Level, ...] = ("breaking", "undecided", "risky", "compatible", "documentation")


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of one schema change in one direction.

    Of `Escapes`, the value is a whole value of `slot`: accepted by the base and refused by the head in a request, the other way
    round in an answer. `slots` are all that the change reaches. `change` is None for what single changes do not show: the slot's
    schemas taken together. `is_same` says that the valid values are proved to be just those of before.
    """

    change: Change | None
    direction: Direction
    answer: Answer
    slot: Slot
    slots: tuple[Slot, ...]
    is_same: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A witness as a customer meets it. `request` is a curl command; `answer` an answer's status, headers and body as text;
    `marked` is the JSON Pointer of the failing member in the body (empty: the whole), `reason` what refuses it. `executed` says
    what the mocks of both documents answered, empty when it was not asked for."""

    request: str
    answer: str
    value: Any
    marked: str
    reason: str
    executed: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One change with its verdict. `id` is stable: the same edit has it in the next run.

    `problem` is one sentence; `ground` says what the verdict rests on (`proved: …`, `a witness`, `by rule`, `not decided: …`).
    `accepted` is the reason of the override that excuses it, None where there is none.
    """

    id: str
    rule: str
    level: Level
    problem: str
    ground: str
    direction: Direction | None
    operations: tuple[str, ...]
    base: Place | None
    head: Place | None
    before: Any = ABSENT
    after: Any = ABSENT
    exchange: Exchange | None = None
    correction: str = ""
    accepted: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole answer: what every report is made of. `notes` are what is wrong with the inputs without being an edit: stale
    overlay actions, overrides that met nothing or are past their date. `next_version` is a suggestion by semver, empty
    where there is none, and `version_note` what is to be said of it."""

    base: str
    head: str
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    version: str
    next_version: str
    seconds: float
    comparison: Comparison
    version_note: str = ""

    def counts(self) -> Mapping[Level, int]:
        """How many findings stand at each level, the accepted ones left out."""
        standing = [found.level for found in self.findings if found.accepted is None]
        return {level: standing.count(level) for level in LEVELS}
