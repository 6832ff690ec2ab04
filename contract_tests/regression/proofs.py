"""What is known of each schema change: proved harmless, shown to break by a whole value of some slot, or not decided.

each schema that changed, with all its edits -> proved there, where widening stays widening: proved wherever it is used
each edit of the others, by itself           -> in a few of its uses: its counterexample, lifted into the whole value of a slot
                                                and checked there; none is looked for where that whole is proved harmless
slots that no single edit explains           -> the whole, with all edits of it
"""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from contract_tests.regression.attribution import Attribution
from contract_tests.regression.edited import SILENT, VIEWS, Sides
from contract_tests.regression.records import Proof
from contract_tests.regression.sides import Way, Worlds
from spec.containment.records import Answer, Contained, Escapes, Undecided
from spec.diff.records import Change, Comparison, Direction, Slot, Use
from spec.schemas import Schemas

_SECONDS = 1.0  # for one search, and for those in all uses of one change
_MOST_SECONDS = 60.0  # for all of them
_MOST_USES = 4  # of one change that are tried: the first that breaks is shown
_SPENT = "the time for this comparison is used up"
_OVERLAP = "of values that two alternatives of a `oneOf` take at once nothing is known"
_PROVED = "every value that was valid still is"
DIRECTIONS: tuple[Direction, ...] = ("request", "answer")

Places = tuple[str, str]  # where a slot's schemas are, in the base and in the head
Listener = Callable[[int, int], None]  # how many of how many questions are answered


def prove(
    comparison: Comparison,
    schemas: tuple[Schemas, Schemas] | None = None,
    listen: Listener | None = None,
    seed: int = 0,
) -> tuple[Proof, ...]:
    """The proofs of every schema change that decides over values, in each direction that it is used in. `schemas` are those of
    the base and of the head."""
    schemas = schemas or (Schemas(comparison.base), Schemas(comparison.head))
    changes = [
        change
        for change in comparison.changes
        if change.area == "schema" and change.aspect not in SILENT
    ]
    questions = [
        _Questions(comparison, schemas, Way(direction, is_text), changes, seed)
        for direction in DIRECTIONS
        for is_text in (False, True)
    ]
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
    """The changes of values that travel one way."""

    def __init__(
        self,
        comparison: Comparison,
        schemas: tuple[Schemas, Schemas],
        way: Way,
        changes: Sequence[Change],
        seed: int,
    ) -> None:
        self.direction = way.direction
        self.changes = [
            (change, uses)
            for change in changes
            if (uses := [use for use in change.uses if way.has(use.slot)])
        ]
        self.slots = _distinct(use.slot for _, uses in self.changes for use in uses)
        self.count = len(self.changes) + bool(self.slots)
        self.worlds = (
            Worlds(
                comparison,
                schemas,
                way,
                self.slots,
                seconds=_SECONDS,
                seed=seed,
            )
            if self.slots
            else None
        )
        # Of schemas, and of the whole values of slots, whose keys are longer.
        self._standing: dict[tuple[str, ...], bool] = {}

    def answers(self, until: float) -> Iterator[list[Proof]]:
        """The proofs, one question after the other."""
        if self.worlds is None:
            return
        for _, uses in self.changes:
            self.worlds.node(uses[0].trail[-1])  # raises Invalid
        explained: set[Places] = set()
        undecided: set[Places] = set()
        doubtful: dict[Places, Slot] = {}
        for change, uses in self.changes:
            proof = self._proof(self.worlds, change, uses, until)
            slots = {_schemas(use.slot): use.slot for use in uses}
            if isinstance(proof.answer, Escapes):
                explained |= slots.keys()
            elif self._known(self.worlds, change, uses) is None:
                doubtful |= slots
                undecided |= slots.keys() if isinstance(proof.answer, Undecided) else set()
            yield [proof]
        rest = [slot for key, slot in doubtful.items() if key not in explained]
        wholes = [proof for slot in rest for proof in self._whole(self.worlds, slot, until)]
        # That a slot is not decided is said once: of the change.
        yield [
            proof
            for proof in wholes
            if isinstance(proof.answer, Escapes) or _schemas(proof.slot) not in undecided
        ]

    def _proof(self, worlds: Worlds, change: Change, uses: Sequence[Use], until: float) -> Proof:
        known = self._known(worlds, change, uses)
        if known is not None:
            return self._made(change, known, uses[0].slot, uses)
        found: tuple[Answer, Use] | None = None
        enough = time.process_time() + _SECONDS
        for use in islice(self._in_turn(worlds, uses), _MOST_USES):
            if self._is_whole(worlds, use.slot):
                found = found or (Contained(_PROVED), use)
                continue
            answer: Answer = Undecided(_SPENT, 0)
            if time.monotonic() < until:
                answer = _answer(worlds, change, use)
            if isinstance(answer, Escapes):
                return self._made(change, answer, use.slot, uses)
            if found is None or isinstance(answer, Undecided):
                found = (answer, use)
            if time.process_time() > enough:
                break
        assert found is not None  # noqa: S101  # there are uses
        return self._made(change, found[0], found[1].slot, uses)

    def _known(self, worlds: Worlds, change: Change, uses: Sequence[Use]) -> Answer | None:
        """What can be said without a look at any slot."""
        if self._stands(worlds, change, uses):
            return Contained(_PROVED)
        return Undecided(_OVERLAP, 0) if self._overlaps(worlds, change, uses) else None

    def _stands(self, worlds: Worlds, change: Change, uses: Sequence[Use]) -> bool:
        """Whether the changed schema, with all its edits, is proved harmless wherever it is used."""
        if change.aspect in VIEWS or not all(worlds.is_growing(use) for use in uses):
            return False
        return all(self._is_harmless(worlds, pair) for pair in {use.trail[-1] for use in uses})

    def _in_turn(self, worlds: Worlds, uses: Sequence[Use]) -> list[Use]:
        """The uses that are likely to break first: where the schema itself is harmless, those that turn it round; then the
        shortest."""

        def rank(use: Use) -> tuple[bool, int]:
            is_turned = not worlds.is_growing(use)
            return not is_turned and self._is_harmless(worlds, use.trail[-1]), len(use.path)

        return sorted(uses, key=rank)

    def _overlaps(self, worlds: Worlds, change: Change, uses: Sequence[Use]) -> bool:
        """Whether a member that answers may have now could only be noticed by a value that two alternatives of a `oneOf` take at
        once: a search for one takes seconds in large documents, and no row of the policy asks for it."""
        if (change.aspect, change.action, self.direction) != ("property", "added", "answer"):
            return False
        steps = {step for use in uses for step in use.path if not step.is_growing}
        return (
            bool(steps)
            and {step.name for step in steps} == {"oneOf"}
            and all(self._is_harmless(worlds, use.trail[-1]) for use in uses)
        )

    def _is_harmless(self, worlds: Worlds, pair: Places) -> bool:
        if pair not in self._standing:
            sides = worlds.node(pair)
            self._standing[pair] = worlds.decider.prover.is_proved(sides.old, sides.new)
        return self._standing[pair]

    def _is_whole(self, worlds: Worlds, slot: Slot) -> bool:
        """Whether the whole value of a slot is proved to be as valid as it was."""
        key = worlds.key(slot)
        if key not in self._standing:
            sides = worlds.slot(slot)
            self._standing[key] = worlds.decider.prover.is_proved(sides.old, sides.new)
        return self._standing[key]

    def _made(self, change: Change, answer: Answer, slot: Slot, uses: Sequence[Use]) -> Proof:
        slots = tuple(_distinct(use.slot for use in uses))
        same = isinstance(answer, Contained) and self._is_same(uses)
        return Proof(change, self.direction, answer, slot, slots, is_same=same)

    def _is_same(self, uses: Sequence[Use]) -> bool:
        """Whether the values are the same as before: at the schemas themselves, or else in the whole of every slot."""
        assert self.worlds is not None  # noqa: S101  # there are uses
        worlds = self.worlds
        if all(_are_same(worlds, worlds.node(pair)) for pair in {use.trail[-1] for use in uses}):
            return True
        slots = {_schemas(use.slot): use.slot for use in uses}
        if len(slots) > _MOST_USES:
            return False
        return all(
            _are_same(worlds, worlds.slot(slot))
            or (worlds.is_text and _are_same(worlds, worlds.unread(slot)))
            for slot in slots.values()
        )

    def _whole(self, worlds: Worlds, slot: Slot, until: float) -> list[Proof]:
        """What the changes do together where none does it alone."""
        if self._is_whole(worlds, slot):
            return []
        answer: Answer = Undecided(_SPENT, 0)
        if time.monotonic() < until:
            sides = worlds.slot(slot)
            answer = worlds.decider.decide(sides.old, sides.new)
        if isinstance(answer, Contained):
            return []
        return [Proof(None, self.direction, answer, slot, (slot,))]


def _schemas(slot: Slot) -> Places:
    """Slots of the same two schemas ask the same."""
    return slot.base.pointer, slot.head.pointer


def _answer(worlds: Worlds, change: Change, use: Use) -> Answer:
    """What one edit does in one slot; of text, an edit that refuses nothing else may refuse the empty one."""
    answer = Attribution(worlds, change, use).answer()
    if isinstance(answer, Undecided) and worlds.is_text:
        return Attribution(worlds, change, use, worlds.writable(use.slot)).answer()
    return answer


def _are_same(worlds: Worlds, sides: Sides) -> bool:
    is_proved = worlds.decider.prover.is_proved
    return is_proved(sides.new, sides.old) and is_proved(sides.old, sides.new)


def _distinct(slots: Iterator[Slot]) -> list[Slot]:
    return list({id(slot): slot for slot in slots}.values())
