"""What is known of each schema change: proved harmless, shown to break by a whole value of some slot, or not decided.

slots as wholes -> those that are proved excuse all that is in them
changes in the others -> each edit by itself, its counterexample lifted into the whole value and checked there
slots that no single edit explains -> the whole
"""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from contract_tests.regression.attribution import Attribution
from contract_tests.regression.edited import SILENT
from contract_tests.regression.records import Proof
from contract_tests.regression.sides import Worlds
from spec.containment.records import Answer, Contained, Escapes, Undecided
from spec.diff.records import Change, Comparison, Direction, Slot, Use

_SECONDS = 1.0  # for one search
_MOST_SECONDS = 60.0  # for all of them
_MOST_USES = 4  # of one change that are tried: the first that breaks is shown
_PROVED = "every value that was valid still is"
DIRECTIONS: tuple[Direction, ...] = ("request", "answer")

Schemas = tuple[str, str]  # where a slot's schemas are, in the base and in the head
Listener = Callable[[int, int], None]  # how many of how many questions are answered


def prove(
    comparison: Comparison, listen: Listener | None = None, seed: int = 0
) -> tuple[Proof, ...]:
    """The proofs of every schema change that decides over values, in each direction that it is used in."""
    changes = [
        change
        for change in comparison.changes
        if change.area == "schema" and change.aspect not in SILENT
    ]
    questions = [_Questions(comparison, direction, changes, seed) for direction in DIRECTIONS]
    until = time.monotonic() + _MOST_SECONDS
    total = sum(one.count for one in questions)
    done = 0
    proofs: list[Proof] = []
    for one in questions:
        for proof in one.answers(until):
            proofs.extend(proof)
            done += 1
            if listen is not None:
                listen(done, total)
    return tuple(proofs)


class _Questions:
    """The changes of one direction."""

    def __init__(
        self, comparison: Comparison, direction: Direction, changes: Sequence[Change], seed: int
    ) -> None:
        self.direction = direction
        self.changes = [
            (change, uses)
            for change in changes
            if (uses := [use for use in change.uses if use.slot.direction == direction])
        ]
        self.slots = _distinct(use.slot for _, uses in self.changes for use in uses)
        self.count = len(self.slots) + len(self.changes) + bool(self.slots)
        self.worlds = (
            Worlds(comparison, direction, self.slots, seconds=_SECONDS, seed=seed)
            if self.slots
            else None
        )

    def answers(self, until: float) -> Iterator[list[Proof]]:
        """The proofs, one question after the other: empty where a question only prepares others."""
        if self.worlds is None:
            return
        for _, uses in self.changes:
            self.worlds.node(uses[0].trail[-1])  # raises Invalid
        standing: dict[Schemas, bool] = {}
        for slot in self.slots:
            if _schemas(slot) not in standing:
                sides = self.worlds.slot(slot)
                standing[_schemas(slot)] = self.worlds.decider.prover.is_proved(
                    sides.old, sides.new
                )
            yield []
        explained: set[Schemas] = set()
        for change, uses in self.changes:
            opened = [use for use in uses if not standing[_schemas(use.slot)]]
            proof = self._proof(change, uses, opened, until)
            if not isinstance(proof.answer, Contained):
                explained |= {_schemas(use.slot) for use in opened}
            yield [proof]
        rest = [
            slot
            for slot in self.slots
            if not standing[_schemas(slot)] and _schemas(slot) not in explained
        ]
        yield [proof for slot in rest for proof in self._whole(slot, until)]

    def _proof(
        self, change: Change, uses: Sequence[Use], opened: Sequence[Use], until: float
    ) -> Proof:
        if not opened:
            return self._made(change, Contained(_PROVED), uses[0].slot, uses)
        assert self.worlds is not None  # noqa: S101  # there are uses
        found: tuple[Answer, Use] | None = None
        for use in islice(sorted(opened, key=lambda use: len(use.path)), _MOST_USES):
            answer: Answer = Undecided("the time for this comparison is used up", 0)
            if time.monotonic() < until:
                answer = Attribution(self.worlds, change, use).answer()
            if isinstance(answer, Escapes):
                return self._made(change, answer, use.slot, opened)
            if found is None or isinstance(answer, Undecided):
                found = (answer, use)
        assert found is not None  # noqa: S101  # there are uses
        return self._made(
            change, found[0], found[1].slot, uses if isinstance(found[0], Contained) else opened
        )

    def _made(
        self, change: Change | None, answer: Answer, slot: Slot, uses: Sequence[Use]
    ) -> Proof:
        return Proof(
            change, self.direction, answer, slot, tuple(_distinct(use.slot for use in uses))
        )

    def _whole(self, slot: Slot, until: float) -> list[Proof]:
        """What the changes do together where none does it alone."""
        assert self.worlds is not None  # noqa: S101  # there is a slot
        if time.monotonic() > until:
            return [
                Proof(
                    None,
                    self.direction,
                    Undecided("the time for this comparison is used up", 0),
                    slot,
                    (slot,),
                )
            ]
        sides = self.worlds.slot(slot)
        answer = self.worlds.decider.decide(sides.old, sides.new)
        return (
            []
            if isinstance(answer, Contained)
            else [Proof(None, self.direction, answer, slot, (slot,))]
        )


def _schemas(slot: Slot) -> Schemas:
    """Slots of the same two schemas ask the same."""
    return slot.base.pointer, slot.head.pointer


def _distinct(slots: Iterator[Slot]) -> list[Slot]:
    return list({id(slot): slot for slot in slots}.values())
