"""The way of a change into values: which parts of a whole value it decides over, and where a new part is put."""

from collections.abc import Iterator, Sequence
from typing import Any

from spec.diff.records import Step

_UNNAMED = "other"


def parts(value: Any, path: Sequence[Step]) -> Iterator[Any]:
    """The parts of a value that a path leads to: several where it goes through items or unnamed members."""
    if not path:
        yield value
        return
    step, rest = path[0], path[1:]
    for part in _inner(value, step):
        yield from parts(part, rest)


def _inner(value: Any, step: Step) -> Iterator[Any]:
    if step.kind == "branch":
        yield value
    elif isinstance(value, dict) and step.kind == "property":
        if step.name in value:
            yield value[step.name]
    elif isinstance(value, dict) and step.kind in ("additional", "pattern"):
        yield from value.values()
    elif isinstance(value, list) and step.kind == "item":
        yield from value
    elif isinstance(value, list) and step.kind == "prefix" and int(step.name) < len(value):
        yield value[int(step.name)]


def token(step: Step) -> str | int:
    """One place that a step into a value leads to."""
    if step.kind == "property":
        return step.name
    if step.kind == "item":
        return 0
    return int(step.name) if step.kind == "prefix" else _UNNAMED


def nearness(where: Sequence[str | int], path: Sequence[Step]) -> int:
    """How near a place in a value is to where a path leads: most at that place, less below it, least elsewhere."""
    steps = [step for step in path if step.kind != "branch"]
    if len(where) < len(steps) or not all(map(_leads, steps, where)):
        return -1000
    return -abs(len(where) - len(steps))


def _leads(step: Step, token: str | int) -> bool:
    if step.kind in ("property", "prefix"):
        return str(token) == step.name
    return isinstance(token, int) is (step.kind == "item")
