"""The prover: own sound steps, case by case and keyword by keyword; what it cannot show, the algebra may.

Recursion is by coinduction: a question that comes up again inside of itself, one part of the value deeper, holds if the rest of
the proof does, since every JSON value ends somewhere. What could not be shown is kept as a gap: the place where a counterexample
is to be looked for.
"""

import math
from collections.abc import Mapping
from itertools import islice
from typing import Any

from spec.containment import algebra, arrays, emptiness, finite, objects, unevaluated
from spec.containment.cases import OF, Case, TooMany, cases, is_excluded, types_of
from spec.containment.contraries import contraries
from spec.containment.covers import Given
from spec.containment.effort import Effort, Spent
from spec.containment.gap import Gap
from spec.containment.listed import UNLIKE, has_type, has_values, is_of, listed, takes
from spec.containment.members import members
from spec.containment.memory import Memory
from spec.containment.node import Node
from spec.containment.numbers import NUMBERS, interval
from spec.containment.sampling import Sampler
from spec.containment.splits import MOST_WAYS, parts
from spec.containment.texts import TEXTS, texts
from spec.containment.turns import Turn, Turns
from spec.containment.world import World

_CHOICES = frozenset("$ref allOf anyOf oneOf not if then else".split())
_MOST_GAPS = 60
_MOST_SPLITS = 3
_SECONDS = 1.0


class Prover:
    """Proofs within one world; what is proved is kept for the next question. A second of computing bounds each question."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.gaps: list[Gap] = []
        self.effort = Effort(_SECONDS)
        self._memory = Memory()
        self._sampler = Sampler(world, math.inf)
        self._cases: dict[str, list[Case] | None] = {}
        self._depth = 0
        self._way: Turns = ()
        self._splits = 0

    def contains(self, old: Node, new: Node) -> bool:
        """Whether everything that `old` accepts is proved to be accepted by `new`. Afterwards `gaps` says what was not shown."""
        # What was not shown before is asked again: this question has gaps of its own.
        self._memory.keep_proved()
        return self.is_proved(old, new)

    def is_proved(self, old: Node, new: Node) -> bool:
        """The same, without a promise that the gaps are complete: for questions that share much, and are many."""
        self.gaps = []
        self._depth, self._way, self._splits = 0, (), 0
        self._memory.begin()
        self.effort.begin()
        try:
            return self.covered((old,), new)
        except (Spent, RecursionError):
            return False

    # --- what covers.Covers asks for ---

    def covered(self, given: Given, wanted: Node) -> bool:
        if wanted is True or any(
            one is wanted or (one == wanted and self._alike(one, wanted)) for one in given
        ):
            return True
        key = (self._key(given), self.world.key(wanted))
        known = self._memory.answer(key, self._depth)
        if known is not None:
            return known
        self.effort.spend()
        with self._memory.asking(key, self._depth) as question:
            question.shown = self._cover(given, wanted)
        return question.shown

    def inside(self, turn: Turn, given: Given, wanted: Node) -> bool:
        way, splits = self._way, self._splits
        self._depth, self._way, self._splits = self._depth + 1, (*way, turn), 0
        try:
            return self.covered(given, wanted)
        finally:
            self._depth, self._way, self._splits = self._depth - 1, way, splits

    def is_nothing(self, given: Given) -> bool:
        given = tuple(one for one in given if one is not True)
        if not given:
            return False
        if any(one is False for one in given) or is_excluded(given, self.world):
            return True
        if len(given) == 1 and has_values(given[0]):
            return False
        key = self._key(given)
        known = self._memory.emptiness.get(key)
        if known is not None:
            return known
        with self._memory.asking_emptiness(key) as question:
            question.shown = emptiness.has_no_case(given, self)
        return question.shown

    def shows(self, given: Given, wanted: Node) -> bool:
        gaps = len(self.gaps)
        shown = self.covered(given, wanted)
        del self.gaps[gaps:]
        return shown

    def ways(self, given: Given) -> list[Case] | None:
        key = self._key(given)
        if key not in self._cases:
            try:
                self._cases[key] = cases(given, self.world)
            except TooMany:
                self._cases[key] = None
        return self._cases[key]

    # --- one question ---

    def _cover(self, given: Given, wanted: Node) -> bool:
        ways = self.ways(given)
        if ways is None:
            return self._by_algebra(given, wanted)
        gaps = len(self.gaps)
        if all(self._typed(case, kind, wanted) for case in ways for kind in types_of(case)):
            return True
        if self._by_algebra(given, wanted):
            del self.gaps[gaps:]
            return True
        return False

    def _typed(self, case: Case, kind: str, wanted: Node) -> bool:
        """The values of one type."""
        if self.is_nothing((*case, OF[kind])):
            return True
        values = listed(case, kind, self.world)
        if values is not None:
            is_shown = all(takes(wanted, value, self.world) for value in values)
            return is_shown or self._missed(case, kind, wanted)
        if wanted is False or not isinstance(wanted, Mapping):
            return self._missed(case, kind, wanted)
        gaps = len(self.gaps)
        is_plain = self._plain(case, kind, wanted) or self._missed(case, kind, wanted)
        if is_plain and self._choices(case, kind, wanted):
            return True
        if self._each(case, kind, wanted):
            del self.gaps[gaps:]
            return True
        return False

    def _each(self, case: Case, kind: str, wanted: Mapping[str, Any]) -> bool:
        """Whether the values of the case are few, and every one is accepted."""
        values = finite.of_case(case, kind, self)
        if values is None:
            return False
        return all(
            takes(wanted, value, self.world)
            for value in values
            if is_of(case, kind, value, self.world)
        )

    def _missed(self, case: Case, kind: str, wanted: Node, refused: tuple[Any, ...] = ()) -> bool:
        if len(self.gaps) < _MOST_GAPS:
            self.gaps.append(Gap(self._way, case, kind, wanted, refused))
        return False

    # --- the keywords of a schema that speak of the value itself ---

    def _plain(self, case: Case, kind: str, wanted: Mapping[str, Any]) -> bool:
        if not unevaluated.WORDS.isdisjoint(wanted) and not self._rest(case, kind, wanted):
            return False
        # Of other types what is listed was compared before.
        if "enum" in wanted and not (
            kind == "string" and texts(case).keeps("enum", wanted["enum"])
        ):
            return False
        if "type" in wanted and not has_type(case, kind, wanted["type"]):
            return False
        if kind == "number":
            bounds = interval(case)
            return all(bounds.is_within(word, wanted[word]) for word in NUMBERS & wanted.keys())
        if kind == "string":
            left = texts(case)
            return all(left.keeps(word, wanted[word]) for word in sorted(TEXTS & wanted.keys()))
        if kind == "array" and arrays.speaks(wanted):
            return arrays.keeps(arrays.items(case, self), wanted, self)
        if kind == "object" and not objects.WORDS.isdisjoint(wanted):
            return objects.keeps(members(case, wanted, self), wanted, self)
        return True

    def _rest(self, case: Case, kind: str, wanted: Mapping[str, Any]) -> bool:
        """What nothing else evaluates."""
        given = (*case, OF[kind])
        rest = unevaluated.wanted(
            wanted, self.world.resolve, lambda branch: self.shows(given, branch)
        )
        return self.covered(given, rest or True)

    # --- the keywords that combine schemas ---

    def _choices(self, case: Case, kind: str, wanted: Mapping[str, Any]) -> bool:
        if _CHOICES.isdisjoint(wanted):
            return True
        given = (*case, OF[kind])
        if "$ref" in wanted and not self.covered(given, self.world.resolve(wanted["$ref"])):
            return False
        if not all(self.covered(given, branch) for branch in wanted.get("allOf", ())):
            return False
        if "anyOf" in wanted and not self._any(case, kind, wanted["anyOf"]):
            return False
        if "oneOf" in wanted and not self._one(case, kind, wanted["oneOf"]):
            return False
        if "not" in wanted and not self.is_nothing((*given, wanted["not"])):
            return self._missed(case, kind, {"not": wanted["not"]})
        return "if" not in wanted or self._conditional(given, wanted)

    def _any(self, case: Case, kind: str, branches: list[Node]) -> bool:
        given = (*case, OF[kind])
        gaps = len(self.gaps)
        if any(self.covered(given, branch) for branch in branches):
            del self.gaps[gaps:]
            return True
        return self._divided(case, kind, "anyOf", self._met(given, branches))

    def _one(self, case: Case, kind: str, branches: list[Node]) -> bool:
        """Some branch holds, and every other is out of reach."""
        given = (*case, OF[kind])
        gaps = len(self.gaps)
        left = self._met(given, branches)
        if len(left) == 1 and self.covered(given, left[0]):
            del self.gaps[gaps:]
            return True
        return self._divided(case, kind, "oneOf", left)

    def _met(self, given: Given, branches: list[Node]) -> list[Node]:
        """The branches that some value of a conjunction may meet."""
        return [branch for branch in branches if not self.is_nothing((*given, branch))]

    def _conditional(self, given: Given, wanted: Mapping[str, Any]) -> bool:
        condition = wanted["if"]
        if "then" in wanted and not self.covered((*given, condition), wanted["then"]):
            return False
        return "else" not in wanted or self.covered((*given, {"not": condition}), wanted["else"])

    def _divided(self, case: Case, kind: str, word: str, branches: list[Node]) -> bool:
        """Whether a choice of branches is shown for the case in parts: not where an object of it is seen to be refused."""
        if not branches:
            return self._missed(case, kind, False)
        wanted = {word: branches}
        refused = self._refused(case, kind, wanted)
        is_shown = not refused and self._split(case, kind, wanted)
        return is_shown or self._missed(case, kind, wanted, refused)

    def _refused(self, case: Case, kind: str, wanted: Mapping[str, Any]) -> tuple[Any, ...]:
        if kind != "object" or self._splits >= _MOST_SPLITS:
            return ()
        (branches,) = wanted.values()
        return tuple(
            value
            for value in contraries(case, branches, self._sampler)
            if is_of(case, kind, value, self.world) and not self.world.accepts(wanted, value)
        )

    def _split(self, case: Case, kind: str, wanted: Mapping[str, Any]) -> bool:
        """The case in parts, by a member that the branches tell apart, each part by itself."""
        if self._splits >= _MOST_SPLITS:
            return False
        self._splits += 1
        try:
            for division in islice(parts(case, kind, wanted, self.world), MOST_WAYS):
                gaps = len(self.gaps)
                if all(self.covered((*case, OF[kind], part), wanted) for part in division):
                    del self.gaps[gaps:]
                    return True
        finally:
            self._splits -= 1
        return False

    def _by_algebra(self, given: Given, wanted: Node) -> bool:
        if any(map(self.world.is_recursive, (wanted, *given))):
            return False
        if not all(map(self.world.is_small, (wanted, *given))):
            return False
        if any(UNLIKE.search(self.world.key(one)) for one in self.world.reached(wanted, *given)):
            return False  # its patterns are the validator's
        self.effort.spend(20)
        whole: Node = given[0] if len(given) == 1 else {"allOf": list(given)}
        return algebra.covers(self.world.standalone(wanted), self.world.standalone(whole))

    def _key(self, given: Given) -> str:
        return "\n".join(sorted({self.world.key(one) for one in given}))

    def _alike(self, one: Node, other: Node) -> bool:
        return self.world.key(one) == self.world.key(other)
