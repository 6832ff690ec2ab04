"""Instances of schemas for the search, within its time: each schema is sampled once, and past the deadline none is."""

import time
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from spec import samples
from spec.containment import algebra
from spec.containment.node import Node
from spec.containment.world import World
from spec.frozen import thaw

# A tenth of what the mock spends on a sample: a search has many others to try.
_UNITS = 4_000


class Sampler:
    """Samples within a world until `until`, by the clock of `time.process_time`: how busy the machine is decides nothing."""

    def __init__(self, world: World, until: float) -> None:
        self.world = world
        self.until = until
        self._known: dict[str, list[Any]] = {}

    @property
    def is_over(self) -> bool:
        return time.process_time() > self.until

    def sample(self, schema: Node) -> Iterator[Any]:
        """A small sample of a schema, if one is found."""
        key = self.world.key(schema)
        if key not in self._known:
            self._known[key] = list(self._sampled(schema, None))
        yield from map(thaw, self._known[key])

    def difference(self, old: Node, new: Node) -> Node | None:
        """A schema of what `old` accepts and `new` refuses, where the algebra has one and it is not too large."""
        if self.is_over or not (self.world.is_small(old) and self.world.is_small(new)):
            return None
        found: Node | None = algebra.difference(
            self.world.standalone(old), self.world.standalone(new)
        )
        return found

    def draw(self, schema: Node, chance: Random) -> Iterator[Any]:
        """A random sample of a schema, if one is found."""
        yield from self._sampled(schema, chance)

    def _sampled(self, schema: Node, chance: Random | None) -> Iterator[Any]:
        if self.is_over or schema is False:
            return
        standalone = self.world.standalone(schema)

        def is_valid(value: Any) -> bool:
            return self.world.accepts_all(_parts(schema), value)

        try:
            if chance is None:
                yield samples.least(standalone, is_valid, units=_UNITS)
            else:
                yield samples.dynamic(standalone, is_valid, chance, units=_UNITS)
        except (samples.NoSample, ValueError):
            return


def _parts(schema: Node) -> Sequence[Node]:
    """A conjunction's parts: they are compiled once, for all conjunctions that have them."""
    if isinstance(schema, Mapping) and set(schema) == {"allOf"}:
        branches: Sequence[Node] = schema["allOf"]
        return branches
    return (schema,)
