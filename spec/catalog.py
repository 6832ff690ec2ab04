"""Which files belong together: a document, its overlay and its fixtures; and the documents that are vendored here."""

import difflib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spec import source
from spec.document import Document, build
from spec.embedding import Fetch
from spec.errors import Unreadable
from spec.source import OVERLAY

_HERE = Path(__file__).parent
_ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with what stands beside it. `name` is what messages call the document."""

    name: str
    document: Path
    overlay: Path | None
    fixtures: Path | None

    @property
    def overlays(self) -> tuple[Path, ...]:
        return (self.overlay,) if self.overlay else ()


def vendored() -> dict[str, Entry]:
    """The documents that troth carries, by name."""
    folders = sorted(path.parent for path in _HERE.glob("*/openapi.yaml"))
    return {folder.name: _entry(folder / "openapi.yaml") for folder in folders}


def find(document: str | None = None) -> Entry:
    """The entry that a DOCUMENT argument means: the default, a vendored name, or a file with its neighbours.

    Beside `NAME.yaml` stand `NAME.overlay.yaml` and `NAME.fixtures.yaml`, or plainly `overlay.yaml` and `fixtures.yaml`.
    Raises Unreadable when there is no such file.
    """
    known = vendored()
    if document is None:
        settings = tomllib.loads((_HERE / "catalog.toml").read_text(encoding="utf-8"))
        return known[settings["default"]]
    path = Path(document)
    if document in known and not path.exists():
        return known[document]
    if not path.is_file():
        raise Unreadable("there is no such file", document, hint=_hint(document, path, known))
    return _entry(path)


def load_entry(
    entry: Entry,
    *,
    overlays: Sequence[Path] | None = None,
    fetch: Fetch | None = None,
) -> Document:
    """Load an entry's document, with its own overlay unless others are given. Raises SpecError."""
    chosen = entry.overlays if overlays is None else overlays
    return build(
        source.read(entry.document, shown(entry.document)),
        [source.read(path, shown(path), kind=OVERLAY) for path in chosen],
        base=entry.document.resolve().parent,
        fetch=fetch,
    )


def shown(path: Path) -> str:
    """How messages name a file: as the user gave it, and a vendored one from its own folder on."""
    return path.relative_to(_HERE).as_posix() if path.is_relative_to(_HERE) else str(path)


def _entry(path: Path) -> Entry:
    return Entry(shown(path), path, _beside(path, "overlay"), _beside(path, "fixtures"))


def neighbours(document: str, role: str) -> Iterator[str]:
    """The names that a document's overlay or fixtures may have, the one that goes first first."""
    stem = document.removesuffix(Path(document).suffix)
    names = (name + ending for name in (f"{stem}.{role}", role) for ending in _ENDINGS)
    return (name for name in names if name != document)


def overlay_of(document: Path) -> Path | None:
    """The overlay beside a document, which itself need not be there yet."""
    return _beside(document, "overlay")


def _beside(document: Path, role: str) -> Path | None:
    paths = (document.with_name(name) for name in neighbours(document.name, role))
    return next((path for path in paths if path.is_file()), None)


def _hint(document: str, path: Path, known: dict[str, Entry]) -> str:
    if path.is_dir():
        return "give the document itself, not its folder"
    around = [entry.name for entry in path.parent.glob("*") if entry.suffix in _ENDINGS]
    close = difflib.get_close_matches(path.name, around, 1) or difflib.get_close_matches(
        document, known, 1
    )
    if close:
        return f"did you mean {close[0]!r}?"
    return f"give a file, or the name of a vendored document: {', '.join(known)}"
