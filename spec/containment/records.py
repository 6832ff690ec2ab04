"""What can be said of two schemas."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Contained:
    """Every value that the first schema accepts is accepted by the second: proved. `by` names the steps that prove it."""

    by: str


@dataclass(frozen=True, slots=True)
class Escapes:
    """`value` is accepted by the first schema and refused by the second: two independent validators say so.

    `where` is a JSON Pointer into the value, to what the second refuses; `reason` is its sentence about that.
    """

    value: Any
    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither a proof nor a counterexample was found. `reason` says what stood in the way, `tried` how many values were tried."""

    reason: str
    tried: int


Answer = Contained | Escapes | Undecided
