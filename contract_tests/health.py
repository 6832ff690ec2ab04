"""Whether the deployment still answers: a run that only adds to an outage stops."""

import threading
from collections import deque

from contract_tests.errors import Failing

IN_A_ROW = 20
WINDOW = 100


class Health:
    """What became of the last requests. Safe to share between threads."""

    def __init__(self) -> None:
        self._failures: deque[bool] = deque(maxlen=WINDOW)
        self._row = 0
        self._lock = threading.Lock()

    def note(self, *, failed: bool) -> None:
        """A request was answered, or it failed: 5xx or no answer. Raises Failing when too many did."""
        with self._lock:
            self._failures.append(failed)
            self._row = self._row + 1 if failed else 0
            share = sum(self._failures)
            row = self._row
        if row >= IN_A_ROW:
            raise Failing(f"{row} requests in a row were answered 5xx or not at all")
        if failed and share > WINDOW // 2:
            raise Failing(f"{share} of the last {WINDOW} requests were answered 5xx or not at all")
