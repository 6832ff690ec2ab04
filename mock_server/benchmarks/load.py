"""A client that asks as fast as it is answered, over connections that it keeps.

Requests are made in advance. Answers are timed, and compared with the expected status: errors would be fast.
"""

import asyncio
import re
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import cast
from urllib.parse import urlsplit

from mock_server.benchmarks import processes
from mock_server.benchmarks.processes import Running
from mock_server.benchmarks.scenarios import Scenario, rendered
from mock_server.serving import new_event_loop

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


class WrongAnswer(Exception):
    """An answer that the scenario does not expect: what is measured is not what was meant."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run measured, in seconds: of each request, of all, and of processor time, the client's and the server's."""

    latencies: "array[float]"
    seconds: float
    client_work: float
    server_work: float | None

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long and how hard."""

    seconds: float = 1
    rounds: int = 10
    connections: int = 16


def measure(server: Running, scenario: Scenario, effort: Effort, numbers: Iterator[int]) -> Sample:
    """Ask for the seconds of one round, after a tenth of them to warm up. Raises WrongAnswer, OSError."""
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(_measure(server, scenario, effort, numbers))


def ask_once(url: str, scenario: Scenario) -> bytes:
    """The body of one answer. Raises WrongAnswer, OSError."""
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(_ask_once(url, scenario))


async def _measure(
    server: Running, scenario: Scenario, effort: Effort, numbers: Iterator[int]
) -> Sample:
    run = _Run(scenario, numbers)
    await run.connect(server.url, effort.connections)
    try:
        await run.wait(effort.seconds / 10)
        run.latencies = array("d")
        began, own, theirs = time.perf_counter(), time.process_time(), processes.work(server.pid)
        await run.wait(effort.seconds)
        seconds, own = time.perf_counter() - began, time.process_time() - own
        now = processes.work(server.pid)
        return Sample(run.latencies, seconds, own, None if now is None else now - (theirs or 0))
    finally:
        run.close()


async def _ask_once(url: str, scenario: Scenario) -> bytes:
    run = _Run(scenario, count())
    await run.connect(url, 1)
    try:
        await asyncio.wait_for(run.answered.wait(), 10)
        await run.wait(0)
        return run.body
    finally:
        run.close()


class _Run:
    """One run over several connections."""

    def __init__(self, scenario: Scenario, numbers: Iterator[int]) -> None:
        self.expect = b"HTTP/1.1 %d " % scenario.expect
        self.parts, self.numbers = rendered(scenario), numbers
        self.latencies = array("d")
        self.body = b""
        self.answered = asyncio.Event()
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._transports: list[asyncio.Transport] = []

    async def connect(self, url: str, connections: int) -> None:
        address, loop = urlsplit(url), asyncio.get_running_loop()
        host, port = address.hostname or "", address.port or 80
        for _ in range(connections):
            transport, _ = await loop.create_connection(lambda: _Connection(self), host, port)
            self._transports.append(transport)

    async def wait(self, seconds: float) -> None:
        """Let it run. Raises WrongAnswer as soon as there is one."""
        await asyncio.wait([self.failed], timeout=seconds)
        if self.failed.done():
            self.failed.result()

    def fail(self, reason: str) -> None:
        if not self.failed.done():
            self.failed.set_exception(WrongAnswer(reason))

    def close(self) -> None:
        self.failed.cancel()
        for transport in self._transports:
            transport.abort()


class _Connection(asyncio.Protocol):
    """Sends the next request when the last one is answered."""

    def __init__(self, run: _Run) -> None:
        self._run = run
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass
        self._ask()

    def data_received(self, data: bytes) -> None:
        received = self._received = self._received + data
        head = received.find(b"\r\n\r\n")
        if head < 0:
            return
        length = _LENGTH.search(received, 0, head)
        body = head + 4
        if len(received) < body + (int(length[1]) if length else 0):
            return
        run = self._run
        run.latencies.append(time.perf_counter() - self._asked)
        if not received.startswith(run.expect):
            run.fail(f"expected {run.expect.decode().strip()}, got {received.decode()}")
        run.body, self._received = received[body:], b""
        run.answered.set()
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        self._run.fail(f"the server closed a connection: {exc!r}")

    def _ask(self) -> None:
        run = self._run
        request = (b"%09d" % next(run.numbers)).join(run.parts)
        self._asked = time.perf_counter()
        self._transport.write(request)
