"""One edit in one slot: does it, by itself, refuse a whole value that was valid?

A part of the value that the edit refuses is looked for first, then a whole value around it, valid before and refused now. So
every witness shows this edit and no other.
"""

from collections.abc import Iterator
from typing import Any

from contract_tests.regression.edited import VIEWS, Sides, edited, of_keyword, with_inner
from contract_tests.regression.parts import nearness, parts, token
from contract_tests.regression.sides import Worlds
from spec.containment.decide import ENDLESS, Part, told
from spec.containment.lifting import Lifter
from spec.containment.node import Node
from spec.containment.opinions import Opinions
from spec.containment.records import Answer, Contained, Undecided
from spec.containment.sampling import Sampler
from spec.containment.shrink import shrink
from spec.containment.turns import Turn, Turns
from spec.diff.records import Change, Step, Use

_ENOUGH = 8  # values that show it: the one with the fewest other faults is taken
_ALONE = "by itself it refuses nothing that was valid"
_NEITHER = "no value was found that was valid and that this change refuses, and no proof that there is none"
_TOGETHER = "together with the other changes it refuses nothing that was valid"


class Attribution:
    """The question for one change and one use of it."""

    def __init__(
        self, worlds: Worlds, change: Change, use: Use, whole: Sides | None = None
    ) -> None:
        """`whole`: the values of the slot, where they are others than the worlds'."""
        self.worlds = worlds
        self.world = worlds.world
        self.decider = worlds.decider
        self.whole = whole or worlds.slot(use.slot)
        self.path, sides, single = _place(worlds, change, use)
        self.turns = _turns(worlds, self.path, use)
        turned = Sides(sides.new, sides.old, not worlds.is_answer)
        self.reverted = edited(change, turned) if sides is worlds.plain(use.trail[-1]) else True
        self.sides = worlds.travelling(sides)
        self.edited = worlds.received(single)

    def answer(self) -> Answer:
        prover = self.decider.prover
        if prover.contains(self.sides.old, self.edited):
            return Contained(_ALONE)
        opinions = self.decider.opinions(self.whole.old, self.whole.new)
        if opinions.is_endless:
            return Undecided(ENDLESS, 0)
        shown, tried = self._searched(opinions)
        if shown:
            plainest = min(shown, key=opinions.refusals)
            faults = opinions.refusals(plainest)
            small = shrink(
                plainest,
                lambda one: self._shows(opinions, one) and opinions.refusals(one) <= faults,
            )
            return told(opinions, small, lambda where: nearness(where, self.path))
        refused: Node = {"allOf": [self.sides.old, {"not": self.edited}]}
        if any(prover.contains(old, self.sides.new) for old in (self.sides.old, refused)):
            return Contained(_TOGETHER)
        return Undecided(_NEITHER, tried)

    def _searched(self, opinions: Opinions) -> tuple[list[Any], int]:
        """Values that show it, and how many were tried. The search goes on a little for one that is refused for nothing else."""
        shown: list[Any] = []
        sampler = self.decider.sampler()
        tried = 0
        for value in self._wholes(sampler):
            tried += 1
            if self._shows(opinions, value):
                shown.append(value)
                if opinions.refusals(value) == 1 or len(shown) == _ENOUGH:
                    break
            if sampler.is_over:
                break
        return shown, tried

    def _wholes(self, sampler: Sampler) -> Iterator[Any]:
        """Whole values with a part that the edit refuses: one that the other edits do not, if there is any; then any."""
        lifter = Lifter(sampler, self.whole.old)
        for way, value in self._parts(sampler):
            if way or self._is_hit(value):
                yield from lifter.lift((*self.turns, *way), value)
        yield from self.decider.candidates(self.whole.old, self.whole.new, sampler)

    def _parts(self, sampler: Sampler) -> Iterator[Part]:
        """Values at the place of the edit, or parts of such, each with its way from there."""
        apart: Node = {"allOf": [self.sides.old, self.reverted]}
        for old in (apart, self.sides.old):
            if not self.decider.prover.contains(old, self.edited):
                yield from self.decider.first_parts(sampler)
        for value in self.decider.drawn(self.sides.old, self.edited, sampler):
            yield (), value
        yield from self.decider.parts(sampler)

    def _shows(self, opinions: Opinions, value: Any) -> bool:
        """Whether the value was valid, is refused now, and for what this edit does."""
        return (
            opinions.differ(value)
            and any(self._is_hit(part) for part in parts(value, self.path))
            and opinions.agree(value)
        )

    def _is_hit(self, part: Any) -> bool:
        takes = self.decider.opinions(self.sides.old, self.sides.new).takes
        return (
            self.world.accepts(self.sides.old, part)
            and not takes(self.edited, part)
            and not takes(self.sides.new, part)
        )


def _place(worlds: Worlds, change: Change, use: Use) -> tuple[tuple[Step, ...], Sides, Node]:
    """Where the edit is judged: at its own schema, or at the last one before a step through which widening may narrow."""
    for index in range(len(use.path)):
        if not worlds.grows(use, index):
            return (
                use.path[:index],
                worlds.plain(use.trail[index]),
                _within(worlds, change, use, index),
            )
    if change.aspect in VIEWS and use.path:
        parent = worlds.plain(use.trail[-2])
        return use.path[:-1], parent, of_keyword(parent, "required")
    return use.path, worlds.plain(use.trail[-1]), _within(worlds, change, use, len(use.path))


def _turns(worlds: Worlds, path: tuple[Step, ...], use: Use) -> Turns:
    """The way that a path leads into values, through the branches that it goes through."""
    found: list[Turn] = []
    around: list[Node] = []
    for step, pair in zip(
        path, use.trail[1:], strict=False
    ):  # the trail goes on where the path ends
        if step.kind == "branch":
            around.append(worlds.plain(pair).old)
        else:
            found.append(Turn(token(step), tuple(around)))
            around = []
    return tuple(found)


def _within(worlds: Worlds, change: Change, use: Use, index: int) -> Node:
    """The schema at a place of the way with nothing but the edit, which is somewhere within it."""
    sides = worlds.plain(use.trail[index])
    if index == len(use.path):
        return edited(change, sides)
    inner = _within(worlds, change, use, index + 1)
    before = use.trail[index + 1][1 if worlds.is_answer else 0]
    return with_inner(sides, use.path[index], before, inner)
