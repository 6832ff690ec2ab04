"""Entries paired by name, and where one side has no such name, by the wider name that covers it there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Covers = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Names:
    """Two names for one thing, or one name that the other side has nothing for."""

    base: str | None
    head: str | None


def pair_names(
    base: Sequence[str], head: Sequence[str], normal: Callable[[str], str], covers: Covers
) -> list[Names]:
    """Pairs in the order of the head, then what was removed.

    `covers(wide, narrow)` says that the entry of the wide name speaks for the narrow one. The narrowest that does is taken; a
    wide name may so be in several pairs, and is itself gone or new only where it is in none.
    """
    known = {normal(name): name for name in reversed(base)}
    pairs = [Names(known[normal(name)], name) for name in head if normal(name) in known]
    taken = {pair.base for pair in pairs}, {pair.head for pair in pairs}
    for name in base:
        if name not in taken[0]:
            found = _narrowest([wide for wide in head if covers(wide, name)], covers)
            pairs += [Names(name, found)] if found is not None else []
    for name in head:
        if name not in taken[1]:
            found = _narrowest([wide for wide in base if covers(wide, name)], covers)
            pairs += [Names(found, name)] if found is not None else []
    taken = {pair.base for pair in pairs}, {pair.head for pair in pairs}
    pairs += [Names(None, name) for name in head if name not in taken[1]]
    order = {name: index for index, name in enumerate(head)}
    pairs.sort(key=lambda pair: order.get(pair.head or "", len(order)))
    return [*pairs, *(Names(name, None) for name in base if name not in taken[0])]


def _narrowest(names: list[str], covers: Covers) -> str | None:
    for name in names:
        if not any(covers(name, other) for other in names if other != name):
            return name
    return None
