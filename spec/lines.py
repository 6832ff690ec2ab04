"""Where every value of a text stands: JSON Pointer to line, from 1. A member is placed at its name."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from json.decoder import scanstring  # type: ignore[attr-defined]  # the reader of strings that `json` uses itself
from typing import Protocol

from spec import pointer

_BLANK = re.compile(r"[ \t\n\r]*")
# Skips values at the speed of C; numbers are not needed, and some are too long to be made.
_SKIP = json.JSONDecoder(parse_int=len, parse_float=len).raw_decode


class Lines(Protocol):
    """Where the values of one text stand."""

    def get(self, where: str, /) -> int | None: ...


class JsonLines:
    """The lines of a valid JSON text (RFC 8259). Containers are looked into when a place in them is asked for, and the rest is
    skipped: of a large document only what changed is of interest."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._insides: dict[int, dict[str, tuple[int, int]]] = {}

    def get(self, where: str, /) -> int | None:
        """The line of the value at a JSON Pointer, None where there is none."""
        named, at = 0, self._after_blanks(0)
        for token in pointer.read(where):
            found = self._inside(at).get(token)
            if found is None:
                return None
            named, at = found
        return bisect_left(self._ends, named) + 1 if where else 1 + self._text.count("\n", 0, at)

    @cached_property
    def _ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self._text)]

    def _inside(self, at: int) -> dict[str, tuple[int, int]]:
        """What a container holds: where each member's name, or item, begins, and where its value does."""
        if at not in self._insides:
            read = {"{": self._members, "[": self._items}.get(self._text[at : at + 1])
            self._insides[at] = dict(read(at + 1)) if read else {}
        return self._insides[at]

    def _members(self, at: int) -> Iterator[tuple[str, tuple[int, int]]]:
        at = self._after_blanks(at)
        while self._text[at] != "}":
            name, end = scanstring(self._text, at + 1, True)  # it takes no keywords
            value = self._after_blanks(self._after_blanks(end) + 1)
            yield name, (at, value)
            at = self._next(value)

    def _items(self, at: int) -> Iterator[tuple[str, tuple[int, int]]]:
        at, index = self._after_blanks(at), 0
        while self._text[at] != "]":
            yield str(index), (at, at)
            at, index = self._next(at), index + 1

    def _next(self, value: int) -> int:
        """Where the next member or item begins, or the container ends."""
        end = self._after_blanks(_SKIP(self._text, value)[1])
        return self._after_blanks(end + 1) if self._text[end] == "," else end

    def _after_blanks(self, at: int) -> int:
        match = _BLANK.match(self._text, at)
        return match.end() if match else at


# A value's line, and the marks of what is in it: by name, by index, or None in a scalar.
Mark = tuple[int, "dict[str, Mark] | list[Mark] | None"]


class Marks:
    """Lines that were noted while a text was read."""

    def __init__(self, root: Mark) -> None:
        self._root = root

    def get(self, where: str, /) -> int | None:
        """The line of the value at a JSON Pointer, None where there is none."""
        line, inside = self._root
        for token in pointer.read(where):
            if isinstance(inside, list):
                inside = {str(index): mark for index, mark in enumerate(inside)}
            if inside is None or token not in inside:
                return None
            line, inside = inside[token]
        return line
