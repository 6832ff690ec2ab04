"""How fast and how much a run may send."""

import threading
import time

from contract_tests.errors import BudgetSpent


class Pace:
    """Lets requests through one by one. `rate` is requests per second, `budget` the most in all; 0 is no limit.

    Slots are evenly spaced: a server's own limit may count over any window. Safe to share between threads.
    """

    def __init__(self, rate: float, budget: int) -> None:
        self._interval = 1 / rate if rate > 0 else 0.0
        self._budget = budget
        self._next = 0.0  # the time of the next slot
        self._paused_until = 0.0
        self._lock = threading.Lock()
        self.requests = 0

    def take(self, count: int = 1) -> None:
        """Wait until `count` requests may be sent together. Raises BudgetSpent when the run has had all its requests."""
        with self._lock:
            if self._budget and self.requests + count > self._budget:
                raise BudgetSpent(f"the budget of {self._budget:,} requests is spent")
            self.requests += count
            slot = max(self._next, self._paused_until, time.monotonic())
            self._next = slot + count * self._interval
        pause = slot - time.monotonic()
        if pause > 0:
            time.sleep(pause)

    def pause(self, seconds: float) -> float:
        """Let nobody through for `seconds`. Returns by how much that is longer than what was to be waited anyway."""
        with self._lock:
            now = time.monotonic()
            before = max(self._paused_until, now)
            self._paused_until = max(before, now + seconds)
            return self._paused_until - before
