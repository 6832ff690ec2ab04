"""Time stamps that never go back: RFC 3339 in UTC with microseconds, so that their text sorts as their time does."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock:
    """Strictly increasing time stamps, also when the wall clock is set back. `wall` gives nanoseconds since 1970."""

    def __init__(self, wall: Callable[[], int] = time.time_ns) -> None:
        self._wall = wall
        self._last = 0  # microseconds since 1970
        self._second = (
            -1_000_000
        )  # microseconds since 1970 at the start of the second that `_prefix` says
        self._prefix = ""

    def stamp(self) -> str:
        """A time stamp later than every one before."""
        now = self._wall() // 1000
        if now <= self._last:
            now = self._last + 1
        self._last = now
        micros = now - self._second
        if not 0 <= micros < 1_000_000:  # formatting a date costs more than the rest: once a second
            micros = now % 1_000_000
            self._second = now - micros
            moment = _EPOCH + timedelta(microseconds=self._second)
            self._prefix = moment.strftime("%Y-%m-%dT%H:%M:%S.")
        return f"{self._prefix}{micros:06d}Z"

    def pass_by(self, stamp: str) -> None:
        """Make every later time stamp later than this one. Anything that is no time stamp is ignored."""
        try:
            moment = datetime.fromisoformat(stamp)
        except ValueError:
            return
        if moment.tzinfo is not None:
            self._last = max(self._last, (moment - _EPOCH) // timedelta(microseconds=1))
