"""Which operation of the one document is which of the other."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from spec import pointer
from spec.diff.located import Located, at
from spec.diff.paths import pattern
from spec.diff.records import OperationPair
from spec.diff.servers import base_paths, own_servers
from spec.document import Document
from spec.operations import Operation

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Addressed:
    """An operation with its text, and where it is reached: `urls` are the paths of its URLs, templates without names."""

    record: Operation
    value: Located
    item: Located
    servers: list[Located]
    urls: frozenset[str]


def addressed(document: Document, operations: Iterable[Operation]) -> list[Addressed]:
    """The operations of a document's paths."""
    paths = base_paths(at(document, ()).list("servers"))
    return [_addressed(document, one, paths) for one in operations]


def _addressed(document: Document, record: Operation, paths: list[str]) -> Addressed:
    value = at(document, tuple(pointer.read(record.pointer)))
    item = at(document, ("paths", record.path), merges=True)
    own = own_servers(value, item)
    path = pattern(record.path)
    urls = frozenset(base + path for base in (base_paths(own) if own else paths))
    return Addressed(record, value, item, own, urls)


@dataclass(frozen=True, slots=True)
class Matched:
    """An operation of both sides, or of one, and the pair as others see it."""

    base: Addressed | None
    head: Addressed | None
    pair: OperationPair


def match(base: list[Addressed], head: list[Addressed]) -> list[Matched]:
    """Pairs in the order of the head, then what was removed.

    By method and URL first, so that what moved from the servers into the paths is found; then by method and path, for other
    servers do not make another operation; then by method and operationId, for what moved.
    """
    found: dict[int, Addressed] = {}  # of the base, by the id() of the head's
    taken: set[int] = set()
    for keys in (_url_and_path, _url, _path, _name):
        known: dict[Key, Addressed] = {}
        for one in base:
            if id(one) not in taken:
                known.update((key, one) for key in keys(one) if key not in known)
        for other in head:
            twin = _twin(keys, other, known, taken) if id(other) not in found else None
            if twin is not None:
                found[id(other)] = twin
                taken.add(id(twin))
    pairs = [_matched(found.get(id(other)), other) for other in head]
    return [*pairs, *(_matched(one, None) for one in base if id(one) not in taken)]


def _twin(
    keys: Callable[[Addressed], Iterator[Key]],
    one: Addressed,
    known: dict[Key, Addressed],
    taken: set[int],
) -> Addressed | None:
    found = (known[key] for key in keys(one) if key in known)
    return next((twin for twin in found if id(twin) not in taken), None)


def _matched(base: Addressed | None, head: Addressed | None) -> Matched:
    records = base.record if base else None, head.record if head else None
    return Matched(base, head, OperationPair(*records))


def _url_and_path(one: Addressed) -> Iterator[Key]:
    path = pattern(one.record.path)
    yield from ((one.record.method, url, path) for url in sorted(one.urls))


def _url(one: Addressed) -> Iterator[Key]:
    yield from ((one.record.method, url) for url in sorted(one.urls))


def _path(one: Addressed) -> Iterator[Key]:
    yield one.record.method, pattern(one.record.path)


def _name(one: Addressed) -> Iterator[Key]:
    name = one.value.value.get("operationId")
    if isinstance(name, str):
        yield one.record.method, name
