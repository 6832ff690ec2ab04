"""Where a value is to be seen by who reads the change: in the document's own text if it is there, else in its overlay's."""

from spec import pointer
from spec.diff.records import Place
from spec.document import Document


def place(document: Document, where: str) -> Place:
    """A correction that touches a value does not hide where the vendor wrote it."""
    try:
        pointer.get(document.text.content, pointer.read(where))
    except KeyError:
        return Place(where, *document.place(where))
    return Place(where, document.name, document.line(where))
