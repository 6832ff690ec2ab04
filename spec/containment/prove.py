"""The prover: own sound steps, case by case and keyword by keyword; what it cannot show, the algebra may.

Recursion is by coinduction: a question that comes up again inside of itself, one part of the value deeper, holds if the rest of
the proof does, since every JSON value ends somewhere. What could not be shown is kept as a gap: the place where a counterexample
is to be looked for.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from spec.containment import algebra, arrays, objects
from spec.containment.cases import Case, TooMany, cases, types_of
from spec.containment.covers import Given
from spec.containment.numbers import interval
from spec.containment.texts import texts
from spec.containment.world import Node, World

_NUMBERS = frozenset("minimum exclusiveMinimum maximum exclusiveMaximum multipleOf".split())
_TEXTS = frozenset("minLength maxLength pattern format".split())
_CHOICES = frozenset("$ref allOf anyOf oneOf not if then else".split())
_UNPROVABLE = frozenset({"unevaluatedProperties", "unevaluatedItems"})
_MOST_STEPS = 40_000
_MOST_GAPS = 60
_MOST_SPLITS = 3
_MOST_WAYS = 12
_NONE = 1 << 30


Question = tuple[str, str]


class Spent(Exception):
    """The prover's budget is used up: nothing is shown."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What could not be shown: the values of a type that meet the case, at a path into the whole value, against a schema."""

    path: tuple[str | int, ...]
    case: Case
    kind: str
    wanted: Node


class Prover:
    """Proofs within one world; what is proved is kept for the next question. `seconds` bounds each question."""

    def __init__(self, world: World, seconds: float = 1.0) -> None:
        self.world = world
        self.seconds = seconds
        self.gaps: list[Gap] = []
        self._proved: dict[Question, bool] = {}
        self._assumed: dict[Question, tuple[int, int]] = {}  # depth, and how many are further out
        self._pending: dict[Question, tuple[int, int]] = {}  # depth, and the outermost assumption
        self._refuted: set[Question] = set()
        self._lowest = _NONE  # the outermost assumption that was used since this was last set
        self._depth = 0
        self._path: tuple[str | int, ...] = ()
        self._steps = 0
        self._until = 0.0
        self._splits = 0
        self._empty: dict[str, bool] = {}

    def contains(self, old: Node, new: Node) -> bool:
        """Whether everything that `old` accepts is proved to be accepted by `new`. Afterwards `gaps` says what was not shown."""
        # What was not shown before is asked again: this question has gaps of its own.
        self._proved = {key: shown for key, shown in self._proved.items() if shown}
        return self.is_proved(old, new)

    def is_proved(self, old: Node, new: Node) -> bool:
        """The same, without a promise that the gaps are complete: for questions that share much, and are many."""
        self.gaps, self._steps, self._until = [], 0, time.monotonic() + self.seconds
        self._assumed, self._depth, self._path, self._splits = {}, 0, (), 0
        self._pending, self._refuted = {}, set()
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
        known = self._proved.get(key)
        if known is not None:
            return known
        if key in self._refuted:
            return False
        if key in self._pending and self._pending[key][0] <= self._depth:
            self._lowest = min(self._lowest, self._pending[key][1])
            return True
        if key in self._assumed:
            depth, index = self._assumed[key]
            self._lowest = min(self._lowest, index)
            return depth < self._depth
        self._spend()
        return self._asked(key, given, wanted)

    def inside(self, token: str | int, given: Given, wanted: Node) -> bool:
        path, splits = self._path, self._splits
        self._depth, self._path, self._splits = self._depth + 1, (*path, token), 0
        try:
            return self.covered(given, wanted)
        finally:
            self._depth, self._path, self._splits = self._depth - 1, path, splits

    def is_nothing(self, given: Given) -> bool:
        given = tuple(one for one in given if one is not True)
        if not given:
            return False
        if any(one is False for one in given):
            return True
        if len(given) == 1 and _has_values(given[0]):
            return False
        key = self._key(given)
        if key in self._empty:
            return self._empty[key]
        self._empty[key] = False  # until it is shown, also within itself
        outer, self._lowest = self._lowest, _NONE
        shown = self._no_case(given)
        if self._lowest == _NONE:
            self._empty[key] = shown
        else:  # it hangs on what is only assumed so far
            del self._empty[key]
        self._lowest = min(outer, self._lowest)
        return shown

    # --- one question ---

    def _asked(self, key: Question, given: Given, wanted: Node) -> bool:
        """The answer. One that hangs on an assumption further out is kept as pending: it falls with that, or stands with it."""
        index, before = len(self._assumed), len(self._pending)
        outer, self._lowest = self._lowest, _NONE
        self._assumed[key] = (self._depth, index)
        try:
            shown = self._cover(given, wanted)
        finally:
            del self._assumed[key]
            used = self._lowest
            self._lowest = min(outer, used) if used < index else outer
        since = list(self._pending)[before:]
        if used >= index:
            self._proved[key] = shown
            if shown:
                self._proved.update(dict.fromkeys(since, True))
        elif shown:
            self._pending[key] = (self._depth, used)
        else:
            self._refuted.add(key)
        if used >= index or not shown:
            for other in since:
                del self._pending[other]
        return shown

    def _cover(self, given: Given, wanted: Node) -> bool:
        try:
            ways = cases(given, self.world)
        except TooMany:
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
        if self._is_empty(case, kind):
            return True
        listed = self._listed(case, kind)
        if listed is not None:
            return all(self.world.accepts(wanted, value) for value in listed) or self._missed(
                case, kind, wanted
            )
        if wanted is False or not isinstance(wanted, Mapping):
            return self._missed(case, kind, wanted)
        return (
            self._plain(case, kind, wanted) or self._missed(case, kind, wanted)
        ) and self._choices(case, kind, wanted)

    def _missed(self, case: Case, kind: str, wanted: Node) -> bool:
        if len(self.gaps) < _MOST_GAPS:
            self.gaps.append(Gap(self._path, case, kind, wanted))
        return False

    # --- the keywords of a schema that speak of the value itself ---

    def _plain(self, case: Case, kind: str, wanted: Mapping[str, Any]) -> bool:
        if "enum" in wanted or not _UNPROVABLE.isdisjoint(wanted):
            return False  # what is listed was compared before; the rest is for the algebra
        if "type" in wanted and not _has_type(case, kind, wanted["type"]):
            return False
        if kind == "number":
            bounds = interval(case)
            return all(bounds.is_within(word, wanted[word]) for word in _NUMBERS & wanted.keys())
        if kind == "string":
            left = texts(case)
            return all(left.keeps(word, wanted[word]) for word in sorted(_TEXTS & wanted.keys()))
        if kind == "array" and arrays.speaks(wanted):
            return arrays.keeps(arrays.items(case, self), wanted, self)
        if kind == "object" and not objects.WORDS.isdisjoint(wanted):
            return objects.keeps(objects.members(case, wanted, self), wanted, self)
        return True

    # --- the keywords that combine schemas ---

    def _choices(self, case: Case, kind: str, wanted: Mapping[str, Any]) -> bool:
        if _CHOICES.isdisjoint(wanted):
            return True
        given = (*case, {"type": [kind]})
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
        given = (*case, {"type": [kind]})
        gaps = len(self.gaps)
        if any(self.covered(given, branch) for branch in branches):
            del self.gaps[gaps:]
            return True
        return self._split(case, kind, {"anyOf": branches}) or self._missed(
            case, kind, {"anyOf": branches}
        )

    def _one(self, case: Case, kind: str, branches: list[Node]) -> bool:
        """Some branch holds, and every other is out of reach."""
        given = (*case, {"type": [kind]})
        gaps = len(self.gaps)
        for index, branch in enumerate(branches):
            others = [*branches[:index], *branches[index + 1 :]]
            if all(self.is_nothing((*given, other)) for other in others) and self.covered(
                given, branch
            ):
                del self.gaps[gaps:]
                return True
        return self._split(case, kind, {"oneOf": branches}) or self._missed(
            case, kind, {"oneOf": branches}
        )

    def _conditional(self, given: Given, wanted: Mapping[str, Any]) -> bool:
        condition = wanted["if"]
        if "then" in wanted and not self.covered((*given, condition), wanted["then"]):
            return False
        return "else" not in wanted or self.covered((*given, {"not": condition}), wanted["else"])

    def _split(self, case: Case, kind: str, wanted: Mapping[str, Any]) -> bool:
        """The case in parts, by a member that the branches tell apart, each part by itself."""
        if self._splits >= _MOST_SPLITS:
            return False
        self._splits += 1
        try:
            for parts in islice(self._parts(case, kind, wanted), _MOST_WAYS):
                gaps = len(self.gaps)
                if all(self.covered((*case, {"type": [kind]}, part), wanted) for part in parts):
                    del self.gaps[gaps:]
                    return True
        finally:
            self._splits -= 1
        return False

    def _parts(self, case: Case, kind: str, wanted: Mapping[str, Any]) -> Iterator[list[Node]]:
        branches = [branch for ways in wanted.values() for branch in ways]
        if kind != "object":
            yield from _bounds(kind, [_resolved(branch, self.world) for branch in branches])
            return
        required = {name for atom in case for name in atom.get("required", ())}
        for name in _told_apart(branches, self.world):
            at = tuple(schema for atom in case for schema in objects.member_schemas(atom, name))
            values = self._values(at)
            absent = [] if name in required else [objects.presence(name, there=False)]
            if values is not None:
                yield [
                    *absent,
                    *(
                        {"required": [name], "properties": {name: {"enum": [one]}}}
                        for one in values
                    ),
                ]
            elif absent:
                yield [*absent, objects.presence(name, there=True)]

    # --- what is left of a case ---

    def _values(self, given: Given) -> list[Any] | None:
        """All values that meet a conjunction, where they are few."""
        try:
            ways = cases(given, self.world)
        except TooMany:
            return None
        found: list[Any] = []
        for case in ways:
            for kind in types_of(case):
                listed = self._listed(case, kind)
                if listed is None or len(found) + len(listed) > _MOST_WAYS:
                    return None
                found.extend(value for value in listed if value not in found)
        return found

    def _listed(self, case: Case, kind: str) -> list[Any] | None:
        """The values of the type, where the case lists them."""
        enums = [atom["enum"] for atom in case if "enum" in atom]
        if enums:
            values = list(enums[0])
        elif kind in ("null", "boolean"):
            values = [None] if kind == "null" else [False, True]
        elif kind == "number":
            few = interval(case).listed()
            if few is None:
                return None
            values = few
        else:
            return None
        whole = (*case, {"type": [kind]})
        return [value for value in values if self.world.accepts_all(whole, value)]

    def _no_case(self, given: Given) -> bool:
        try:
            ways = cases(given, self.world)
        except TooMany:
            return False
        return all(self._is_empty(case, kind) for case in ways for kind in types_of(case))

    def _is_empty(self, case: Case, kind: str) -> bool:
        self._spend()
        listed = self._listed(case, kind)
        if listed is not None:
            return not listed
        if kind == "number" and interval(case).is_empty:
            return True
        if kind == "string" and texts(case).is_empty:
            return True
        if kind == "array" and arrays.is_empty(arrays.items(case, self), self):
            return True
        if kind == "object" and objects.is_empty(objects.members(case, {}, self), self):
            return True
        return self._excluded(case, kind)

    def _excluded(self, case: Case, kind: str) -> bool:
        """Whether a `not` of the case takes all that the rest of it leaves."""
        for index, atom in enumerate(case):
            if "not" not in atom:
                continue
            rest = {word: value for word, value in atom.items() if word != "not"}
            given = (
                *case[:index],
                *((rest,) if rest else ()),
                *case[index + 1 :],
                {"type": [kind]},
            )
            gaps = len(self.gaps)
            shown = self.covered(given, atom["not"])
            del self.gaps[gaps:]
            if shown:
                return True
        return False

    def _by_algebra(self, given: Given, wanted: Node) -> bool:
        whole: Node = given[0] if len(given) == 1 else {"allOf": list(given)}
        if self.world.is_recursive(whole) or self.world.is_recursive(wanted):
            return False
        if not (self.world.is_small(whole) and self.world.is_small(wanted)):
            return False
        self._spend(20)
        return algebra.covers(self.world.standalone(wanted), self.world.standalone(whole))

    def _spend(self, steps: int = 1) -> None:
        self._steps += steps
        if self._steps > _MOST_STEPS or time.monotonic() > self._until:
            raise Spent

    def _key(self, given: Given) -> str:
        return "\n".join(sorted({self.world.key(one) for one in given}))

    def _alike(self, one: Node, other: Node) -> bool:
        return self.world.key(one) == self.world.key(other)


# None of these alone takes all values from a type.
_LENIENT = (
    _NUMBERS
    | _TEXTS - {"pattern"}
    | frozenset("items maxItems uniqueItems properties additionalProperties maxProperties".split())
)


def _has_values(schema: Node) -> bool:
    """Whether a schema is so plain that something meets it."""
    if not isinstance(schema, Mapping) or not schema.get("type"):
        return False
    return len(schema) == 1 or (len(schema) == 2 and not _LENIENT.isdisjoint(schema))


def _has_type(case: Case, kind: str, wanted: list[str]) -> bool:
    if kind in wanted:
        return True
    if kind != "number" or "integer" not in wanted:
        return False
    divisor = interval(case).divisor
    return divisor is not None and divisor.denominator == 1


def _told_apart(branches: list[Node], world: World) -> list[str]:
    """The members that branches speak of, those first that all of them do."""
    counts: dict[str, int] = {}
    for branch in branches:
        plain = _resolved(branch, world)
        if isinstance(plain, Mapping):
            for name in {*plain.get("properties", ()), *plain.get("required", ())}:
                counts[name] = counts.get(name, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def _resolved(branch: Node, world: World) -> Node:
    while isinstance(branch, Mapping) and "$ref" in branch and len(branch) == 1:
        branch = world.resolve(branch["$ref"])
    return branch


_BOUNDS = {
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
}


def _bounds(kind: str, branches: list[Node]) -> Iterator[list[Node]]:
    """Numbers, and lengths, in parts at the bounds that the branches name."""
    for branch in branches:
        for word in _BOUNDS.get(kind, ()):
            if isinstance(branch, Mapping) and word in branch:
                yield list(_halves(kind, word, branch[word]))


def _halves(kind: str, word: str, limit: Any) -> Iterator[Node]:
    if kind == "number":
        is_low = word in ("minimum", "exclusiveMaximum")
        yield {"exclusiveMaximum": limit} if is_low else {"maximum": limit}
        yield {"minimum": limit} if is_low else {"exclusiveMinimum": limit}
        return
    noun = word.removeprefix("min").removeprefix("max")
    first = limit - 1 if word.startswith("min") else limit
    yield {f"max{noun}": first} if first >= 0 else False
    yield {f"min{noun}": first + 1}
