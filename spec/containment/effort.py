"""What one question to the prover may cost."""

import time

_MOST_STEPS = 40_000


class Spent(Exception):
    """The effort for a question is used up: nothing is shown."""


class Effort:
    """`seconds` of computing, not of the clock on the wall: how busy the machine is decides nothing."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.begin()

    def begin(self) -> None:
        """For a question of its own."""
        self._steps = 0
        self._until = time.process_time() + self._seconds

    def spend(self, steps: int = 1) -> None:
        """Raises Spent."""
        self._steps += steps
        if self._steps > _MOST_STEPS or time.process_time() > self._until:
            raise Spent
