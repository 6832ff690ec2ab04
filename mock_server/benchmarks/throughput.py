"""Requests per second, latencies and memory of a server, beside those of the bare one."""

import statistics
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from mock_server.benchmarks import load, processes
from mock_server.benchmarks.load import Sample
from mock_server.benchmarks.scenarios import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long and how hard."""

    seconds: float = 3
    rounds: int = 5
    connections: int = 16


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
    numbers = count(1)
    with processes.running(command) as server:
        size = len(load.ask_once(server.url, scenario))
        with processes.running(processes.bare(scenario.expect, size)) as bare:
            samples: dict[str, list[Sample]] = {bare.url: [], server.url: []}
            for _ in range(effort.rounds):
                for url, so_far in samples.items():
                    so_far.append(
                        load.measure(
                            url,
                            scenario,
                            seconds=effort.seconds,
                            connections=effort.connections,
                            numbers=numbers,
                        )
                    )
            sides = [
                Side(tuple(samples[one.url]), processes.peak_memory(one.pid))
                for one in (server, bare)
            ]
    return Comparison(scenario, *sides)
