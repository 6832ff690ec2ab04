"""Schemas that extend a base with a discriminator (OAS 3.1 section 4.8.25): where the base is said theirs may come, though no
reference leads to them, and validators of the base know nothing of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from spec import pointer, references
from spec.diff.ledger import Fact, Ledger
from spec.diff.records import ABSENT, Slot
from spec.document import Document
from spec.operations import Schema

Table = Mapping[str, tuple[str, ...]]


def subtypes(document: Document) -> Table:
    """By the pointer of each base the pointers of those that extend it, directly or one through the other."""
    children: dict[str, list[str]] = {}
    schemas = document.content.get("components", {}).get("schemas", {})
    for name, schema in schemas.items():
        for part in schema.get("allOf", ()) if isinstance(schema, Mapping) else ():
            if isinstance(part, Mapping) and isinstance(part.get("$ref"), str):
                target = pointer.write(references.read_target(part["$ref"]))
                children.setdefault(target, []).append(_home(name))
    bases = [_home(name) for name, one in schemas.items() if _discriminates(one)]
    return {base: tuple(_below(base, children)) for base in bases if base in children}


def compare_subtypes(ledger: Ledger) -> None:
    """Changes `ledger`: each slot stands once more for every subtype of what it holds, and what came or went is a fact."""
    kinds = _Kinds(ledger.base), _Kinds(ledger.head)
    for slot in list(ledger.slots) if any(one.table for one in kinds) else ():
        before, after = kinds[0].met(slot.base.pointer), kinds[1].met(slot.head.pointer)
        for where in dict.fromkeys((*before, *after)):
            if where in before and where in after:
                schemas = [Schema(where, one.at(where)) for one in (ledger.base, ledger.head)]
                ledger.slots.append(replace(slot, base=schemas[0], head=schemas[1]))
            else:
                ledger.note(_fact(ledger, slot, where, is_gone=where in before), (slot.operation,))


def _fact(ledger: Ledger, slot: Slot, where: str, *, is_gone: bool) -> Fact:
    tokens = tuple(pointer.read(where))
    value = (ledger.base if is_gone else ledger.head).at(where)
    subject = f"kind `{tokens[-1]}`"
    if is_gone:
        return Fact("component", "subtype", subject, tokens, (), value, ABSENT, slot.direction)
    return Fact("component", "subtype", subject, (), tokens, ABSENT, value, slot.direction)


class _Kinds:
    """The subtypes of one document. Each schema's references are looked for once: many slots lead to the same schemas."""

    def __init__(self, document: Document) -> None:
        self.table = subtypes(document)
        self._document = document
        self._targets: dict[str, tuple[str, ...]] = {}

    def met(self, where: str) -> dict[str, None]:
        """The subtypes of every base that the schema at a pointer leads to."""
        seen: set[str] = set()
        ahead = [where]
        while ahead:
            here = ahead.pop()
            if here not in seen:
                seen.add(here)
                ahead.extend(self._led(here))
        return {
            child: None for base, below in self.table.items() if base in seen for child in below
        }

    def _led(self, where: str) -> tuple[str, ...]:
        if where not in self._targets:
            value = self._document.find(where)
            found = references.find(value) if isinstance(value, Mapping) else ()
            self._targets[where] = tuple(
                pointer.write(references.read_target(one.target)) for one in found
            )
        return self._targets[where]


def _below(base: str, children: Mapping[str, list[str]]) -> dict[str, None]:
    found: dict[str, None] = {}
    ahead = [base]
    while ahead:
        for child in children.get(ahead.pop(), ()):
            if child not in found and child != base:
                found[child] = None
                ahead.append(child)
    return found


def _discriminates(schema: Any) -> bool:
    return isinstance(schema, Mapping) and isinstance(schema.get("discriminator"), Mapping)


def _home(name: str) -> str:
    return pointer.write(("components", "schemas", name))
