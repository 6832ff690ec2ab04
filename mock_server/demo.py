"""The world without a fixtures file: one owner with one key, and one record of each kind that the document's rules speak of.

Nothing is known of their members, so that each that a rule reads is a UUID: what most ids are, and a text for all others.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from mock_server.world import Record, World, id_member
from spec.rules import FromRecord, RequiresFlag, RequiresRecord, Rules

KEY = "demo-key"
_CREDENTIAL = "credential"


def demo_world(rules: Sequence[Rules]) -> World:
    """A world in which a request that follows the rules is accepted. The owner has every flag that a rule asks for."""
    kind = _owner_kind(rules)
    id = _id(kind) if rules else "demo"
    flags = {one.flag: True for one in _flags(rules)}
    read = {name: _id(name) for name in _read(rules, _CREDENTIAL)}
    owner = Record(kind, id, None, {**read, **flags, "id": id, "name": "Demo"})
    world = World()
    world.add(owner)
    for other in dict.fromkeys(one.kind for one in _records(rules)):
        world.add(Record(other, _id(other), id, _members(rules, other, owner)))
    world.admit(KEY, owner)
    return world


def _members(rules: Sequence[Rules], kind: str, owner: Record) -> dict[str, Any]:
    """Members of one name have one value in all records, as rules that compare them want it."""
    names = {
        *_read(rules, kind),
        *(name for one in _records(rules) if one.kind == kind for name in one.where),
    }
    return {
        **{name: _id(name) for name in sorted(names)},
        "id": _id(kind),
        id_member(owner.kind): owner.id,
    }


def _owner_kind(rules: Sequence[Rules]) -> str:
    of = [one.of for one in _flags(rules)]
    within = [one.within for one in _records(rules) if one.within]
    return next(iter([*of, *within]), "owner")


def _read(rules: Sequence[Rules], kind: str) -> Iterator[str]:
    """The members that rules take from a record of a kind: what is set from it bears the same name there."""
    for item in rules:
        values = [*(item.upsert.sets.items() if item.upsert else ())]
        values += [
            pair
            for one in item.requires
            if isinstance(one, RequiresRecord)
            for pair in one.where.items()
        ]
        yield from (name for name, value in values if value == FromRecord(kind))


def _flags(rules: Sequence[Rules]) -> list[RequiresFlag]:
    return [one for item in rules for one in item.requires if isinstance(one, RequiresFlag)]


def _records(rules: Sequence[Rules]) -> list[RequiresRecord]:
    return [one for item in rules for one in item.requires if isinstance(one, RequiresRecord)]


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"troth:{name}"))
