"""The rows of prose: every sentence that operations are described by, and what its document declares that it promises."""

from collections.abc import Iterator, Sequence

from contract_tests.promises.row import ByLinks, Kind, Proof, Row, Undecided, Undeclared, quoted
from spec import pointer, references
from spec.document import Document
from spec.operations import Operation
from spec.promises import Declared, read_promises, undeclared
from spec.prose import Prose, sentences, texts

_SHARED = ("components", references.FILES)  # what counts only where an operation refers to it
_SECURITY = ("components", "securitySchemes")


def prose_rows(document: Document, operations: Sequence[Operation]) -> Iterator[Row]:
    """The rows in document order. Sentences that are declared to promise nothing have none. Raises RuleError."""
    declared = read_promises(document) or ()
    owners = _owners(document, operations)
    for text in texts(document):
        of = _operations(text.pointer, owners)
        if of is not None:
            for sentence in sentences(text.text):
                yield from _rows(document, text, sentence, of, declared)


def _rows(
    document: Document,
    text: Prose,
    sentence: str,
    operations: tuple[str, ...],
    declared: Sequence[Declared],
) -> Iterator[Row]:
    for one in declared:
        if one.quote in sentence and one.because is None:
            yield _row(document, text.pointer, one.quote, operations, _proof(one))
    if undeclared(sentence, declared):
        yield _row(document, text.pointer, sentence, operations, Undeclared())


def _row(
    document: Document, where: str, quote: str, operations: tuple[str, ...], proof: Proof
) -> Row:
    kind: Kind = "security" if pointer.read(where)[:2] == _SECURITY else "prose"
    text = proof.question if isinstance(proof, Undecided) else quote
    return Row(kind, operations, text, quoted(document, where, quote), proof)


def _proof(declared: Declared) -> Proof:
    if declared.question is not None:
        return Undecided(declared.question, declared.by)
    return ByLinks(declared.by)


def _operations(
    where: str, owners: dict[tuple[str, ...], dict[str, None]]
) -> tuple[str, ...] | None:
    """Whom a text is about; empty when it is about all of the document, None when it is about no operation that is tested."""
    tokens = pointer.read(where)
    found: dict[str, None] = {}
    for length in range(len(tokens) + 1):
        found.update(owners.get(tokens[:length], {}))
    if found or tokens[0] not in ("paths", *_SHARED):
        return tuple(found)
    return None


def _owners(
    document: Document, operations: Sequence[Operation]
) -> dict[tuple[str, ...], dict[str, None]]:
    """By place: the operations that everything at and below it is said of."""
    owners: dict[tuple[str, ...], dict[str, None]] = {}
    leads: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for operation in operations:
        for place in _reached(document, operation, leads):
            owners.setdefault(place, {})[operation.id] = None
    return owners


def _reached(
    document: Document,
    operation: Operation,
    leads: dict[tuple[str, ...], list[tuple[str, ...]]],
) -> Iterator[tuple[str, ...]]:
    """The places that describe an operation: its own, and those that it refers to. `leads` remembers references."""
    ahead = list(_homes(document, operation))
    seen = set(ahead)
    while ahead:
        place = ahead.pop()
        yield place
        if place not in leads:
            leads[place] = list(_leads(document, place))
        ahead.extend(lead for lead in leads[place] if lead not in seen)
        seen.update(leads[place])


def _homes(document: Document, operation: Operation) -> Iterator[tuple[str, ...]]:
    own = pointer.read(operation.pointer)
    yield own
    path_item = pointer.get(document.content, own[:-1])
    yield from ((*own[:-1], name) for name in ("summary", "description") if name in path_item)
    yield from (pointer.read(parameter.pointer) for parameter in operation.parameters)
    for schemes in operation.security:
        yield from (pointer.read(scheme.pointer) for scheme in schemes)


def _leads(document: Document, place: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    value = pointer.get(document.content, place)
    for found in references.find(value):
        yield references.read_target(found.target)
