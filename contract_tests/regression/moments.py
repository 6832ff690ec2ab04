"""How long something lives and how firm it is, by the extensions that are in use for it.

`x-sunset` is the date of the Sunset header (RFC 8594), `x-deprecated-since` that of the Deprecation header (RFC 9745).
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

SUNSET = ("x-sunset", "x-sunset-date")
SINCE = ("x-deprecated-since", "x-deprecation-date", "x-deprecated-at")
STABILITY = ("x-stability", "x-stability-level")
# From the least firm on; what says nothing is stable.
LEVELS = ("draft", "alpha", "beta", "stable")
UNSTABLE = frozenset({"draft", "alpha"})


def read_date(value: Any) -> date | None:
    """A date as people write it: ISO 8601, an HTTP date (RFC 9110 section 5.6.7), or `@` and seconds (RFC 9651 section 3.3.7)."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    if text.startswith("@") and text[1:].isdigit():
        try:
            return datetime.fromtimestamp(int(text[1:]), UTC).date()
        except (OverflowError, ValueError, OSError):
            return None
    from email.utils import parsedate_to_datetime  # 20 ms, for documents that tell dates

    for read in (date.fromisoformat, datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
        except ValueError:
            continue
        return found.date() if isinstance(found, datetime) else found
    return None


def is_deprecated(value: Any) -> bool:
    return isinstance(value, Mapping) and value.get("deprecated") is True


def sunset(value: Any) -> date | None:
    """The day on which it may go, None where none is told or it cannot be read."""
    return _first(value, SUNSET)


def since(value: Any) -> date | None:
    """The day since which it is deprecated."""
    return _first(value, SINCE)


def retirement(value: Any, today: date, days: int | None) -> str:
    """Whether the policy lets a thing go: `retired`, or `early` when it was promised for longer; empty where neither is said.

    It may go from its sunset on; without one, when it was deprecated for `days` days.
    """
    if not is_deprecated(value):
        return ""
    end = sunset(value)
    start = since(value)
    if end is None and start is not None and days is not None:
        end = start + timedelta(days=days)
    if end is None:
        return ""
    return "retired" if end <= today else "early"


def stability(value: Any) -> str:
    """The level that a thing has, lower case; `stable` where nothing is said."""
    if isinstance(value, Mapping):
        for name in STABILITY:
            if isinstance(value.get(name), str):
                return str(value[name]).strip().lower()
    return "stable"


def compare_stability(before: Any, after: Any) -> str:
    """Whether a level of stability is `lower` than before, `unreadable`, or neither. What is absent is stable."""
    ranks = []
    for value in (before, after):
        level = str(value).strip().lower() if isinstance(value, str) else "stable"
        if level not in LEVELS:
            return "unreadable"
        ranks.append(LEVELS.index(level))
    return "lower" if ranks[1] < ranks[0] else ""


def _first(value: Any, names: tuple[str, ...]) -> date | None:
    if isinstance(value, Mapping):
        for name in names:
            found = read_date(value.get(name))
            if found is not None:
                return found
    return None
