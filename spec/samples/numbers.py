"""Numbers within bounds, exact: bounds and steps are fractions, so that 0.1 means a tenth."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, count, takewhile
from random import Random

from spec.samples.budget import Impossible
from spec.samples.shapes import Shape

# How far a random number strays where the schema sets no end.
_REACH = 1000
# A real interval without a point at this precision holds no number that JSON would keep.
_MAX_PLACES = 17
# OpenAPI's format registry.
_WIDTHS = {
    "int8": (-(2**7), 2**7 - 1),
    "uint8": (0, 2**8 - 1),
    "int16": (-(2**15), 2**15 - 1),
    "uint16": (0, 2**16 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "uint32": (0, 2**32 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint64": (0, 2**64 - 1),
}


@dataclass(frozen=True, slots=True)
class _Grid:
    """The multiples of `step` from `low` to `high`, counted in steps; None is no end."""

    step: Fraction
    low: int | None
    high: int | None

    @property
    def is_empty(self) -> bool:
        return self.low is not None and self.high is not None and self.low > self.high

    def nearest_zero(self) -> int:
        at = max(0, self.low) if self.low is not None else 0
        return min(at, self.high) if self.high is not None else at


def numbers(shape: Shape, *, whole: bool, chance: Random | None) -> Iterator[int | float]:
    """Numbers that fit: from the one nearest to zero outwards, or at random. Raises Impossible when none does."""
    grid = _grid(shape, whole=whole, fine=chance is not None)
    if chance is None:
        steps = _outwards(grid)
    else:
        least, most = _window(grid, shape)
        steps = (chance.randint(least, most) for _ in count())
    return (_json(grid.step * at, whole=whole) for at in steps)


def _grid(shape: Shape, *, whole: bool, fine: bool) -> _Grid:
    steps = [abs(_exact(value)) for value in shape.numbers("multipleOf") if value]
    if whole:
        steps.append(Fraction(1))
    if steps:
        grid = _cut(shape, _common(steps))
        if grid.is_empty:
            raise Impossible("no number lies within the bounds on a multiple of the steps")
        return grid
    return _real_grid(shape, fine=fine)


def _real_grid(shape: Shape, *, fine: bool) -> _Grid:
    """The coarsest decimal steps that meet the interval; two places finer for random numbers."""
    for places in range(_MAX_PLACES + 1):
        if not _cut(shape, Fraction(1, 10**places)).is_empty:
            return _cut(shape, Fraction(1, 10 ** (places + 2 * fine)))
    least, most = shape.numbers("minimum"), shape.numbers("maximum")
    if least and most and max(least) == min(most):
        return _cut(shape, _exact(least[0]))
    raise Impossible("no number lies within the bounds")


def _cut(shape: Shape, step: Fraction) -> _Grid:
    """The multiples of `step` that all bounds of the shape leave."""
    lows = [math.ceil(_exact(bound) / step) for bound in shape.numbers("minimum")]
    lows += [math.floor(_exact(bound) / step) + 1 for bound in shape.numbers("exclusiveMinimum")]
    highs = [math.floor(_exact(bound) / step) for bound in shape.numbers("maximum")]
    highs += [math.ceil(_exact(bound) / step) - 1 for bound in shape.numbers("exclusiveMaximum")]
    return _Grid(step, max(lows, default=None), min(highs, default=None))


def _outwards(grid: _Grid) -> Iterator[int]:
    start = grid.nearest_zero()
    up = takewhile(lambda at: grid.high is None or at <= grid.high, count(start))
    down = takewhile(lambda at: grid.low is None or at >= grid.low, count(start - 1, -1))
    return chain(up, down)


def _window(grid: _Grid, shape: Shape) -> tuple[int, int]:
    """From where to where to draw, in steps: a reach where the schema sets no end, within the width of the format."""
    reach = math.ceil(_REACH / grid.step)
    start = grid.nearest_zero()
    low = grid.low if grid.low is not None else min(start, (grid.high or 0) - reach, 0)
    if grid.low is None and grid.high is None:
        low = 0
    high = grid.high if grid.high is not None else low + reach
    for least, most in (_WIDTHS[name] for name in shape.all("format") if name in _WIDTHS):
        low, high = max(low, math.ceil(least / grid.step)), min(high, math.floor(most / grid.step))
    return (low, high) if low <= high else (start, start)


def _exact(value: float) -> Fraction:
    return Fraction(str(value))


def _common(steps: list[Fraction]) -> Fraction:
    """The least common multiple."""
    result = steps[0]
    for step in steps[1:]:
        top = math.lcm(result.numerator * step.denominator, step.numerator * result.denominator)
        result = Fraction(top, result.denominator * step.denominator)
    return result


def _json(value: Fraction, *, whole: bool) -> int | float:
    """A whole number is written without a point, as far as a double keeps it exactly."""
    if value.denominator == 1 and (whole or abs(value) < 2**53):
        return value.numerator
    return float(value)
