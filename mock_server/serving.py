"""Running an ASGI application on uvicorn: as a process that ends on a signal (`run`), or beside the caller in a thread (`serve`).

The port is bound before all else, so that the real one is known and a taken one is a clear error. uvicorn gets the bound socket
and the guarded protocol. Nothing here knows what is served.
"""

import asyncio
import contextlib
import errno
import logging
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from types import FrameType
from typing import Any

import uvicorn

from mock_server.limits import Limits, Refuse, plain
from mock_server.protocol import guarded

if sys.platform == "win32":
    from asyncio import new_event_loop
else:
    import resource

    from uvloop import new_event_loop

__all__ = ["CannotStart", "Limits", "Refuse", "new_event_loop", "plain", "run", "serve"]

App = Callable[[MutableMapping[str, Any], Any, Any], Awaitable[None]]

_BACKLOG = 2048
# File descriptors that are no connections: the interpreter's, the event loop's, the application's.
_OTHER_FILES = 64
_HINTS = {
    errno.EADDRINUSE: "end what listens there, or take another port; 0 is any free one",
    errno.EACCES: "ports below 1024 are reserved here; take one above, or 0 for any free one",
    errno.EADDRNOTAVAIL: "take an address of this machine: 127.0.0.1, or 0.0.0.0 for all it has",
}
_NO_HOST = "take a name or an address of this machine: 127.0.0.1, or 0.0.0.0 for all it has"


@dataclass(eq=False)
class CannotStart(Exception):
    """The server is not up. `problem` says why, `hint` what to do."""

    problem: str
    hint: str | None = None

    def __str__(self) -> str:
        return f"{self.problem}\n  hint: {self.hint}" if self.hint else self.problem


def run(
    app: App,
    *,
    host: str,
    port: int,
    on_ready: Callable[[str], None],
    limits: Limits | None = None,
    refuse: Refuse = plain,
) -> int:
    """Serve in the main thread until SIGINT or SIGTERM; then finish what is in flight, and return 0.

    `on_ready` is called with the base URL as soon as connections are accepted. A second signal drops what is in flight.
    Raises CannotStart.
    """
    with _bind(host, port) as listener:
        url = _url(host, listener)
        server = _Server(app, limits or Limits(), refuse, lambda: on_ready(url))
        # The process is ours: what uvicorn has to say is said by on_ready and by the exit code.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        with _signals_to(server.handle_exit):
            server.work(listener)
    return 0


@contextlib.contextmanager
def serve(
    app: App,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    limits: Limits | None = None,
    refuse: Refuse = plain,
) -> Iterator[str]:
    """Serve in a thread for as long as the block runs, and yield the base URL. Raises CannotStart."""
    with _bind(host, port) as listener, ThreadPoolExecutor(1, "troth-server") as pool:
        ready: Future[None] = Future()
        server = _Server(app, limits or Limits(), refuse, lambda: ready.set_result(None))
        work = pool.submit(server.work, listener)
        try:
            wait([ready, work], return_when=FIRST_COMPLETED)
            if work.done():
                work.result()
            yield _url(host, listener)
        finally:
            server.should_exit = True
        work.result()


class _Server(uvicorn.Server):
    """uvicorn's server for one application and one socket.

    Not as uvicorn: any second signal drops what is in flight, and no signal is raised anew when all is done, so that the caller
    goes on; a start that fails is CannotStart.
    """

    def __init__(
        self, app: App, limits: Limits, refuse: Refuse, on_ready: Callable[[], None]
    ) -> None:
        self._failures: list[Exception] = []
        self._on_ready: Callable[[], None] | None = on_ready
        super().__init__(_config(self._watched(app), limits, refuse, self._notify))

    def work(self, listener: socket.socket) -> None:
        """Serve until `should_exit`. Raises CannotStart, and whatever `on_ready` raised."""
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            runner.run(self._work(listener))
        if self._failures:
            raise self._failures[0]

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        if self.should_exit:
            self.force_exit = True
            with contextlib.suppress(RuntimeError):  # no loop is running: nothing is in flight
                asyncio.get_running_loop().call_soon_threadsafe(self._drop)
        self.should_exit = True

    async def _work(self, listener: socket.socket) -> None:
        try:
            await self.serve(sockets=[listener])
        except SystemExit:  # of uvicorn, after the application failed
            reason = self._failures.pop() if self._failures else None
            problem = f"the application did not start: {reason!r}"
            raise CannotStart(problem) from reason
        finally:
            self._drop()
            await asyncio.sleep(0)  # connections end in the next round of the loop

    def _drop(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()

    async def _notify(self) -> None:
        """uvicorn calls this when it accepts connections, and from time to time after that."""
        on_ready, self._on_ready = self._on_ready, None
        if on_ready:
            try:
                on_ready()
            except Exception as error:  # noqa: BLE001 - raised by `work`
                self._failures.append(error)
                self.should_exit = True

    def _watched(self, app: App) -> App:
        """The same application, and what its start-up raises is kept: uvicorn only logs it."""

        async def lifespan(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
            try:
                await app(scope, receive, send)
            except Exception as error:  # noqa: BLE001 - raised by `work`
                self._failures.append(error)
                with contextlib.suppress(AssertionError):  # it has said so itself
                    await send({"type": "lifespan.startup.failed"})

        def watched(scope: MutableMapping[str, Any], receive: Any, send: Any) -> Awaitable[None]:
            call = lifespan if scope["type"] == "lifespan" else app
            return call(scope, receive, send)

        return watched


def _config(
    app: App, limits: Limits, refuse: Refuse, notify: Callable[[], Awaitable[None]]
) -> uvicorn.Config:
    # No logging configuration, WebSocket library or proxy headers: half of uvicorn's start-up time, and a layer per request.
    return uvicorn.Config(
        app,
        http=guarded(replace(limits, connections=_affordable(limits.connections)), refuse),
        ws="none",
        interface="asgi3",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=_BACKLOG,
        # The protocol answers 503 when the time is over; this bound is for requests whose client has gone.
        timeout_graceful_shutdown=limits.graceful_seconds + 0.5,  # type: ignore[arg-type]  # goes to asyncio.wait_for
        callback_notify=notify,
    )


def _affordable(connections: int) -> int:
    """As many of the connections as the process may have open: one more than that, and the event loop logs tracebacks."""
    if sys.platform == "win32":
        return connections
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return connections if most == resource.RLIM_INFINITY else min(connections, most - _OTHER_FILES)


def _bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises CannotStart."""
    if not 0 <= port < 65536:
        raise CannotStart(f"cannot listen on port {port}: ports are numbers from 0 to 65535")
    try:
        found = socket.getaddrinfo(host or "-", port, type=socket.SOCK_STREAM)
        family, address = found[0][0], found[0][4][:2]
        return socket.create_server(address, family=family, backlog=_BACKLOG)
    except (socket.gaierror, UnicodeError):
        problem = f"cannot listen on {host!r}: it names no address"
        raise CannotStart(problem, _NO_HOST) from None
    except OSError as error:
        number = error.errno or 0
        problem = f"cannot listen on port {port} of {host}: {os.strerror(number).lower()}"
        raise CannotStart(problem, _HINTS.get(number)) from None


def _url(host: str, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextlib.contextmanager
def _signals_to(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """SIGINT and SIGTERM go to a handler, before and after uvicorn has its hands on them too."""
    before = {number: signal.signal(number, handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
