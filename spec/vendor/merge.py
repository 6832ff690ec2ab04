"""One document from several. What two of them say differently is named, with both places and both values.

What a document says for all of its operations is written into these first, where another says something else (spec.vendor.scope).
Operations, components, tags (by name), servers (by URL) and the members of `info` are merged one by one. Each of them is taken
whole: half an operation of one page and half of another is an operation that nobody described.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from spec import pointer
from spec.canonical import canonical
from spec.frozen import thaw
from spec.pointer import Tokens
from spec.vendor.reading import Piece
from spec.vendor.scope import settle

Prefer = Literal["first", "last"]

# How many levels of names are merged below a member of the root; what lies deeper is taken whole.
_LEVELS = {"info": 1, "paths": 2, "webhooks": 2, "components": 2}
# Lists whose items have a name.
_NAMED_BY = {"tags": "name", "servers": "url"}
_SHOWN = 5  # differences of one part: more say no more
_WIDTH = 100  # characters of a value in a message
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sources that say different things at a JSON Pointer of the merged document; the values are JSON, or `absent`."""

    pointer: str
    first: str
    first_value: str
    second: str
    second_value: str

    @property
    def lines(self) -> tuple[str, str, str]:
        # No line begins with a name: it may look like a command of what reads the log.
        return (
            f"at {self.pointer}:",
            f"  - {self.first} says {self.first_value}",
            f"  - {self.second} says {self.second_value}",
        )


@dataclass(frozen=True, slots=True)
class Merged:
    content: dict[str, Any]
    conflicts: tuple[Conflict, ...]


def merge(pieces: Sequence[Piece], prefer: Prefer = "first") -> Merged:
    """The pieces as one document. In a conflict the first or the last of them stays."""
    merging = _Merging(prefer)
    contents = [thaw(piece.content) for piece in pieces]
    settle(contents)
    for piece, content in zip(pieces, contents, strict=True):
        merging.add(content, piece.source)
    return Merged(merging.content, tuple(merging.conflicts))


@dataclass(slots=True)
class _Merging:
    prefer: Prefer
    content: dict[str, Any] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    said: dict[Tokens, str] = field(default_factory=dict)  # who each part was taken from

    def add(self, content: dict[str, Any], source: str) -> None:
        for name, value in content.items():
            old = self.content.get(name)
            if isinstance(old, list) and isinstance(value, list) and name in _NAMED_BY:
                self._items(old, value, name, source)
            else:
                self._member(self.content, (name,), value, _LEVELS.get(name, 0), source)

    def _member(
        self, holder: dict[str, Any], where: Tokens, new: Any, levels: int, source: str
    ) -> None:
        name = str(where[-1])
        if name not in holder:
            holder[name] = new
            self.said[where] = source
        elif _same(holder[name], new):
            return
        elif levels and isinstance(holder[name], dict) and isinstance(new, dict):
            for inner, value in new.items():
                self._member(holder[name], (*where, inner), value, levels - 1, source)
        else:
            self._conflict(where, holder[name], new, source)
            if self.prefer == "last":
                holder[name] = new
                self.said[where] = source

    def _items(self, old: list[Any], new: list[Any], name: str, source: str) -> None:
        key = _NAMED_BY[name]
        places = {item.get(key): place for place, item in enumerate(old) if isinstance(item, dict)}
        for item in new:
            place = places.get(item.get(key)) if isinstance(item, dict) else None
            if place is not None:
                for member, value in item.items():
                    self._member(old[place], (name, place, member), value, 0, source)
            elif not any(_same(item, other) for other in old):
                old.append(item)
                self.said[name, len(old) - 1] = source

    def _conflict(self, where: Tokens, old: Any, new: Any, source: str) -> None:
        first = next(
            self.said[where[:length]]
            for length in range(len(where), 0, -1)
            if where[:length] in self.said
        )
        for number, (place, before, after) in enumerate(_differences(old, new, where)):
            if number < _SHOWN:
                conflict = Conflict(
                    pointer.write(place), first, _text(before), source, _text(after)
                )
                self.conflicts.append(conflict)


def _differences(old: Any, new: Any, where: Tokens) -> Iterator[tuple[Tokens, Any, Any]]:
    """The deepest places at which two values differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in {**old, **new}:
            yield from _differences(old.get(name, _ABSENT), new.get(name, _ABSENT), (*where, name))
    elif old is _ABSENT or new is _ABSENT or not _same(old, new):
        yield where, old, new


def _same(old: Any, new: Any) -> bool:
    """Equal as JSON: 1 is not true, and the order of members says nothing."""
    return canonical(old) == canonical(new)


def _text(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…"
