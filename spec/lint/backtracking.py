"""Patterns that an engine which backtracks matches in exponential time (CWE-1333), found in their automata.

A text that a repeat can take in two ways, and be where it was before, can be taken in 2^n ways n times over; when what follows
fails, all are tried. That is exponential ambiguity (Weber and Seidl, 1991), decided here on the position automaton of each
endless repeat (Glushkov): no approximation, but for lookarounds, which are read as nothing, and large counts, which are cut.
The libraries for this are unmaintained (regexploit), or no Python (recheck).
"""

import re._constants as op  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from spec.samples.budget import Impossible
from spec.samples.patterns import parse

_LAST = 0x10FFFF
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
_ENDLESS = op.MAXREPEAT
_NOTHING = (op.AT, op.ASSERT, op.ASSERT_NOT)
# Counts above this one are as good as endless, or, of a single sign, as good as this one.
_MANY = 16
_MOST_POSITIONS = 400
_MOST_PAIRS = 60_000

Ranges = tuple[tuple[int, int], ...]

_DIGIT: Ranges = ((48, 57),)
_WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
# ECMA-262 sections 12.2 and 12.3: white space and line terminators.
_LINE: Ranges = ((10, 10), (13, 13), (0x2028, 0x2029))
_SPACE: Ranges = (
    *((9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A)),
    *((0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
)


class _Unread(Exception):
    """A pattern that is no regular language, or too large."""


def explodes(pattern: str) -> bool:
    """Whether some text takes time exponential in its length; of a pattern that cannot be read it is not known."""
    try:
        return any(
            _Automaton().is_ambiguous(body) for body in _loops(parse(_apart(pattern)), False)
        )
    except (_Unread, Impossible, RecursionError):
        return False


def _apart(pattern: str) -> str:
    """The pattern with a mark in every alternative but the first: the parser of `re` would join those that begin alike."""
    out: list[str] = []
    is_set = is_escaped = False
    for sign in pattern:
        out.append(sign)
        if is_escaped:
            is_escaped = False
        elif sign == "\\":
            is_escaped = True
        elif sign in "[]":
            is_set = sign == "["
        elif sign == "|" and not is_set:
            out.append("()")
    return "".join(out)


def _loops(tree: Iterable[Any], can_fail: bool) -> Iterator[Any]:
    """The bodies of the outermost endless repeats, of those after which a match may still fail."""
    items = list(tree)
    for index, (code, value) in enumerate(items):
        fails = can_fail or any(_demands(*after) for after in items[index + 1 :])
        if code in _REPEATS and _is_endless(value):
            if fails:
                yield value[2]
        else:
            for inner in _inner(code, value):
                yield from _loops(inner, fails or code in _REPEATS)


def _inner(code: Any, value: Any) -> Iterator[Any]:
    if code in _REPEATS:
        yield value[2]
    elif code is op.SUBPATTERN:
        yield value[-1]
    elif code is op.BRANCH:
        yield from value[1]


def _is_endless(value: Any) -> bool:
    _, most, body = value
    return most is _ENDLESS or (most > _MANY and not _is_sign(body))


def _is_sign(tree: Any) -> bool:
    return len(tree) == 1 and tree[0][0] in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)


def _demands(code: Any, value: Any) -> bool:
    """Whether a part of a pattern may fail to match."""
    if code in _REPEATS:
        return bool(value[0] > 0)
    if code is op.SUBPATTERN:
        return any(_demands(*one) for one in value[-1])
    if code is op.BRANCH:
        return all(any(_demands(*one) for one in way) for way in value[1])
    return True


@dataclass(slots=True)
class _Part:
    """What a part of the pattern begins and ends with, and whether it matches the empty text."""

    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    is_empty: bool = True


@dataclass(slots=True)
class _Automaton:
    """A state for each sign of the pattern; `after` says which may follow, `is_double` that one may in two ways."""

    signs: list[Ranges] = field(default_factory=list)
    after: list[dict[int, None]] = field(default_factory=list)
    is_double: bool = False

    def is_ambiguous(self, body: Any) -> bool:
        self._repeated(body)
        return self.is_double or self._has_two_ways()

    def _has_two_ways(self) -> bool:
        """Two runs over one text that begin in one state, part, and meet again: all states of a repeat lead to each other."""
        meeting = self._meeting()
        # Of states that the same may follow one will do: all ways of a repeat end like that.
        alike = {frozenset(after): state for state, after in enumerate(self.after)}
        seen = {
            pair
            for state in alike.values()
            for pair in self._steps(state, state, meeting)
            if pair[0] != pair[1]
        }
        ahead = list(seen)
        while ahead:
            for pair in self._steps(*ahead.pop(), meeting):
                if pair[0] == pair[1]:
                    return True
                if pair not in seen:
                    seen.add(pair)
                    ahead.append(pair)
            if len(seen) > _MOST_PAIRS:
                raise _Unread
        return False

    def _meeting(self) -> list[set[int]]:
        """The states that a state has a sign in common with. Most signs are in a pattern more than once."""
        places: dict[Ranges, set[int]] = {}
        for state, signs in enumerate(self.signs):
            places.setdefault(signs, set()).add(state)
        groups = {
            signs: set().union(*(found for other, found in places.items() if _meet(signs, other)))
            for signs in places
        }
        return [groups[signs] for signs in self.signs]

    def _steps(
        self, left: int, right: int, meeting: Sequence[set[int]]
    ) -> Iterator[tuple[int, int]]:
        """Which of the two runs is which does not matter."""
        following = self.after[right].keys()
        for one in self.after[left]:
            for other in following & meeting[one]:
                yield (one, other) if one <= other else (other, one)

    def _sequence(self, tree: Any) -> _Part:
        whole = _Part()
        for code, value in tree:
            whole = self._joined(whole, self._part(code, value))
        return whole

    def _part(self, code: Any, value: Any) -> _Part:
        if code in _NOTHING:
            return _Part()
        if code is op.SUBPATTERN:
            return self._sequence(value[-1])
        if code is op.BRANCH:
            ways = [self._sequence(way) for way in value[1]]
            return _Part(
                tuple(state for way in ways for state in way.first),
                tuple(state for way in ways for state in way.last),
                any(way.is_empty for way in ways),
            )
        if code in _REPEATS:
            return self._counted(value)
        return self._sign(_ranges(code, value))

    def _sign(self, signs: Ranges) -> _Part:
        if len(self.signs) >= _MOST_POSITIONS:
            raise _Unread
        self.signs.append(signs)
        self.after.append({})
        state = (len(self.signs) - 1,)
        return _Part(state, state, False)

    def _counted(self, value: Any) -> _Part:
        """As many copies as are asked for; those that need not be there may be left out from the end."""
        least, most, body = value
        if _is_endless(value):
            most, least = _ENDLESS, min(least, _MANY)
        else:
            least, most = min(least, _MANY), min(most, _MANY)
        whole = _Part()
        for _ in range(least - (1 if most is _ENDLESS else 0)):
            whole = self._joined(whole, self._sequence(body))
        if most is _ENDLESS:
            rest = self._repeated(body)
            return self._joined(whole, _Part(rest.first, rest.last, rest.is_empty or least == 0))
        return self._joined(whole, self._optional(body, most - least))

    def _optional(self, body: Any, copies: int) -> _Part:
        rest = _Part()
        for _ in range(copies):
            rest = self._joined(self._sequence(body), rest)
            rest.is_empty = True
        return rest

    def _repeated(self, body: Any) -> _Part:
        part = self._sequence(body)
        self._follow(part.last, part.first)
        return part

    def _joined(self, one: _Part, other: _Part) -> _Part:
        self._follow(one.last, other.first)
        return _Part(
            (*one.first, *other.first) if one.is_empty else one.first,
            (*other.last, *one.last) if other.is_empty else other.last,
            one.is_empty and other.is_empty,
        )

    def _follow(self, lasts: Sequence[int], firsts: Sequence[int]) -> None:
        for last in lasts:
            for first in firsts:
                self.is_double = self.is_double or first in self.after[last]
                self.after[last][first] = None


def _meet(one: Ranges, other: Ranges) -> bool:
    return any(low <= end and start <= high for low, high in one for start, end in other)


def _ranges(code: Any, value: Any) -> Ranges:
    if code is op.LITERAL:
        return ((value, value),)
    if code is op.NOT_LITERAL:
        return _others(((value, value),))
    if code is op.ANY:
        return _others(_LINE)
    if code is not op.IN:
        raise _Unread  # a back-reference is no regular language
    members = [one for one in value if one[0] is not op.NEGATE]
    ranges = tuple(sorted(found for one in members for found in _member(*one)))
    return ranges if len(members) == len(value) else _others(ranges)


_CATEGORIES: dict[Any, tuple[Ranges, bool]] = {
    op.CATEGORY_DIGIT: (_DIGIT, True),
    op.CATEGORY_NOT_DIGIT: (_DIGIT, False),
    op.CATEGORY_WORD: (_WORD, True),
    op.CATEGORY_NOT_WORD: (_WORD, False),
    op.CATEGORY_SPACE: (_SPACE, True),
    op.CATEGORY_NOT_SPACE: (_SPACE, False),
}


def _member(code: Any, value: Any) -> Ranges:
    if code is op.LITERAL:
        return ((value, value),)
    if code is op.RANGE:
        return (tuple(value),)
    ranges, is_inside = _CATEGORIES[value]
    return ranges if is_inside else _others(ranges)


def _others(ranges: Ranges) -> Ranges:
    """All signs that are in none of the ranges, which are in order."""
    found: list[tuple[int, int]] = []
    start = 0
    for low, high in ranges:
        if low > start:
            found.append((start, low - 1))
        start = max(start, high + 1)
    return (*found, (start, _LAST)) if start <= _LAST else tuple(found)
