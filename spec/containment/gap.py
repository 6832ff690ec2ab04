"""What a proof left open: the place where a counterexample is to be looked for."""

from dataclasses import dataclass
from typing import Any

from spec.containment.cases import Case
from spec.containment.node import Node
from spec.containment.turns import Turns


@dataclass(frozen=True, slots=True)
class Gap:
    """What could not be shown: the values of a type that meet the case, at the end of a way into the whole value, against a
    schema."""

    way: Turns
    case: Case
    kind: str
    wanted: Node
    refused: tuple[Any, ...] = ()  # such values that the schema refuses, where that was seen
