"""The syntax trees of patterns, as `re` makes them: which of them can be read as automata, and why others cannot."""

import re._constants as op  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any

from spec.containment.characters import Unsupported

REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
ENDLESS = op.MAXREPEAT
_LOOKS = (op.ASSERT, op.ASSERT_NOT)
_MOST_COPIES = 600  # copies that repeats may multiply to


def check(tree: Any, pattern: str) -> None:
    """Raises Unsupported for a tree that automata of ours do not stand for, or that would grow too large."""
    if tree.state.flags & ~32:  # 32: Unicode, which every pattern of `re` is
        raise Unsupported(f"flags in {pattern!r}")
    if "\\p" in pattern.lower():
        raise Unsupported(f"Unicode properties in {pattern!r}")
    if _starts_late(tree, looked=False)[0]:
        raise Unsupported(f"a condition before the beginning in {pattern!r}")
    if _starts(tree) > 1:
        raise Unsupported(f"several beginnings in {pattern!r}")
    if _size(tree) > _MOST_COPIES:
        raise Unsupported(f"the repeats in {pattern!r} multiply to more than {_MOST_COPIES}")


def is_plain(tree: Any) -> bool:
    """Whether a tree says nothing of what stands around it."""
    return not any(code is op.AT or code in _LOOKS for code, _ in _nodes(tree))


def _inner(code: Any, value: Any) -> list[Any]:
    """The trees within a node: one way through it takes one of them."""
    if code in REPEATS:
        return [value[2]]
    if code is op.SUBPATTERN:
        return [value[-1]]
    if code is op.BRANCH:
        return list(value[1])
    return [value[1]] if code in _LOOKS else []


def _nodes(tree: Any) -> Iterator[tuple[Any, Any]]:
    for code, value in tree:
        yield code, value
        for way in _inner(code, value):
            yield from _nodes(way)


def _starts(tree: Any) -> int:
    """How many `^` one way through a tree meets: here each is a sign of its own, and a text has one."""
    total = 0
    for code, value in tree:
        # Within a lookahead nothing stands at the beginning any more; a repeat goes there more than once.
        times = 2 if code in _LOOKS or (code in REPEATS and value[1] > 1) else 1
        total += code is op.AT and value is op.AT_BEGINNING
        total += times * max(map(_starts, _inner(code, value)), default=0)
    return total


def _starts_late(tree: Any, *, looked: bool) -> tuple[bool, bool]:
    """Whether some way through a tree meets `^` after a lookahead or `$`, and whether it meets one of these: the sign of the
    beginning would stand within what they speak of. `looked` says whether one was met before."""
    for code, value in tree:
        if code is op.AT and value is op.AT_BEGINNING and looked:
            return True, True
        ways = [] if code in _LOOKS else _inner(code, value)
        found = [_starts_late(way, looked=looked) for way in ways]
        if any(is_late for is_late, _ in found):
            return True, True
        is_end = code is op.AT and value is op.AT_END
        looked = looked or code in _LOOKS or is_end or any(now for _, now in found)
    return False, looked


def _size(tree: Any) -> int:
    """About how many states a tree comes to."""
    total = 1
    for code, value in tree:
        copies = 1
        if code in REPEATS:
            copies = max(1, value[0] if value[1] is ENDLESS else int(value[1]))
        total += copies * sum(map(_size, _inner(code, value))) or 1
    return total
