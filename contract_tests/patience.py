"""How long a run waits when the deployment asks for it: 429 and 503 with Retry-After (RFC 9110 section 10.2.3, RFC 6585)."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from contract_tests.errors import Busy
from contract_tests.exchange import Answer
from contract_tests.pace import Pace

OnWait = Callable[[str, float], None]

# Seconds: the longest single pause, and all pauses of a run.
LONGEST = 120.0
OF_A_RUN = 900.0
# A 429 that does not say how long: so many seconds, and so many in a whole run, after which it is an answer like others.
UNTOLD = (0.5, 1.0, 2.0)
UNTOLD_OF_A_RUN = 120.0


class Patience:
    """Keeps the pauses that are asked for, for all threads of a run at once."""

    TRIES = 6  # times that one request is put off

    def __init__(self, pace: Pace, on_wait: OnWait, *, untold: Sequence[float] = UNTOLD) -> None:
        self._pace, self._on_wait, self._guesses = pace, on_wait, untold
        self._waited = self._untold = 0.0
        self._lock = threading.Lock()

    def waits(self, answers: Sequence[Answer], number: int) -> bool:
        """Whether to send the same again, the `number`-th time; then the pace holds everybody back. Raises Busy."""
        asked = [(pause, one) for one in answers if (pause := self._pause(one, number)) is not None]
        if not asked:
            return False
        pause, answer = max(asked, key=lambda item: item[0])
        reason = f"the deployment answered {answer.status}"
        if pause > LONGEST:
            raise Busy(f"{reason} and asks for a pause of {pause:,.0f} s: try later, or see --rate")
        longer = self._pace.pause(pause)
        with self._lock:
            self._waited += longer
            waited = self._waited
        if waited > OF_A_RUN:
            raise Busy(f"{reason} again, after pauses of {waited:,.0f} s in all: see --rate")
        if longer > 0:
            self._on_wait(reason, longer)
        return True

    def _pause(self, answer: Answer, number: int) -> float | None:
        if answer.status not in (429, 503):
            return None
        told = retry_after(answer.header("retry-after"), datetime.now(UTC))
        if told is not None or answer.status == 503:
            return told
        return self._guess(number)

    def _guess(self, number: int) -> float | None:
        with self._lock:
            if number >= len(self._guesses) or self._untold >= UNTOLD_OF_A_RUN:
                return None
            self._untold += self._guesses[number]
        return self._guesses[number]


def retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds that a Retry-After means, None when it is absent or means nothing."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    # A date without a zone is GMT: every HTTP-date is (RFC 9110 section 5.6.7).
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
