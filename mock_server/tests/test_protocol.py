"""The door, knocked on with raw sockets: every limit, every clock, and the HTTP that must go on working."""

import asyncio
import hashlib
import inspect
import json
import re
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import parse_headers
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from uvicorn.protocols.http import httptools_impl
from uvicorn.server import ServerState

from mock_server import serving
from mock_server.limits import Limits, plain
from mock_server.protocol import GuardedProtocol, guarded

SMALL = Limits(header_bytes=2000, headers=20, target_bytes=200)
# So short that a test can wait for each.
HASTY = Limits(header_seconds=0.2, body_seconds=0.2, keep_alive_seconds=0.2, graceful_seconds=0.2)
GET = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


class Echo:
    """Answers with what it was asked. /early... is answered before its body is read, /wait and the end of /half after a /go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.disconnected = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
            return
        body = b"" if scope["path"].startswith("/early") else await self.read(receive)
        if body is not None:
            await self.answer(scope, body, send)

    async def read(self, receive: Any) -> bytes | None:
        body = b""
        while True:
            message: dict[str, Any] = await receive()
            if message["type"] == "http.disconnect":
                self.disconnected += 1
                return None
            body += message["body"]
            if not message["more_body"]:
                return bytes(body)

    async def answer(self, scope: Any, body: bytes, send: Any) -> None:
        path = scope["path"]
        if path == "/go":
            self.go.set()
        if path == "/wait":
            await self.go.wait()
        names = [name.decode() for name, _ in scope["headers"]]
        seen = {"method": scope["method"], "path": path, "body": body.decode(), "names": names}
        content = json.dumps(seen).encode()
        headers = [(b"content-length", b"%d" % len(content))]
        if path.endswith("/close"):
            headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if path == "/half":
            await send({"type": "http.response.body", "body": content[:5], "more_body": True})
            await self.go.wait()
            content = content[5:]
        await send({"type": "http.response.body", "body": content})


async def lifespan(receive: Any, send: Any) -> None:
    for _ in range(2):
        message = await receive()
        await send({"type": message["type"] + ".complete"})


class Wire:
    """A client that sends what it is told to and reads answers one by one."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self.socket = socket.create_connection((address.hostname, address.port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")

    def send(self, *pieces: bytes) -> "Wire":
        for piece in pieces:
            self.socket.sendall(piece)
        return self

    def answer(self) -> tuple[int, Any]:
        """The status and the JSON of the next answer."""
        line = self.file.readline()
        assert line.startswith(b"HTTP/1.1 "), line
        self.headers = parse_headers(self.file)
        content = self.file.read(int(self.headers.get("content-length", 0)))
        return int(line.split()[1]), json.loads(content) if content else None

    def refusal(self) -> tuple[int, str]:
        """The status and the message of the next answer, after which the server closes."""
        status, content = self.answer()
        assert self.headers["connection"] == "close"
        assert self.ends()
        return status, content["message"]

    def ends(self) -> bool:
        """Whether the server closes without another byte."""
        return self.file.read(1) == b""

    def close(self) -> None:
        self.file.close()
        self.socket.close()


class Server:
    """A running server, its application, and wires to it."""

    def __init__(self, url: str, app: Echo) -> None:
        self.url, self.app, self.wires = url, app, list[Wire]()

    def wire(self, *pieces: bytes) -> Wire:
        wire = Wire(self.url)
        self.wires.append(wire)
        return wire.send(*pieces)


@contextmanager
def server_with(limits: Limits) -> Iterator[Server]:
    app = Echo()
    with serving.serve(app, limits=limits) as url:
        server = Server(url, app)
        try:
            yield server
        finally:
            for wire in server.wires:
                wire.close()


@pytest.fixture(params=["the default loop", "asyncio"], scope="module")
def loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test is run on both event loops."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "asyncio":
            patch.setattr(serving, "new_event_loop", asyncio.new_event_loop)
        yield


@pytest.fixture(scope="module")
def small(loop: None) -> Iterator[Server]:
    """A server with small sizes and ample times."""
    with server_with(SMALL) as server:
        yield server


@pytest.fixture(scope="module")
def hasty(loop: None) -> Iterator[Server]:
    """A server with ample sizes and short times."""
    with server_with(HASTY) as server:
        yield server


def head(*fields: bytes, line: bytes = b"POST / HTTP/1.1") -> bytes:
    return b"\r\n".join([line, b"Host: here", *fields, b"", b""])


# What must go on working


def test_requests_follow_each_other_on_one_connection(small: Server) -> None:
    """Keep-alive: an answer leaves the connection open for the next request."""
    wire = small.wire()
    for body in (b"one", b"two", b"three"):
        wire.send(head(b"Content-Length: %d" % len(body)), body)
        status, seen = wire.answer()
        assert (status, seen["body"]) == (200, body.decode())


def test_pipelined_requests_are_answered_in_order(small: Server) -> None:
    """Requests sent ahead wait for their turn."""
    paths = ["/wait", "/b", "/c"]
    wire = small.wire(b"".join(GET.replace(b"/ ", f"{path} ".encode(), 1) for path in paths))
    small.app.go.clear()
    small.wire(GET.replace(b"/ ", b"/go ", 1)).answer()
    assert [wire.answer()[1]["path"] for _ in paths] == paths


@pytest.mark.parametrize(
    ("line", "closes"),
    [(b"GET / HTTP/1.0\r\n\r\n", True), (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", False)],
    ids=["HTTP/1.0 without Host", "HTTP/1.1"],
)
def test_both_versions_are_answered(small: Server, line: bytes, closes: bool) -> None:
    """HTTP/1.0 needs no Host and ends the connection; HTTP/1.1 keeps it."""
    wire = small.wire(line)
    assert wire.answer()[0] == 200
    assert (wire.headers["connection"] == "close") == closes


def test_expect_continue_is_answered_before_the_body(small: Server) -> None:
    """The client is told to go on, and then answered (RFC 9110 section 10.1.1)."""
    wire = small.wire(head(b"Content-Length: 2", b"Expect: 100-continue"))
    assert wire.answer() == (100, None)
    assert wire.send(b"ok").answer()[1]["body"] == "ok"


def test_expect_continue_of_http_1_0_is_ignored(small: Server) -> None:
    """A 1.0 client does not know interim answers (RFC 9110 section 10.1.1)."""
    line = b"POST / HTTP/1.0"
    wire = small.wire(head(b"Content-Length: 2", b"Expect: 100-continue", line=line), b"ok")
    assert wire.answer()[0] == 200


def test_chunks_make_one_body_and_trailers_no_headers(small: Server) -> None:
    """Chunk sizes, extensions and trailer fields do not reach the application, and the next request follows."""
    chunks = b"3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nAuthorization: x\r\n\r\n"
    for wire in (small.wire(), small.wire()):
        for _ in range(2):
            wire.send(head(b"Transfer-Encoding: chunked"), chunks)
            seen = wire.answer()[1]
            assert seen["body"] == "abcde"
            assert "authorization" not in seen["names"]


def test_a_body_of_small_chunks_is_taken(small: Server) -> None:
    """Six bytes of framing for each byte of body are many, and lawful."""
    wire = small.wire(head(b"Transfer-Encoding: chunked"), b"1\r\nx\r\n" * 50_000, b"0\r\n\r\n")
    assert len(wire.answer()[1]["body"]) == 50_000


def test_an_offer_to_upgrade_is_ignored_and_the_body_kept(small: Server) -> None:
    """Java's HttpClient offers h2c with its first request, body included."""
    offer = head(b"Content-Length: 2", b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c")
    for request in (offer + b"ok" + offer + b"ok", offer + b"ok" + GET):
        wire = small.wire(request)
        assert wire.answer()[1]["body"] == "ok"
        assert wire.answer()[0] == 200


def test_a_client_that_has_sent_all_is_still_answered(small: Server) -> None:
    """`printf ... | nc` closes its sending half at once."""
    small.app.go.clear()
    wire = small.wire(GET.replace(b"/ ", b"/wait ", 1))
    wire.socket.shutdown(socket.SHUT_WR)
    small.wire(GET.replace(b"/ ", b"/go ", 1)).answer()
    assert wire.answer()[0] == 200
    assert wire.headers["connection"] == "close"
    assert wire.ends()


def test_an_early_answer_is_heard_and_the_connection_goes_on(small: Server) -> None:
    """The rest of a body that nobody wants is read away, and the next request is answered."""
    wire = small.wire(head(b"Content-Length: 3000000", line=b"POST /early HTTP/1.1"))
    assert wire.answer()[0] == 200
    assert wire.send(b"x" * 1000).send(b"x" * 2_999_000, GET).answer()[1]["path"] == "/"


def test_an_answer_that_ends_the_connection_is_heard_while_the_body_comes(small: Server) -> None:
    """Closing at once would reset the connection and lose the answer."""
    wire = small.wire(head(b"Content-Length: 3000000", line=b"POST /early/close HTTP/1.1"))
    wire.send(b"x" * 2_900_000)
    assert wire.answer()[0] == 200
    assert wire.ends()


# Sizes


@pytest.mark.parametrize(
    ("request_", "status", "message"),
    [
        (
            b"GET /%b HTTP/1.1\r\n" % (b"a" * 200),
            414,
            "the request target is longer than 200 bytes",
        ),
        (head(*[b"A: b"] * 20), 431, "the request has more than 20 header fields"),
        (head(b"A: " + b"b" * 2000), 431, "the header fields are longer than 2,000 bytes"),
        (head(*[b"A: " + b"b" * 150] * 19), 431, "the header fields are longer than 2,000 bytes"),
    ],
    ids=["target", "count", "one long field", "many long fields"],
)
@pytest.mark.parametrize("piece", [100, 10**9], ids=["in pieces", "in one piece"])
def test_a_head_beyond_a_limit_is_refused(
    small: Server, request_: bytes, status: int, message: str, piece: int
) -> None:
    """Each limit has its status and says its size."""
    ended = request_ if request_.endswith(b"\r\n\r\n") else request_ + b"Host: here\r\n\r\n"
    pieces = [ended[i : i + piece] for i in range(0, len(ended), piece)]
    assert small.wire(*pieces).refusal() == (status, message)


def test_a_head_at_the_limits_is_taken(small: Server) -> None:
    """The limits are the largest that is taken, not the smallest that is not."""
    used = len(b"Host: here\r\n") + len(b"A: b\r\n") * 18 + len(b"C: \r\n")
    fields = [b"A: b"] * 18 + [b"C: " + b"c" * (SMALL.header_bytes - used)]
    wire = small.wire(head(*fields, line=b"GET /%b HTTP/1.1" % (b"a" * 199)))
    assert wire.answer()[0] == 200


@pytest.mark.parametrize(
    ("begin", "more", "status"),
    [(b"GET /", b"a", 414), (head()[:-2] + b"A: ", b"b", 431), (head()[:-2], b"A: b\r\n", 431)],
    ids=["target", "field", "fields"],
)
def test_a_head_without_end_is_refused_early(
    small: Server, begin: bytes, more: bytes, status: int
) -> None:
    """A head is not collected beyond its limit and one read of the event loop, of 256 KiB at the most."""
    wire = small.wire(begin, more * 200_000, more * 200_000)
    assert wire.refusal()[0] == status


def test_a_trailer_without_end_is_refused(small: Server) -> None:
    """Framing that carries no body is counted: it would be kept in memory."""
    wire = small.wire(head(b"Transfer-Encoding: chunked"), b"2\r\nok\r\n0\r\nTrailer: ")
    wire.send(*[b"x" * 1000] * 200)
    assert wire.refusal() == (400, "the chunked body is nearly all framing and trailer fields")


def test_too_many_pipelined_requests_are_refused_in_their_turn(small: Server) -> None:
    """One read can bring ten thousand requests; those that were taken are answered first."""
    small.app.go.clear()
    wire = small.wire(GET.replace(b"/ ", b"/wait ", 1) + GET * 200)
    small.wire(GET.replace(b"/ ", b"/go ", 1)).answer()
    assert [wire.answer()[0] for _ in range(65)] == [200] * 65
    assert wire.refusal() == (503, "more than 64 requests wait on one connection")


def test_connections_beyond_the_bound_are_told(loop: None) -> None:
    """503 at the bound, and room again when one has gone."""
    with server_with(Limits(connections=2)) as server:
        first, second = server.wire(GET), server.wire(GET)
        assert (first.answer()[0], second.answer()[0]) == (200, 200)
        third = server.wire(GET)
        assert third.refusal() == (503, "more than 2 connections are open")
        third.close()
        first.send(head(line=b"GET /early/close HTTP/1.1")).answer()
        assert first.ends()
        assert server.wire(GET).answer()[0] == 200


def test_connections_far_beyond_the_bound_are_dropped(loop: None) -> None:
    """What is told costs memory, too: 64 at a time."""
    with server_with(Limits(connections=1)) as server:
        assert server.wire(GET).answer()[0] == 200
        assert {server.wire().refusal()[0] for _ in range(64)} == {503}
        with pytest.raises((ConnectionError, AssertionError)):
            server.wire().answer()


# Malformed


def smuggled(*fields: bytes) -> bytes:
    return head(*fields) + b"0\r\n\r\n" + GET


@pytest.mark.parametrize(
    "request_",
    [
        smuggled(b"Content-Length: 5", b"Transfer-Encoding: chunked"),
        smuggled(b"Transfer-Encoding: chunked", b"Content-Length: 5"),
        smuggled(b"Content-Length: 5", b"Content-Length: 6"),
        smuggled(b"Content-Length: 5", b"Content-Length: 5"),
        smuggled(b"Content-Length: 5, 5"),
        smuggled(b"Content-Length: +5"),
        smuggled(b"Content-Length: 0x5"),
        smuggled(b"Content-Length: -5"),
        smuggled(b"Content-Length: " + b"9" * 30),
        smuggled(b"Content-Length : 5"),
        smuggled(b"Transfer-Encoding: chunked, gzip"),
        smuggled(b"Transfer-Encoding: xchunked"),
        smuggled(b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"),
        smuggled(b"Transfer-Encoding: chunked\x0b"),
        head(b"X: a\x00b"),
        head(b"X: a", b" folded"),
        head(b"X: a\rb"),
        head(b"Host: there"),
        head(b"Host: there", line=b"GET / HTTP/1.0"),
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\nHost: here\n\n",
        b"GET /a b HTTP/1.1\r\nHost: here\r\n\r\n",
        b"GET /\xc3\xa9 HTTP/1.1\r\nHost: here\r\n\r\n",
        b"GET http://here HTTP/1.1\r\nHost: here\r\n\r\n",
        b"GET / HTTP/3.7\r\nHost: here\r\n\r\n",
        b"CONNECT here:80 HTTP/1.1\r\nHost: here\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"BREW / HTTP/1.1\r\nHost: here\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x00" * 100,
        b"hello\r\n",
    ],
    ids=lambda value: repr(value.split(b"0\r\n\r\nGET")[0].removeprefix(head()[:-2]))[2:60],
)
def test_what_is_not_http_is_refused(small: Server, request_: bytes) -> None:
    """400 in the form that the caller of `serve` chose, and the connection ends: what follows could be anything."""
    assert small.wire(request_).refusal()[0] == 400


def test_a_body_that_breaks_is_refused_instead_of_the_application(small: Server) -> None:
    """The application hears that the client has gone, and the answer is ours."""
    before = small.app.disconnected
    wire = small.wire(head(b"Transfer-Encoding: chunked"), b"3\r\nabc\r\nzz\r\n")
    assert wire.refusal()[0] == 400
    small.wire(GET).answer()
    assert small.app.disconnected == before + 1


def test_a_refusal_waits_for_the_answers_before_it(small: Server) -> None:
    """A client that gets one answer too early takes it for the answer to another request."""
    small.app.go.clear()
    wire = small.wire(GET.replace(b"/ ", b"/wait ", 1), GET, b"garbage\r\n\r\n")
    small.wire(GET.replace(b"/ ", b"/go ", 1)).answer()
    assert [wire.answer()[1]["path"] for _ in range(2)] == ["/wait", "/"]
    assert wire.refusal()[0] == 400


def test_a_broken_body_waits_for_the_answers_before_it(small: Server) -> None:
    """Also when the request it belongs to waits in line."""
    small.app.go.clear()
    broken = head(b"Transfer-Encoding: chunked") + b"zz\r\n"
    wire = small.wire(GET.replace(b"/ ", b"/wait ", 1) + broken)
    small.wire(GET.replace(b"/ ", b"/go ", 1)).answer()
    assert wire.answer()[1]["path"] == "/wait"
    assert wire.refusal()[0] == 400


# Times


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (b"", "no complete request head within 0.2 seconds"),
        (b"\r\n\r\n", "no complete request head within 0.2 seconds"),
        (b"GET / HT", "no complete request head within 0.2 seconds"),
        (head(b"Content-Length: 5") + b"abc", "no complete request body within 0.2 seconds"),
        (
            head(b"Transfer-Encoding: chunked") + b"3\r\nab",
            "no complete request body within 0.2 seconds",
        ),
    ],
    ids=["nothing", "blank lines", "half a head", "half a body", "half a chunk"],
)
def test_what_does_not_come_in_time_is_refused(hasty: Server, sent: bytes, message: str) -> None:
    """408, and the connection ends."""
    assert hasty.wire(sent).refusal() == (408, message)


def test_the_next_request_has_its_own_time(hasty: Server) -> None:
    """A second head that does not end is refused like the first; blank lines before it do not keep a connection."""
    wire = hasty.wire(GET)
    assert wire.answer()[0] == 200
    assert wire.send(b"GET /").refusal()[0] == 408
    idle = hasty.wire(GET)
    assert idle.answer()[0] == 200
    assert idle.send(b"\r\n").ends()


def test_an_idle_connection_is_closed_without_a_word(hasty: Server) -> None:
    """Nobody waits for an answer. That holds for one that came before its body, too."""
    wire = hasty.wire(GET)
    assert wire.answer()[0] == 200
    assert wire.ends()
    early = hasty.wire(head(b"Content-Length: 5", line=b"POST /early HTTP/1.1"))
    assert early.answer()[0] == 200
    assert early.send(b"abcde").ends()


def test_an_application_may_take_its_time(hasty: Server) -> None:
    """The clocks are for clients: an answer that takes longer than all of them together arrives."""
    hasty.app.go.clear()
    slow = hasty.wire(GET.replace(b"/ ", b"/wait ", 1))
    assert hasty.wire(b"G").refusal()[0] == 408
    assert hasty.wire(b"G").refusal()[0] == 408
    hasty.wire(GET.replace(b"/ ", b"/go ", 1)).answer()
    assert slow.answer()[0] == 200


def test_who_does_not_read_is_cut_off(hasty: Server) -> None:
    """What waits to be read takes memory; a connection that does not move is dropped, in the middle of an answer or not."""
    wire = hasty.wire()
    wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    request = head(b"Content-Length: 1000000") + b"x" * 1_000_000
    with pytest.raises(ConnectionError):
        wire.send(*[request] * 100)


# The stop


def test_a_stop_waits_for_what_is_in_flight_and_then_says_so(loop: None) -> None:
    """A request that does not end in time is answered 503; one that is half answered is cut."""
    with server_with(HASTY) as server:
        waiting, half = (server.wire(GET.replace(b"/ ", p, 1)) for p in (b"/wait ", b"/half "))
        assert half.file.readline() == b"HTTP/1.1 200 OK\r\n"
        server.wires.clear()
    with closing(waiting), closing(half):
        assert waiting.refusal() == (503, "the server is stopping")
        assert half.file.read().endswith(b'\r\n\r\n{"met')


# Without a network: pieces and times are what the test says


class Tape(asyncio.Transport):
    """A transport that keeps what is written, and says when that is all."""

    def __init__(self) -> None:
        super().__init__()
        self.written, self.ended, self.closed = b"", asyncio.Event(), False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        self.ended.set()

    def close(self) -> None:
        self.closed = True
        self.ended.set()

    def is_closing(self) -> bool:
        return self.closed

    def get_write_buffer_size(self) -> int:
        return 0

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class Door:
    """One connection, its application and its tape. Made inside a running loop."""

    def __init__(self, limits: Limits) -> None:
        self.app, self.tape, self.now = Echo(), Tape(), asyncio.get_running_loop().time()
        config = uvicorn.Config(self.app, http=guarded(limits, plain), log_config=None, ws="none")
        config.load()
        make: Any = config.http_protocol_class
        self.connection: GuardedProtocol = make(config, ServerState(), {})
        self.connection.connection_made(self.tape)

    async def receive(self, *pieces: bytes, rounds: int = 5) -> "Door":
        """Take pieces, with so many rounds of the loop for the application after each."""
        for piece in pieces:
            self.connection.data_received(piece)
            for _ in range(rounds):
                await asyncio.sleep(0)
        return self

    def after(self, seconds: float) -> list[bytes]:
        """The statuses of all answers, so many seconds after the beginning."""
        self.connection.check_clock(self.now + seconds)
        return re.findall(rb"HTTP/1\.1 (\d+)", self.tape.written)


AMPLE = Limits(header_seconds=10, body_seconds=30, keep_alive_seconds=5)


def test_a_body_has_its_own_time() -> None:
    """It begins when the head is complete, however long that took."""

    async def story() -> None:
        door = await Door(AMPLE).receive(
            b"POST / HT", b"TP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx"
        )
        assert door.after(15) == []
        assert door.after(31) == [b"408"]

    asyncio.run(story())


def test_no_clock_runs_while_the_application_works() -> None:
    """Also after a body that came in pieces, whose clock was running."""

    async def story() -> None:
        request = head(b"Content-Length: 4", line=b"POST /wait HTTP/1.1")
        door = await Door(AMPLE).receive(request + b"ab", b"cd")
        assert door.after(1000) == []
        assert not door.tape.ended.is_set()
        door.app.go.set()
        await door.receive(b"\r\n")
        assert door.after(1) == [b"200"]
        door.connection.connection_lost(None)

    asyncio.run(story())


def test_no_clock_runs_while_nothing_is_read() -> None:
    """A body that is not read because an answer is due before it is not late."""

    async def story() -> None:
        waiting = GET.replace(b"/ ", b"/wait ", 1)
        door = await Door(AMPLE).receive(waiting, head(b"Content-Length: 4") + b"ab")
        assert door.after(31) == []
        door.app.go.set()
        await door.receive(b"cd")
        assert door.after(32) == [b"200", b"200"]
        door.connection.connection_lost(None)

    asyncio.run(story())


def test_a_body_that_nobody_awaits_any_more_ends_the_connection() -> None:
    """The request is answered; a second answer would be taken for the next one's."""

    async def story() -> None:
        early = head(b"Content-Length: 5", line=b"POST /early HTTP/1.1")
        door = await Door(AMPLE).receive(early)
        assert door.after(29) == [b"200"]
        assert not door.tape.ended.is_set()
        assert door.after(31) == [b"200"]
        assert door.tape.ended.is_set()

    asyncio.run(story())


@pytest.mark.parametrize(
    ("path", "closed"), [(b"/close", True), (b"/early/close", False)], ids=["all", "a part"]
)
def test_a_connection_waits_for_the_client_only_if_it_is_sending(path: bytes, closed: bool) -> None:
    """The application ends the connection, with all of a body or with a part of it."""

    async def story() -> None:
        request = head(b"Content-Length: 4", line=b"POST %b HTTP/1.1" % path)
        door = await Door(AMPLE).receive(request + b"ab", b"cd")
        assert door.after(0) == [b"200"]
        assert door.tape.ended.is_set()
        assert door.tape.closed == closed

    asyncio.run(story())


def test_who_is_refused_is_refused_once() -> None:
    """What comes after a refusal is dropped."""

    async def story() -> None:
        door = await Door(AMPLE).receive(b"no\r\n", b"no\r\n", GET)
        assert door.after(0) == [b"400"]

    asyncio.run(story())


STREAM = b"".join(
    [
        GET,
        head(b"Content-Length: 3") + b"abc",
        b"\r\n",
        head(b"Transfer-Encoding: chunked") + b"2\r\nde\r\n0\r\nT: 1\r\n\r\n",
        head(b"Content-Length: 1", b"Connection: upgrade", b"Upgrade: h2c") + b"f",
        GET,
        b"what is this\r\n",
    ]
)


async def played(pieces: list[bytes], rounds: int) -> bytes:
    door = await Door(SMALL).receive(*pieces, rounds=rounds)
    await door.tape.ended.wait()
    door.connection.connection_lost(None)
    return door.tape.written


@given(cuts=st.lists(st.integers(0, len(STREAM)), max_size=8).map(sorted), rounds=st.integers(0, 3))
def test_where_pieces_are_cut_makes_no_difference(cuts: list[int], rounds: int) -> None:
    """The same bytes get the same answers, however they arrive."""
    pieces = [STREAM[a:b] for a, b in pairwise([0, *cuts, len(STREAM)]) if a < b]
    with asyncio.Runner() as runner:
        whole = runner.run(played([STREAM], 0))
        assert whole.count(b"HTTP/1.1 200") == 5
        assert runner.run(played(pieces, rounds)) == whole


# uvicorn


def test_the_protocol_of_uvicorn_is_the_one_that_was_read() -> None:
    """`GuardedProtocol` goes by the inside of uvicorn's class. When this fails, uvicorn has changed it: read what is new, see
    that the tests above hold, raise the pin in pyproject.toml, and put the new digest here."""
    classes = httptools_impl.HttpToolsProtocol, httptools_impl.RequestResponseCycle
    source = "".join(inspect.getsource(item) for item in classes)
    digest = hashlib.sha256(source.encode()).hexdigest()
    assert (uvicorn.__version__, digest) == (
        "0.54.0",
        "70e7393260abf01c74b912ad453c795995fdb0908020fbf68c9f1d87f4a47a2f",
    )
