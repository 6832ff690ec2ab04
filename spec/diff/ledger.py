"""Where the facts of a comparison are written down: an edit that several operations share is one fact, with all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from spec import pointer
from spec.canonical import canonical
from spec.diff.located import Located
from spec.diff.places import place
from spec.diff.records import ABSENT, Action, Area, Change, Direction, OperationPair, Slot
from spec.document import Document
from spec.operations import Schema
from spec.pointer import Tokens

# The schemes and scopes of one alternative, and the templates that no parameter describes.
_BY_SUBJECT = frozenset({"security", "parameter"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A change before it is known which operations share it. What one side has not stands where it is missing."""

    area: Area
    aspect: str
    subject: str
    base: Tokens
    head: Tokens
    before: Any
    after: Any
    direction: Direction | None = None

    @property
    def action(self) -> Action:
        if self.before is ABSENT:
            return "added"
        return "removed" if self.after is ABSENT else "changed"


class Ledger:
    """Facts and slots in the order in which they are found."""

    def __init__(self, base: Document, head: Document) -> None:
        self.base = base
        self.head = head
        self.slots: list[Slot] = []
        self._facts: dict[tuple[Any, ...], tuple[Fact, dict[int, OperationPair]]] = {}

    def note(self, fact: Fact, operations: tuple[OperationPair, ...] = ()) -> None:
        """Write down a fact. One of the same kind at the same places is the same fact, except for what has no places of its own
        and is told by its subject."""
        places = pointer.write(fact.base), pointer.write(fact.head)
        subject = fact.subject if fact.area in _BY_SUBJECT else ""
        key = (fact.area, fact.aspect, fact.action, fact.direction, places, subject)
        _, known = self._facts.setdefault(key, (fact, {}))
        known.update((id(one), one) for one in operations)

    def facts(self) -> Iterator[Fact]:
        """Every fact, without its operations."""
        return (fact for fact, _ in self._facts.values())

    def changes(self) -> Iterator[Change]:
        """Every fact as a change."""
        for fact, operations in self._facts.values():
            yield Change(
                area=fact.area,
                aspect=fact.aspect,
                action=fact.action,
                subject=fact.subject,
                base=place(self.base, pointer.write(fact.base)),
                head=place(self.head, pointer.write(fact.head)),
                before=fact.before,
                after=fact.after,
                direction=fact.direction,
                operations=tuple(operations.values()),
            )


@dataclass(frozen=True, slots=True)
class Site:
    """Whom a fact concerns: an operation, or the whole document; and which way requests run there.

    In a webhook and in a callback the server asks and the client answers (OAS 3.1 sections 4.8.1 and 4.8.18), so that what is
    written as a request is read by clients. `area` is that of the operation itself; `renamed` are the templates of its path,
    base to head.
    """

    ledger: Ledger
    area: Area = "document"
    pair: OperationPair | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    request: Direction = "request"
    answer: Direction = "answer"

    def note(self, fact: Fact) -> None:
        self.ledger.note(fact, () if self.pair is None else (self.pair,))

    def slot(
        self, direction: Direction, where: str, base: Schema, head: Schema, *, is_text: bool
    ) -> None:
        """A value that travels and has a schema on both sides."""
        if self.pair is not None:
            self.ledger.slots.append(Slot(self.pair, direction, where, base, head, is_text))


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of both documents, about to be compared."""

    site: Site
    area: Area
    subject: str
    base: Located
    head: Located
    direction: Direction | None = None

    def facing(self, direction: Direction) -> "Thing":
        """The same thing, with what it holds travelling in one direction."""
        return replace(self, direction=direction)

    def of(self, area: Area, subject: str, base: Located, head: Located) -> "Thing":
        """A thing that this one holds."""
        return Thing(self.site, area, subject, base, head, self.direction)

    def aspect(
        self, name: str, before: Any, after: Any, *, member: str = "", area: Area | None = None
    ) -> None:
        """Note that an aspect differs, which stands in `member` (of the aspect's own name unless given)."""
        self.site.note(
            Fact(
                area or self.area,
                name,
                self.subject,
                self.base.place_of(member or name),
                self.head.place_of(member or name),
                before,
                after,
                self.direction,
            )
        )

    def without(
        self, area: Area, subject: str, sides: "Sides", *, aspect: str = "", shown: Any = None
    ) -> None:
        """Note that one side has something that this thing lacks on the other. `shown` is its value unless it shows itself."""
        base, head = sides
        self.site.note(
            Fact(
                area,
                aspect,
                subject,
                self.base.tokens if base is None else base.written,
                self.head.tokens if head is None else head.written,
                ABSENT if base is None else shown or base.value,
                ABSENT if head is None else shown or head.value,
                self.direction,
            )
        )


Sides = tuple[Located | None, Located | None]


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal; for Python 1, 1.0 and True are."""
    return one is other or (
        bool(one == other) and one is not ABSENT and canonical(one) == canonical(other)
    )
