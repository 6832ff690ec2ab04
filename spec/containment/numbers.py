"""Numbers: bounds and divisors of a case, exactly (a binary 0.1 is no tenth)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from spec.containment.cases import Case

NUMBERS = frozenset("minimum exclusiveMinimum maximum exclusiveMaximum multipleOf".split())
_MOST_LISTED = 300


def exact(value: Any) -> Fraction:
    """The number as it is written in decimal."""
    return Fraction(value) if isinstance(value, int) else Fraction(Decimal(str(value)))


@dataclass(frozen=True, slots=True)
class Interval:
    """`low` and `high` are None where there is no bound; `open_low` and `open_high` say that the bound itself is out."""

    low: Fraction | None
    open_low: bool
    high: Fraction | None
    open_high: bool
    divisor: Fraction | None  # every number is a multiple of it

    @property
    def is_empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        if self.low > self.high or (self.low == self.high and (self.open_low or self.open_high)):
            return True
        return self.divisor is not None and next(self._multiples(), None) is None

    def listed(self) -> list[Any] | None:
        """All of them, where they are few."""
        if self.low is None or self.high is None:
            return None
        if self.low == self.high:
            return [] if self.is_empty else [_plain(self.low)]
        if self.divisor is None or (self.high - self.low) / self.divisor > _MOST_LISTED:
            return None
        return [_plain(number) for number in self._multiples()]

    def _multiples(self) -> Iterator[Fraction]:
        assert self.low is not None and self.high is not None and self.divisor is not None  # noqa: S101, PT018  # by its callers
        number = math.ceil(self.low / self.divisor) * self.divisor
        while number <= self.high:
            if not (number == self.low and self.open_low) and not (
                number == self.high and self.open_high
            ):
                yield number
            number += self.divisor

    def is_within(self, keyword: str, limit: Any) -> bool:
        """Whether every number keeps a keyword of a schema."""
        bound = exact(limit)
        if keyword == "minimum":
            return self.low is not None and self.low >= bound
        if keyword == "exclusiveMinimum":
            return self.low is not None and (
                self.low > bound or (self.low == bound and self.open_low)
            )
        if keyword == "maximum":
            return self.high is not None and self.high <= bound
        if keyword == "exclusiveMaximum":
            return self.high is not None and (
                self.high < bound or (self.high == bound and self.open_high)
            )
        return self.divisor is not None and (self.divisor / bound).denominator == 1


def interval(case: Case) -> Interval:
    """What the atoms of a case leave of the numbers."""
    lows = [(exact(atom["minimum"]), False) for atom in case if "minimum" in atom]
    lows += [(exact(atom["exclusiveMinimum"]), True) for atom in case if "exclusiveMinimum" in atom]
    highs = [(exact(atom["maximum"]), False) for atom in case if "maximum" in atom]
    highs += [
        (exact(atom["exclusiveMaximum"]), True) for atom in case if "exclusiveMaximum" in atom
    ]
    low, open_low = max(lows, default=(None, False))
    high, closed = min(((at, not is_open) for at, is_open in highs), default=(None, True))
    divisors = [exact(atom["multipleOf"]) for atom in case if "multipleOf" in atom]
    if any(is_whole(atom) for atom in case):
        divisors.append(Fraction(1))
    divisor = None
    for one in divisors:
        divisor = one if divisor is None else _common(divisor, one)
    if divisor is not None:
        low, open_low = (None, False) if low is None else _up(low, divisor, is_open=open_low)
        high, closed = (None, True) if high is None else _down(high, divisor, is_open=not closed)
    return Interval(low, open_low, high, not closed, divisor)


def is_whole(atom: Any) -> bool:
    return "type" in atom and "integer" in atom["type"] and "number" not in atom["type"]


def _up(low: Fraction, divisor: Fraction, *, is_open: bool) -> tuple[Fraction, bool]:
    """The least multiple within the bound, which is itself in."""
    least = math.ceil(low / divisor) * divisor
    return (least + divisor if is_open and least == low else least), False


def _down(high: Fraction, divisor: Fraction, *, is_open: bool) -> tuple[Fraction, bool]:
    most = math.floor(high / divisor) * divisor
    return (most - divisor if is_open and most == high else most), True


def _common(one: Fraction, other: Fraction) -> Fraction:
    """The least common multiple of two fractions."""
    return Fraction(
        math.lcm(one.numerator, other.numerator), math.gcd(one.denominator, other.denominator)
    )


def _plain(number: Fraction) -> int | float:
    return int(number) if number.denominator == 1 else float(number)
