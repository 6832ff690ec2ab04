"""The document that gathered texts make: one of them byte for byte, or all of them merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spec import catalog, references, source
from spec.document import build
from spec.errors import BadReference, Invalid, SpecError, Unreadable
from spec.vendor.gather import Gathered
from spec.vendor.merge import Conflict, Prefer, merge
from spec.vendor.reading import Piece
from spec.writer import to_json, to_yaml

_WHOLE = "the file, byte for byte"
_BLOCK = "the fenced block of the page, byte for byte, without the fences"
_SHOWN = 20  # conflicts in a message


class Contradiction(Invalid):
    """Sources that say different things of one part."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """`taken` says how the bytes were come by; `conflicts` are what the sources contradict each other in."""

    data: bytes
    taken: str
    conflicts: tuple[Conflict, ...] = ()


def assemble(found: Gathered, out: Path, prefer: Prefer | None) -> Assembled:
    """The document for the file `out`, which is checked to be one. Raises Contradiction, Unreadable, Invalid."""
    made = _assembled(found, is_json=out.suffix == ".json", prefer=prefer)
    _check(made.data, out)
    return made


def _assembled(found: Gathered, *, is_json: bool, prefer: Prefer | None) -> Assembled:
    pieces = [piece for text in found.texts if text.reading for piece in text.reading.pieces]
    if len(pieces) == 1:
        if is_json and not pieces[0].text.lstrip().startswith("{"):
            hint = "give --out a name that ends with .yaml"
            raise Unreadable("is YAML, and is kept as it is", pieces[0].source, hint=hint)
        return _only(pieces[0], found)
    merged = merge(pieces, prefer or "first")
    if merged.conflicts and prefer is None:
        raise _contradiction(merged.conflicts)
    write_as = to_json if is_json else to_yaml
    taken = f"merged from {len(pieces)} documents"
    return Assembled(write_as(merged.content).encode(), taken, merged.conflicts)


def _only(piece: Piece, found: Gathered) -> Assembled:
    text = next(text for text in found.texts if text.reading and text.reading.pieces)
    if text.reading and text.data and text.reading.kind == "document":
        return Assembled(text.data, _WHOLE)
    return Assembled(piece.text.encode(), _BLOCK)


def _contradiction(conflicts: Sequence[Conflict]) -> Contradiction:
    listed = [line for conflict in conflicts[:_SHOWN] for line in conflict.lines]
    if len(conflicts) > _SHOWN:
        listed.append(f"and in {len(conflicts) - _SHOWN} more places")
    return Contradiction(
        f"the sources contradict each other, {len(conflicts)} times",
        details=tuple(listed),
        hint="leave out one of them with --skip, or take one side with --prefer first or --prefer last",
    )


def _check(data: bytes, out: Path) -> None:
    """Raises Invalid, before anything is overwritten by what no tool could read. What only an overlay makes valid is valid."""
    text = source.parse(data, f"{out} (upstream)")
    base = out.resolve().parent
    try:
        build(text, base=base)
    except BadReference as error:
        if any(not found.target.startswith("#") for found in references.find(text.content)):
            error.hint = (
                "it refers to other files: vendor a bundled document, or put those beside it first"
            )
        raise
    except Invalid as error:
        overlay = catalog.overlay_of(out)
        if overlay is None:
            raise
        try:
            build(text, [source.read(overlay)], base=base)
        except SpecError:
            raise error from None
