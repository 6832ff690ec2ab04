"""The two sides of a comparison, each with its overlay."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contract_tests.regression.lapsed import build_without_lapsed
from spec import catalog, source
from spec.document import Document
from spec.errors import OverlayError, Unreadable


@dataclass(frozen=True, slots=True)
class Loaded:
    """Both documents, and what was wrong with their overlays."""

    base: Document
    head: Document
    notes: tuple[str, ...]


def load_sides(args: argparse.Namespace) -> Loaded:
    """Raises SpecError for a side that cannot be read."""
    head_overlays = _paths(args.overlay, none=args.no_overlay)
    base_overlays = _paths(args.base_overlay or args.overlay, none=args.no_overlay)
    base, base_notes = load(args.base, base_overlays, "base")
    head, head_notes = load(args.head, head_overlays, "head")
    return Loaded(base, head, (*base_notes, *head_notes))


def load(
    side: str, overlays: Sequence[Path] | None, role: str
) -> tuple[Document, tuple[str, ...]]:
    """A side, and a note for each overlay action that it has no use for, which is left out. Raises SpecError."""
    try:
        return catalog.load_entry(catalog.find(side), overlays=overlays), ()
    except OverlayError as error:
        try:
            entry = catalog.find(side)
        except Unreadable:
            raise error from None  # of another revision: nothing can be left out there
        chosen = entry.overlays if overlays is None else overlays
        text = source.read(entry.document, catalog.shown(entry.document))
        folder = entry.document.resolve().parent
        texts = [source.read(path, catalog.shown(path)) for path in chosen]
        return build_without_lapsed(text, texts, folder, role)


def _paths(given: Sequence[str] | None, *, none: bool) -> tuple[Path, ...] | None:
    if none:
        return ()
    return tuple(Path(one) for one in given) if given else None
