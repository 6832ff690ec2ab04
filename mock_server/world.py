"""What there was before the first request: records of every kind, who owns them, and the keys that work."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# RFC 9562 section 4: output is lower case, input is read in any case.
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that exists. `owner` is the id of the record that credentials belong to, None for such a record itself."""

    kind: str
    id: str
    owner: str | None
    members: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a credential stands for. `members` are what `from credential` can name: the owner's own, and its id as `KINDId`."""

    owner: Record
    members: Mapping[str, Any]


class World:
    """Records by kind and id, principals by key. Only ever grows; `copy` before growing keeps the old one."""

    def __init__(self) -> None:
        self._records: dict[str, dict[str, Record]] = {}
        self._principals: dict[bytes, Principal] = {}

    def add(self, record: Record) -> None:
        self._records.setdefault(record.kind, {})[_normal(record.id)] = record

    def admit(self, key: str, owner: Record) -> None:
        """Let a key stand for an owner."""
        members = {**owner.members, id_member(owner.kind): owner.id}
        self._principals[key.encode()] = Principal(owner, members)

    def principal(self, key: bytes) -> Principal | None:
        return self._principals.get(key)

    def find(self, kind: str, id: str) -> Record | None:
        """The record with this id; a UUID is found in any case."""
        records = self._records.get(kind)
        if records is None:
            return None
        return records.get(id) or records.get(_normal(id))

    def records(self, kind: str) -> Iterator[Record]:
        return iter(self._records.get(kind, {}).values())

    def kinds(self) -> tuple[str, ...]:
        return tuple(self._records)

    def keys(self) -> dict[str, Principal]:
        """Every key with whom it stands for. Secrets: for start-up and the target file only."""
        return {key.decode(): principal for key, principal in self._principals.items()}

    def size(self) -> int:
        return sum(len(records) for records in self._records.values())

    def copy(self) -> "World":
        copy = World()
        copy._records = {kind: dict(records) for kind, records in self._records.items()}
        copy._principals = dict(self._principals)
        return copy


def id_member(kind: str) -> str:
    """The member by which other records refer to a kind: `shopId` for `shop`."""
    return f"{kind}Id"


def _normal(id: str) -> str:
    return id.lower() if _UUID.fullmatch(id) else id
