"""The fixtures file: the world before the first request, as YAML or JSON.

    shops:                              one list for each kind of record, named by its plural
      - {id: ..., apiKeys: [...], ...}  records with `apiKeys` are owners: a key belongs to one of them
    stands:
      - {id: ..., shopId: ...}          every other record belongs to an owner, named by `KINDId` ...
    books:
      - {id: ..., standId: ...}         ... or through the records that it names

A record's other members are free: rules may name them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_server.world import Record, World, id_member
from spec import source
from spec.errors import SpecError
from spec.kinds import singular
from spec.source import Source

MAX_RECORDS = 1_000_000


class FixturesError(SpecError):
    """The fixtures file is at fault: `pointer` and `line` say where."""


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    id: str
    members: Mapping[str, Any]
    pointer: str


def load(path: Path, *, name: str) -> World:
    """Read a fixtures file into a world. Raises Unreadable or FixturesError."""
    return read(source.read(path, name))


def read(text: Source, world: World | None = None) -> World:
    """A world with the records of `text`, on top of a copy of `world`. Raises FixturesError."""
    return _Reader(text, world.copy() if world else World()).run()


class _Reader:
    def __init__(self, text: Source, world: World) -> None:
        self.text, self.world = text, world
        self.entries: dict[tuple[str, str], _Entry] = {}

    def run(self) -> World:
        for entry in self._entries():
            if (entry.kind, entry.id) in self.entries or self.world.find(entry.kind, entry.id):
                raise self._wrong(f"the id {entry.id!r} is there twice", entry.pointer + "/id")
            self.entries[entry.kind, entry.id] = entry
        if self.world.size() + len(self.entries) > MAX_RECORDS:
            raise self._wrong(f"has more than {MAX_RECORDS:,} records", "")
        owners = [entry for entry in self.entries.values() if "apiKeys" in entry.members]
        for entry in owners:
            self._admit(entry)
        for entry in self.entries.values():
            if "apiKeys" not in entry.members:
                self.world.add(Record(entry.kind, entry.id, self._owner(entry), entry.members))
        return self.world

    def _entries(self) -> Iterator[_Entry]:
        content = self.text.content if self.text.content is not None else {}
        if not isinstance(content, dict):
            raise self._wrong("has no object at the root: name kinds of records there", "")
        for plural, items in content.items():
            if not isinstance(items, list):
                raise self._wrong(f"{plural!r} is no list of records", f"/{plural}")
            for index, item in enumerate(items):
                yield self._entry(singular(plural), item, f"/{plural}/{index}")

    def _entry(self, kind: str, item: Any, where: str) -> _Entry:
        if not isinstance(item, dict):
            raise self._wrong(f"{_one(kind)} is no object", where)
        id = item.get("id")
        if not isinstance(id, str) or not id:
            raise self._wrong(f"{_one(kind)} has no `id` that is a string", where)
        return _Entry(kind, id, item, where)

    def _admit(self, entry: _Entry) -> None:
        keys = entry.members["apiKeys"]
        where = entry.pointer + "/apiKeys"
        if not isinstance(keys, list) or not all(isinstance(key, str) and key for key in keys):
            raise self._wrong("`apiKeys` is no list of strings", where)
        members = {name: value for name, value in entry.members.items() if name != "apiKeys"}
        owner = Record(entry.kind, entry.id, None, members)
        self.world.add(owner)
        for index, key in enumerate(keys):
            if self.world.principal(key.encode()):
                # The key itself stays out of the message: it may be a real one.
                problem = "this key already belongs to another record"
                raise self._wrong(problem, f"{where}/{index}")
            self.world.admit(key, owner)

    def _owner(self, entry: _Entry, depth: int = 0) -> str:
        """The id of the owner that an entry names, itself or through another record."""
        for kind in {record_kind for record_kind, _ in self.entries} | set(self.world.kinds()):
            id = entry.members.get(id_member(kind))
            if not isinstance(id, str):
                continue
            owner = self._owner_through(entry, kind, id, depth)
            if owner is not None:
                return owner
        hint = "name its owner, or a record that has one, by a member such as `shopId`"
        raise self._wrong(f"this {entry.kind} belongs to nobody", entry.pointer, hint)

    def _owner_through(self, entry: _Entry, kind: str, id: str, depth: int) -> str | None:
        known = self.world.find(kind, id)
        if known is not None:
            return known.owner or known.id
        other = self.entries.get((kind, id))
        if other is None:
            where = f"{entry.pointer}/{id_member(kind)}"
            raise self._wrong(f"there is no {kind} {id!r}", where)
        if depth > 16:
            raise self._wrong("these records name each other in a circle", entry.pointer)
        return self._owner(other, depth + 1)

    def _wrong(self, problem: str, where: str, hint: str | None = None) -> FixturesError:
        return FixturesError(problem, self.text.name, self.text.line(where), where, hint)


def _one(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
