"""The door: uvicorn's HTTP protocol with the limits and clocks that it lacks, on every connection of a server.

uvicorn 0.54 takes a head of any size, waits for ever for a head or a body that was begun, and answers what is malformed in plain
text, even before the answers that are due. Here each of these ends in a status of its own, in its turn, with a body that the
application's owner makes (`Refuse`), and the connection closes when the client has had time to read it.

`HttpToolsProtocol` is no public interface of uvicorn: pyproject.toml pins the minor release that this was written against, and a
test compares its source with what was read. The good path pays for a few integers. What must be counted with care is counted for
heads that come in pieces, and one timer looks after all connections.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from math import inf
from typing import Any, cast

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

Refuse = Callable[[int, str], tuple[list[tuple[bytes, bytes]], bytes]]
"""Status and message to the headers and the body of an answer; Content-Length, Connection and Date are added to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a server takes from the network. Sizes are bytes, times are seconds."""

    header_bytes: int = 32 * 1024
    headers: int = 100
    target_bytes: int = 8 * 1024
    header_seconds: float = 10
    body_seconds: float = 30
    keep_alive_seconds: float = 5
    connections: int = 512
    graceful_seconds: float = 10


def plain(status: int, message: str) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """A refusal for those who bring none of their own."""
    body = {"error": HTTPStatus(status).phrase, "message": message}
    return [(b"content-type", b"application/json")], json.dumps(body).encode()


def guarded(limits: Limits, refuse: Refuse) -> type[asyncio.Protocol]:
    """The value of uvicorn's setting `http` for one server."""
    # uvicorn says type and calls it as a function.
    return cast(type[asyncio.Protocol], partial(GuardedProtocol, guard=Guard(limits, refuse)))


# Where the parser is in a message.
_IDLE, _HEAD, _BODY = range(3)
# Requests that may wait on one connection for those before them. One read can bring ten thousand.
_PIPELINED = 64
# Connections above the bound that are told so. Beyond them there is not even an answer.
_TOLD = 64
# How long what a refused client still sends is read and dropped: closing at once would reset the connection, and with it the
# answer that is on its way (RFC 9112 section 9.6).
_LINGER_SECONDS = 2.0
# Bytes of framing (chunk sizes, chunk extensions) that each byte of a chunked body may bring along.
_FRAMING = 16


class _Refused(Exception):
    """Raised inside a callback of the parser, which stops there."""


class Guard:
    """What the connections of one server share: its limits, its way to refuse, and a clock that looks at all of them."""

    def __init__(self, limits: Limits, refuse: Refuse) -> None:
        self.limits, self.refuse = limits, refuse
        self._open: set[GuardedProtocol] = set()
        self._interval = min(1.0, limits.header_seconds / 8, limits.body_seconds / 8)

    def enter(self, connection: "GuardedProtocol") -> None:
        if not self._open:
            connection.loop.call_later(self._interval, self._sweep, connection.loop)
        self._open.add(connection)

    def leave(self, connection: "GuardedProtocol") -> None:
        self._open.discard(connection)

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for connection in list(self._open):
            connection.check_clock(now)
        if self._open:
            loop.call_later(self._interval, self._sweep, loop)


class GuardedProtocol(HttpToolsProtocol):
    """One connection. Callbacks of the transport and of the parser run one at a time, in the thread of the event loop."""

    # Not for memory: CPython gives instances of a class one table of names up to 30 attributes, of which uvicorn takes 27. One
    # more than that, and every access to any of them is slower: a tenth of the time of a request.
    __slots__ = (
        "_guard",
        "_limits",
        "_phase",
        "_count_head",
        "_deadline",
        "_pieces",
        "_content",
        "_unsent",
        "_stuck_after",
        "_refusal",
        "_deaf",
        "_stopping",
    )

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        guard: Guard,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._guard, self._limits = guard, guard.limits
        self._phase = _IDLE
        self._count_head = False  # the head may be larger than the limit
        self._deadline = inf  # when the phase must be over, or the connection
        self._pieces = 0  # bytes of this phase after its first piece
        self._content = 0  # bytes of them that were body
        self._unsent, self._stuck_after = 0, inf
        self._refusal: tuple[int, str] | None = None  # due as soon as its turn comes
        self._deaf = False  # what comes in is dropped
        self._stopping = False

    # From the transport

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._guard.enter(self)
        self._deadline = self.loop.time() + self._limits.header_seconds
        excess = len(self.connections) - self._limits.connections
        if excess > _TOLD:
            transport.abort()
        elif excess > 0:
            self._refuse(503, f"more than {self._limits.connections} connections are open")

    def connection_lost(self, exc: Exception | None) -> None:
        self._guard.leave(self)
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._deaf:
            return
        self._count_head = self._phase is _HEAD or len(data) > self._limits.header_bytes
        try:
            self._feed(data)
            if self._phase is not _IDLE:
                self._await_rest(len(data))
        except httptools.HttpParserError as error:
            self._refuse(*_reason(error))
        except _Refused as refused:
            self._refuse(*refused.args)

    def eof_received(self) -> bool | None:  # type: ignore[override]  # uvicorn always hangs up
        """A client may close its sending half after the last request and still wait for the answers, as `nc` does."""
        if not self._in_flight() or (self._phase is not _IDLE and not self._deaf):
            return None
        if not self._deaf:
            self.cycle.keep_alive = False
        return True

    # From the parser

    def on_message_begin(self) -> None:
        self._unset_keepalive_if_required()
        self._phase, self._deadline = _HEAD, inf
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        limits = self._limits
        if (
            self._count_head
            or len(self.headers) > limits.headers
            or len(self.url) > limits.target_bytes
        ):
            self._check_head()
        if self.parser.should_upgrade():
            return  # see _feed
        self._check_connection()
        super().on_headers_complete()
        self._phase, self._deadline = _BODY, inf
        # Trailer fields come the same way and are no headers (RFC 9110 section 6.5.1): the application does not see them.
        self.headers = []

    def on_body(self, body: bytes) -> None:
        self._content += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        if self._phase is _BODY:
            self._phase, self._deadline = _IDLE, inf
            super().on_message_complete()

    # From uvicorn

    def on_response_complete(self) -> None:
        last = not self.pipeline
        super().on_response_complete()
        if last and self._refusal is not None:
            self._answer()

    def shutdown(self) -> None:
        self._stopping = True
        if self._deaf and not self._in_flight():
            self.transport.close()
        else:
            super().shutdown()
            self.loop.call_later(self._limits.graceful_seconds, self._give_up)

    # From the guard

    def check_clock(self, now: float) -> None:
        """Called every now and then."""
        if self._is_stuck(now):
            self.transport.abort()
        elif now >= self._deadline:
            if self._deaf:
                self.transport.abort()
            elif self.flow.read_paused:  # it is not the client that is late
                self._deadline = now + self._seconds()
            else:
                self._refuse(408, self._late())

    def _is_stuck(self, now: float) -> bool:
        """Whether the client has not read for too long, so that what it asked for stays in memory."""
        unsent = self.transport.get_write_buffer_size()
        if unsent == 0 or unsent != self._unsent:
            self._unsent, self._stuck_after = unsent, now + self._limits.body_seconds
        return now >= self._stuck_after

    # Reading

    def _feed(self, data: bytes) -> None:
        while True:
            try:
                self.parser.feed_data(data)
                return
            except httptools.HttpParserUpgrade as upgrade:
                # A server may ignore Upgrade (RFC 9110 section 7.8), the parser cannot: it takes the body for the other
                # protocol. Java's HttpClient offers h2c with its first request, body and all.
                data = self._without_upgrade() + data[upgrade.args[0] :]
                self.parser = httptools.HttpRequestParser(self)
                self.parser.set_dangerous_leniencies(lenient_data_after_close=True)

    def _without_upgrade(self) -> bytes:
        method = self.parser.get_method()
        if method == b"CONNECT":
            raise _Refused(400, "CONNECT is for proxies, and this is none")
        version = self.parser.get_http_version().encode()
        head = [b"%s %s HTTP/%s" % (method, self.url, version)]
        head += [b"%s: %s" % (name, value) for name, value in self.headers if name != b"upgrade"]
        return b"\r\n".join([*head, b"", b""])

    def _await_rest(self, size: int) -> None:
        """A message has more to come. Its first pieces start the clock, those after them are counted."""
        if self._deadline == inf:
            self._deadline = self.loop.time() + self._seconds()
            self._pieces = self._content = 0
            if self._phase is _BODY:
                self.cycle.transport = _Lingering(self)
        else:
            self._pieces += size
        limit = self._limits.header_bytes
        if self._phase is _HEAD:
            self._check_head()
            if self._pieces > limit + self._limits.target_bytes:
                raise _Refused(431, _too_long(limit))
        elif self._pieces > _FRAMING * (self._content + limit):
            raise _Refused(400, "the chunked body is nearly all framing and trailer")

    def _check_head(self) -> None:
        limits = self._limits
        if len(self.url) > limits.target_bytes:
            text = f"the request target is longer than {limits.target_bytes:,} bytes"
            raise _Refused(414, text)
        if len(self.headers) > limits.headers:
            raise _Refused(431, f"the request has more than {limits.headers:,} header fields")
        # 4 for the colon, the blank and the line's end
        if sum(len(name) + len(value) + 4 for name, value in self.headers) > limits.header_bytes:
            raise _Refused(431, _too_long(limits.header_bytes))

    def _check_connection(self) -> None:
        if len(self.pipeline) >= _PIPELINED:
            raise _Refused(503, f"more than {_PIPELINED} requests wait on one connection")
        hosts = [name for name, _ in self.headers].count(b"host")
        if hosts != 1 and (hosts or self.parser.get_http_version() == "1.1"):
            # RFC 9112 section 3.2
            raise _Refused(400, f"a request has one Host header field, this one has {hosts}")
        if self.expect_100_continue and self.parser.get_http_version() == "1.0":
            self.expect_100_continue = False  # RFC 9110 section 10.1.1

    def _seconds(self) -> float:
        limits = self._limits
        return limits.body_seconds if self._phase is _BODY else limits.header_seconds

    def _late(self) -> str:
        what = "body" if self._phase is _BODY else "head"
        return f"no complete request {what} within {self._seconds():g} seconds"

    # Refusing

    def _in_flight(self) -> bool:
        cycle = self.cycle
        return cycle is not None and not (cycle.response_complete or cycle.disconnected)

    def _refuse(self, status: int, message: str) -> None:
        """Answer what cannot reach the application, or is taken from it, after the answers that are due; then close."""
        self._deaf = True
        self._deadline = inf
        self._refusal = status, message
        if self._phase is _BODY:
            self._take_back()
        elif not self._in_flight():
            self._answer()

    def _take_back(self) -> None:
        """The request whose body fails is with the application already, or waits in line, or is answered."""
        if self.pipeline:
            self.pipeline.popleft()
        elif self.cycle.response_complete:
            self.linger()
        elif self.cycle.response_started:
            self.transport.abort()
        else:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            self._answer()

    def _give_up(self) -> None:
        """The time for a graceful stop is over."""
        if self.transport.is_closing() or self.pipeline or self.cycle.response_started:
            self.transport.abort()
        else:
            self._phase = _BODY
            self._refuse(503, "the server is stopping")

    def _answer(self) -> None:
        if self._refusal is None or self.transport.is_closing():
            return
        status, message = self._refusal
        self._refusal = None
        headers, body = self._guard.refuse(status, message)
        head = [b"HTTP/1.1 %d %s" % (status, HTTPStatus(status).phrase.encode())]
        head += [b"%s: %s" % item for item in (*self.server_state.default_headers, *headers)]
        head += [b"content-length: %d" % len(body), b"connection: close", b"", body]
        self.transport.write(b"\r\n".join(head))
        self.linger()

    def linger(self) -> None:
        """Close, and read on for a while if the client may still be sending."""
        self._deaf = True
        self._unset_keepalive_if_required()
        if self._stopping or not self.transport.can_write_eof():
            self.transport.close()
            return
        self._deadline = self.loop.time() + _LINGER_SECONDS
        self.transport.write_eof()
        self.flow.resume_reading()


class _Lingering(asyncio.Transport):
    """The transport of a request whose body has not come in full: an application that ends the connection is heard."""

    def __init__(self, connection: GuardedProtocol) -> None:
        super().__init__()
        self._connection = connection

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._connection.transport.write(data)

    def is_closing(self) -> bool:
        return self._connection.transport.is_closing()

    def close(self) -> None:
        self._connection.linger()


def _reason(error: httptools.HttpParserError) -> tuple[int, str]:
    cause = error.__context__
    if isinstance(cause, _Refused):
        status, message = cause.args
        return status, message
    if isinstance(error, httptools.HttpParserCallbackError):
        return 400, "the request target is malformed: a path was expected, percent-encoded"
    return 400, f"the request is not HTTP/1.1 as RFC 9112 has it: {error}"


def _too_long(limit: int) -> str:
    return f"the header fields are longer than {limit:,} bytes"
