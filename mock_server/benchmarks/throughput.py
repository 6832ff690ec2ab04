"""Requests per second, latencies and memory of a server, beside those of the bare one."""

import statistics
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from mock_server.benchmarks import load, processes
from mock_server.benchmarks.load import Effort, Sample
from mock_server.benchmarks.processes import Running
from mock_server.benchmarks.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Side:
    """What one server did in all its rounds. `memory` is its peak in bytes."""

    samples: tuple[Sample, ...]
    memory: int | None

    @property
    def requests(self) -> int:
        return sum(len(sample.latencies) for sample in self.samples)

    @property
    def seconds(self) -> float:
        return sum(sample.seconds for sample in self.samples)

    @property
    def work(self) -> float | None:
        """Processor seconds of a request. Hardly anything else that the machine does is in them."""
        worked = [sample.server_work for sample in self.samples]
        return None if None in worked else sum(one or 0 for one in worked) / self.requests

    def latency(self, percent: int) -> float:
        """The latency in seconds that so many percent of the requests did not exceed."""
        latencies = array("d", sorted(one for sample in self.samples for one in sample.latencies))
        return latencies[min(len(latencies) - 1, len(latencies) * percent // 100)]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A scenario, both sides, and the ratio of their rates, round by round."""

    scenario: Scenario
    server: Side
    bare: Side

    @property
    def ratios(self) -> list[float]:
        pairs = zip(self.server.samples, self.bare.samples, strict=True)
        return [server.rate / bare.rate for server, bare in pairs]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)


def compare(command: Sequence[str], scenario: Scenario, effort: Effort) -> Comparison:
    """Rounds that alternate, so that what else the machine does falls on both sides.

    Raises WrongAnswer, RuntimeError, OSError.
    """
    with processes.running(command) as server:
        size = len(load.ask_once(server.url, scenario))
        with processes.running(processes.bare(scenario.expect, size)) as bare:
            processes.settle(server.pid)
            return _compare(server, bare, scenario, effort)


def _compare(server: Running, bare: Running, scenario: Scenario, effort: Effort) -> Comparison:
    numbers = count(1)
    samples: dict[Running, list[Sample]] = {bare: [], server: []}
    for _ in range(effort.rounds):
        for one, so_far in samples.items():
            so_far.append(load.measure(one, scenario, effort, numbers))
    sides = (Side(tuple(samples[one]), processes.peak_memory(one.pid)) for one in (server, bare))
    return Comparison(scenario, *sides)
