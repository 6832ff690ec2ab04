"""The times in answers: RFC 3339 in any zone and of any precision."""

import re
import time
from datetime import datetime, timedelta

_FORM = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.(?P<fraction>\d+))?(?:[Zz]|[+-]\d\d:\d\d)"
)

# Seconds. Some systems' clocks tick every 15.6 ms, however many digits they show.
_SLOWEST_TICK = 0.02


def parse(text: object) -> datetime | None:
    """The moment that a text names (RFC 3339 section 5.6), to the microsecond; None when it names none, or has no zone."""
    if not isinstance(text, str) or not _FORM.fullmatch(text):
        return None
    try:
        # Digits beyond the sixth are cut off, by datetime itself.
        return datetime.fromisoformat(text.upper().replace(" ", "T"))
    except ValueError:
        return None


def resolution(text: object, *, zeros_count: bool = False) -> timedelta:
    """How fine the clock is that wrote a text, as its digits show: a second when there are none. Zeros at the end show nothing
    unless they count: a store of whole seconds leaves them."""
    match = _FORM.fullmatch(text) if isinstance(text, str) else None
    shown = (match and match["fraction"]) or ""
    digits = len(shown if zeros_count else shown.rstrip("0"))
    return timedelta(seconds=10.0 ** -min(digits, 6))


def is_earlier(one: object, other: object, *, zeros_count: bool = False) -> bool:
    """Whether a text names a moment before that of another: surely so, when the two are not equally fine."""
    first, second = parse(one), parse(other)
    if first is None or second is None:
        return False
    fine = [resolution(text, zeros_count=zeros_count) for text in (one, other)]
    slack = timedelta() if fine[0] == fine[1] else max(fine)
    return first + slack < second


def wait_for_tick(text: object) -> None:
    """Wait until the clock that wrote a text shows another time: a little over a second at most."""
    if parse(text) is None:
        return  # what is no time is found by who reads it
    time.sleep(max(resolution(text).total_seconds() * 1.05, _SLOWEST_TICK))
