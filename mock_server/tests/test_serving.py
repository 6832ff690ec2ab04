"""Starting, announcing and stopping: as a process under signals, and in a thread beside the caller."""

import asyncio
import gc
import logging
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mock_server import serving
from mock_server.limits import Limits
from mock_server.serving import CannotStart

ROOT = Path(__file__).parents[2]
# A process whose application answers 1 MB, at once or, on /slow, after half a second; BEFORE and READY are what a test puts in.
PROGRAM = """
import asyncio
from mock_server import serving
from mock_server.limits import Limits

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        for _ in range(2):
            message = await receive()
            await send({"type": message["type"] + ".complete"})
        print("stopped", flush=True)
        return
    print("asked", flush=True)
    seconds = {"/slow": 0.3, "/for-ever": 1000}.get(scope["path"], 0)
    await asyncio.sleep(seconds)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})

def ready(url):
    print(url, flush=True)
    READY

BEFORE
raise SystemExit(serving.run(app, host="127.0.0.1", port=0, on_ready=ready, limits=Limits(graceful_seconds=5)))
"""


async def hello(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        for _ in range(2):
            message = await receive()
            await send({"type": message["type"] + ".complete"})
        return
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]}
    )
    await send({"type": "http.response.body", "body": b"hello"})


def get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as answer:
        content: bytes = answer.read()
        return content


# In a thread


@pytest.fixture(params=["the default loop", "asyncio"], autouse=True)
def loop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every test is run on both event loops. The value is what chooses it in another process."""
    if request.param != "asyncio":
        return ""
    monkeypatch.setattr(serving, "new_event_loop", asyncio.new_event_loop)
    return "serving.new_event_loop = asyncio.new_event_loop\n"


def test_the_url_answers_while_the_block_runs_and_not_after() -> None:
    """The server is up when the block begins, and all is given back when it ends."""
    before = threading.active_count()
    with serving.serve(hello) as url:
        assert get(url) == b"hello"
    assert threading.active_count() == before
    with pytest.raises(OSError, match="refused"):
        get(url)
    gc.collect()  # a socket or transport that was left open warns now, and a warning is an error


def test_it_stops_also_when_the_block_raises() -> None:
    """The block's exception arrives, and nothing is left behind."""
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError), serving.serve(hello):
        raise ZeroDivisionError
    assert threading.active_count() == before


def test_two_run_side_by_side() -> None:
    """Each has its own free port."""
    with serving.serve(hello) as one, serving.serve(hello) as other:
        assert one != other
        assert get(one) == get(other) == b"hello"


def test_a_caller_may_have_a_running_loop() -> None:
    """A test that is a coroutine uses it like any other."""

    async def caller() -> bytes:
        with serving.serve(hello) as url:
            return await asyncio.to_thread(get, url)

    assert asyncio.run(caller()) == b"hello"


def test_idle_connections_do_not_hold_up_the_stop() -> None:
    """A client library keeps connections; nobody waits for them, whether they were used or not."""
    with serving.serve(hello) as url:
        port = int(url.rpartition(":")[2])
        unused, used = (socket.create_connection(("127.0.0.1", port), 10) for _ in range(2))
        used.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert used.recv(1)
    with unused, used:
        assert unused.recv(1) == b""


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("localhost", "localhost"), ("::1", "[::1]")]
)
def test_the_url_is_of_the_host_that_was_asked_for(host: str, shown: str) -> None:
    """An IPv6 address stands in brackets (RFC 3986 section 3.2.2)."""
    try:
        with serving.serve(hello, host=host) as url:
            assert url.startswith(f"http://{shown}:")
            assert get(url) == b"hello"
    except CannotStart:
        if host != "::1":
            raise
        pytest.skip("this machine has no IPv6")


# Not starting


def test_a_port_in_use_is_said() -> None:
    """The commonest failure of all names the port, the host and a way out."""
    with serving.serve(hello) as url:
        port = int(url.rpartition(":")[2])
        with pytest.raises(CannotStart) as caught, serving.serve(hello, port=port):
            pass
    assert str(caught.value) == (
        f"cannot listen on port {port} of 127.0.0.1: address already in use\n"
        "  hint: end what listens there, or take another port; 0 is any free one"
    )


@pytest.mark.parametrize(
    ("host", "port", "problem"),
    [
        ("host.invalid", 0, "cannot listen on 'host.invalid': it names no address"),
        ("", 0, "cannot listen on '': it names no address"),
        ("a" * 70, 0, f"cannot listen on '{'a' * 70}': it names no address"),
        ("127.0.0.1", 65536, "cannot listen on port 65536: ports are numbers from 0 to 65535"),
        ("192.0.2.1", 0, "cannot listen on port 0 of 192.0.2.1: cannot assign requested address"),
    ],
    ids=["unknown", "empty", "no name", "port", "not here"],
)
def test_a_place_that_cannot_be_had_is_said(host: str, port: int, problem: str) -> None:
    """Each in one sentence, and in the caller's thread."""
    with pytest.raises(CannotStart) as caught, serving.serve(hello, host=host, port=port):
        pass
    assert caught.value.problem == problem


async def broken(scope: Any, receive: Any, send: Any) -> None:
    raise LookupError("no such file")


async def broken_and_says_so(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "lifespan.startup.failed", "message": ""})
    raise LookupError("no such file")


@pytest.mark.parametrize("app", [broken, broken_and_says_so])
def test_an_application_that_does_not_start_is_said(app: serving.App) -> None:
    """What it raised is the cause."""
    with (
        pytest.raises(CannotStart, match="did not start: LookupError") as caught,
        serving.serve(app),
    ):
        pass
    assert isinstance(caught.value.__cause__, LookupError)


async def broken_at_the_end(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    raise LookupError("cannot save")


def test_an_application_that_does_not_stop_well_is_heard() -> None:
    """What it raises when it stops is not lost in the thread."""
    with pytest.raises(LookupError, match="cannot save"), serving.serve(broken_at_the_end):
        pass


async def faulty(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await hello(scope, receive, send)
    else:
        raise LookupError("a bug")


def test_an_application_that_raises_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A bug has its traceback, and the client its answer."""
    with serving.serve(faulty) as url, pytest.raises(OSError, match="500"):
        get(url)
    assert [record.name for record in caplog.records if record.levelno > logging.INFO] == [
        "mock_server.protocol"
    ]


# As a process


@contextmanager
def process(*, before: str = "", ready: str = "") -> Iterator[subprocess.Popen[str]]:
    source = PROGRAM.replace("BEFORE", before).replace("READY", ready)
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", source]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def line(running: subprocess.Popen[str]) -> str:
    assert running.stdout
    return running.stdout.readline().strip()


def ask(url: str, path: str) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), 10)
    if path:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    return client


def everything(client: socket.socket) -> bytes:
    with client, client.makefile("rb") as file:
        return file.read()


def end(running: subprocess.Popen[str]) -> tuple[str, str, int]:
    """What was printed from here on, what was complained of, and the exit code."""
    printed, errors = running.communicate(timeout=10)
    return printed, errors, running.returncode


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
SIGNALS = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["INT", "TERM"])


@SIGNALS
def test_a_signal_finishes_what_is_in_flight_and_returns_zero(
    number: signal.Signals, loop: str
) -> None:
    """The answer arrives, nothing but what the application prints is printed, and the exit code is the return value."""
    with process(before=loop) as running:
        client = ask(line(running), "/slow")
        assert line(running) == "asked"
        running.send_signal(number)
        assert everything(client).endswith(b"ok")
        assert end(running) == ("stopped\n", "", 0)


@SIGNALS
def test_a_second_signal_drops_what_is_in_flight(number: signal.Signals, loop: str) -> None:
    """Ctrl-C twice ends it at once, and not with a traceback."""
    with process(before=loop) as running:
        url = line(running)
        client, idle = ask(url, "/for-ever"), ask(url, "")
        assert line(running) == "asked"
        running.send_signal(number)
        everything(idle)  # its end says that the first signal was heard
        running.send_signal(number)
        assert everything(client) == b""
        assert end(running) == ("", "", 0)


@SIGNALS
def test_a_signal_while_it_starts_is_not_lost(number: signal.Signals, loop: str) -> None:
    """One that comes before the loop runs ends the process like any other."""
    before = (
        f"{loop}import os\nstart = serving._Server.work\n"
        f"serving._Server.work = lambda *a: (os.kill(os.getpid(), {int(number)}), start(*a))"
    )
    with process(before=before) as running:
        assert end(running) == ("stopped\n", "", 0)


def test_what_on_ready_raises_arrives(loop: str) -> None:
    """An announcement that fails, for a target file that cannot be written, ends in order."""
    with process(before=loop, ready="raise OSError('disk full')") as running:
        line(running)
        printed, errors, _ = end(running)
        assert printed == "stopped\n"
        assert errors.splitlines()[-1] == "OSError: disk full"


def test_the_bound_of_a_polite_stop_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    """A request without end is told so when the time is over. That it is cancelled is not logged as a bug."""
    limits = Limits(graceful_seconds=0.2)
    asked = threading.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await hello(scope, receive, send)
        else:
            asked.set()
            await asyncio.sleep(1000)

    with serving.serve(app, limits=limits) as url:
        client = ask(url, "/")
        assert asked.wait(10)
    assert everything(client).startswith(b"HTTP/1.1 503 ")
    assert "mock_server.protocol" not in {record.name for record in caplog.records}


# What it costs


def test_what_is_not_used_is_not_imported() -> None:
    """Start-up time: no WebSocket library, no second HTTP parser, no framework."""
    code = "import sys; from mock_server import serving; print(*sorted(sys.modules))"
    names = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True)
    loaded = {name.partition(".")[0] for name in names.split()}
    assert "uvicorn" in loaded
    assert not loaded & {"h11", "websockets", "wsproto", "starlette", "openapi_core", "anyio"}
