"""The names that oasdiff has for what our rules take the place of, and what each of them is about."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from spec.diff.records import Direction

_CHOICE = re.compile(r"\{([^{}]*)\}")
_WAYS: Mapping[str, Direction] = {"request": "request", "response": "answer"}
_SHARED = ("components", "schemas")


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    patterns = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {
        rule: tuple(name for one in texts for name in _expanded(one))
        for rule, texts in patterns.items()
    }


def names(rule: str) -> tuple[str, ...]:
    """The names for a rule of ours."""
    return _table().get(rule, ())


def rules() -> frozenset[str]:
    """The rules that have names."""
    return frozenset(_table())


def _expanded(pattern: str) -> Iterator[str]:
    """A pattern's names: {a,b} is either, as in a shell."""
    choice = _CHOICE.search(pattern)
    if choice is None:
        yield pattern
        return
    for part in choice[1].split(","):
        yield from _expanded(pattern[: choice.start()] + part + pattern[choice.end() :])


def way(name: str) -> Direction | None:
    """In which direction values go that a name is about; None where it says neither."""
    words = name.split("-")
    return next((_WAYS[word] for word in words if word in _WAYS), None)


def is_about(name: str, direction: Direction | None, places: Sequence[Sequence[str]]) -> bool:
    """Whether a name is about what goes in a direction and stands at these places (the tokens of pointers).

    A schema among the components may be anybody's, so that its place says nothing.
    """
    if direction is not None and way(name) not in (None, direction):
        return False
    words = set(name.split("-"))
    kinds = {_kind(tokens) for tokens in places}
    if "any" in kinds or not words & {"body", "property", "parameter", "header"}:
        return True
    if "parameter" in words or {"request", "header"} <= words:
        return "parameter" in kinds
    return ("header" if "header" in words else "body") in kinds


def _kind(tokens: Sequence[str]) -> str:
    if tuple(tokens[:2]) == _SHARED:
        return "any"
    if "parameters" in tokens:
        return "parameter"
    return "header" if "headers" in tokens else "body"
