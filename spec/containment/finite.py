"""Conjunctions that few values meet, and these values: each can be asked of by itself, which needs no proof.

What is listed holds every value that meets the conjunction, and perhaps others.
"""

from collections.abc import Iterable
from itertools import product
from math import prod
from typing import Any

from spec.containment import arrays
from spec.containment.cases import Case, types_of
from spec.containment.covers import Covers, Given
from spec.containment.listed import listed
from spec.containment.members import Members, members

_MOST = 256
_DEEPEST = 4  # objects and arrays within each other
_ABSENT: Any = object()


def of_case(case: Case, kind: str, prover: Covers, depth: int = 0) -> list[Any] | None:
    """The values of a type that meet a case; None where they are not known to be few."""
    values = listed(case, kind, prover.world)
    if values is not None or depth > _DEEPEST:
        return values
    if kind == "array":
        return _arrays(arrays.items(case, prover), prover, depth)
    if kind == "object":
        return _objects(members(case, {}, prover), prover, depth)
    return None


def _of(given: Given, prover: Covers, depth: int) -> list[Any] | None:
    ways = prover.ways(given)
    if ways is None:
        return None
    found: list[Any] = []
    for case in ways:
        for kind in types_of(case):
            values = of_case(case, kind, prover, depth)
            if values is None or len(found) + len(values) > _MOST:
                return None
            found += values
    return found


def _arrays(given: arrays.Items, prover: Covers, depth: int) -> list[Any] | None:
    if given.most is None or given.most > _MOST:
        return None
    places: list[list[Any]] = []
    for index in range(given.most):
        values = _of(given.at(index), prover, depth + 1)
        if values is None:
            return None
        places.append(values)
        if prod(map(len, places)) > _MOST:
            return None
    return [
        list(one) for size in range(given.least, given.most + 1) for one in product(*places[:size])
    ]


def _objects(given: Members, prover: Covers, depth: int) -> list[Any] | None:
    if not given.is_closed:
        return None
    ways: list[list[Any]] = []
    for name in given.names:
        values = _of(given.at(name), prover, depth + 1)
        if values is None:
            return None
        ways.append(values if name in given.required else [*values, _ABSENT])
        if prod(map(len, ways)) > _MOST:
            return None
    return [_object(given.names, one) for one in product(*ways)]


def _object(names: Iterable[str], values: Iterable[Any]) -> dict[str, Any]:
    pairs = zip(names, values, strict=True)
    return {name: value for name, value in pairs if value is not _ABSENT}
