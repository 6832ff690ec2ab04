"""Where facts are collected: each edit once, however many operations share what it edits."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from spec import pointer
from spec.diff.places import place
from spec.diff.records import ABSENT, Action, Area, Change, Direction, OperationPair
from spec.document import Document

# Members that people read and nothing obeys.
PROSE = frozenset(
    "description summary title example examples externalDocs tags x-troth-promises".split()
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the facts of one thing have in common: what it is, for whom, and which way it travels."""

    area: Area
    subject: str
    operations: tuple[OperationPair, ...] = ()
    direction: Direction | None = None

    def of(self, area: Area, subject: str, direction: Direction | None = None) -> "Context":
        return replace(self, area=area, subject=subject, direction=direction or self.direction)


@dataclass(slots=True)
class Facts:
    """The changes between two documents, in the order in which they are met."""

    base: Document
    head: Document
    _found: dict[tuple[Any, ...], Change] = field(default_factory=dict)

    def added(self, context: Context, aspect: str, base: str, head: str, after: Any) -> None:
        """What only the head has, at `head`; `base` is where it is missing."""
        self._note(context, aspect, "added", (base, head), (ABSENT, after))

    def removed(self, context: Context, aspect: str, base: str, head: str, before: Any) -> None:
        """What only the base has, at `base`; `head` is where it is missing."""
        self._note(context, aspect, "removed", (base, head), (before, ABSENT))

    def changed(
        self, context: Context, aspect: str, base: str, head: str, values: tuple[Any, Any]
    ) -> None:
        """What both have and differs: its values before and after."""
        self._note(context, aspect, "changed", (base, head), values)

    def members(self, context: Context, base: str, head: str, skip: Iterable[str] = ()) -> None:
        """Every member of the objects at two places that differs, but for those that are compared elsewhere."""
        before, after = self.base.at(base), self.head.at(head)
        if before is after or not isinstance(before, Mapping) or not isinstance(after, Mapping):
            return
        for name in dict.fromkeys((*before, *after)):
            if name not in skip and name != "$ref":
                self._member(context, name, (base, before), (head, after))

    def changes(self) -> Iterator[Change]:
        yield from self._found.values()

    def _member(
        self,
        context: Context,
        name: str,
        base: tuple[str, Mapping[str, Any]],
        head: tuple[str, Mapping[str, Any]],
    ) -> None:
        own = pointer.write((name,))
        (there, before), (here, after) = base, head
        context = _extension(context, name)
        if name not in after:
            self.removed(context, name, there + own, here, before[name])
        elif name not in before:
            self.added(context, name, there, here + own, after[name])
        elif not equal(before[name], after[name]):
            self.changed(context, name, there + own, here + own, (before[name], after[name]))

    def _note(
        self,
        context: Context,
        aspect: str,
        action: Action,
        places: tuple[str, str],
        values: tuple[Any, Any],
    ) -> None:
        key = (context.area, aspect, action, *places, context.direction, context.subject)
        known = self._found.get(key)
        if known is None:
            self._found[key] = Change(
                context.area,
                aspect,
                action,
                context.subject,
                place(self.base, places[0]),
                place(self.head, places[1]),
                *values,
                context.direction,
                context.operations,
            )
        elif set(context.operations) - set(known.operations):
            operations = tuple(dict.fromkeys((*known.operations, *context.operations)))
            self._found[key] = replace(known, operations=operations)


def _extension(context: Context, name: str) -> Context:
    """Extensions are a kind of their own, but for those that say how long something lives and how firm it is."""
    is_own = name.startswith("x-") and not name.startswith(LIFE)
    return replace(context, area="extension") if is_own else context


LIFE = ("x-sunset", "x-stability", "x-deprecat", "x-troth-promises")


def equal(one: Any, other: Any) -> bool:
    """For Python 1, 1.0 and True are equal: the texts decide."""
    return one is other or (
        bool(one == other) and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )
