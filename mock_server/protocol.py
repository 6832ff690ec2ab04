"""The door: uvicorn's HTTP protocol with the limits and clocks that it lacks, on every connection of a server.

uvicorn 0.54 takes a head of any size, waits for ever for a head or a body that was begun, and answers what is malformed in plain
text, even before the answers that are due. Here each of these ends in a status of its own, in its turn, with a body that the
application's owner makes (`Refuse`), and the connection closes when the client has had time to read it.

`HttpToolsProtocol` is no public interface of uvicorn: pyproject.toml pins the minor release that this was written against, and a
test compares its source with what was read. The good path pays for a few integers: only what comes in pieces, or is large, is
counted with care, and one timer looks after all connections.
"""

import asyncio
import logging
from asyncio import CancelledError
from functools import partial
from http import HTTPStatus
from math import inf
from typing import Any, cast

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from mock_server.limits import Limits, Refuse, Refused, check_head, count_hosts, reason, too_long


def guarded(limits: Limits, refuse: Refuse) -> type[asyncio.Protocol]:
    """The value of uvicorn's setting `http`, for one server."""
    # uvicorn says type and calls it as a function.
    return cast(type[asyncio.Protocol], partial(GuardedProtocol, guard=Guard(limits, refuse)))


# Where the parser is in a message; at last, nobody listens to it any more.
_IDLE, _HEAD, _BODY, _DEAF = range(4)
# Requests that may wait on one connection for those before them. One read can bring ten thousand.
_PIPELINED = 64
# Connections above the bound that are told so. Those beyond them do not even get an answer.
_TOLD = 64
# How long what a refused client still sends is read and dropped: to close at once would reset the connection, and with it the
# answer that is on its way (RFC 9112 section 9.6).
_LINGER_SECONDS = 2.0
# Bytes of chunk sizes and extensions that a byte of a chunked body may bring along.
_FRAMING = 16

# Failures of the application, which has no business to raise. That a stop cancels it is none.
_LOGGER = logging.getLogger(__name__)
_LOGGER.setLevel(logging.WARNING)
_LOGGER.addFilter(
    lambda record: not (record.exc_info and isinstance(record.exc_info[1], CancelledError))
)


class Guard:
    """What the connections of one server share: its limits, its way to refuse, and a clock that looks at all of them."""

    def __init__(self, limits: Limits, refuse: Refuse) -> None:
        self.limits, self.refuse = limits, refuse
        self._open: set[GuardedProtocol] = set()
        seconds = limits.header_seconds, limits.body_seconds, limits.keep_alive_seconds
        self._interval = min(1.0, min(seconds) / 8)
        self._ticking = False

    def enter(self, connection: "GuardedProtocol") -> None:
        self._open.add(connection)
        if not self._ticking:
            self._ticking = True
            connection.loop.call_later(self._interval, self._sweep, connection.loop)

    def leave(self, connection: "GuardedProtocol") -> None:
        self._open.discard(connection)

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for connection in list(self._open):
            connection.check_clock(now)
        self._ticking = bool(self._open)
        if self._ticking:
            loop.call_later(self._interval, self._sweep, loop)


class GuardedProtocol(HttpToolsProtocol):
    """One connection. Callbacks of the transport and of the parser run one at a time, in the thread of the event loop."""

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
        self.logger = _LOGGER
        self._guard, self._limits = guard, guard.limits
        self._phase = _IDLE
        self._careful = False  # what is being parsed may exceed a limit
        self._deadline = inf  # of the phase
        self._content = 0  # bytes of body in the last piece
        self._surplus = 0  # bytes of the phase after its first piece that are no body
        self._unsent, self._stuck_after = 0, inf
        self._refusal: tuple[int, str] | None = None  # due when its turn comes
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
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._phase != _IDLE or len(data) > self._limits.header_bytes:
            self._piece_received(data)
            return
        try:
            self.parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._recover(error, data)
            return
        if self._phase != _IDLE:
            self._await_rest()

    def eof_received(self) -> bool | None:  # type: ignore[override]  # uvicorn always hangs up
        """A client may close its sending half after the last request and still wait for the answers, as `nc` does."""
        if not self._in_flight() or self._phase in (_HEAD, _BODY):
            return None
        if self._phase == _IDLE:
            self.cycle.keep_alive = False
        return True

    # From the parser. On the path of every request, where super() would take a microsecond in all.

    def on_message_begin(self) -> None:
        self._phase, self._deadline = _HEAD, inf
        HttpToolsProtocol.on_message_begin(self)

    def on_headers_complete(self) -> None:
        headers, limits = self.headers, self._limits
        if self._careful or len(headers) > limits.headers or len(self.url) > limits.target_bytes:
            check_head(limits, self.url, headers)
        if self.pipeline and len(self.pipeline) >= _PIPELINED:
            raise Refused(503, f"more than {_PIPELINED} requests wait on one connection")
        if self.parser.should_upgrade():
            return  # see _recover
        if count_hosts(headers) != 1:
            self._check_host()
        if self.expect_100_continue and self.parser.get_http_version() == "1.0":
            self.expect_100_continue = False  # RFC 9110 section 10.1.1
        HttpToolsProtocol.on_headers_complete(self)
        self._phase, self._deadline = _BODY, inf
        # Trailer fields come the same way and are no headers (RFC 9110 section 6.5.1): the application does not see them.
        self.headers = []

    def on_body(self, body: bytes) -> None:
        self._content += len(body)
        HttpToolsProtocol.on_body(self, body)

    def on_message_complete(self) -> None:
        if self._phase == _BODY:
            self._phase, self._deadline = _IDLE, inf
            HttpToolsProtocol.on_message_complete(self)

    # From uvicorn

    def on_response_complete(self) -> None:
        """What uvicorn does, but keep-alive is on the guard's clock: a timer for each request takes more than all else here."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            cycle, app = self.pipeline.pop()
            self._start_asgi_task(cycle, app)
        elif self._refusal is not None:
            self._answer()
        elif self._phase == _IDLE:
            self._deadline = self.loop.time() + self._limits.keep_alive_seconds

    def shutdown(self) -> None:
        self._stopping = True
        if self._in_flight():
            super().shutdown()
            self.loop.call_later(self._limits.graceful_seconds, self._give_up)
        else:
            self.transport.close()

    # From the guard

    def check_clock(self, now: float) -> None:
        """Called every now and then: end what takes too long."""
        if self._is_stuck(now):
            self.transport.abort()
        elif now < self._deadline:
            return
        elif self._phase == _DEAF:
            self.transport.abort()
        elif self.flow.read_paused:  # it is not the client that is late
            self._deadline = now + self._seconds()
        elif self._phase == _IDLE and self.cycle is not None:
            self.transport.close()
        else:
            what = "body" if self._phase == _BODY else "head"
            self._refuse(408, f"no complete request {what} within {self._seconds():g} seconds")

    def _is_stuck(self, now: float) -> bool:
        """Whether the client has not read for too long, so that what it asked for stays in memory."""
        unsent = self.transport.get_write_buffer_size()
        if unsent == 0 or unsent != self._unsent:
            self._unsent, self._stuck_after = unsent, now + self._limits.body_seconds
        return now >= self._stuck_after

    # Reading

    def _piece_received(self, data: bytes) -> None:
        """Anything but a small message in one piece."""
        if self._phase == _DEAF:
            return
        self._careful, self._content = True, 0
        try:
            self.parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._recover(error, data)
            return
        finally:
            self._careful = False
        if self._phase != _IDLE:
            self._await_rest(len(data))
        elif self._deadline == inf and not self._in_flight():  # the answer came before the body
            self._deadline = self.loop.time() + self._limits.keep_alive_seconds

    def _recover(self, error: Exception, data: bytes) -> None:
        """The parser has stopped within `data`.

        A server may ignore Upgrade (RFC 9110 section 7.8) and this one does; the parser takes the body for the other protocol, so
        the message is parsed again without the offer. Java's HttpClient offers h2c with its first request, body and all.
        """
        if not isinstance(error, httptools.HttpParserUpgrade):
            self._refuse(*reason(error).args)
        elif self.parser.get_method() == b"CONNECT":
            self._refuse(400, "CONNECT is for proxies, and this is none")
        else:
            data = self._without_upgrade() + data[error.args[0] :]
            self.parser = httptools.HttpRequestParser(self)
            self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
            self._piece_received(data)

    def _without_upgrade(self) -> bytes:
        version = self.parser.get_http_version().encode()
        head = [b"%s %s HTTP/%s" % (self.parser.get_method(), self.url, version)]
        head += [b"%s: %s" % (name, value) for name, value in self.headers if name != b"upgrade"]
        return b"\r\n".join([*head, b"", b""])

    def _await_rest(self, size: int = 0) -> None:
        """A message has more to come. Its first piece starts the clock, those after it are counted."""
        if self._deadline == inf:
            self._deadline = self.loop.time() + self._seconds()
            self._surplus = 0
        else:
            self._surplus = max(0, self._surplus + size - self._content * (1 + _FRAMING))
        if self._phase == _BODY:
            self.cycle.transport = _Lingering(self)
        try:
            self._check_pieces()
        except Refused as refused:
            self._refuse(*refused.args)

    def _check_pieces(self) -> None:
        limits = self._limits
        if self._phase == _HEAD:
            check_head(limits, self.url, self.headers)
            if self._surplus > limits.header_bytes + limits.target_bytes:
                raise too_long(limits)
        elif self._surplus > limits.header_bytes:
            raise Refused(400, "the chunked body is nearly all framing and trailer fields")

    def _check_host(self) -> None:
        hosts = count_hosts(self.headers)
        if hosts or self.parser.get_http_version() == "1.1":
            message = f"a request has one Host header field, this one has {hosts or 'none'}"
            raise Refused(400, message)  # RFC 9112 section 3.2

    def _seconds(self) -> float:
        limits = self._limits
        return limits.body_seconds if self._phase == _BODY else limits.header_seconds

    # Refusing

    def _in_flight(self) -> bool:
        cycle = cast(RequestResponseCycle | None, self.cycle)  # uvicorn leaves the None out
        return cycle is not None and not (cycle.response_complete or cycle.disconnected)

    def _refuse(self, status: int, message: str) -> None:
        """Answer what cannot reach the application, or is taken from it, after the answers that are due; then close."""
        phase, self._phase, self._deadline = self._phase, _DEAF, inf
        self._refusal = status, message
        if phase == _BODY:
            self._take_back()
        elif not self._in_flight():
            self._answer()

    def _take_back(self) -> None:
        """The request whose body fails waits for its turn, or is answered, or is with the application."""
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
        if self.transport.is_closing() or self.pipeline:
            self.transport.abort()
        else:
            self._refusal = 503, "the server is stopping"
            self._take_back()

    def _answer(self) -> None:
        if self._refusal is None or self.transport.is_closing():
            return
        (status, message), self._refusal = self._refusal, None
        headers, body = self._guard.refuse(status, message)
        head = [b"HTTP/1.1 %d %s" % (status, HTTPStatus(status).phrase.encode())]
        head += [b"%s: %s" % item for item in (*self.server_state.default_headers, *headers)]
        head += [b"content-length: %d" % len(body), b"connection: close", b"", body]
        self.transport.write(b"\r\n".join(head))
        self.linger()

    def linger(self) -> None:
        """Close, and read on for a while if the client may still be sending."""
        if self._phase == _IDLE or self._stopping or not self.transport.can_write_eof():
            self.transport.close()
            return
        self._phase = _DEAF
        self._deadline = self.loop.time() + _LINGER_SECONDS
        self.transport.write_eof()
        self.flow.resume_reading()


class _Lingering(asyncio.Transport):
    """The transport for a request whose body is still coming: if the application ends the connection, the client can hear it."""

    def __init__(self, connection: GuardedProtocol) -> None:
        super().__init__()
        self._connection = connection

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._connection.transport.write(data)

    def is_closing(self) -> bool:
        return self._connection.transport.is_closing()

    def close(self) -> None:
        self._connection.linger()
