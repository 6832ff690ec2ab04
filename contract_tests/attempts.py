"""One trial, attempted until it is known what to think of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock

from contract_tests.draft import Draft
from contract_tests.errors import NoAnswer
from contract_tests.findings import Breach, Reporter, identity
from contract_tests.plan import Batch
from contract_tests.result import Finding, Verdict
from contract_tests.sender import FaultyAnswer, Line, TrialSender
from contract_tests.trial import Broken, Ended, Masked, NotShown, Refused, Seen, Trial

RETRIES = 3
# The property that a refusal of what the document allows breaks, whatever was put to the test.
ALLOWED = "request.allowed"

Outcome = Seen | Ended | None


@dataclass(frozen=True, slots=True)
class TrialRun:
    """How a trial ended. `requests` are those of its first attempt: the ones that prove something."""

    property: str
    operation: str
    trial: str
    promises: tuple[str, ...]
    verdict: Verdict
    requests: int
    note: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Attempts:
    """Attempts trials of one run. Safe to share between threads."""

    line: Line
    reporter: Reporter
    _known: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def batch(self, batch: Batch) -> Iterator[TrialRun]:
        """The trials of a batch one after the other: what the last one had accepted is the next one's twin."""
        accepted: Draft | None = None
        for trial in batch.trials:
            sender = TrialSender(self.line, accepted=accepted)
            yield self._trial(batch, trial, sender)
            accepted = sender.accepted

    def _trial(self, batch: Batch, trial: Trial, sender: TrialSender) -> TrialRun:
        outcome = _attempt(trial, sender)
        if isinstance(outcome, Masked) and not trial.is_search:
            outcome, sender = self._unmasked(trial, outcome, sender)
        breaches = list(_breaches(batch, trial, outcome, sender))
        return TrialRun(
            property=batch.property.id,
            operation=batch.operation.id,
            trial=trial.name,
            promises=trial.promises,
            verdict=_verdict(outcome),
            requests=sender.requests,
            note=self.reporter.shown(_note(outcome)),  # it may quote an answer, and that a key
            findings=tuple(self._findings(batch, trial, breaches)),
        )

    def _unmasked(
        self, trial: Trial, outcome: Outcome, sender: TrialSender
    ) -> tuple[Outcome, TrialSender]:
        """A twin may be refused by accident: the first attempt that proves something counts."""
        for _ in range(RETRIES):
            sender = TrialSender(self.line)
            outcome = _attempt(trial, sender)
            if not isinstance(outcome, Masked):
                break
        return outcome, sender

    def _findings(self, batch: Batch, trial: Trial, breaches: list[Breach]) -> Iterator[Finding]:
        """A breach of a kind that was not met before is attempted again, to tell a flake from a fault."""
        keys = [_key(breach) for breach in breaches]
        with self._lock:
            is_new = not self._known.issuperset(keys)
            self._known.update(keys)
        retries = range(RETRIES if is_new and not trial.is_search else 0)
        again = [self._again(batch, trial) for _ in retries]
        for breach, key in zip(breaches, keys, strict=True):
            reproduced = sum(key in found for found in again)
            yield self.reporter.finding(breach, reproduced=reproduced, retries=len(again))

    def _again(self, batch: Batch, trial: Trial) -> set[str]:
        sender = TrialSender(self.line)
        outcome = _attempt(trial, sender)
        return {_key(breach) for breach in _breaches(batch, trial, outcome, sender)}


def _attempt(trial: Trial, sender: TrialSender) -> Outcome:
    try:
        return trial.attempt(sender)
    except Ended as ended:
        return ended
    except NoAnswer as silence:
        return Broken(f"no answer came: {silence.problem}")


def _breaches(
    batch: Batch, trial: Trial, outcome: Outcome, sender: TrialSender
) -> Iterator[Breach]:
    if isinstance(outcome, Broken):
        says = outcome.says or trial.promises
        yield Breach(
            property=batch.property.id,
            operation=batch.operation.id,
            trial=trial.name,
            problem=outcome.problem,
            says=says,
            severity=outcome.severity or batch.property.severity,
            exchanges=tuple(sender.exchanges),
            merges="|".join(says),
        )
    if isinstance(outcome, Refused):
        yield _refusal(batch, trial, outcome, sender)
    for faulty in _first_of_each(sender.faults):
        fault, answer = faulty.fault, faulty.exchange.answer
        yield Breach(
            property=fault.check,
            operation=batch.operation.id,
            trial=trial.name,
            problem=fault.problem,
            says=fault.says,
            severity=fault.severity,
            exchanges=(faulty.exchange,),
            merges=f"{answer.status}|{'|'.join(fault.says)}",
        )


def _refusal(batch: Batch, trial: Trial, outcome: Refused, sender: TrialSender) -> Breach:
    body = batch.operation.body
    where = body.pointer if body else batch.operation.pointer
    return Breach(
        property=ALLOWED,
        operation=batch.operation.id,
        trial=trial.name,
        problem=outcome.reason,
        says=(where,),
        severity="error",
        exchanges=tuple(sender.exchanges)[-1:],
        merges=where,
    )


def _first_of_each(faults: list[FaultyAnswer]) -> Iterator[FaultyAnswer]:
    seen: set[tuple[str, int, tuple[str, ...]]] = set()
    for faulty in faults:
        key = (faulty.fault.check, faulty.exchange.answer.status, faulty.fault.says)
        if key not in seen:
            seen.add(key)
            yield faulty


def _key(breach: Breach) -> str:
    return identity(breach.property, breach.operation, breach.merges)


def _verdict(outcome: Outcome) -> Verdict:
    if isinstance(outcome, Broken):
        return "broken"
    if isinstance(outcome, Masked):
        return "masked"
    if isinstance(outcome, NotShown):
        return "not shown"
    return "open" if isinstance(outcome, Seen) else "held"


def _note(outcome: Outcome) -> str:
    if isinstance(outcome, Broken):
        return outcome.problem
    if isinstance(outcome, Masked):
        return outcome.reason
    if isinstance(outcome, NotShown):
        return f"{outcome.reason}: {outcome.needs}" if outcome.needs else outcome.reason
    return outcome.what if isinstance(outcome, Seen) else ""
