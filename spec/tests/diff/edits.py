"""Documents that differ by one edit, and what a comparison says of them."""

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any

from spec import catalog, pointer, source
from spec.diff.compare import compare
from spec.diff.records import ABSENT, Change, Place
from spec.document import Document, build
from spec.frozen import thaw
from spec.pointer import Tokens

Row = tuple[str, str, str]  # area, aspect and action


def written(content: Any) -> Document:
    """A document of these values, as JSON."""
    return build(source.parse(json.dumps(content, indent=1), "api.json"))


def vendored() -> dict[str, Any]:
    """The vendored document with its corrections, as plain values."""
    content: dict[str, Any] = thaw(catalog.load_entry(catalog.find()).content)
    return content


def leaves(value: Any, tokens: Tokens = ()) -> Iterator[tuple[Tokens, Any]]:
    """Every value that holds no others, and where it is."""
    members = (
        value.items()
        if isinstance(value, Mapping)
        else enumerate(value)
        if isinstance(value, list)
        else None
    )
    if not members:
        yield tokens, value
    else:
        for name, member in members:
            yield from leaves(member, (*tokens, name))


def with_value(content: Any, tokens: Tokens, value: Any) -> Any:
    """A copy with another value at a place, or without the place when the value is ABSENT."""
    changed = copy.deepcopy(content)
    holder = pointer.get(changed, tokens[:-1])
    if value is ABSENT:
        del holder[tokens[-1]]
    else:
        holder[tokens[-1]] = value
    return changed


def rows(changes: tuple[Change, ...]) -> list[Row]:
    """What the changes are of, in short."""
    return [(one.area, one.aspect, one.action) for one in changes]


def between(base: Document, head: Document) -> list[Row]:
    """What differs, in short."""
    return rows(compare(base, head).changes)


def covers(change: Change, where: str) -> bool:
    """Whether a change stands at a place, around it, or right at the thing that it is missing from."""
    places = [place.pointer for place in (change.base, change.head) if place is not None]
    return any(where == place or where.startswith(f"{place}/") for place in places)


def base_place(change: Change) -> Place:
    """Where a change is in the base."""
    assert change.base is not None
    return change.base


def head_place(change: Change) -> Place:
    """Where a change is in the head."""
    assert change.head is not None
    return change.head
