"""One run that many pytest items share, each with one property on one operation."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from contract_tests.attempts import Attempts, TrialRun
from contract_tests.bench import Bench
from contract_tests.findings import Reporter, merge
from contract_tests.judge import Judge
from contract_tests.plan import Batch
from contract_tests.property import Property
from contract_tests.redaction import Redaction
from contract_tests.result import Finding
from contract_tests.sender import Line
from contract_tests.settings import Settings
from contract_tests.tally import Tally
from contract_tests.target import Target
from contract_tests.transport import Transport
from contract_tests.writes import Writes
from spec.document import Document
from spec.operations import Operation


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one property came to on one operation."""

    trials: tuple[TrialRun, ...]

    @property
    def findings(self) -> list[Finding]:
        return merge(finding for trial in self.trials for finding in trial.findings)

    @property
    def masked(self) -> list[TrialRun]:
        return [trial for trial in self.trials if trial.verdict == "masked"]


@dataclass(frozen=True, slots=True)
class Session:
    bench: Bench
    attempts: Attempts

    def hold(self, one: Property, operation: Operation) -> Outcome:
        """Put one property to the test. Raises NotShown when the target or the document lacks what it needs."""
        trials = tuple(one.plan(self.bench, operation))
        return Outcome(tuple(self.attempts.batch(Batch(one, operation, trials))))


@contextmanager
def open_session(document: Document, target: Target, settings: Settings) -> Iterator[Session]:
    bench = Bench(document, target, settings)
    reporter = Reporter(document, Redaction(target, settings.headers), settings.seed)
    with Transport(target, settings) as transport:
        judge = Judge(document, bench.schemas, target)
        line = Line(bench, transport, judge, Tally(), Writes())
        yield Session(bench, Attempts(line, reporter))


def told(findings: list[Finding]) -> str:
    """Findings as text, for a failing item: what is wrong, what was sent and got, what the document says."""
    return "\n\n".join("\n".join(_lines(finding)) for finding in findings)


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.severity}: {finding.problem} ({finding.trial})"
    for step in finding.steps[-2:]:
        yield from ("", f"  {step.note}" if step.note else "", f"  {step.curl}")
        yield from (f"  {line}" for line in step.answer.splitlines())
    for clause in finding.says:
        place = f"{clause.source}:{clause.line}" if clause.line else clause.source
        yield f"  {place} {clause.pointer}: {clause.quote}"
    yield f"  {finding.id}, seed {finding.seed}, again in {finding.reproduced} of {finding.retries}"
