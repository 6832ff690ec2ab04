"""Is everything that one schema accepts accepted by another? A proof, a counterexample that two validators confirm, or none."""

import time
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

from spec.canonical import canonical
from spec.containment import leaves
from spec.containment.cases import TooMany, cases
from spec.containment.gap import Gap
from spec.containment.lifting import Lifter
from spec.containment.node import Node
from spec.containment.opinions import Near, Opinions
from spec.containment.prove import Prover
from spec.containment.records import Answer, Contained, Escapes, Undecided
from spec.containment.sampling import Sampler
from spec.containment.shrink import shrink
from spec.containment.turns import Turns, tokens
from spec.containment.world import World, join

_DRAWS = 40
# Before other ways are tried: of 60 gaps and thousands of proposals for each, of which most are much alike.
_FIRST_GAPS = 8
_FIRST_PROPOSALS = 64
_VALUES_OF_A_GAP = 10
ENDLESS = "a schema refers to itself without going into the value, which has no meaning"
SECONDS = 2.0  # for a search that finds nothing


Part = tuple[Turns, Any]  # where in a whole value, and what


def decide(old: Any, new: Any, *, seconds: float = SECONDS, seed: int = 0) -> Answer:
    """Decide it for two standalone schemas (JSON Schema 2020-12, formats asserted), each with its own `$defs`."""
    world, before, after = join(old, new)
    return Decider(world, seconds=seconds, seed=seed).decide(before, after)


class Decider:
    """Questions within one world; what is proved once is known for the next question. `is_text`: values travel without types."""

    def __init__(
        self, world: World, *, seconds: float = SECONDS, seed: int = 0, is_text: bool = False
    ) -> None:
        self.world = world
        self.is_text = is_text
        self.seconds = seconds
        self.seed = seed
        self.prover = Prover(world)
        self._written: dict[int, tuple[Node, Node]] = {}  # by the id of the wide one

    def widen(self, wide: Node, plain: Node) -> None:
        """What is refused by `wide` is told by `plain`, as which it was written."""
        self._written[id(wide)] = wide, plain

    def decide(self, old: Node, new: Node) -> Answer:
        if self.prover.contains(old, new):
            return Contained("proved case by case")
        opinions = self.opinions(old, new)
        if opinions.is_endless:
            return Undecided(ENDLESS, 0)
        reason = self._reason()
        sampler = self.sampler()
        tried = 0
        for value in self.candidates(old, new, sampler):
            tried += 1
            if opinions.differ(value) and opinions.agree(value):
                return escape(opinions, value)
            if sampler.is_over:
                break
        return Undecided(reason, tried)

    def opinions(self, old: Node, new: Node) -> Opinions:
        """Of values of these schemas."""
        _, plain = self._written.get(id(new), (None, None))
        return Opinions(self.world, old, new, self.is_text, plain)

    def sampler(self) -> Sampler:
        """For a search that begins now."""
        return Sampler(self.world, time.process_time() + self.seconds)

    def candidates(self, old: Node, new: Node, sampler: Sampler) -> Iterator[Any]:
        """Values of `old` that `new` may refuse, the likeliest first: what is not proved, the difference as a schema, chance."""
        if self.prover.contains(old, new):
            return
        lifter = Lifter(sampler, old)
        for way, value in self.first_parts(sampler):
            yield from lifter.lift(way, value)
        yield from self.drawn(old, new, sampler)
        for way, value in self.parts(sampler):
            yield from lifter.lift(way, value)

    def first_parts(self, sampler: Sampler) -> Iterator[Part]:
        """The likeliest of `parts`."""
        return self._parts(sampler, _FIRST_GAPS, _FIRST_PROPOSALS)

    def parts(self, sampler: Sampler) -> Iterator[Part]:
        """Parts of values, each with its place, that the last question to the prover left open."""
        return self._parts(sampler, None, None)

    def _parts(self, sampler: Sampler, gaps: int | None, proposals: int | None) -> Iterator[Part]:
        seen: set[str] = set()  # gaps of one question have much in common
        for gap in sorted(self.prover.gaps, key=_promise)[:gaps]:
            if sampler.is_over:
                return
            for value in islice(leaves.values(gap, sampler, proposals), _VALUES_OF_A_GAP):
                key = canonical([tokens(gap.way), value])
                if key not in seen:
                    seen.add(key)
                    yield gap.way, value

    def drawn(self, old: Node, new: Node, sampler: Sampler) -> Iterator[Any]:
        """Values of `old`, those first that `new` should refuse."""
        yield from self._alternatives(old, new, sampler)
        schemas: list[Node] = [{"allOf": [old, {"not": new}]}, old]
        difference = sampler.difference(old, new)
        if difference is not None:
            schemas.insert(0, difference)
        for schema in schemas:
            yield from sampler.sample(schema)
        chance = Random(self.seed)  # noqa: S311  # reproducible, and no secret
        for _ in range(_DRAWS):
            if sampler.is_over:
                return
            for schema in schemas:
                yield from sampler.draw(schema, chance)

    def _alternatives(self, old: Node, new: Node, sampler: Sampler) -> Iterator[Any]:
        """One value of each way in which `old` can be met: the prover stops at the first of them that it does not understand."""
        try:
            ways = cases((old,), self.world)
        except TooMany:
            return
        for way in ways:
            yield from sampler.sample({"allOf": [*way, {"not": new}]})
            yield from sampler.sample({"allOf": [*way]})

    def _reason(self) -> str:
        gap = max(self.prover.gaps, key=lambda gap: len(gap.way), default=None)
        if gap is None:
            return "the schemas are too large for the time"
        words = ", ".join(sorted(gap.wanted)) if isinstance(gap.wanted, dict) else "false"
        where = "/".join(map(str, tokens(gap.way))) or "the whole value"
        return f"no proof for {words} of {where}"


def _promise(gap: Gap) -> tuple[bool, int]:
    """What was seen to be refused first, then what is deep in the value: there is the least around it."""
    return not gap.refused, -len(gap.way)


def escape(opinions: Opinions, value: Any) -> Escapes:
    """The value made small, with what refuses it."""
    return told(opinions, shrink(value, lambda one: opinions.differ(one) and opinions.agree(one)))


def told(opinions: Opinions, value: Any, near: Near = len) -> Escapes:
    """A value that both validators know, with what refuses it: of several refusals the nearest."""
    return Escapes(value, *opinions.refusal(value, near))
