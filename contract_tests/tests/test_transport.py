"""Requests over a real connection: what is waited out, what is sent again, what ends a run."""

import contextlib
import gzip
import socket
import socketserver
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from contract_tests.errors import BudgetSpent, Busy, Dropped, Failing, NoAnswer, Unreachable
from contract_tests.exchange import Sent
from contract_tests.health import IN_A_ROW, WINDOW, Health
from contract_tests.patience import Patience
from contract_tests.settings import Settings
from contract_tests.target import Target
from contract_tests.tests.servers import Reply, serving
from contract_tests.transport import LARGEST_BODY, Transport, _held

ENDS = object()
EMPTY = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def post(url, path="/", headers=(), body=b"{}"):
    return Sent("POST", url + path, tuple(headers), body)


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    """What is sent again is sent at once."""
    monkeypatch.setattr("contract_tests.transport._AGAIN", (0, 0, 0))


def transport(url, on_wait=lambda *_: None, **settings):
    return Transport(Target(url, {}), Settings(**settings), on_wait=on_wait)


@contextlib.contextmanager
def connections_of(talk):
    """A server without HTTP of its own: `talk` is given each connection that has something to read, and whether it goes on."""
    accepted = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            accepted.append(self.client_address)
            with contextlib.suppress(OSError):
                while self.request.recv(65536) and talk(self.request) is not ENDS:
                    pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", accepted
        finally:
            server.shutdown()
            thread.join()


def saying(answer):
    def talk(connection):
        connection.sendall(answer)
        return ENDS

    return talk


def test_a_request_is_sent_as_it_is_written():
    """Method, path, header bytes and body arrive as they are, and no Content-Type is made up."""
    with (
        serving(lambda *_: Reply(201, {"X-Any": "1"}, b"body")) as server,
        transport(server.url) as line,
    ):
        sent = post(
            server.url, "/a%2Fb?c=%20d", [("X-Key", "\u00e9\u00ff"), ("X-Empty", "")], b"\xff\x00"
        )
        answer = line.send(sent, retry_safe=False)
    (asked,) = server.requests
    assert (asked.method, asked.path, asked.body) == ("POST", "/a%2Fb?c=%20d", b"\xff\x00")
    assert (asked.headers["x-key"], asked.headers["x-empty"]) == ("\u00e9\u00ff", "")
    assert "content-type" not in asked.headers
    assert asked.headers["user-agent"].startswith("troth/")
    assert (answer.status, answer.header("x-any"), answer.body) == (201, "1", b"body")


def test_a_coded_body_is_decoded():
    """gzip is the transport's business: what is judged is the body inside."""
    reply = Reply(200, {"Content-Encoding": "gzip"}, gzip.compress(b'{"a": 1}'))
    with serving(lambda *_: reply) as server, transport(server.url) as line:
        assert line.send(post(server.url), retry_safe=False).json == {"a": 1}


@pytest.mark.parametrize("status", [429, 503])
def test_a_pause_that_is_asked_for_is_made(status):
    """429 and 503 with Retry-After never reach a property, and the listener hears of the pause."""
    pauses = []
    replies = [Reply(status, {"Retry-After": "0"}), Reply(status, {"Retry-After": "1"}), Reply()]
    with (
        serving(lambda _, before: replies[before]) as server,
        transport(server.url, lambda *told: pauses.append(told)) as line,
    ):
        start = time.monotonic()
        assert line.send(post(server.url), retry_safe=False).status == 200
        assert line.requests == 3
    assert time.monotonic() - start >= 1
    assert [(reason, round(seconds)) for reason, seconds in pauses] == [
        (f"the deployment answered {status}", 1)
    ]


def test_a_429_that_does_not_say_how_long_is_tried_again_a_few_times():
    """A little patience, and then it is an answer like others."""
    with serving(lambda *_: Reply(429)) as server, transport(server.url) as line:
        line._patience = Patience(line._pace, lambda *_: None, untold=(0.01, 0.01))
        assert line.send(post(server.url), retry_safe=False).status == 429
    assert len(server.requests) == 3


def test_a_pause_that_never_ends_is_an_answer():
    """A request that is put off again and again is not sent for ever."""
    with (
        serving(lambda *_: Reply(503, {"Retry-After": "0"})) as server,
        transport(server.url) as line,
    ):
        assert line.send(post(server.url), retry_safe=False).status == 503
    assert len(server.requests) == Patience.TRIES + 1


def test_a_503_without_a_time_is_an_answer():
    """Only what is asked for is waited out: a plain 503 is a failure like any 5xx."""
    with serving(lambda *_: Reply(503)) as server, transport(server.url) as line:
        assert line.send(post(server.url), retry_safe=False).status == 503


def test_too_long_a_pause_ends_the_run():
    """A deployment that asks for an hour gets no further request."""
    with (
        serving(lambda *_: Reply(429, {"Retry-After": "3600"})) as server,
        transport(server.url) as line,
        pytest.raises(Busy, match="asks for a pause of 3,600 s"),
    ):
        line.send(post(server.url), retry_safe=False)


@pytest.mark.parametrize(
    ("retry_safe", "requests"), [(True, 3), (False, 1)], ids=["safe", "unsafe"]
)
def test_a_cut_connection_is_tried_again_where_that_is_safe(retry_safe, requests):
    """What may be repeated is sent until an answer comes; what may not is sent once."""
    replies = [Reply(cut=True), Reply(cut=True), Reply(201)]
    with serving(lambda _, before: replies[before]) as server, transport(server.url) as line:
        if retry_safe:
            assert line.send(post(server.url), retry_safe=True).status == 201
        else:
            with pytest.raises(Dropped, match="closed without an answer"):
                line.send(post(server.url), retry_safe=False)
    assert len(server.requests) == requests


def test_what_must_not_be_sent_twice_gets_a_new_connection():
    """A kept connection that closes at the wrong moment would make a fault of nothing."""
    with (
        connections_of(lambda connection: connection.sendall(EMPTY)) as (url, accepted),
        transport(url) as line,
    ):
        for _ in range(3):
            line.send(post(url), retry_safe=False)
        assert len(accepted) == 3
        for _ in range(3):
            line.send(post(url), retry_safe=True)
        assert len(accepted) == 4


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        pytest.param(b"SSH-2.0-x\r\n", "what came back is not HTTP", id="no-http"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", "in the middle", id="cut"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n" + b"x" * 20,
            "not coded as its Content-Encoding",
            id="not-gzip",
        ),
    ],
)
def test_an_answer_that_cannot_be_read_is_named(answer, problem):
    """Each way to be unreadable is said in words, and none is sent again: something did come back."""
    with connections_of(saying(answer)) as (url, accepted), transport(url) as line:
        with pytest.raises(NoAnswer, match=problem):
            line.send(post(url), retry_safe=True)
        assert len(accepted) == 1


def test_an_answer_is_bounded():
    """A body that does not end, or that unpacks to more than memory should hold, is not kept."""
    bomb = gzip.compress(bytes(LARGEST_BODY + 1))
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    with (
        connections_of(saying(head + bomb)) as (url, _),
        transport(url) as line,
        pytest.raises(NoAnswer, match="longer than 16,777,216 bytes"),
    ):
        line.send(post(url), retry_safe=False)


def test_an_answer_that_drips_is_given_up_in_time():
    """The time limit is for the whole answer, not for each of its bytes."""

    def drip(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    with connections_of(drip) as (url, _), transport(url, timeout=0.3) as line:
        start = time.monotonic()
        with pytest.raises(NoAnswer, match=r"not complete within 0\.3 s"):
            line.send(post(url), retry_safe=False)
        assert time.monotonic() - start < 2


def test_a_connection_that_is_closed_after_each_answer_is_no_trouble():
    """`Connection: close` costs a new connection, and nothing else."""
    with (
        serving(lambda *_: Reply(200, {"Connection": "close"})) as server,
        transport(server.url) as line,
    ):
        statuses = [line.send(post(server.url), retry_safe=False).status for _ in range(5)]
    assert statuses == [200] * 5


def test_no_answer_in_time_is_said_so():
    """A silent deployment does not hold up a run for ever."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with (
            transport(url, timeout=0.2) as line,
            pytest.raises(NoAnswer, match=r"no answer came within 0\.2 s"),
        ):
            line.send(post(url), retry_safe=False)


def test_nothing_there_says_where():
    """A refused connection names the address, and the next step."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with transport(url) as line, pytest.raises(Unreachable) as error:
        line.send(post(url), retry_safe=False)
    assert (
        str(error.value)
        == f"{url}: connection refused\n  hint: see whether it is running, and the port"
    )


def test_an_unknown_host_is_told_from_a_refusal():
    """What to correct is the name, not the port. `.invalid` never exists (RFC 6761 section 6.4)."""
    url = "http://troth.invalid"
    with transport(url) as line, pytest.raises(Unreachable, match="the host's name is not known"):
        line.send(post(url), retry_safe=False)


def test_what_goes_away_in_a_run_ends_it():
    """What was found until then stands: a deployment that was there and is not is no bad address."""
    with serving(lambda *_: Reply(200, {"Connection": "close"})) as server:
        line = transport(server.url)
        line.send(post(server.url), retry_safe=True)
    with line, pytest.raises(Failing, match="went away: connection refused"):
        line.send(post(server.url), retry_safe=True)


def test_failures_in_a_row_end_the_run():
    """A deployment that only fails is left alone; one good answer in between starts the count anew."""
    with (
        serving(lambda _, before: Reply(200 if before == 5 else 500)) as server,
        transport(server.url) as line,
    ):
        for _ in range(5 + IN_A_ROW):
            line.send(post(server.url), retry_safe=True)
        with pytest.raises(Failing, match=f"{IN_A_ROW} requests in a row"):
            line.send(post(server.url), retry_safe=True)


def test_failures_most_of_the_time_end_the_run():
    """More than half of the last hundred is an outage too, though some answers come."""
    health = Health()
    outcomes = [False] * WINDOW + [True, True, False] * (WINDOW // 4)
    for failed in outcomes:
        health.note(failed=failed)
    with pytest.raises(Failing, match="51 of the last 100 requests"):
        health.note(failed=True)


def test_the_budget_is_a_bound():
    """No request is sent beyond the number that was allowed."""
    with serving(lambda *_: Reply()) as server, transport(server.url, budget=3) as line:
        for _ in range(3):
            line.send(post(server.url), retry_safe=False)
        with pytest.raises(BudgetSpent, match="the budget of 3 requests is spent"):
            line.send(post(server.url), retry_safe=False)
    assert len(server.requests) == 3


def test_simultaneous_requests_are_under_way_at_one_time():
    """All have arrived before the first is answered: the server waits for that."""
    all_here = threading.Barrier(4)

    def answer(asked, _):
        all_here.wait(timeout=5)
        return Reply(200, {}, asked.body)

    with serving(answer) as server, transport(server.url) as line:
        answers = line.together(
            [post(server.url, body=bytes([65 + number])) for number in range(4)]
        )
    assert [one.body for one in answers] == [b"A", b"B", b"C", b"D"]


def test_simultaneous_requests_are_complete_at_one_moment():
    """The last byte of each is held back until everybody else has come as far."""
    line = threading.Barrier(2)
    parts = _held(b"abc", line)
    assert next(parts) == b"ab"
    with ThreadPoolExecutor(1) as thread:
        last = thread.submit(next, parts)
        assert wait([last], timeout=0.05).not_done
        line.wait(timeout=5)
        assert last.result(timeout=5) == b"c"


def test_one_of_the_simultaneous_that_fails_holds_up_nobody():
    """The others learn of it at once, and the reason is the one that failed."""
    start = time.monotonic()
    with (
        serving(lambda *_: Reply()) as server,
        transport(server.url, timeout=30) as line,
        pytest.raises(ValueError, match="Invalid header"),
    ):
        line.together([post(server.url), post(server.url, headers=[("X", "a\nb")])])
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("body", [b"", b"x"], ids=["empty", "one-byte"])
def test_simultaneous_requests_may_be_small(body):
    """What has no last byte to hold back is sent as it is."""
    with (
        serving(lambda asked, _: Reply(200, {}, asked.body)) as server,
        transport(server.url) as line,
    ):
        answers = line.together([post(server.url, body=body)] * 3)
    assert [one.body for one in answers] == [body] * 3
    assert {asked.headers["content-length"] for asked in server.requests} == {str(len(body))}


def test_a_redirect_is_an_answer():
    """Nothing is followed: the document says nothing of the other place."""
    with (
        serving(lambda *_: Reply(302, {"Location": "/elsewhere"})) as server,
        transport(server.url) as line,
    ):
        assert line.send(post(server.url), retry_safe=False).status == 302
    assert len(server.requests) == 1


def test_the_rate_is_kept():
    """Ten requests at 200 a second take at least 45 ms."""
    with serving(lambda *_: Reply()) as server, transport(server.url, rate=200) as line:
        start = time.monotonic()
        for _ in range(10):
            line.send(post(server.url), retry_safe=False)
        assert time.monotonic() - start >= 9 / 200
