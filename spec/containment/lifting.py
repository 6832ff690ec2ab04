"""A part into the whole: a value of a schema that has a given value at a given place."""

from collections.abc import Iterator, Sequence
from typing import Any

from spec.containment.node import Node
from spec.containment.sampling import Sampler
from spec.frozen import thaw

Path = Sequence[str | int]


class Lifter:
    """Whole values of one schema around parts; what surrounds a place is found once."""

    def __init__(self, sampler: Sampler, schema: Node) -> None:
        self.sampler = sampler
        self.schema = schema
        self._hosts: dict[tuple[str | int, ...], Any] = {}

    def lift(self, path: Path, part: Any) -> Iterator[Any]:
        """Whole values with the part at the path, as far as any are found: few, or none."""
        if not path:
            yield part
            return
        for host in self._host(tuple(path)):
            yield placed(host, path, part)
        yield from self._sample(_focus(path, {"enum": [part]}))

    def _host(self, path: tuple[str | int, ...]) -> Iterator[Any]:
        if path not in self._hosts:
            self._hosts[path] = list(self._sample(_focus(path, True)))
        yield from self._hosts[path]

    def _sample(self, focus: Node) -> Iterator[Any]:
        yield from self.sampler.sample({"allOf": [self.schema, focus]})


def _focus(path: Path, last: Node) -> Node:
    """A schema of the values that have something at a place that meets `last`."""
    if not path:
        return last
    token, inner = path[0], _focus(path[1:], last)
    if isinstance(token, int):
        places = [*([True] * token), inner]
        return {"type": ["array"], "minItems": token + 1, "prefixItems": places}
    return {"type": ["object"], "required": [token], "properties": {token: inner}}


def placed(host: Any, path: Path, part: Any) -> Any:
    """A copy of the host with the part at the path, which leads somewhere in it."""
    whole = thaw(host)
    inner = whole
    for token in path[:-1]:
        inner = inner[token]
    inner[path[-1]] = part
    return whole
