"""Where a value is to be seen by who reads the change: in its author's text if it is there, else in the overlay's."""

from spec.diff.records import Place
from spec.document import Document


def place(document: Document, where: str) -> Place:
    return Place(where, *document.written(where))
