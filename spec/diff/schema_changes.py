"""The changes of schemas: each pair that the slots reach is compared once, however many slots reach it.

slots -> pairs of schemas, with the step from one pair into the next -> changes, each with the uses that lead to it
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from spec import pointer, references
from spec.canonical import canonical
from spec.diff.keyword_changes import Edit, Tags, edits
from spec.diff.places import place
from spec.diff.records import Change, Slot, Step, Use
from spec.diff.schema_views import View, tags, view
from spec.document import Document
from spec.pointer import Tokens

_MOST_USES = 2000  # of one change: each is a slot of the document

Pair = tuple[Tokens, Tokens]


@dataclass(slots=True)
class _Found:
    """A pair that differs: its edits, and the pairs within it that differ."""

    edits: list[Edit] = field(default_factory=list)
    inner: list[tuple[Step, Pair]] = field(default_factory=list)


def schema_changes(base: Document, head: Document, slots: Sequence[Slot]) -> Iterator[Change]:
    """Every edit of the schemas that the slots have, in the order in which they are met."""
    roots: dict[Pair, list[Slot]] = {}
    for slot in slots:
        roots.setdefault((_tokens(slot.base.pointer), _tokens(slot.head.pointer)), []).append(slot)
    walk = _Walk(base, head)
    walk.reach(roots)
    for pair, found in walk.found.items():
        if found.edits:
            uses = list(islice(walk.uses(pair, roots), _MOST_USES))
            for edit in found.edits:
                yield _change(edit, uses, base, head)


class _Walk:
    """The pairs that differ, each compared once, and the steps that lead from one into another."""

    def __init__(self, base: Document, head: Document) -> None:
        self.base = base
        self.head = head
        self.found: dict[Pair, _Found] = {}
        self._from: dict[Pair, list[tuple[Step, Pair]]] = {}
        self._same: dict[Pair, bool] = {}
        self._texts: dict[Pair, tuple[str, str]] = {}
        self._views: dict[tuple[int, Tokens], View] = {}
        self._unlike = unlike(base, head)

    def reach(self, roots: Iterable[Pair]) -> None:
        """Compare every pair that the roots lead to."""
        queue = deque(pair for pair in roots if not self.same(*pair))
        while queue:
            pair = queue.popleft()
            if pair in self.found:
                continue
            self.found[pair] = found = self._compared(pair)
            for step, inner in found.inner:
                self._from.setdefault(inner, []).append((step, pair))
                queue.append(inner)

    def uses(self, pair: Pair, roots: Mapping[Pair, Sequence[Slot]]) -> Iterator[Use]:
        """The slots from which a pair is reached, each by its shortest ways: a walk from the pair back to the roots."""
        first = _Way((), (pair,), 0)
        seen = {(pair, first.kind)}
        queue = deque([first])
        while queue:
            way = queue.popleft()
            for slot in roots.get(way.trail[0], ()):
                yield Use(slot, way.path, tuple(map(self._pointers, way.trail)))
            for step, outer in self._from.get(way.trail[0], ()):
                kind = max(way.kind, (step.kind == "branch") + (not step.is_growing))
                if (outer, kind) not in seen:
                    seen.add((outer, kind))
                    queue.append(_Way((step, *way.path), (outer, *way.trail), kind))

    def _pointers(self, pair: Pair) -> tuple[str, str]:
        if pair not in self._texts:
            self._texts[pair] = pointer.write(pair[0]), pointer.write(pair[1])
        return self._texts[pair]

    def same(self, one: Tokens, other: Tokens) -> bool:
        """Whether two places hold the same text, and so does all that they refer to."""
        pair = (one, other)
        if pair not in self._same:
            before, after = (
                pointer.get(self.base.content, one),
                pointer.get(self.head.content, other),
            )
            self._same[pair] = (
                self.base.version == self.head.version
                and equal(before, after)
                and self._unlike.isdisjoint(found.target for found in references.find(before))
            )
        return self._same[pair]

    def _compared(self, pair: Pair) -> _Found:
        found = _Found()
        for one in edits(self._view(0, pair[0]), self._view(1, pair[1]), self):
            if isinstance(one, Edit):
                found.edits.append(one)
            elif not self.same(*one[1]):
                found.inner.append(one)
        return found

    def _view(self, side: int, tokens: Tokens) -> View:
        key = (side, tokens)
        if key not in self._views:
            self._views[key] = view((self.base, self.head)[side], tokens)
        return self._views[key]

    def base_tags(self, tokens: Tokens) -> Tags:
        return tags(self.base, self._view(0, tokens))

    def head_tags(self, tokens: Tokens) -> Tags:
        return tags(self.head, self._view(1, tokens))

    def base_value(self, tokens: Tokens) -> Any:
        return pointer.get(self.base.content, tokens)

    def head_value(self, tokens: Tokens) -> Any:
        return pointer.get(self.head.content, tokens)


@dataclass(frozen=True, slots=True)
class _Way:
    """From an outer pair to the one in question. `kind` is 0 without a branch, 1 through branches, 2 through one that does not
    grow."""

    path: tuple[Step, ...]
    trail: tuple[Pair, ...]
    kind: int


def unlike(base: Document, head: Document) -> frozenset[str]:
    """The references that do not mean the same in both documents: their target differs, or something that it refers to."""
    needs: dict[str, set[str]] = {}
    found: set[str] = set()
    ahead = [one.target for document in (base, head) for one in references.find(document.content)]
    while ahead:
        target = ahead.pop()
        if target in needs:
            continue
        sides = [_at(document, target) for document in (base, head)]
        needs[target] = {one.target for side in sides for one in references.find(side)}
        ahead.extend(needs[target])
        if not equal(*sides):
            found.add(target)
    return _spread(found, needs)


def _spread(found: set[str], needs: Mapping[str, set[str]]) -> frozenset[str]:
    """What is unlike, and whatever refers to it."""
    needed_by: dict[str, list[str]] = {}
    for target, others in needs.items():
        for other in others:
            needed_by.setdefault(other, []).append(target)
    ahead = list(found)
    while ahead:
        for target in needed_by.get(ahead.pop(), ()):
            if target not in found:
                found.add(target)
                ahead.append(target)
    return frozenset(found)


def _at(document: Document, target: str) -> Any:
    try:
        return pointer.get(document.content, references.read_target(target))
    except (KeyError, ValueError):
        return None


def equal(one: Any, other: Any) -> bool:
    """For Python 1, 1.0 and True are equal; where they might hide in equal values, the texts are compared."""
    return one is other or (bool(one == other) and canonical(one) == canonical(other))


def _change(edit: Edit, uses: list[Use], base: Document, head: Document) -> Change:
    path = min((use.path for use in uses), key=len)
    return Change(
        area="extension" if edit.aspect.startswith("x-") else "schema",
        aspect=edit.aspect,
        action=edit.action,
        subject=_subject(path),
        base=None if edit.base is None else place(base, pointer.write(edit.base)),
        head=None if edit.head is None else place(head, pointer.write(edit.head)),
        before=edit.before,
        after=edit.after,
        uses=tuple(uses),
    )


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


def _tokens(where: str) -> Tokens:
    return tuple(pointer.read(where))
