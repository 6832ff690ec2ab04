"""The changes of schemas: each pair that the slots reach is compared once, however many slots reach it.

slots -> pairs of schemas, with the step from one pair into the next -> changes, each with the uses that lead to it
"""

import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from spec import pointer, references
from spec.diff.keyword_changes import Edit, edits
from spec.diff.records import Change, Place, Slot, Step, Use
from spec.diff.schema_views import View, view
from spec.document import Document
from spec.pointer import Tokens

_MOST_USES = 2000  # of one change: each is a slot of the document

Pair = tuple[Tokens, Tokens]


@dataclass(frozen=True, slots=True)
class _Way:
    """The shortest way from a slot's schemas to a pair within them."""

    path: tuple[Step, ...]
    trail: tuple[Pair, ...]


@dataclass(slots=True)
class _Found:
    """A pair that differs: its edits, and the pairs within it that differ."""

    edits: list[Edit] = field(default_factory=list)
    inner: list[tuple[Step, Pair]] = field(default_factory=list)


def schema_changes(base: Document, head: Document, slots: Sequence[Slot]) -> Iterator[Change]:
    """Every edit of the schemas that the slots have, in the order in which they are met."""
    walk = _Walk(base, head)
    uses: dict[Pair, list[Use]] = {}
    for slot in slots:
        for way in walk.reached(slot):
            found = uses.setdefault(way.trail[-1], [])
            if len(found) < _MOST_USES:
                found.append(Use(slot, way.path, tuple(_pointers(pair) for pair in way.trail)))
    for pair, ways in uses.items():
        for edit in walk.found[pair].edits:
            yield _change(edit, ways, base, head)


class _Walk:
    def __init__(self, base: Document, head: Document) -> None:
        self.base = base
        self.head = head
        self.found: dict[Pair, _Found] = {}
        self._same: dict[Pair, bool] = {}
        self._views: dict[tuple[int, Tokens], View] = {}

    def reached(self, slot: Slot) -> Iterator[_Way]:
        """The ways to the pairs below a slot that have edits of their own."""
        start = (_tokens(slot.base.pointer), _tokens(slot.head.pointer))
        if self.same(*start):
            return
        seen = {start}
        queue = deque([_Way((), (start,))])
        while queue:
            way = queue.popleft()
            found = self._compared(way.trail[-1])
            if found.edits:
                yield way
            for step, inner in found.inner:
                if inner not in seen:
                    seen.add(inner)
                    queue.append(_Way((*way.path, step), (*way.trail, inner)))

    def same(self, one: Tokens, other: Tokens) -> bool:
        """Whether two places hold the same text, and so does all that they refer to."""
        seen: set[Pair] = set()
        ahead = [(one, other)]
        while ahead:
            pair = ahead.pop()
            if self._same.get(pair) is False:
                return False
            if pair in seen or self._same.get(pair):
                continue
            seen.add(pair)
            before, after = (
                pointer.get(self.base.content, pair[0]),
                pointer.get(self.head.content, pair[1]),
            )
            if not _equal(before, after) or self.base.version != self.head.version:
                self._same[one, other] = self._same[pair] = False
                return False
            ahead.extend(_targets(before, after))
        self._same.update(dict.fromkeys(seen, True))
        return True

    def _compared(self, pair: Pair) -> _Found:
        if pair not in self.found:
            before, after = self._view(0, pair[0]), self._view(1, pair[1])
            found = self.found[pair] = _Found()
            for one in edits(before, after, self):
                if isinstance(one, Edit):
                    found.edits.append(one)
                else:
                    step, inner = one
                    if not self.same(*inner):
                        found.inner.append((step, inner))
        return self.found[pair]

    def _view(self, side: int, tokens: Tokens) -> View:
        key = (side, tokens)
        if key not in self._views:
            self._views[key] = view((self.base, self.head)[side], tokens)
        return self._views[key]

    def base_value(self, tokens: Tokens) -> Any:
        return pointer.get(self.base.content, tokens)

    def head_value(self, tokens: Tokens) -> Any:
        return pointer.get(self.head.content, tokens)


def _tokens(where: str) -> Tokens:
    return tuple(pointer.read(where))


def _pointers(pair: Pair) -> tuple[str, str]:
    return pointer.write(pair[0]), pointer.write(pair[1])


def _equal(one: Any, other: Any) -> bool:
    """For Python 1, 1.0 and True are equal; where they might hide in equal values, the texts are compared."""
    return one is other or (
        one == other and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )


def _targets(before: Any, after: Any) -> Iterator[Pair]:
    """Where the references of two equal schemas lead."""
    for one, other in zip(references.find(before), references.find(after), strict=True):
        yield tuple(references.read_target(one.target)), tuple(references.read_target(other.target))


def _change(edit: Edit, uses: list[Use], base: Document, head: Document) -> Change:
    path = min((use.path for use in uses), key=len)
    return Change(
        area="extension" if edit.aspect.startswith("x-") else "schema",
        aspect=edit.aspect,
        action=edit.action,
        subject=_subject(path),
        base=None if edit.base is None else _place(base, edit.base),
        head=None if edit.head is None else _place(head, edit.head),
        before=edit.before,
        after=edit.after,
        uses=tuple(uses),
    )


def _place(document: Document, tokens: Tokens) -> Place:
    where = pointer.write(tokens)
    return Place(where, *document.place(where))


def _subject(path: Sequence[Step]) -> str:
    """A member as people write it: `score`, `items[].label`."""
    text = ""
    for step in path:
        if step.kind == "property":
            text += f".{step.name}"
        elif step.kind in ("item", "prefix"):
            text += f"[{step.name}]"
        elif step.kind in ("additional", "pattern"):
            text += f".{step.name or '*'}"
    return text.removeprefix(".")
