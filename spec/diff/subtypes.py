"""Schemas that extend a base with a discriminator (OAS 3.1 section 4.8.25): where the base is said theirs may come, though no
reference leads to them, and validators of the base know nothing of them."""

from collections.abc import Iterator, Mapping
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
    tables = subtypes(ledger.base), subtypes(ledger.head)
    for slot in list(ledger.slots) if any(tables) else ():
        before = _met(ledger.base, slot.base, tables[0])
        after = _met(ledger.head, slot.head, tables[1])
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


def _met(document: Document, schema: Schema, table: Table) -> dict[str, None]:
    """The subtypes of every base that a schema leads to."""
    seen: set[str] = set()
    ahead: list[str] = [schema.pointer, *_targets(schema.value)]
    while ahead:
        where = ahead.pop()
        if where not in seen:
            seen.add(where)
            ahead.extend(_targets(document.find(where)))
    return {child: None for base, below in table.items() if base in seen for child in below}


def _targets(value: Any) -> Iterator[str]:
    """The pointers that references in a schema lead to."""
    for found in references.find(value) if isinstance(value, Mapping) else ():
        yield pointer.write(references.read_target(found.target))


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
