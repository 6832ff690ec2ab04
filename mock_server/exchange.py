"""One request and its answer, with no web framework in sight: the core takes the one and returns the other."""

from collections.abc import Mapping
from typing import NamedTuple

# Named tuples: these two are made for every request, and a frozen dataclass takes four times as long to make.

Headers = list[tuple[bytes, bytes]]


class Request(NamedTuple):
    """`path` is as sent, percent-encoded and without the query; header names are lower case; a header sent twice is joined
    with a comma (RFC 9110 section 5.2)."""

    method: str
    path: bytes
    query: bytes
    headers: Mapping[bytes, bytes]
    body: bytes


class Answer(NamedTuple):
    """`operation` and `faults` are for the journal: what was meant, and what was wrong with it."""

    status: int
    headers: Headers
    body: bytes
    operation: str | None = None
    faults: tuple[str, ...] = ()
