"""A schema with one edit and no other: what that edit alone does.

In an answer all is turned round: the new schema's values must have been allowed before, so that `old` is the head's and an edit
is taken from the base.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spec import pointer
from spec.containment.node import Node
from spec.diff.records import ABSENT, Change, Step
from spec.frozen import thaw

# Aspects that say nothing of which values are valid.
SILENT = frozenset(
    "title description example examples externalDocs default deprecated discriminator xml contentEncoding contentMediaType "
    "contentSchema nullable".split()
)
# What is required of whom hangs on these: they change the schema around them.
VIEWS = frozenset({"readOnly", "writeOnly"})
_LISTS = frozenset("anyOf oneOf allOf prefixItems".split())
_MAPS = {
    "property": "properties",
    "patternProperties": "patternProperties",
    "dependentSchemas": "dependentSchemas",
}


@dataclass(frozen=True, slots=True)
class Sides:
    """The two schemas of a place, in one world: `old` must be contained in `new`."""

    old: Node
    new: Node
    is_answer: bool


def edited(change: Change, sides: Sides) -> Node:
    """`old` with what the change alone makes of it."""
    if not isinstance(sides.old, Mapping) or not isinstance(sides.new, Mapping):
        return sides.new
    aspect = change.aspect
    old, new = dict(sides.old), sides.new
    if aspect in _MAPS:
        return _with_member(old, new, _MAPS[aspect], _names(change))
    if aspect == "required":
        return _with_required(old, new, _name(change))
    if aspect == "enum.value":
        return _with_values(old, change, is_answer=sides.is_answer)
    if aspect in _LISTS and change.action != "changed":
        return _with_branch(old, new, change, is_answer=sides.is_answer)
    return _with_keyword(old, new, aspect)


def of_keyword(sides: Sides, keyword: str) -> Node:
    """`old` with one keyword as `new` has it: for an edit somewhere within that keyword."""
    if not isinstance(sides.old, Mapping) or not isinstance(sides.new, Mapping):
        return sides.new
    return _with_keyword(dict(sides.old), sides.new, keyword)


def with_inner(sides: Sides, step: Step, where: str, inner: Node) -> Node:
    """`old` with another schema at one step into it; `where` is the pointer of what stands there now."""
    if not isinstance(sides.old, Mapping):
        return sides.new
    old = dict(sides.old)
    if step.kind in _STEPS:
        keyword = _STEPS[step.kind]
        return {**old, keyword: {**old.get(keyword, {}), step.name: inner}}
    keyword = {"item": "items", "additional": "additionalProperties", "prefix": "prefixItems"}.get(
        step.kind, step.name
    )
    if keyword not in _LISTS:
        return {**old, keyword: inner} if keyword in old else of_keyword(sides, keyword)
    index = _index(where)
    branches = list(old.get(keyword, ()))
    if keyword == "allOf" or index is None or index >= len(branches):
        return of_keyword(sides, keyword)
    return {**old, keyword: [*branches[:index], inner, *branches[index + 1 :]]}


_STEPS = {"property": "properties", "pattern": "patternProperties"}


def _with_keyword(old: dict[str, Any], new: Mapping[str, Any], keyword: str) -> Node:
    old.pop(keyword, None)
    if keyword in new:
        old[keyword] = new[keyword]
    for partner in _PARTNERS.get(keyword, ()):
        if partner in new:
            old[partner] = new[partner]
    return old


# Keywords that mean nothing without another.
_PARTNERS = {
    "minContains": ("contains",),
    "maxContains": ("contains",),
    "contains": ("minContains", "maxContains"),
    "then": ("if",),
    "else": ("if",),
}


def _with_member(
    old: dict[str, Any], new: Mapping[str, Any], keyword: str, names: list[str]
) -> Node:
    members = dict(old.get(keyword, {}))
    for name in names:
        members.pop(name, None)
        if name in new.get(keyword, {}):
            members[name] = new[keyword][name]
    return {**old, keyword: members}


def _with_required(old: dict[str, Any], new: Mapping[str, Any], name: str) -> Node:
    required = [one for one in old.get("required", ()) if one != name]
    if name in new.get("required", ()):
        required.append(name)
    return {**old, "required": sorted(required)}


def _with_values(old: dict[str, Any], change: Change, *, is_answer: bool) -> Node:
    """Values that the head added are lost on the way back to the base, and the other way round."""
    gone, come = (change.after, change.before) if is_answer else (change.before, change.after)
    values = [one for one in old.get("enum", ()) if gone is ABSENT or one not in gone]
    return {**old, "enum": [*values, *([] if come is ABSENT else thaw(come))]}


def _with_branch(
    old: dict[str, Any], new: Mapping[str, Any], change: Change, *, is_answer: bool
) -> Node:
    """One branch more, or one less."""
    keyword = change.aspect
    branches = list(old.get(keyword, ()))
    is_gain = (change.action == "added") is not is_answer
    place = change.head if change.action == "added" else change.base
    index = _index(place.pointer if place else "")
    source = new.get(keyword, ()) if is_gain else branches
    # Branches that were laid flat are counted no more.
    if keyword == "allOf" or index is None or index >= len(source):
        return _with_keyword(old, new, keyword)
    branches = (
        [*branches, source[index]] if is_gain else [*branches[:index], *branches[index + 1 :]]
    )
    if not branches:
        old.pop(keyword, None)
        return old
    return {**old, keyword: branches}


def _index(where: str) -> int | None:
    last = pointer.read(where)[-1:] if where else ()
    return int(last[0]) if last and last[0].isdigit() else None


def _names(change: Change) -> list[str]:
    value = change.after if change.before is ABSENT else change.before
    return list(value) if isinstance(value, Mapping) else []


def _name(change: Change) -> str:
    return str(change.after if change.before is ABSENT else change.before)
