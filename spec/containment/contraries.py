"""Objects that meet a case and that a union is likely to refuse: they bear the members that its branches speak of, with values
that those refuse, wherever the case leaves that open.

They cost little, and a proof that they rule out is not begun.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spec.containment.cases import OF, Case
from spec.containment.members import member_schemas
from spec.containment.node import Node
from spec.containment.sampling import Sampler
from spec.containment.world import World
from spec.keywords import CHOICES, held

ODD: tuple[Any, ...] = (5, "a", None, True, [], {}, -1, 0.5, "", "not a format")


def contraries(case: Case, branches: Sequence[Node], sampler: Sampler) -> Iterator[dict[str, Any]]:
    """A small object of the case, if one is found, and the same with members that the branches refuse."""
    world = sampler.world
    told = _told(branches, world)
    for value in sampler.sample({"allOf": [*case, OF["object"]]}):
        yield value
        odd = {
            name: contrary
            for name, schemas in told.items()
            if name not in value
            for contrary in _refused(case, name, schemas, world)
        }
        if odd:
            yield {**value, **odd}


def _told(branches: Sequence[Node], world: World) -> dict[str, list[Node]]:
    """What the branches say of each member by name, what they refer to included."""
    told: dict[str, list[Node]] = {}
    ahead, opened = list(branches), set()
    while ahead:
        branch = ahead.pop()
        if not isinstance(branch, Mapping):
            continue
        for name, schema in branch.get("properties", {}).items():
            told.setdefault(name, []).append(schema)
        target = branch.get("$ref")
        if target is not None and target not in opened:
            opened.add(target)
            ahead.append(world.resolve(target))
        ahead.extend(held(branch, CHOICES))
    return told


def _refused(case: Case, name: str, schemas: list[Node], world: World) -> Iterator[Any]:
    """The value that the case allows for a member and that most of the schemas refuse, if any does."""
    given = [one for atom in case for one in member_schemas(atom, name)]
    allowed = [odd for odd in ODD if world.accepts_all(given, odd)]
    counts = [sum(not world.accepts(schema, odd) for schema in schemas) for odd in allowed]
    most = max(counts, default=0)
    if most:
        yield allowed[counts.index(most)]
