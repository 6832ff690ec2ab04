"""The overlay actions in force: one that came or went is a fact beside what it corrects."""

from collections import defaultdict
from typing import Any

from spec import pointer
from spec.canonical import canonical
from spec.diff.records import ABSENT, Change, Place
from spec.document import Document
from spec.overlay import Correction


def compare_corrections(base: Document, head: Document) -> list[Change]:
    """The actions that one side has, by what they say."""
    before, after = _by_text(base), _by_text(head)
    changes: list[Change] = []
    for text in dict.fromkeys((*after, *before)):
        old, new = before.get(text, []), after.get(text, [])
        changes += [_change(one, base, is_new=False) for one in old[len(new) :]]
        changes += [_change(one, head, is_new=True) for one in new[len(old) :]]
    return changes


def _by_text(document: Document) -> dict[str, list[Correction]]:
    found: dict[str, list[Correction]] = defaultdict(list)
    for one in document.corrections:
        found[canonical(_action(document, one))].append(one)
    return found


def _action(document: Document, one: Correction) -> Any:
    """The action as its overlay has it."""
    for overlay in document.overlays:
        if overlay.name == one.source:
            return pointer.get(overlay.content, pointer.read(one.action))
    return [one.name, one.reason, one.effect]


def _change(one: Correction, document: Document, *, is_new: bool) -> Change:
    value = _action(document, one)
    lines = [
        overlay.line(one.action) for overlay in document.overlays if overlay.name == one.source
    ]
    place = Place(one.pointers[0] if one.pointers else "", one.source, lines[0] if lines else None)
    return Change(
        area="document",
        aspect="overlay",
        action="added" if is_new else "removed",
        subject=f"correction `{one.name}`",
        base=None if is_new else place,
        head=place if is_new else None,
        before=ABSENT if is_new else value,
        after=value if is_new else ABSENT,
    )
