"""Which texts do patterns leave: regular expressions as automata, and the shortest text of their difference.

The syntax tree is that of `re`, respelled from ECMA-262 by spec/samples/patterns.py; the automata are interegular's, whose own
parser is not used: it knows no anchors, and its lookaheads refuse short texts. What is no regular language (back-references),
what neither reads alike (word boundaries, lookbehinds, Unicode properties), and what would grow too large raises Unsupported:
nothing is approximated.
"""

import re._constants as op  # type: ignore[import-not-found]
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from interegular import FSM
from interegular.fsm import epsilon

from spec.containment.automata import bounded
from spec.containment.characters import EDGES, END, START, Unsupported, no_signs, sign, signs_of
from spec.containment.shortest import shortest_text
from spec.containment.syntax import ENDLESS, REPEATS, check, is_plain
from spec.samples.budget import Impossible
from spec.samples.patterns import parse

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
    machines = [(automaton(pattern), True) for pattern in wanted]
    machines += [(automaton(pattern), False) for pattern in unwanted]
    return shortest_text(machines, shortest, longest)


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
