"""The way from a value to a part of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from spec.containment.node import Node


@dataclass(frozen=True, slots=True)
class Turn:
    """One step into a value: the name of a member or the index of an item, and what the value that holds it meets besides
    its own schema, such as the branch that was gone into."""

    token: str | int
    around: tuple[Node, ...] = ()


Turns = tuple[Turn, ...]


def tokens(turns: Sequence[Turn]) -> tuple[str | int, ...]:
    """The way as a JSON Pointer's tokens."""
    return tuple(turn.token for turn in turns)
