"""A part into the whole: a value of a schema that has a given value at a given place."""

from collections.abc import Iterator, Sequence
from typing import Any

from spec.containment.node import Node
from spec.containment.sampling import Sampler
from spec.containment.turns import Turn, Turns, tokens
from spec.frozen import thaw


class Lifter:
    """Whole values of one schema around parts; what surrounds a place is found once."""

    def __init__(self, sampler: Sampler, schema: Node) -> None:
        self.sampler = sampler
        self.schema = schema
        self._hosts: dict[str, list[Any]] = {}

    def lift(self, way: Turns, part: Any) -> Iterator[Any]:
        """Whole values with the part at the end of the way, as far as any are found: few, or none."""
        if not way:
            yield part
            return
        for host in self._host(_focus(way, True)):
            yield placed(host, tokens(way), part)
        yield from self._sample(_focus(way, {"enum": [part]}))

    def _host(self, focus: Node) -> Iterator[Any]:
        key = self.sampler.world.key(focus)
        if key not in self._hosts:
            self._hosts[key] = list(self._sample(focus))
        yield from self._hosts[key]

    def _sample(self, focus: Node) -> Iterator[Any]:
        yield from self.sampler.sample({"allOf": [self.schema, focus]})


def _focus(way: Sequence[Turn], last: Node) -> Node:
    """A schema of the values that have something at the end of a way that meets `last`."""
    if not way:
        return last
    holder = _holder(way[0].token, _focus(way[1:], last))
    return {"allOf": [*way[0].around, holder]} if way[0].around else holder


def _holder(token: str | int, inner: Node) -> Node:
    if isinstance(token, int):
        places = [*([True] * token), inner]
        return {"type": ["array"], "minItems": token + 1, "prefixItems": places}
    return {"type": ["object"], "required": [token], "properties": {token: inner}}


def placed(host: Any, path: Sequence[str | int], part: Any) -> Any:
    """A copy of the host with the part at the path, which leads somewhere in it."""
    whole = thaw(host)
    inner = whole
    for token in path[:-1]:
        inner = inner[token]
    inner[path[-1]] = part
    return whole
