"""One run of the contract tests against one variant, and what came of it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from contract_tests.events import Event, Found, TrialEnded
from contract_tests.result import Result
from contract_tests.run import run
from contract_tests.settings import Settings
from contract_tests.tests.defects.server import Server, running
from contract_tests.tests.defects.shelf import BY_NAME
from contract_tests.tests.defects.variant import Variant
from contract_tests.tests.defects.world import aim
from spec.catalog import find, load_entry
from spec.document import Document

# What the run against the correct server is called.
CORRECT = "correct"


class Enough(KeyboardInterrupt):
    """Ends a run as a user does who has seen enough."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`caught_by` are the trials with a finding, by property; `first` the property that found something first, after how many
    requests and seconds. `error` says why there is no result."""

    name: str
    lawful: bool
    seed: int
    requests: int = 0
    seconds: float = 0.0
    caught_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    first: str = ""
    first_requests: int = 0
    first_seconds: float = 0.0
    masked: int = 0
    stopped: str | None = None
    error: str = ""

    @property
    def is_right(self) -> bool:
        """A defect was caught, or a lawful server left in peace."""
        return not self.error and bool(self.caught_by) != self.lawful


@dataclass(slots=True)
class Watch:
    """Listens for the first finding."""

    ends_at_first: bool
    started: float = field(default_factory=time.monotonic)
    requests: int = 0
    first: str = ""
    first_requests: int = 0
    first_seconds: float = 0.0

    def __call__(self, event: Event) -> None:
        if isinstance(event, TrialEnded):
            self.requests = event.requests
        elif isinstance(event, Found) and not self.first:
            self.first, self.first_requests = event.finding.property, self.requests
            self.first_seconds = round(time.monotonic() - self.started, 2)
            if self.ends_at_first:
                raise Enough


def variant_named(name: str) -> Variant:
    """A variant of the shelf, or the correct server. Raises KeyError."""
    if name == CORRECT:
        return Variant(CORRECT, "does all as the document says", lambda _: None, {}, lawful=True)
    return BY_NAME[name]


def hunt(name: str, settings: Settings, *, ends_at_first: bool = False) -> Outcome:
    """Start the variant, hold it to the document, and stop it."""
    variant = variant_named(name)
    kind: type[Server] = variant.kind
    with running(kind()) as url:
        watch = Watch(ends_at_first and not variant.lawful)
        try:
            result = run(_document(), aim(url), settings, watch)
        except Exception as error:  # noqa: BLE001  # one variant that ends badly is a row of the matrix, not its end
            told = f"{type(error).__name__}: {error}"
            return Outcome(name, variant.lawful, settings.seed, error=told)
    return _outcome(variant, result, watch)


def _outcome(variant: Variant, result: Result, watch: Watch) -> Outcome:
    caught: dict[str, tuple[str, ...]] = {}
    for finding in result.violations:
        caught[finding.property] = (*caught.get(finding.property, ()), finding.trial)
    return Outcome(
        name=variant.name,
        lawful=variant.lawful,
        seed=result.seed,
        requests=result.requests,
        seconds=round(result.seconds, 2),
        caught_by=caught,
        problems=tuple(f"{one.property}: {one.problem}" for one in result.violations),
        first=watch.first,
        first_requests=watch.first_requests,
        first_seconds=watch.first_seconds,
        masked=len(result.masked),
        stopped=None if watch.ends_at_first and caught else result.stopped,
    )


@cache
def _document() -> Document:
    return load_entry(find("zelto"))
