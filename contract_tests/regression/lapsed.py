"""Overlay actions that a side no longer needs: a correction of the base that the head has made itself, or has made pointless."""

import re
from dataclasses import replace
from typing import Any

from spec import pointer
from spec.document import Document
from spec.embedding import Fetch
from spec.errors import OverlayError
from spec.sides import Side
from spec.source import Source


def load_without_lapsed(
    side: Side, role: str, fetch: Fetch | None = None
) -> tuple[Document, tuple[str, ...]]:
    """The document without the actions that match nothing or change nothing there, and a note for each of these.

    Raises SpecError, and OverlayError for what is wrong with an overlay otherwise.
    """
    notes: list[str] = []
    while True:
        try:
            return side.load(fetch), tuple(notes)
        except OverlayError as error:
            index = _lapsed(error)
            found = next((one for one in side.overlays if one.name == error.source), None)
            if index is None or found is None:
                raise
            notes.append(_note(error, role))
            left = _without(found, index)
            chosen = tuple(left if one is found else one for one in side.overlays)
            side = replace(side, overlays=tuple(one for one in chosen if one.content["actions"]))


def _lapsed(error: OverlayError) -> int | None:
    """The number of the action that an error is about, None for one that is about something else."""
    tokens = pointer.read(error.pointer or "")
    is_lapsed = error.hint is not None and "no longer needs" in error.hint
    if not is_lapsed or len(tokens) < 2 or tokens[0] != "actions" or not tokens[1].isdigit():
        return None
    return int(tokens[1])


def _note(error: OverlayError, role: str) -> str:
    place = ":".join(str(part) for part in (error.source, error.line) if part is not None)
    # Its number would be wrong: those before it may have been left out.
    problem = re.sub(r"^action \d+ ", "action ", error.problem)
    return f"stale overlay action, left out of the {role}: {place}: {problem}; {error.hint}"


def _without(overlay: Source, index: int) -> Source:
    """The overlay without one action. The lines of those behind it stay those of its text."""
    actions = overlay.content["actions"]
    kept = [number for number in range(len(actions)) if number != index]
    content: dict[str, Any] = {**overlay.content, "actions": [actions[one] for one in kept]}
    lines = {"": 1}
    for number, old in enumerate(kept):
        line = overlay.line(f"/actions/{old}")
        if line is not None:
            lines[f"/actions/{number}"] = line
    return Source(overlay.name, overlay.text, content, lines)
