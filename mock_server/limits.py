"""What a server takes from the network, and how it refuses what is more: before a request reaches the application."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from operator import itemgetter

import httptools

Refuse = Callable[[int, str], tuple[list[tuple[bytes, bytes]], bytes]]
"""Status and message to the headers and the body of an answer; Date, Content-Length and Connection are added to them."""

_NAME = itemgetter(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes are bytes, times are seconds; `headers` and `connections` are counts.

    A head (request line and header fields) is due `header_seconds` after its first byte, the first one after the connection was
    made. A body is due `body_seconds` after its head, and the client has as long to read what waits for it. A polite stop waits
    `graceful_seconds` for requests in flight.
    """

    header_bytes: int = 32 * 1024
    headers: int = 100
    target_bytes: int = 8 * 1024
    header_seconds: float = 10
    body_seconds: float = 30
    keep_alive_seconds: float = 5
    connections: int = 512
    graceful_seconds: float = 10


class Refused(Exception):
    """Arguments: status and message. Raised inside a callback of the parser, too, which stops there."""


def plain(status: int, message: str) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """A refusal for those who bring none of their own."""
    body = {"error": HTTPStatus(status).phrase, "message": message}
    return [(b"content-type", b"application/json")], json.dumps(body).encode()


def check_head(limits: Limits, target: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    """Raises Refused when a head, complete or not, is too much."""
    if len(target) > limits.target_bytes:
        raise Refused(414, f"the request target is longer than {limits.target_bytes:,} bytes")
    if len(headers) > limits.headers:
        raise Refused(431, f"the request has more than {limits.headers:,} header fields")
    # 4 for the colon, the blank and the end of the line
    if sum(len(name) + len(value) + 4 for name, value in headers) > limits.header_bytes:
        raise too_long(limits)


def too_long(limits: Limits) -> Refused:
    return Refused(431, f"the header fields are longer than {limits.header_bytes:,} bytes")


def count_hosts(headers: list[tuple[bytes, bytes]]) -> int:
    return [*map(_NAME, headers)].count(b"host")


def reason(error: Exception) -> Refused:
    """What to say about an error of the parser."""
    cause = error.__context__
    if isinstance(cause, Refused):
        return cause
    if isinstance(error, httptools.HttpParserCallbackError):
        return Refused(400, "the request target is malformed: a path was expected, percent-encoded")
    return Refused(400, f"the request is not HTTP/1.1 as RFC 9112 has it: {error}")
