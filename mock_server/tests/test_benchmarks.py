"""The harness that measures speed, run for a moment: what it counts is what was answered. No test has an opinion on speed."""

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from mock_server import serving
from mock_server.benchmarks import load, processes, scenarios, startup, table, throughput
from mock_server.benchmarks.bare import Constant
from mock_server.benchmarks.load import Effort, WrongAnswer
from mock_server.benchmarks.processes import Running
from mock_server.benchmarks.scenarios import Scenario

MOMENT = Effort(seconds=0.3, rounds=1, connections=2)
POST = Scenario("posted", 201, "POST", "/things", (("Accept", "*/*"),), '{"name": "thing {n}"}')


class Keeping(Constant):
    """Keeps the paths and bodies of its requests."""

    def __init__(self, status: int) -> None:
        super().__init__(status, 10)
        self.bodies: list[bytes] = []

    async def __call__(self, scope: object, receive: object, send: object) -> None:
        async def kept() -> dict[str, bytes]:
            message: dict[str, bytes] = await receive()  # type: ignore[operator]
            if "body" in message:
                self.bodies.append(message["body"])
            return message

        await super().__call__(scope, kept, send)


@pytest.fixture
def keeping() -> Iterator[tuple[Keeping, Running]]:
    app = Keeping(201)
    with serving.serve(app) as url:
        yield app, Running(url, 0, 0)


def test_every_request_has_its_number(keeping: tuple[Keeping, Running]) -> None:
    """A new row for each: no number is sent twice, also from one round to the next."""
    app, server = keeping
    numbers = count(1)
    samples = [load.measure(server, POST, MOMENT, numbers) for _ in range(2)]
    assert len(app.bodies) == len(set(app.bodies)) >= sum(len(s.latencies) for s in samples) > 2
    assert app.bodies[0] == b'{"name": "thing 000000001"}'


def test_a_wrong_status_stops_the_measurement(keeping: tuple[Keeping, Running]) -> None:
    """Errors are faster than answers, and say nothing."""
    wrong = Scenario("wrong", 400, "GET", "/", (), "")
    with pytest.raises(WrongAnswer, match=r"expected HTTP/1\.1 400, got HTTP/1\.1 201"):
        load.measure(keeping[1], wrong, MOMENT, count())


def test_two_servers_are_compared_and_shown() -> None:
    """One process each; every figure of the table comes from a run."""
    result = throughput.compare(processes.bare(201, 100), POST, MOMENT)
    assert result.server.requests > 10
    assert result.ratio > 0
    shown = table.throughput([result])
    assert [len(line) for line in shown.splitlines()] == [len(shown.splitlines()[0])] * 4
    assert f"{result.bare.requests:,}" in shown


def test_a_start_is_timed_up_to_the_first_answer() -> None:
    """A server takes longer than the interpreter that it runs on."""
    starts = startup.measure(processes.bare(201, 100), POST, times=1)
    shortest, bare, mock = (start.median for start in starts)
    assert shortest < min(bare, mock)


def test_a_server_that_does_not_start_is_said() -> None:
    """Not a wait without end."""
    with pytest.raises(RuntimeError, match="did not start"):
        throughput.compare([sys.executable, "-c", "pass"], POST, MOMENT)


def test_the_vendored_scenarios_can_be_read() -> None:
    """Each has a name, a status and a request of constant length."""
    found = scenarios.read()
    assert {one.expect for one in found} >= {201, 400, 401}
    for one in found:
        head, _, body = b"0".join(scenarios.rendered(one)).partition(b"\r\n\r\n")
        assert f"Content-Length: {len(scenarios.numbered(one.body, 1))}".encode() in head
        assert bool(body) == bool(one.body)


def test_a_file_of_scenarios_is_read(tmp_path: Path) -> None:
    """For other documents than the vendored one."""
    file = tmp_path / "bench.yaml"
    file.write_text(
        "scenarios: [{name: a, expect: 200, request: {method: GET, path: /, headers: {}}}]"
    )
    assert scenarios.read(file) == [Scenario("a", 200, "GET", "/", (), "")]
