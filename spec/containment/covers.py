"""What the steps for arrays and objects ask of the prover that runs them."""

from typing import Protocol

from spec.containment.cases import Case
from spec.containment.effort import Effort
from spec.containment.node import Node
from spec.containment.turns import Turn
from spec.containment.world import World

Given = tuple[Node, ...]


class Covers(Protocol):
    """A conjunction `given` against a schema. Each answer is a proof when it is True, and nothing when it is False."""

    world: World
    effort: Effort

    def ways(self, given: Given) -> list[Case] | None:
        """The cases of the conjunction, the same atoms each time: what is known of them is found again. None: too many."""
        ...

    def covered(self, given: Given, wanted: Node) -> bool:
        """Every value that meets all of `given` meets `wanted`."""
        ...

    def shows(self, given: Given, wanted: Node) -> bool:
        """The same, of what is no part of the proof when it fails: nothing is noted as a gap."""
        ...

    def inside(self, turn: Turn, given: Given, wanted: Node) -> bool:
        """The same, of a part of the value, such as the turn leads to."""
        ...

    def is_nothing(self, given: Given) -> bool:
        """No value meets all of `given`."""
        ...
