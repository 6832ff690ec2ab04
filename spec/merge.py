"""Merging JSON values by the rules of the OpenAPI Overlay Specification 1.1 (Action Object).

Objects are merged member by member, arrays concatenated, primitives replaced; nothing else goes together. What is merged in is
copied, so that two places never share a value.
"""

from typing import Any

from spec.frozen import thaw
from spec.pointer import Tokens


class Clash(Exception):
    """Two values that do not go together, and where in the document they met."""

    def __init__(self, old: Any, new: Any, where: Tokens) -> None:
        super().__init__()
        self.old, self.new, self.where = old, new, where


def into(old: Any, new: Any, where: Tokens) -> list[Tokens]:
    """Merge `new` into an object or array, in place. Returns the places that were added or changed. Raises Clash.

    An appended object or array is a place of its own; for an appended or replaced primitive item, the array is the place.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        return [
            place
            for name, value in new.items()
            for place in into_member(old, name, value, (*where, name))
        ]
    if isinstance(old, list) and isinstance(new, list):
        return _append(old, new, where)
    raise Clash(old, new, where)


def into_member(container: Any, key: str | int, new: Any, where: Tokens) -> list[Tokens]:
    """Add, replace or merge one member of an object, or one item of an array, in place; `where` is its own."""
    if isinstance(container, dict) and key not in container:
        container[key] = thaw(new)
        return [where]
    old = container[key]
    if not (is_primitive(old) and is_primitive(new)):
        return into(old, new, where)
    if _same(old, new):
        return []
    container[key] = new
    return [where if isinstance(container, dict) else where[:-1]]


def _append(array: list[Any], entries: list[Any], where: Tokens) -> list[Tokens]:
    first = len(array)
    array.extend(thaw(entries))
    if any(is_primitive(entry) for entry in entries):
        return [where]
    return [(*where, index) for index in range(first, len(array))]


def says(old: Any, new: Any) -> bool:
    """Whether `old` says all of `new` already, so that merging it would change nothing."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(name in old and says(old[name], value) for name, value in new.items())
    if isinstance(old, list) and isinstance(new, list):
        return all(any(_same(item, entry) for item in old) for entry in new)
    return _same(old, new)


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON: for Python, true is also 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def is_primitive(value: Any) -> bool:
    """Whether a JSON value is neither object nor array; null is one too."""
    return not isinstance(value, (dict, list))
