"""The rows of what answers must be: statuses of each operation, and media types, headers and constraints, each once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from contract_tests.promises.constraints import Constraints
from contract_tests.promises.row import ByAnswers, Row, Use, keyword_row, quoted
from spec.document import Document
from spec.operations import Operation, Response


@dataclass(slots=True)
class _Site:
    """A place in the document that answers must keep: filled in while its uses are gone through."""

    name: str
    uses: dict[Use, None] = field(default_factory=dict)
    before: dict[str, None] = field(default_factory=dict)

    def proof(
        self, property: str, *, at: Iterable[str] = (), within: str | None = None
    ) -> ByAnswers:
        return ByAnswers(tuple(self.uses), property, tuple(at), within, tuple(self.before))

    @property
    def operations(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(use.operation.id for use in self.uses))


def status_rows(document: Document, operations: Sequence[Operation]) -> Iterator[Row]:
    """Each documented status of each operation, and that there is no other."""
    for operation in operations:
        where = f"{operation.pointer}/responses"
        for response in operation.responses:
            at = f"{where}/{response.status}"
            clause = quoted(document, at, " ".join(response.description.split()))
            proof = ByAnswers((Use(operation, response),), "answers.status")
            yield Row("status", (operation.id,), f"answers {response.status}", clause, proof)
        if operation.responses and operation.response(0) is None:  # a `default` allows all
            names = ", ".join(response.status for response in operation.responses)
            clause = quoted(document, where, names)
            proof = ByAnswers((Use(operation),), "answers.status", (where,))
            yield Row("status", (operation.id,), f"answers nothing but {names}", clause, proof)


def answer_rows(document: Document, operations: Sequence[Operation]) -> Iterator[Row]:
    """One row for each media type, header and keyword, however many operations use it."""
    uses = [Use(operation, one) for operation in operations for one in operation.responses]
    yield from _media_types(document, uses)
    yield from _headers(document, uses)
    yield from _schemas(document, uses)


def _media_types(document: Document, uses: Sequence[Use]) -> Iterator[Row]:
    sites: dict[str, tuple[_Site, Response]] = {}
    for use, response in _responses(uses):
        if response.content:
            names = " or ".join(one.name for one in response.content)
            site = _Site(f"answer {response.status}: media type {names}")
            sites.setdefault(response.pointer, (site, response))[0].uses[use] = None
    for site, response in sites.values():
        at = f"{response.pointer}/content"
        proof = site.proof(
            "answers.media-type", at=(at, *(one.pointer for one in response.content))
        )
        clause = quoted(document, at, ", ".join(one.name for one in response.content))
        yield Row("answer", site.operations, site.name, clause, proof)


def _headers(document: Document, uses: Sequence[Use]) -> Iterator[Row]:
    sites: dict[str, _Site] = {}
    for use, response in _responses(uses):
        for header in response.headers:
            site = _Site(f"answer {response.status}: header {header.name}")
            sites.setdefault(header.pointer, site).uses[use] = None
    for where, site in sites.items():
        proof = site.proof("answers.headers", at=(where,))
        yield keyword_row(document, "answer", site.name, where, site.operations, proof)


def _schemas(document: Document, uses: Sequence[Use]) -> Iterator[Row]:
    constraints = Constraints(document, "response")
    sites: dict[str, _Site] = {}
    for use, response in _responses(uses):
        for content in response.content:
            for where in constraints.reached(content.schema.pointer) if content.schema else ():
                site = sites.setdefault(where, _Site(f"answer {response.status}"))
                site.uses[use] = None
                # Without its media type, or without JSON, no body was held to its schema.
                site.before |= {f"{response.pointer}/content": None, content.pointer: None}
    for start, site in sites.items():
        name = constraints.title(start, site.name)
        for one in constraints.at(start):
            proof = site.proof("answers.schema", within=one.pointer)
            yield keyword_row(
                document, "answer", name + one.place, one.pointer, site.operations, proof
            )


def _responses(uses: Sequence[Use]) -> Iterator[tuple[Use, Response]]:
    for use in uses:
        if use.response is not None:
            yield use, use.response
