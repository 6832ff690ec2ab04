"""One side of a comparison: a file, the name of a vendored document, or `REV:path`; with what stands beside it there."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spec import catalog, git, source
from spec.document import Document, build
from spec.embedding import Fetch, Folder
from spec.source import OVERLAY, Source


@dataclass(frozen=True, slots=True)
class Side:
    """A document's texts before they are made one. `base` is where its references may name files."""

    text: Source
    overlays: tuple[Source, ...]
    base: Path | Folder

    def load(self, fetch: Fetch | None = None) -> Document:
        """The document, corrected. Raises SpecError."""
        return build(self.text, self.overlays, base=self.base, fetch=fetch)


def open_side(text: str, *, overlays: Sequence[str | Path] | None = None) -> Side:
    """What `text` means, with the overlay beside it at the same revision unless others are given: files, or `REV:path` too.

    Raises Unreadable.
    """
    revision = git.revision(text)
    chosen = None if overlays is None else tuple(_overlay(str(one)) for one in overlays)
    if revision is not None:
        folder = git.folder(revision)
        return Side(folder.own(), _beside(folder) if chosen is None else chosen, folder)
    entry = catalog.find(text)
    own = source.read(entry.document, catalog.shown(entry.document))
    if chosen is None:
        chosen = tuple(
            source.read(path, catalog.shown(path), kind=OVERLAY) for path in entry.overlays
        )
    return Side(own, chosen, entry.document.resolve().parent)


def _beside(folder: git.Folder) -> tuple[Source, ...]:
    names = catalog.neighbours(folder.document, "overlay")
    found = next((name for name in names if folder.has(name)), None)
    return (folder.beside(found),) if found else ()


def _overlay(text: str) -> Source:
    return (
        source.read(text, kind=OVERLAY) if git.revision(text) is None else git.read_revision(text)
    )
