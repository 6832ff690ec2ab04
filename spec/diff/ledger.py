"""Where the facts of a comparison are written down: an edit that several operations share is one fact, with all of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from spec import pointer
from spec.diff.located import Located
from spec.diff.records import (
    ABSENT,
    Action,
    Area,
    Change,
    Direction,
    OperationPair,
    Place,
    Slot,
)
from spec.document import Document
from spec.operations import Schema
from spec.pointer import Tokens


@dataclass(frozen=True, slots=True)
class Fact:
    """A change before it is known which operations share it."""

    area: Area
    aspect: str
    action: Action
    subject: str
    base: Tokens | None
    head: Tokens | None
    before: Any = ABSENT
    after: Any = ABSENT
    direction: Direction | None = None


class Ledger:
    """Facts and slots in the order in which they are found."""

    def __init__(self, base: Document, head: Document) -> None:
        self.base = base
        self.head = head
        self.slots: list[Slot] = []
        self._facts: dict[tuple[Any, ...], tuple[Fact, dict[int, OperationPair]]] = {}

    def note(self, fact: Fact, operations: tuple[OperationPair, ...] = ()) -> None:
        """Write down a fact. One at the same places and of the same kind is the same fact."""
        places = (_text(fact.base), _text(fact.head))
        key = (fact.area, fact.aspect, fact.action, fact.direction, places)
        _, known = self._facts.setdefault(key, (fact, {}))
        known.update((id(one), one) for one in operations)

    def changes(self) -> Iterator[Change]:
        """Every fact as a change."""
        for fact, operations in self._facts.values():
            yield Change(
                area=fact.area,
                aspect=fact.aspect,
                action=fact.action,
                subject=fact.subject,
                base=_place(self.base, fact.base),
                head=_place(self.head, fact.head),
                before=fact.before,
                after=fact.after,
                direction=fact.direction,
                operations=tuple(operations.values()),
            )


@dataclass(frozen=True, slots=True)
class Site:
    """Whom a fact concerns: an operation, or the whole document; and which way requests run there.

    In a webhook and in a callback the server asks and the client answers (OAS 3.1 sections 4.8.1 and 4.8.18), so that what is
    written as a request is read by clients.
    """

    ledger: Ledger
    pair: OperationPair | None = None
    request: Direction = "request"
    answer: Direction = "answer"
    renamed: dict[str, str] = field(default_factory=dict)  # templates of the path, base to head

    def note(self, fact: Fact) -> None:
        self.ledger.note(fact, () if self.pair is None else (self.pair,))

    def slot(self, direction: Direction, where: str, base: Schema, head: Schema) -> None:
        """A value that travels and has a schema on both sides."""
        if self.pair is not None:
            self.ledger.slots.append(Slot(self.pair, direction, where, base, head))


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of both documents, about to be compared."""

    site: Site
    area: Area
    subject: str
    base: Located
    head: Located
    direction: Direction | None = None

    def aspect(
        self, name: str, before: Any, after: Any, *, member: str = "", facing: bool = True
    ) -> None:
        """Note that an aspect differs, which stands in `member` (the aspect's own name unless given).

        `facing`: the fact has the thing's direction; prose has none.
        """
        member = member or name
        self.site.note(
            Fact(
                self.area,
                name,
                _action(before, after),
                self.subject,
                self.base.place_of(member),
                self.head.place_of(member),
                before,
                after,
                self.direction if facing else None,
            )
        )


def whole(
    site: Site,
    area: Area,
    subject: str,
    sides: tuple[Located | None, Located | None],
    direction: Direction | None = None,
) -> None:
    """Note that a thing was added or removed: one of the two sides is None."""
    base, head = sides
    site.note(
        Fact(
            area,
            "",
            "added" if base is None else "removed",
            subject,
            base.tokens if base else None,
            head.tokens if head else None,
            base.value if base else ABSENT,
            head.value if head else ABSENT,
            direction,
        )
    )


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal; for Python 1, 1.0 and True are."""
    return one is other or (
        one == other and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )


def _action(before: Any, after: Any) -> Action:
    if before is ABSENT:
        return "added"
    return "removed" if after is ABSENT else "changed"


def _text(tokens: Tokens | None) -> str | None:
    return None if tokens is None else pointer.write(tokens)


def _place(document: Document, tokens: Tokens | None) -> Place | None:
    if tokens is None:
        return None
    where = pointer.write(tokens)
    return Place(where, *document.place(where))
