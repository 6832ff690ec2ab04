"""The rows of what a request must be: parameters, bodies, and the constraints of their schemas, each once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from contract_tests.promises.constraints import Constraints
from contract_tests.promises.row import ByLinks, ByTrials, Row, keyword_row, quoted
from spec.document import Document
from spec.operations import MediaType, Operation, RequestBody, Schema

_BODY = ("request.limits", "request.allowed")
_BYTES = ("request.body",)
_PARAMETER = ("parameters.limits",)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a request: a keyword of the document at `pointer`, or a schema there."""

    name: str
    pointer: str
    properties: tuple[str, ...]


@dataclass(slots=True)
class _Site:
    """A part, and the operations that use it: filled in while the operations are gone through."""

    part: _Part
    operations: dict[str, None] = field(default_factory=dict)


def request_rows(document: Document, operations: Sequence[Operation]) -> Iterator[Row]:
    """One row for each keyword, however many operations use it."""
    constraints = Constraints(document, "request")
    keywords: dict[str, _Site] = {}
    schemas: dict[str, _Site] = {}
    for operation in operations:
        for part in _keywords(operation):
            keywords.setdefault(part.pointer, _Site(part)).operations[operation.id] = None
        for part, schema in _schemas(operation):
            for where in constraints.reached(schema.pointer):
                schemas.setdefault(where, _Site(part)).operations[operation.id] = None
    for where, site in keywords.items():
        yield _row(document, where, site.part.name, site)
    yield from _media_types(document, operations)
    for start, site in schemas.items():
        for one in constraints.at(start):
            name = constraints.title(start, site.part.name) + one.place
            yield _row(document, one.pointer, name, site)


def _media_types(document: Document, operations: Sequence[Operation]) -> Iterator[Row]:
    """Which trials are about the media type, their pointers do not say: nearly all of them are sent in one."""
    bodies: dict[str, tuple[RequestBody, dict[str, None]]] = {}
    for operation in operations:
        if operation.body is not None:
            users = bodies.setdefault(operation.body.pointer, (operation.body, {}))[1]
            users[operation.id] = None
    for where, (body, users) in bodies.items():
        names = " or ".join(one.name for one in body.content)
        clause = quoted(document, f"{where}/content", names)
        yield Row("request", tuple(users), f"body: media type {names}", clause, ByLinks(_BYTES))


def _row(document: Document, where: str, name: str, site: _Site) -> Row:
    proof = ByTrials(where, site.part.properties)
    return keyword_row(document, "request", name, where, tuple(site.operations), proof)


def _keywords(operation: Operation) -> Iterator[_Part]:
    """What is promised beside the schemas: that something must be there."""
    for one in operation.parameters:
        # An address without its path parameter is another address.
        if one.required and one.place != "path":
            yield _Part(f"{one.place} {one.name}", f"{one.pointer}/required", _PARAMETER)
    if operation.body is not None and operation.body.required:
        yield _Part("body", f"{operation.body.pointer}/required", _BYTES)


def _schemas(operation: Operation) -> Iterator[tuple[_Part, Schema]]:
    for one in operation.parameters:
        schema = one.schema or _schema(one.content)
        if schema is not None:
            yield _Part(f"{one.place} {one.name}", schema.pointer, _PARAMETER), schema
    for media_type in operation.body.content if operation.body else ():
        if media_type.schema is not None:
            yield _Part("body", media_type.schema.pointer, _BODY), media_type.schema


def _schema(media_type: MediaType | None) -> Schema | None:
    return media_type.schema if media_type else None
