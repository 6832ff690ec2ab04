"""Pauses that a deployment asks for: 429 and 503 with Retry-After (RFC 9110 section 10.2.3, RFC 6585 section 4)."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from contract_tests.errors import RunEnded
from contract_tests.exchange import Answer

# Seconds: the longest single pause, and all pauses of a run together.
LONGEST, ALL = 60.0, 300.0
# A 429 that does not say when: twice as long each time.
_FIRST = 0.5
_UNTOLD = 4


class Patience:
    """Makes the pauses of a run, and tells `on_wait` of each. Safe to share between threads."""

    most = 20  # pauses for one request

    def __init__(self, on_wait: Callable[[str, float], None]) -> None:
        self._on_wait = on_wait
        self._spent = 0.0
        self._lock = threading.Lock()

    def wait(self, answer: Answer, pauses: int) -> bool:
        """Pause as the answer asks; False when it asks for none. Raises RunEnded when it asks for more than a run may wait."""
        seconds = _asked(answer, pauses)
        if seconds is None or pauses >= self.most:
            return False
        with self._lock:
            self._spent += seconds
            if seconds > LONGEST or self._spent > ALL:
                told = f"it asks for {seconds:.0f} s more after {self._spent - seconds:.0f} s"
                raise RunEnded(f"the deployment asks for too long a pause: {told}")
        self._on_wait(f"{answer.status} with Retry-After", seconds)
        time.sleep(seconds)
        return True


def _asked(answer: Answer, pauses: int) -> float | None:
    if answer.status not in (429, 503):
        return None
    told = answer.header("retry-after")
    if told is not None:
        return _seconds(told)
    if answer.status == 429 and pauses < _UNTOLD:
        return _FIRST * 2**pauses
    return None


def _seconds(text: str) -> float | None:
    """Delay seconds or an HTTP date; None for anything else."""
    text = text.strip()
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())
