"""Requests over a real connection: what is waited out, what is sent again, what ends a run."""

import gzip
import socket
import threading
import time

import pytest

from contract_tests.errors import BudgetSpent, Failing, NoAnswer, RunEnded, Unreachable
from contract_tests.exchange import Sent
from contract_tests.settings import Settings
from contract_tests.target import Target
from contract_tests.tests.servers import Reply, serving
from contract_tests.transport import MAX_FAILURES, Transport


def post(url, path="/", headers=(), body=b"{}"):
    return Sent("POST", url + path, tuple(headers), body)


def transport(url, on_wait=lambda *_: None, **settings):
    return Transport(Target(url, {}), Settings(**settings), on_wait=on_wait)


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
    replies = [
        Reply(status, {"Retry-After": "0"}),
        Reply(status, {"Retry-After": "0.01"}),
        Reply(200),
    ]
    with serving(lambda _, before: replies[before]) as server:
        with transport(server.url, lambda *told: pauses.append(told)) as line:
            assert line.send(post(server.url), retry_safe=False).status == 200
            assert line.requests == 3
    assert pauses == [(f"{status} with Retry-After", 0.0), (f"{status} with Retry-After", 0.01)]


def test_a_503_without_a_time_is_an_answer():
    """Only what is asked for is waited out: a plain 503 is a failure like any 5xx."""
    with serving(lambda *_: Reply(503)) as server, transport(server.url) as line:
        assert line.send(post(server.url), retry_safe=False).status == 503


def test_too_long_a_pause_ends_the_run():
    """A deployment that asks for an hour gets no further request."""
    with (
        serving(lambda *_: Reply(429, {"Retry-After": "3600"})) as server,
        transport(server.url) as line,
    ):
        with pytest.raises(RunEnded, match="too long a pause: it asks for 3600 s more"):
            line.send(post(server.url), retry_safe=False)


@pytest.mark.parametrize(("retry_safe", "requests"), [(True, 3), (False, 1)])
def test_a_cut_connection_is_tried_again_where_that_is_safe(retry_safe, requests):
    """What may be repeated is sent twice more; what may not is sent once."""
    with serving(lambda *_: Reply(cut=True)) as server, transport(server.url) as line:
        with pytest.raises(NoAnswer, match="the connection was cut"):
            line.send(post(server.url), retry_safe=retry_safe)
    assert len(server.requests) == requests


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
            pytest.raises(NoAnswer, match=r"none within 0\.2 s"),
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
        == f"{url}: cannot be reached: [Errno 111] Connection refused\n  hint: is it running, and is the address right?"
    )


def test_failures_in_a_row_end_the_run():
    """A deployment that only fails is left alone; one good answer in between starts the count anew."""
    with (
        serving(lambda _, before: Reply(200 if before == 5 else 500)) as server,
        transport(server.url) as line,
    ):
        with pytest.raises(Failing, match=f"5xx {MAX_FAILURES} times in a row"):
            for _ in range(100):
                line.send(post(server.url), retry_safe=False)
    assert len(server.requests) == 6 + MAX_FAILURES


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
