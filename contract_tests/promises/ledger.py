"""All that a document promises, before anything is sent."""

from collections.abc import Iterator, Sequence

from contract_tests.promises.answers import answer_rows, status_rows
from contract_tests.promises.prose import prose_rows
from contract_tests.promises.requests import request_rows
from contract_tests.promises.row import ByLinks, Row, quoted
from contract_tests.promises.rules import rule_rows
from spec import pointer
from spec.document import Document
from spec.operations import Operation


def list_promises(document: Document, operations: Sequence[Operation]) -> tuple[Row, ...]:
    """Every row: what the prose says, the rules, who may ask, what a request must be, what an answer must be.

    Raises RuleError for a list of promises that does not fit the document.
    """
    return (
        *prose_rows(document, operations),
        *(row for operation in operations for row in rule_rows(document, operation)),
        *_security_rows(document, operations),
        *request_rows(document, operations),
        *status_rows(document, operations),
        *answer_rows(document, operations),
    )


def _security_rows(document: Document, operations: Sequence[Operation]) -> Iterator[Row]:
    """One row for each list of requirements, the document's own or an operation's."""
    holders: dict[str, list[Operation]] = {}
    for operation in operations:
        if operation.security and all(operation.security):  # an empty requirement lets anybody in
            holders.setdefault(_requirements(document, operation), []).append(operation)
    for where, asked in holders.items():
        names = " or ".join(
            " and ".join(scheme.name for scheme in one) for one in asked[0].security
        )
        proof = ByLinks(("credentials.refused",))
        text = f"without {names} the request is refused"
        ids = tuple(operation.id for operation in asked)
        yield Row("security", ids, text, quoted(document, where, names), proof)


def _requirements(document: Document, operation: Operation) -> str:
    own = (*pointer.read(operation.pointer), "security")
    return pointer.write(own if "security" in pointer.get(document.content, own[:-1]) else own[-1:])
