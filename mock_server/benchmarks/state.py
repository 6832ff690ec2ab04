"""What a million rows cost: memory, and whether the last upserts take longer than the first. In this process, with no network."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from mock_server.assembly import create_app
from mock_server.benchmarks import processes
from mock_server.benchmarks.load import WrongAnswer
from mock_server.benchmarks.scenarios import Scenario, numbered

_SLICE = 10_000


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds for each slice of ten thousand requests, and bytes before and after."""

    requests: int
    slices: tuple[float, ...]
    before: int | None
    after: int | None


def measure(scenario: Scenario, *, requests: int = 1_000_000) -> Growth:
    """Raises WrongAnswer."""
    return asyncio.run(_measure(scenario, requests))


async def _measure(scenario: Scenario, requests: int) -> Growth:
    app = create_app()
    before = processes.memory()
    slices = []
    for first in range(0, requests, _SLICE):
        started = time.perf_counter()
        for number in range(first, min(first + _SLICE, requests)):
            await _ask(app, scenario, number)
        slices.append(time.perf_counter() - started)
    return Growth(requests, tuple(slices), before, processes.memory())


async def _ask(app: Any, scenario: Scenario, number: int) -> None:
    body = numbered(scenario.body, number).encode()
    statuses = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        statuses.append(message.get("status"))

    await app(_scope(scenario, body), receive, send)
    if statuses[0] != scenario.expect:
        raise WrongAnswer(f"request {number}: expected {scenario.expect}, got {statuses[0]}")


def _scope(scenario: Scenario, body: bytes) -> dict[str, Any]:
    headers = [(name.lower().encode(), value.encode()) for name, value in scenario.headers]
    return {
        "type": "http",
        "http_version": "1.1",
        "method": scenario.method,
        "path": scenario.path,
        "raw_path": scenario.path.encode(),
        "query_string": b"",
        "headers": [*headers, (b"host", b"127.0.0.1"), (b"content-length", b"%d" % len(body))],
    }
