"""A document without what no validator can read: a keyword that says nothing is left out, and said to be.

A base that is published cannot be mended any more, and a head that mends it has to be compared with it.
"""

from dataclasses import replace
from typing import Any

from spec import pointer
from spec.document import Document
from spec.frozen import freeze, thaw
from spec.schema_faults import Fault, faults, unreadable

_MOST_ROUNDS = 9  # what hides behind a fault shows in the next round


def readable(document: Document, role: str) -> tuple[Document, tuple[str, ...]]:
    """The document, and a note for each value that it is without."""
    notes: list[str] = []
    for _ in range(_MOST_ROUNDS):
        found = [*faults(document), *unreadable(document)]
        if not found:
            break
        notes += [_note(document, fault, role) for fault in found]
        document = replace(document, content=freeze(_without(thaw(document.content), found)))
    return document, tuple(notes)


def _note(document: Document, fault: Fault, role: str) -> str:
    file, line = document.place(fault.pointer)
    place = f"{file}:{line}" if line else file
    return (
        f"no validator can read {fault.pointer}, left out of the {role}: {place}: {fault.message}"
    )


def _without(content: Any, found: list[Fault]) -> Any:
    """Later members of an array go first: the places of the others stay."""
    for where in sorted((pointer.read(one.pointer) for one in found), key=_order, reverse=True):
        try:
            holder = pointer.get(content, where[:-1])
        except KeyError:
            continue  # it went with what held it
        if isinstance(holder, list):
            holder[int(where[-1]) : int(where[-1]) + 1] = []
        else:
            holder.pop(where[-1], None)
    return content


def _order(where: tuple[str, ...]) -> list[tuple[int, str]]:
    return [(int(token) if token.isdigit() else -1, token) for token in where]
