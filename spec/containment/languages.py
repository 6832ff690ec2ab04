"""Which texts do patterns leave: regular expressions as automata, and the shortest text of their difference.

The syntax tree is that of `re`, respelled from ECMA-262 by spec/samples/patterns.py; the automata are interegular's, whose own
parser is not used: it knows no anchors, and its lookaheads refuse short texts. What is no regular language (back-references),
what neither reads alike (word boundaries, lookbehinds, Unicode properties), and what would grow too large raises Unsupported:
nothing is approximated.
"""

import re._constants as op  # type: ignore[import-not-found]
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from interegular import FSM
from interegular.fsm import Alphabet, anything_else, epsilon

from spec.samples.budget import Impossible
from spec.samples.patterns import parse

# Noncharacters (Unicode section 23.7): the edges of the text, so that `^` is a sign like any other.
_START, _END = "\ufdd0", "\ufdd1"
_EDGES = frozenset({_START, _END})
_DIGITS = frozenset("0123456789")
_WORDS = _DIGITS | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
# ECMA-262 sections 12.2 and 12.3: white space and line terminators.
_LINES = frozenset("\n\r\u2028\u2029")
_SPACES = (
    _LINES
    | frozenset("\t\v\f \xa0\u1680\u202f\u205f\u3000\ufeff")
    | {chr(at) for at in range(0x2000, 0x200B)}
)
_CATEGORIES = {
    op.CATEGORY_DIGIT: (_DIGITS, False),
    op.CATEGORY_NOT_DIGIT: (_DIGITS, True),
    op.CATEGORY_WORD: (_WORDS, False),
    op.CATEGORY_NOT_WORD: (_WORDS, True),
    op.CATEGORY_SPACE: (_SPACES, False),
    op.CATEGORY_NOT_SPACE: (_SPACES, True),
}
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
_ENDLESS = op.MAXREPEAT
_MOST_SIGNS = 3000  # characters that a class may list
_MOST_COPIES = 600  # copies that repeats may multiply to
_MOST_UNROLLED = 8  # copies of what holds a lookahead
_MOST_VISITED = 60_000  # states of the search, some 200 ms
_PLAIN = "aA0é~ж中"  # what stands for "any other character", familiar ones first


class Unsupported(Exception):
    """The pattern is not understood, or not in this size."""


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
    return _shortest(machines, shortest, longest)


@lru_cache(maxsize=512)
def automaton(pattern: str) -> FSM:
    """The texts, between the two edges, that a pattern is found in (JSON Schema 2020-12 section 6.3.3: it is not anchored)."""
    if any(edge in pattern for edge in _EDGES):
        raise Unsupported(pattern)
    try:
        tree = parse(pattern)
    except Impossible as impossible:
        raise Unsupported(str(impossible)) from None
    if tree.state.flags & ~32:  # 32: Unicode, which every pattern of `re` is
        raise Unsupported(f"flags in {pattern!r}")
    if "\\p" in pattern.lower():
        raise Unsupported(f"Unicode properties in {pattern!r}")
    if _starts(tree) > 1:
        raise Unsupported(f"several beginnings in {pattern!r}")
    if _size(tree) > _MOST_COPIES:
        raise Unsupported(f"the repeats in {pattern!r} multiply to more than {_MOST_COPIES}")
    try:
        return _class(frozenset({_END}), negated=True, edges=True).star() + _sequence(
            list(tree), _rest()
        )
    except RecursionError:
        raise Unsupported(f"{pattern!r} is nested too deep") from None


def _rest() -> FSM:
    """Whatever follows, up to the end."""
    return _class(_EDGES, negated=True).star() + _class(frozenset({_END}), edges=True)


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
        ahead = _sequence(list(tree), _class(frozenset(), negated=True, edges=True).star())
        return (after & ahead).reduce() if code is op.ASSERT else (after - ahead).reduce()
    if code is op.BRANCH:
        return FSM.union(*(_sequence(list(way), after) for way in value[1])).reduce()
    if code is op.SUBPATTERN:
        _, added, dropped, tree = value
        if added or dropped:
            raise Unsupported("flags within a pattern")
        return _sequence(list(tree), after)
    if code in _REPEATS:
        least, most, inner = value
        return _repeat(least, most, inner, after)
    return _sign(code, value) + after


def _edge(where: Any, after: FSM) -> FSM:
    if where is op.AT_BEGINNING:
        return _class(frozenset({_START}), edges=True) + after
    if where is op.AT_END:
        only = _class(frozenset({_END}), edges=True)
        return (after & only + _class(frozenset(), negated=True, edges=True).star()).reduce()
    raise Unsupported("word boundaries")


def _repeat(least: int, most: int, tree: Any, after: FSM) -> FSM:
    if _is_plain(tree):
        body = _sequence(list(tree), epsilon(_any()))
        if most is _ENDLESS or most == _ENDLESS:
            return body * least + body.star() + after
        return body * least + (body | epsilon(_any())) * (most - least) + after
    if most is _ENDLESS or most > _MOST_UNROLLED:
        raise Unsupported("anchors or lookaheads in a repeat")
    ways = after
    for copy in range(most, 0, -1):
        once = _sequence(list(tree), ways)
        ways = (once | after).reduce() if copy > least else once
    return ways


def _is_plain(tree: Any) -> bool:
    """Whether a tree says nothing of what stands around it."""
    return not any(code in (op.AT, op.ASSERT, op.ASSERT_NOT) for code, _ in _nodes(tree))


def _nodes(tree: Any) -> Iterator[tuple[Any, Any]]:
    for code, value in tree:
        yield code, value
        if code in _REPEATS:
            yield from _nodes(value[2])
        elif code is op.SUBPATTERN:
            yield from _nodes(value[-1])
        elif code is op.BRANCH:
            for way in value[1]:
                yield from _nodes(way)
        elif code in (op.ASSERT, op.ASSERT_NOT):
            yield from _nodes(value[1])


def _starts(tree: Any) -> int:
    """How many `^` one way through a tree meets: here each is a sign of its own, and a text has one."""
    total = 0
    for code, value in tree:
        if code is op.AT:
            total += value is op.AT_BEGINNING
        elif code in _REPEATS:
            total += _starts(value[2]) * 2 if value[1] > 1 else _starts(value[2])
        elif code is op.SUBPATTERN:
            total += _starts(value[-1])
        elif code is op.BRANCH:
            total += max(_starts(way) for way in value[1])
        elif code in (op.ASSERT, op.ASSERT_NOT):
            total += 2 * _starts(
                value[1]
            )  # within a lookahead nothing stands at the beginning any more
    return total


def _size(tree: Any) -> int:
    """About how many states a tree comes to."""
    total = 1
    for code, value in tree:
        if code in _REPEATS:
            least, most, inner = value
            total += max(1, least if most is _ENDLESS else int(most)) * _size(inner)
        elif code is op.SUBPATTERN:
            total += _size(value[-1])
        elif code is op.BRANCH:
            total += sum(_size(way) for way in value[1])
        elif code in (op.ASSERT, op.ASSERT_NOT):
            total += _size(value[1])
        else:
            total += 1
    return total


def _sign(code: Any, value: Any) -> FSM:
    """One character."""
    if code is op.LITERAL:
        return _class(frozenset({chr(value)}))
    if code is op.NOT_LITERAL:
        return _class(frozenset({chr(value)}), negated=True)
    if code is op.ANY:
        return _class(_LINES, negated=True)
    if code is op.IN:
        return _members(tuple(value))
    raise Unsupported(str(code).lower().replace("_", " "))


def _members(members: tuple[Any, ...]) -> FSM:
    """A class of characters. The parts that are told by what they are not are kept so: there are too many others to list."""
    listed: set[str] = set()
    others: list[frozenset[str]] = []  # each: everything but these
    for code, value in members:
        if code is op.LITERAL:
            listed.add(chr(value))
        elif code is op.RANGE:
            if value[1] - value[0] > _MOST_SIGNS:
                raise Unsupported("a class of very many characters")
            listed.update(map(chr, range(value[0], value[1] + 1)))
        elif code is op.CATEGORY and value in _CATEGORIES:
            signs, negated = _CATEGORIES[value]
            others.append(signs) if negated else listed.update(signs)
        elif code is not op.NEGATE:
            raise Unsupported("a class of characters")
    negated = members[0][0] is op.NEGATE
    if others:
        return _class(frozenset.intersection(*others) - listed, negated=not negated)
    return _class(frozenset(listed), negated=negated)


@lru_cache(maxsize=512)
def _class(signs: frozenset[str], *, negated: bool = False, edges: bool = False) -> FSM:
    """One character of `signs`, or with `negated` one of all others; the edges are among these only where `edges` says so."""
    groups: list[Any] = [sorted(signs), sorted(_EDGES - signs), [anything_else]]
    alphabet = Alphabet.from_groups(*(group for group in groups if group))
    taken = {alphabet[sign] for sign in signs}
    if negated:
        taken = {alphabet[anything_else]}
        if edges:
            taken |= {alphabet[edge] for edge in _EDGES - signs}
    return FSM(alphabet, {0, 1}, 0, {1}, {0: dict.fromkeys(taken, 1), 1: {}})


def _any() -> Alphabet:
    return Alphabet.from_groups(sorted(_EDGES), [anything_else])


def _shortest(machines: list[tuple[FSM, bool]], shortest: int, longest: int | None) -> str | None:
    """A breadth-first walk through all automata at once. The length is counted as far as it matters."""
    signs = _letters([machine for machine, _ in machines])
    start = tuple(machine.initial for machine, _ in machines)
    begun = _moved(machines, start, _START)
    cap = shortest if longest is None else longest
    first = (begun, 0)
    came: dict[Any, tuple[Any, str] | None] = {first: None}
    queue = deque([first])
    while queue:
        node = queue.popleft()
        states, length = node
        if length >= shortest and _accepts(machines, _moved(machines, states, _END)):
            return _text(came, node)
        if longest is not None and length == longest:
            continue
        for sign in signs:
            after = (_moved(machines, states, sign), min(length + 1, cap))
            if after in came or _is_dead(machines, after[0]):
                continue
            came[after] = (node, sign)
            queue.append(after)
            if len(came) > _MOST_VISITED:
                raise Unsupported("the automata together are too large")
    return None


def _letters(machines: list[FSM]) -> list[str]:
    """One character for each way in which the automata tell characters apart."""
    known = {
        sign for machine in machines for sign in machine.alphabet if isinstance(sign, str)
    } - _EDGES
    ways: dict[tuple[Any, ...], str] = {}
    other = next(sign for sign in (*_PLAIN, *map(chr, range(0x4E00, 0x9FFF))) if sign not in known)
    for sign in (*sorted(known, key=_familiar), other):
        if "\ud800" <= sign <= "\udfff":
            continue  # half of a surrogate pair is no text
        ways.setdefault(tuple(_transition(machine, sign) for machine in machines), sign)
    return list(ways.values())


def _familiar(sign: str) -> tuple[bool, bool, str]:
    return (not sign.isalnum(), not sign.isascii(), sign)


def _transition(machine: FSM, sign: str) -> Any:
    return machine.alphabet[sign if sign in machine.alphabet else anything_else]


def _moved(machines: list[tuple[FSM, bool]], states: tuple[Any, ...], sign: str) -> tuple[Any, ...]:
    """Where each automaton is after one character more; None where it has come to its end."""
    return tuple(
        None if state is None else machine.map.get(state, {}).get(_transition(machine, sign))
        for (machine, _), state in zip(machines, states, strict=True)
    )


def _is_dead(machines: list[tuple[FSM, bool]], states: tuple[Any, ...]) -> bool:
    return any(
        state is None and wanted for (_, wanted), state in zip(machines, states, strict=True)
    )


def _accepts(machines: list[tuple[FSM, bool]], states: tuple[Any, ...]) -> bool:
    return all(
        (state in machine.finals) is wanted
        for (machine, wanted), state in zip(machines, states, strict=True)
    )


def _text(came: dict[Any, tuple[Any, str] | None], node: Any) -> str:
    signs: list[str] = []
    while (step := came[node]) is not None:
        node, sign = step
        signs.append(sign)
    return "".join(reversed(signs))
