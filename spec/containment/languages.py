"""Which texts do patterns leave: regular expressions as automata, and the shortest text of their difference.

The syntax tree is that of `re`, respelled from ECMA-262 by spec/samples/patterns.py; the automata are interegular's, whose own
parser is not used: it knows no anchors, and its lookaheads refuse short texts. What is no regular language (back-references),
what neither reads alike (word boundaries, lookbehinds, Unicode properties), and what would grow too large raises Unsupported:
nothing is approximated.
"""

import re._constants as op  # type: ignore[import-not-found]
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice, product
from math import prod
from typing import Any

from interegular import FSM
from interegular.fsm import epsilon

from spec.containment.automata import bounded
from spec.containment.characters import EDGES, END, START, Unsupported, no_signs, sign, signs_of
from spec.containment.conjunctions import conjuncts
from spec.containment.shortest import shortest_text
from spec.containment.syntax import ENDLESS, REPEATS, check, is_plain
from spec.samples.budget import MAX_TEXT, Budget, Exhausted, Impossible
from spec.samples.patterns import parse, texts
from spec.schemas import compile_schema

_TRIED = 2
_MOST_WAYS = 16  # to escape unwanted patterns that are made of parts
_MOST_UNROLLED = 8  # copies of what holds a lookahead


def find(
    wanted: Iterable[str],
    unwanted: Iterable[str] = (),
    *,
    shortest: int = 0,
    longest: int | None = None,
) -> str | None:
    """The shortest text that every pattern of `wanted` matches and none of `unwanted`, of so many code points; None when there is
    none, which is a proof. Raises Unsupported."""
    whole = [conjuncts(pattern) for pattern in wanted]
    all_of = [one for ours, _ in whole for one in ours]
    none_of = [one for _, theirs in whole for one in theirs]
    # A text escapes an unwanted pattern if it escapes one of its parts.
    choices = [_escapes(pattern) for pattern in unwanted]
    if prod(map(len, choices)) > _MOST_WAYS:
        choices = [[((), (pattern,))] for pattern in unwanted]
    found = [
        _shortest((*all_of, *more), (*none_of, *less), shortest, longest)
        for more, less in map(_together, product(*choices))
    ]
    return min((text for text in found if text is not None), key=len, default=None)


def _escapes(pattern: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The ways not to match a pattern: what is matched then, and what is not."""
    all_of, none_of = conjuncts(pattern)
    return [*(((), (one,)) for one in all_of), *(((one,), ()) for one in none_of)]


def _together(
    ways: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...],
) -> tuple[list[str], list[str]]:
    return [one for more, _ in ways for one in more], [one for _, less in ways for one in less]


def _shortest(
    wanted: Iterable[str], unwanted: Iterable[str], shortest: int, longest: int | None
) -> str | None:
    machines = [(automaton(pattern), True) for pattern in wanted]
    machines += [(automaton(pattern), False) for pattern in unwanted]
    return shortest_text(machines, shortest, longest)


@lru_cache(maxsize=2048)
def is_met(pattern: str, shortest: int, longest: int | None) -> bool:
    """Whether a text of a pattern was found by trying, which takes a hundredth of the time; where none was, there may be one."""
    most = MAX_TEXT if longest is None else longest
    try:
        accepts = compile_schema({"pattern": pattern}).is_valid
        tried = texts(pattern, shortest=shortest, longest=most, chance=None, budget=Budget())
        return any(shortest <= len(one) <= most and accepts(one) for one in islice(tried, _TRIED))
    except (Impossible, Exhausted, ValueError):
        return False


def automaton(pattern: str) -> FSM:
    """The texts, between the two edges, that a pattern is found in (JSON Schema 2020-12 section 6.3.3: it is not anchored).
    Raises Unsupported."""
    found = _made(pattern)
    if isinstance(found, Unsupported):
        raise found
    return found


@lru_cache(maxsize=2048)
def _made(pattern: str) -> FSM | Unsupported:
    """What is too large is found out at a cost, once."""
    try:
        with bounded():
            return _automaton(pattern)
    except Unsupported as unsupported:
        return unsupported


def _automaton(pattern: str) -> FSM:
    if any(edge in pattern for edge in EDGES):
        raise Unsupported(pattern)
    try:
        tree = parse(pattern)
    except Impossible as impossible:
        raise Unsupported(str(impossible)) from None
    check(tree, pattern)
    try:
        return signs_of(frozenset({END}), negated=True, edges=True).star() + _sequence(
            list(tree), _rest()
        )
    except RecursionError:
        raise Unsupported(f"{pattern!r} is nested too deep") from None


def _rest() -> FSM:
    """Whatever follows, up to the end."""
    return signs_of(EDGES, negated=True).star() + signs_of(frozenset({END}), edges=True)


def _sequence(tree: Sequence[Any], after: FSM) -> FSM:
    """The texts that begin with the tree and go on with `after`, built from the end: a lookahead speaks of all that follows."""
    for index in range(len(tree) - 1, -1, -1):
        code, value = tree[index]
        after = _step(code, value, after)
    return after


def _step(code: Any, value: Any, after: FSM) -> Any:
    if code is op.AT:
        return _edge(value, after)
    if code in (op.ASSERT, op.ASSERT_NOT):
        direction, tree = value
        if direction < 0:
            raise Unsupported("lookbehinds")
        ahead = _sequence(list(tree), signs_of(frozenset(), negated=True, edges=True).star())
        return (after & ahead).reduce() if code is op.ASSERT else (after - ahead).reduce()
    if code is op.BRANCH:
        return FSM.union(*(_sequence(list(way), after) for way in value[1])).reduce()
    if code is op.SUBPATTERN:
        _, added, dropped, tree = value
        if added or dropped:
            raise Unsupported("flags within a pattern")
        return _sequence(list(tree), after)
    if code in REPEATS:
        least, most, inner = value
        return _repeat(least, most, inner, after)
    return sign(code, value) + after


def _edge(where: Any, after: FSM) -> FSM:
    if where is op.AT_BEGINNING:
        return signs_of(frozenset({START}), edges=True) + after
    if where is op.AT_END:
        only = signs_of(frozenset({END}), edges=True)
        return (after & only + signs_of(frozenset(), negated=True, edges=True).star()).reduce()
    raise Unsupported("word boundaries")


def _repeat(least: int, most: int, tree: Any, after: FSM) -> FSM:
    if is_plain(tree):
        body = _sequence(list(tree), epsilon(no_signs()))
        if most is ENDLESS or most == ENDLESS:
            return body * least + body.star() + after
        return body * least + (body | epsilon(no_signs())) * (most - least) + after
    if most is ENDLESS or most > _MOST_UNROLLED:
        raise Unsupported("anchors or lookaheads in a repeat")
    ways = after
    for copy in range(most, 0, -1):
        once = _sequence(list(tree), ways)
        ways = (once | after).reduce() if copy > least else once
    return ways
