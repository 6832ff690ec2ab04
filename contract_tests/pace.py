"""How fast and how much a run may send."""

import threading
import time

from contract_tests.errors import BudgetSpent


class Pace:
    """Lets one request through at a time slot. `rate` is requests per second, `budget` the most in all; 0 is no limit.

    Safe to share between threads.
    """

    def __init__(self, rate: float, budget: int) -> None:
        self._interval = 1 / rate if rate > 0 else 0.0
        self._budget = budget
        self._next = 0.0
        self._lock = threading.Lock()
        self.requests = 0

    def take(self) -> None:
        """Wait for a slot. Raises BudgetSpent when the run has had all its requests."""
        with self._lock:
            if self._budget and self.requests >= self._budget:
                raise BudgetSpent(f"the budget of {self._budget:,} requests is spent")
            self.requests += 1
            slot = max(self._next, time.monotonic())
            self._next = slot + self._interval
        pause = slot - time.monotonic()
        if pause > 0:
            time.sleep(pause)
