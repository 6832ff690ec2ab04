"""Seconds from the start of a process to its first answer."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mock_server.benchmarks import load, processes
from mock_server.benchmarks.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Start:
    """What was started, and how long each time took."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def measure(command: Sequence[str], scenario: Scenario, *, times: int = 5) -> list[Start]:
    """A server, the bare server and Python itself, in turn. Raises WrongAnswer, RuntimeError, OSError."""
    size = _size(command, scenario)
    timed: dict[str, Callable[[], float]] = {
        "python -c pass": _interpreter,
        "bare server": lambda: _first_answer(processes.bare(scenario.expect, size), scenario),
        "mock": lambda: _first_answer(command, scenario),
    }
    rounds = [{name: clock() for name, clock in timed.items()} for _ in range(times)]
    return [Start(name, tuple(one[name] for one in rounds)) for name in timed]


def _size(command: Sequence[str], scenario: Scenario) -> int:
    """Of the answer. It also leaves compiled modules and warm files behind."""
    with processes.running(command) as server:
        return len(load.ask_once(server.url, scenario))


def _interpreter() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - started


def _first_answer(command: Sequence[str], scenario: Scenario) -> float:
    with processes.running(command) as server:
        load.ask_once(server.url, scenario)
        return time.perf_counter() - server.started
