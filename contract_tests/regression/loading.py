"""The two sides of a comparison, each with its overlay."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from contract_tests.regression.lapsed import load_without_lapsed
from spec.document import Document
from spec.embedding import Fetch
from spec.sides import open_side


@dataclass(frozen=True, slots=True)
class Loaded:
    """Both documents, and what was wrong with their overlays."""

    base: Document
    head: Document
    notes: tuple[str, ...]


def load_sides(args: argparse.Namespace) -> Loaded:
    """Each side with the overlay beside it, unless others are named. Raises SpecError for a side that cannot be read."""
    fetch = _fetch() if args.allow_remote_refs else None
    given = () if args.no_overlay else args.overlay
    base_given = () if args.no_overlay else args.base_overlay or args.overlay
    base, base_notes = load(args.base, base_given, "base", fetch)
    head, head_notes = load(args.head, given, "head", fetch)
    return Loaded(base, head, (*base_notes, *head_notes))


def load(
    side: str, overlays: Sequence[str] | None, role: str, fetch: Fetch | None = None
) -> tuple[Document, tuple[str, ...]]:
    """A side, and a note for each overlay action that it has no use for, which is left out. Raises SpecError."""
    return load_without_lapsed(open_side(side, overlays=overlays), role, fetch)


def _fetch() -> Fetch:
    from spec.fetch import fetch  # urllib costs 30 ms, and nearly nobody needs it

    return fetch
