"""Whether another style writes a value otherwise (OAS 3.1 section 4.8.12.3)."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec import pointer
from spec.diff.records import Change, Comparison, Place
from spec.diff.schema_views import view
from spec.document import Document

# For one value these have no form of their own: it is written as `form` writes it.
_OF_QUERIES = frozenset({"form", "spaceDelimited", "pipeDelimited", "deepObject"})
_SCALARS = frozenset({"string", "number", "integer", "boolean", "null"})


def of_style(comparison: Comparison, change: Change) -> Iterator[str]:
    """`scalar`: a side has a single value, which is written in one way whatever the change says: who sent one is read as before,
    and who sent several is the schema's business."""
    if change.aspect == "style" and not {change.before, change.after} <= _OF_QUERIES:
        return
    if change.aspect not in ("style", "explode"):
        return
    if _is_scalar(comparison.base, change.base) or _is_scalar(comparison.head, change.head):
        yield "scalar"


def _is_scalar(document: Document, place: Place | None) -> bool:
    """Whether a parameter or a header, at a place or around it, has one value."""
    tokens = pointer.read(place.pointer) if place else ()
    if not isinstance(document.find(pointer.write(tokens)), Mapping):
        tokens = tokens[:-1]
    holder: Any = document.find(pointer.write(tokens))
    if not isinstance(holder, Mapping) or "schema" not in holder:
        return False
    words = view(document, (*tokens, "schema")).words
    if "type" in words:
        return _SCALARS.issuperset(words["type"].value)
    values = words["enum"].value if "enum" in words else [[]]
    return not any(isinstance(value, list | tuple | Mapping) for value in values)
