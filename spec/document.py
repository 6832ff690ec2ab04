"""An OpenAPI document, loaded: parsed, corrected by its overlay, made one file, validated and frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spec import embedding, metaschema, pointer, references, slots, source
from spec.embedding import Fetch, Folder
from spec.errors import OverlayError, SpecError
from spec.frozen import freeze
from spec.overlay import Correction
from spec.overlay import apply as apply_overlay
from spec.source import OVERLAY, Source


@dataclass(frozen=True, slots=True)
class Document:
    """`content` is the corrected document: plain JSON values that refuse every change.

    `corrections` are the overlay actions in force, in order. Every value is addressable by JSON Pointer (`at`), and every
    pointer has a place in a file (`place`).
    """

    name: str
    version: tuple[int, int]
    content: dict[str, Any]
    corrections: tuple[Correction, ...]
    text: Source
    overlays: tuple[Source, ...]
    # What is embedded from other files, by the names under `x-troth-files`.
    files: Mapping[str, Source] = field(default_factory=dict)

    def at(self, where: str) -> Any:
        """The value at a JSON Pointer (RFC 6901). Raises KeyError naming the first pointer that leads nowhere."""
        return pointer.get(self.content, pointer.read(where))

    def find(self, where: str) -> Any:
        """The same, and None where there is nothing."""
        try:
            return self.at(where)
        except KeyError:
            return None

    def follow(self, where: str) -> tuple[str, Any]:
        """The pointer and value that `where` means once references are followed to their end."""
        tokens, value = references.follow(self.content, pointer.read(where))
        return pointer.write(tokens), value

    def correction_at(self, where: str) -> Correction | None:
        """The last correction that put there what stands at `where`, or around it. A removal is in force at what it removed
        from, and says nothing of what stayed there."""
        for correction in reversed(self.corrections):
            for corrected in correction.pointers:
                below = correction.effect != "remove" and where.startswith(corrected + "/")
                if where == corrected or below:
                    return correction
        return None

    def line(self, where: str) -> int | None:
        """The line, from 1, in the document's own text."""
        return self.text.line(where)

    def place(self, where: str) -> tuple[str, int | None]:
        """The file and line that a pointer's value stands in: the overlay's for what a correction put there."""
        correction = self.correction_at(where)
        if correction is not None:
            for overlay in self.overlays:
                if overlay.name == correction.source:
                    return overlay.name, overlay.line(correction.action)
        text, inside = self._text(where)
        return text.name, text.line(inside)

    def written(self, where: str) -> tuple[str, int | None]:
        """The file and line that a value is to be seen in by who asks for its text: that of its author, unless it is an
        overlay's alone. A correction that touches a value does not hide where the vendor wrote it."""
        text, inside = self._text(where)
        try:
            pointer.get(text.content, pointer.read(inside))
        except KeyError:
            return self.place(where)
        return text.name, text.line(inside)

    def _text(self, where: str) -> tuple[Source, str]:
        """The text that a place is in, and the pointer there: the document's own, or that of an embedded file."""
        tokens = pointer.read(where) if self.files else ()
        if tokens[:1] == (pointer.FILES,) and tokens[1:2] and tokens[1] in self.files:
            return self.files[tokens[1]], pointer.within(where)
        return self.text, where


def load(
    path: str | Path,
    *,
    overlays: Sequence[str | Path] = (),
    name: str | None = None,
    fetch: Fetch | None = None,
) -> Document:
    """Load a document from a file. `fetch` gets the bytes of a remote `$ref`; without it, remote references are refused.

    Raises Unreadable, Invalid, BadReference, OverlayError.
    """
    text = source.read(path, name)
    base = Path(path).resolve().parent
    return build(
        text, [source.read(overlay, kind=OVERLAY) for overlay in overlays], base=base, fetch=fetch
    )


def build(
    text: Source,
    overlays: Sequence[Source] = (),
    *,
    base: Path | Folder | None = None,
    fetch: Fetch | None = None,
) -> Document:
    """A document from parsed texts; `base` is the folder below which its references may name files."""
    content = text.content
    corrections: list[Correction] = []
    files: dict[str, Source] = {}
    try:
        version = metaschema.version(text.content, name=text.name)
        for overlay in overlays:
            content, applied = _correct(content, overlay)
            corrections.extend(applied)
        content = embedding.embed(content, name=text.name, base=base, fetch=fetch, texts=files)
        metaschema.check(content, name=text.name)
        references.check(content, name=text.name)
        slots.check(content, version, name=text.name)
    except SpecError as error:
        _locate(
            error, Document(text.name, (3, 1), {}, tuple(corrections), text, tuple(overlays), files)
        )
        raise
    return Document(
        text.name, version, freeze(content), tuple(corrections), text, tuple(overlays), files
    )


def draft(text: Source, overlays: Sequence[Source] = ()) -> Document:
    """A document that is held to nothing, for those who say what is wrong with it. Raises OverlayError, and Invalid for what is
    no OpenAPI document at all."""
    content = text.content
    corrections: list[Correction] = []
    try:
        version = metaschema.version(content, name=text.name)
        for overlay in overlays:
            content, applied = _correct(content, overlay)
            corrections.extend(applied)
    except SpecError as error:
        _locate(error, Document(text.name, (3, 1), {}, (), text, ()))
        raise
    return Document(text.name, version, freeze(content), tuple(corrections), text, tuple(overlays))


def _correct(
    content: dict[str, Any], overlay: Source
) -> tuple[dict[str, Any], tuple[Correction, ...]]:
    if not isinstance(overlay.content, dict):
        raise OverlayError("is no overlay: the root is no object", overlay.name, 1, "")
    return apply_overlay(content, overlay.content, source=overlay.name, line_of=overlay.line)


def _locate(error: SpecError, document: Document) -> None:
    """Fill in the lines of an error that has a pointer, and of its like; what a correction put there is the overlay's fault."""
    for one in (error, *error.more):
        if one.line is None and one.pointer is not None and not isinstance(one, OverlayError):
            one.source, one.line = document.place(one.pointer)
