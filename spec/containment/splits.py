"""A case in parts: by a member that branches tell apart, or at a bound that they name. Together the parts are the whole case."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec.containment.cases import Case, TooMany, cases, types_of
from spec.containment.covers import Given
from spec.containment.listed import listed
from spec.containment.members import member_schemas, presence
from spec.containment.node import Node
from spec.containment.world import World

MOST_WAYS = 12  # divisions that are tried, and parts that one may have


def parts(case: Case, kind: str, wanted: Mapping[str, Any], world: World) -> Iterator[list[Node]]:
    """Divisions that may help to show that `wanted`, a choice of branches, takes the case: each is a list of its parts."""
    branches = [branch for ways in wanted.values() for branch in ways]
    if kind != "object":
        yield from _bounds(kind, [_resolved(branch, world) for branch in branches])
        return
    required = {name for atom in case for name in atom.get("required", ())}
    for name in _told_apart(branches, world):
        at = tuple(schema for atom in case for schema in member_schemas(atom, name))
        values = _values(at, world)
        absent = [] if name in required else [presence(name, there=False)]
        if values is not None:
            yield [*absent, *(_member_is(name, value) for value in values)]
        elif absent:
            yield [*absent, presence(name, there=True)]


def _member_is(name: str, value: Any) -> Node:
    return {"required": [name], "properties": {name: {"enum": [value]}}}


def _values(given: Given, world: World) -> list[Any] | None:
    """All values that meet a conjunction, where they are few."""
    try:
        ways = cases(given, world)
    except TooMany:
        return None
    found: list[Any] = []
    for case in ways:
        for kind in types_of(case):
            values = listed(case, kind, world)
            if values is None or len(found) + len(values) > MOST_WAYS:
                return None
            found.extend(value for value in values if value not in found)
    return found


def _told_apart(branches: list[Node], world: World) -> list[str]:
    """The members that branches speak of, those first that all of them do."""
    counts: dict[str, int] = {}
    for branch in branches:
        plain = _resolved(branch, world)
        if isinstance(plain, Mapping):
            for name in {*plain.get("properties", ()), *plain.get("required", ())}:
                counts[name] = counts.get(name, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def _resolved(branch: Node, world: World) -> Node:
    opened: set[str] = set()
    while isinstance(branch, Mapping) and "$ref" in branch and len(branch) == 1:
        if branch["$ref"] in opened:
            return True
        opened.add(branch["$ref"])
        branch = world.resolve(branch["$ref"])
    return branch


_BOUNDS = {
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
}


def _bounds(kind: str, branches: list[Node]) -> Iterator[list[Node]]:
    """Numbers, and lengths, in parts at the bounds that the branches name; texts also by whether a pattern is met."""
    for branch in branches:
        if kind == "string" and isinstance(branch, Mapping) and "pattern" in branch:
            pattern = {"pattern": branch["pattern"]}
            yield [pattern, {"not": pattern}]
        for word in _BOUNDS.get(kind, ()):
            if isinstance(branch, Mapping) and word in branch:
                yield list(_halves(kind, word, branch[word]))


def _halves(kind: str, word: str, limit: Any) -> Iterator[Node]:
    if kind == "number":
        is_low = word in ("minimum", "exclusiveMaximum")
        yield {"exclusiveMaximum": limit} if is_low else {"maximum": limit}
        yield {"minimum": limit} if is_low else {"exclusiveMinimum": limit}
        return
    noun = word.removeprefix("min").removeprefix("max")
    first = limit - 1 if word.startswith("min") else limit
    yield {f"max{noun}": first} if first >= 0 else False
    yield {f"min{noun}": first + 1}
