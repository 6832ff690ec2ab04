"""The smallest value that still shows the same: parts left out or made plain, one at a time."""

from collections.abc import Callable, Iterator
from typing import Any

_MOST_TRIES = 400


def shrink(value: Any, holds: Callable[[Any], bool]) -> Any:
    """A value that holds like the given one, and of which no single part can be left out or made plainer."""
    tries = 0
    smaller = True
    while smaller:
        smaller = False
        for simpler in _simpler(value):
            tries += 1
            if tries > _MOST_TRIES:
                return value
            if holds(simpler):
                value, smaller = simpler, True
                break
    return value


def _simpler(value: Any) -> Iterator[Any]:
    """Plainer values, the boldest first."""
    if isinstance(value, dict):
        yield from (
            {key: item for key, item in value.items() if key != name} for name in reversed(value)
        )
        for name, item in value.items():
            yield from ({**value, name: plainer} for plainer in _simpler(item))
    elif isinstance(value, list):
        yield from _fewer(value)
    elif isinstance(value, str):
        yield from _shorter(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _nearer(value)


def _fewer(value: list[Any]) -> Iterator[list[Any]]:
    if len(value) > 2:
        yield value[: len(value) // 2]
    yield from (value[:at] + value[at + 1 :] for at in range(len(value)))
    for at, item in enumerate(value):
        yield from ([*value[:at], plainer, *value[at + 1 :]] for plainer in _simpler(item))


def _shorter(text: str) -> Iterator[str]:
    if not text:
        return
    yield from dict.fromkeys(
        one
        for one in ("", "a", text[: len(text) // 2], text[:-1], text[1:])
        if len(one) < len(text)
    )
    plain = "a" * len(text)
    if text != plain and len(text) > 2:
        yield plain


def _nearer(number: float) -> Iterator[float]:
    if not float(number).is_integer():
        yield from dict.fromkeys((int(number), round(number, 1)))
        return
    for nearer in (
        0,
        1,
        -1,
        number // 2 if number > 0 else -(-number // 2),
        number - 1 if number > 0 else number + 1,
    ):
        if abs(nearer) < abs(number) or (abs(nearer) == abs(number) and nearer > number):
            yield nearer
