"""A row of the ledger before any verdict: what is promised, where it is written, and what can prove it."""

from dataclasses import dataclass, replace
from typing import Literal

from contract_tests.findings import clause
from contract_tests.result import Clause
from spec.document import Document
from spec.operations import Operation, Response

Kind = Literal["prose", "rule", "request", "answer", "status", "security"]


@dataclass(frozen=True, slots=True)
class ByTrials:
    """Proved by the trials whose promises are at or below `pointer`; `properties` are those that have such trials."""

    pointer: str
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """The answers to an operation that its document describes by this response; by none: all of them."""

    operation: Operation
    response: Response | None = None

    def covers(self, status: int) -> bool:
        return self.response is None or self.operation.response(status) is self.response


@dataclass(frozen=True, slots=True)
class ByAnswers:
    """Proved by every answer of `uses`, unless one was found to break what stands at `at`, or at or below `within`.

    An answer that broke the document at one of `before` was not read so far.
    """

    uses: tuple[Use, ...]
    property: str
    at: tuple[str, ...] = ()
    within: str | None = None
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ByLinks:
    """Proved by all of what is named: ids of properties, and JSON Pointers at or below which other rows are."""

    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """What the document leaves open: trials at these links see what a deployment does."""

    question: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undeclared:
    """Prose of which nobody has said what it promises."""


Proof = ByTrials | ByAnswers | ByLinks | Undecided | Undeclared


@dataclass(frozen=True, slots=True)
class Row:
    """`operations` are the ids of those that the promise is about, all of the document's when it is empty."""

    kind: Kind
    operations: tuple[str, ...]
    text: str
    clause: Clause
    proof: Proof


def quoted(document: Document, pointer: str, quote: str) -> Clause:
    """What stands at a pointer, with these words of it."""
    return replace(clause(document, pointer), quote=quote)


def keyword_row(
    document: Document,
    kind: Kind,
    name: str,
    where: str,
    operations: tuple[str, ...],
    proof: Proof,
) -> Row:
    """The row of a keyword: what it is about, and the keyword as its text."""
    said = clause(document, where)
    return Row(kind, operations, f"{name}, {said.quote}", said, proof)
