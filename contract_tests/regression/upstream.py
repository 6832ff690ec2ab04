"""A vendored document beside what is published: both with the overlay, as far as it applies, and the verdict on the two."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from contract_tests.regression.lapsed import load_without_lapsed
from contract_tests.regression.records import Finding, Verdict
from spec import catalog, source
from spec.diff.records import Place
from spec.document import Document
from spec.errors import OverlayError
from spec.sides import Side
from spec.source import Source
from spec.vendor.refresh import Outcome, parsed
from spec.writer import to_json


@dataclass(frozen=True, slots=True)
class Upstream:
    """`vendored` is a document that promises nothing where there is none yet. `notes` are what is wrong with the overlay;
    `applies` says that something is right with it, and is empty where there is none or it is left out as a whole."""

    path: Path
    vendored: Document
    published: Document
    notes: tuple[str, ...]
    applies: str

    def verdict(self) -> Verdict:
        """What the change means to those who go by the vendored document."""
        # The whole of the comparison, which nothing needs as long as nothing changed.
        from contract_tests.regression.session import judge

        return judge(self.vendored, self.published, notes=self.notes)

    def in_files(self, verdict: Verdict) -> Verdict:
        """The verdict with places in files that are here, for what points at lines: the published text is in none."""
        return replace(verdict, findings=tuple(map(self._in_files, verdict.findings)))

    def _in_files(self, found: Finding) -> Finding:
        base, head = found.base, found.head
        if head is None or Path(head.source).is_file():
            return found
        if base is not None and Path(base.source).is_file():
            return replace(found, head=None)
        return replace(found, base=None, head=Place(head.pointer, str(self.path), None))


def compare(outcome: Outcome) -> Upstream:
    """Both sides of a refresh. Raises SpecError."""
    before, after = parsed(outcome)
    overlays = _overlays(outcome)
    published, notes = _loaded(outcome, after, overlays, "published document")
    applies = "".join(_applying(overlays, published, notes))
    if before is None:
        nothing = _nothing(published).load()
        return Upstream(outcome.path, nothing, published, notes, applies)
    # Two documents compare with the same overlay, or both as they are.
    used = overlays if published.overlays or not overlays else ()
    vendored, stale = _loaded(outcome, before, used, "vendored document")
    # What is stale on both sides is told once, when both are the same.
    told = notes if not outcome.is_changed else (*stale, *notes)
    return Upstream(outcome.path, vendored, published, told, applies)


def stale(outcome: Outcome) -> tuple[str, ...]:
    """What is wrong with the overlay once the document is refreshed. Raises SpecError."""
    return _loaded(outcome, parsed(outcome)[1], _overlays(outcome), "document")[1]


def _applying(
    overlays: tuple[Source, ...], published: Document, notes: tuple[str, ...]
) -> Iterator[str]:
    total = sum(len(overlay.content["actions"]) for overlay in overlays)
    if published.overlays and total:
        yield f"{overlays[0].name}: {total - len(notes)} of {total} actions still apply"


def _overlays(outcome: Outcome) -> tuple[Source, ...]:
    """The overlay beside the document, if any. Raises Unreadable."""
    path = catalog.overlay_of(outcome.path)
    return (source.read(path),) if path else ()


def _loaded(
    outcome: Outcome, text: Source, overlays: tuple[Source, ...], role: str
) -> tuple[Document, tuple[str, ...]]:
    """The document, and a note for each overlay action that it has no use for. An overlay that cannot be applied even without
    these is left out as a whole. Raises SpecError."""
    base = outcome.path.resolve().parent
    try:
        return load_without_lapsed(Side(text, overlays, base), role)
    except OverlayError as error:
        place = ":".join(str(part) for part in (error.source, error.line) if part is not None)
        note = f"the overlay does not fit the {role}, and is left out: {place}: {error.problem}"
        return Side(text, (), base).load(), (note,)


def _nothing(published: Document) -> Side:
    """A document of the same API that has no operation."""
    content = {name: published.content[name] for name in ("openapi", "info")}
    data = to_json({**content, "paths": {}}).encode()
    return Side(source.parse(data, "nothing"), (), Path())
