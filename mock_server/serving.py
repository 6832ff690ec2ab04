"""Running an ASGI application on uvicorn: as a process that ends on a signal (`run`), or beside the caller in a thread (`serve`).

The port is bound before all else, so that the real one is known and a taken one is a clear error. uvicorn gets the bound socket
and the guarded protocol. Nothing here knows what is served.
"""

import asyncio
import contextlib
import errno
import logging
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from types import FrameType
from typing import Any

import uvicorn

from mock_server.limits import Limits, Refuse, plain
from mock_server.protocol import guarded

try:
    from uvloop import new_event_loop as default_loop
except ImportError:  # Windows
    from asyncio import new_event_loop as default_loop

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

__all__ = ["CannotStart", "Limits", "Refuse", "plain", "run", "serve"]

App = Callable[[MutableMapping[str, Any], Any, Any], Awaitable[None]]
NewLoop = Callable[[], asyncio.AbstractEventLoop]

_BACKLOG = 2048
# File descriptors that are not connections: of the interpreter, the event loop, the log, the files of the application.
_OTHER_FILES = 64
_HINTS = {
    errno.EADDRINUSE: "end what listens there, or take another port: 0 is any free one",
    errno.EACCES: "ports below 1024 are for the administrator: take one above, or 0 for any free one",
    errno.EADDRNOTAVAIL: "the host is an address of this machine: 127.0.0.1, or 0.0.0.0 for all of them",
    socket.EAI_NONAME: "the host is an address or a name of this machine: 127.0.0.1, or 0.0.0.0 for all",
}


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
    new_loop: NewLoop = default_loop,
) -> int:
    """Serve in the main thread until SIGINT or SIGTERM; then finish what is in flight, and return 0.

    `on_ready` is called with the base URL when connections are accepted. A second signal drops what is in flight. Raises
    CannotStart.
    """
    with _bind(host, port) as listener:
        url = _url(host, listener)
        server = _Server(app, limits or Limits(), refuse, lambda: on_ready(url), quiet=True)
        with _signals_to(server.handle_exit):
            server.work(listener, new_loop)
    return 0


@contextlib.contextmanager
def serve(
    app: App,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    limits: Limits | None = None,
    refuse: Refuse = plain,
    new_loop: NewLoop = default_loop,
) -> Iterator[str]:
    """Serve in a thread for as long as the block runs, and yield the base URL. Raises CannotStart."""
    ready: Future[None] = Future()
    with _bind(host, port) as listener:
        server = _Server(app, limits or Limits(), refuse, lambda: ready.set_result(None))

        def work() -> None:
            try:
                server.work(listener, new_loop)
            except BaseException as error:  # for the caller's thread, whatever it is
                ended.set_exception(error)
            else:
                ended.set_result(None)
            finally:
                ready.cancel()

        ended: Future[None] = Future()
        thread = threading.Thread(target=work, name="troth-server", daemon=True)
        thread.start()
        try:
            with contextlib.suppress(asyncio.CancelledError):
                ready.result()
        finally:
            server.should_exit = True
            thread.join()
'''
