"""A pattern that begins with lookaheads as what it is: several patterns that all hold, or must not. Together they make one large
automaton, apart many small ones: passwords are described so."""

from collections.abc import Iterator
from functools import lru_cache

# What counts groups, or calls them by name, does not survive being cut up.
_COUNTED = ("\\1", "\\2", "\\3", "\\k", "(?<", "(?P")


@lru_cache(maxsize=2048)
def conjuncts(pattern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The patterns of which a text must match all, and those of which it must match none, to match `^(?=A)(?!B)C`."""
    if any(sign in pattern for sign in _COUNTED) or not pattern.startswith(("^(?=", "^(?!")):
        return (pattern,), ()
    all_of: list[str] = []
    none_of: list[str] = []
    at = 1
    while pattern.startswith(("(?=", "(?!"), at):
        end = _end(pattern, at)
        if end is None:
            return (pattern,), ()
        side = all_of if pattern[at + 2] == "=" else none_of
        side.append(f"^(?:{pattern[at + 3 : end]})")
        at = end + 1
    rest = pattern[at:]
    if _is_choice(rest) or rest.startswith(("*", "+", "?", "{")):
        return (pattern,), ()
    return (*all_of, f"^{rest}"), tuple(none_of)


def _end(pattern: str, start: int) -> int | None:
    """Where the group that begins at `start` ends."""
    depth = 0
    for at, sign in _signs(pattern, start):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0:
            return at
    return None


def _is_choice(pattern: str) -> bool:
    """Whether a `|` stands outside of all groups."""
    depth = 0
    for _, sign in _signs(pattern, 0):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and depth == 0:
            return True
    return False


def _signs(pattern: str, start: int) -> Iterator[tuple[int, str]]:
    """The characters that are neither escaped nor in a class."""
    at, is_class = start, False
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 2
            continue
        if is_class:
            is_class = sign != "]"
        elif sign == "[":
            is_class = True
        else:
            yield at, sign
        at += 1
