"""What a sample may cost, and the two ways in which making one ends early.

A schema is somebody's text: it may ask for a string of a gigabyte or describe more alternatives than there are atoms. So every
step is paid for, and whoever runs out stops.
"""

# One unit is one step of the search, some ten microseconds. So much for one attempt, and for all attempts at a sample.
UNITS = 10_000
ALL_UNITS = 40_000
# Characters per unit, so that the text of one sample stays below 1 MB.
CHARACTERS = 100
MAX_TEXT = UNITS * CHARACTERS
MAX_ITEMS = 2_000
# JSON this deep is refused by the mock's own nesting limit, and each level costs some ten Python frames.
MAX_DEPTH = 48


class Impossible(Exception):
    """This way does not lead to a value: try the next. The text says why."""


class Exhausted(Exception):
    """The budget is spent: try again with less in mind."""


class Budget:
    """Counts down, over all ways tried: in one attempt, and over all of them."""

    def __init__(self, units: int = ALL_UNITS) -> None:
        self._left = units
        self._now = UNITS

    @property
    def is_spent(self) -> bool:
        return self._left <= 0

    def renew(self) -> None:
        """A new attempt starts."""
        self._now = min(UNITS, self._left)

    def spend(self, units: int = 1) -> None:
        """Raises Exhausted once there is nothing left for this attempt."""
        self._now -= units
        self._left -= units
        if self._now < 0:
            raise Exhausted("the schema is too large or leaves too many ways open")
