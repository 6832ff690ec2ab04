"""What happens during a run, for whoever listens: progress on a terminal, the kill matrix."""

from collections.abc import Callable
from dataclasses import dataclass

from contract_tests.result import Finding, Result, Verdict


@dataclass(frozen=True, slots=True)
class Started:
    """`rows` is how many rows the run will leave at most, `fresh` how many of these no run before has written. `unruled` are
    operations whose rows no rule names: each accepted request to them may leave one more."""

    url: str
    seed: int
    properties: int
    trials: int
    rows: int
    fresh: int
    unruled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrialEnded:
    """`requests` are those of the whole run so far."""

    property: str
    operation: str
    trial: str
    verdict: Verdict
    requests: int


@dataclass(frozen=True, slots=True)
class Found:
    finding: Finding


@dataclass(frozen=True, slots=True)
class Waiting:
    """The deployment asked for a pause."""

    reason: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Stopped:
    """The run ends early."""

    reason: str


@dataclass(frozen=True, slots=True)
class Finished:
    result: Result


Event = Started | TrialEnded | Found | Waiting | Stopped | Finished
Listen = Callable[[Event], None]
