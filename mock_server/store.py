"""What was submitted. The protocol is all that the rest knows, so that a shared store can stand in."""

from collections.abc import Callable, Iterator
from typing import Protocol

Row = bytes  # the answer's body: JSON, ready to be sent
Key = tuple[str, bytes]  # the resource, and the JSON text of the values that identify the row
Replace = Callable[[Row | None], Row]

# What CPython 3.11 adds to a row's own bytes: two bytes objects, a tuple and a slot in a dict at its emptiest.
ROW_OVERHEAD = 33 + 33 + 56 + 104


class StoreFull(Exception):
    """The bound is reached: `bound` names it and `limit` is its value."""

    def __init__(self, bound: str, limit: int) -> None:
        super().__init__(bound, limit)
        self.bound, self.limit = bound, limit


class Store(Protocol):
    """Rows by key. An upsert is atomic: of two at the same time, one sees the other's row.

    `replace` gets the row before, or None, and returns the row after; when it raises, nothing is stored. A store may call it
    more than once for one upsert (compare and swap), so it must not have effects of its own.
    """

    def upsert(self, key: Key, replace: Replace) -> Row:
        """The row after. Raises StoreFull when a new row would pass the bound."""

    def rows(self, resource: str) -> Iterator[Row]:
        """The rows of a resource, oldest first."""

    def counts(self) -> dict[str, int]:
        """How many rows each resource has."""

    def size(self) -> int:
        """Bytes held, bookkeeping included."""

    def snapshot(self) -> "Store":
        """An independent copy."""


class MemoryStore:
    """Rows in a dict per resource. One event loop runs all requests, so nothing comes between reading a row and writing it."""

    def __init__(self, *, max_rows: int, max_bytes: int) -> None:
        self._max_rows, self._max_bytes = max_rows, max_bytes
        self._tables: dict[str, dict[bytes, Row]] = {}
        self._count = 0
        self._bytes = 0

    def upsert(self, key: Key, replace: Replace) -> Row:
        resource, identity = key
        table = self._tables.get(resource)
        if table is None:
            table = self._tables[resource] = {}
        before = table.get(identity)
        after = replace(before)
        if before is None:
            if self._count >= self._max_rows:
                raise StoreFull("max-rows", self._max_rows)
            growth = len(identity) + len(after) + ROW_OVERHEAD
        else:
            growth = len(after) - len(before)
        if growth > 0 and self._bytes + growth > self._max_bytes:
            raise StoreFull("max-state-bytes", self._max_bytes)
        table[identity] = after
        self._bytes += growth
        self._count += before is None
        return after

    def rows(self, resource: str) -> Iterator[Row]:
        return iter(self._tables.get(resource, {}).values())

    def counts(self) -> dict[str, int]:
        return {resource: len(table) for resource, table in self._tables.items()}

    def size(self) -> int:
        return self._bytes

    def snapshot(self) -> "MemoryStore":
        copy = MemoryStore(max_rows=self._max_rows, max_bytes=self._max_bytes)
        copy._tables = {resource: dict(table) for resource, table in self._tables.items()}
        copy._count, copy._bytes = self._count, self._bytes
        return copy
