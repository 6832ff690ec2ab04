"""A whole run: plan, attempt, weigh, and the result."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version

from contract_tests.attempts import Attempts, TrialRun
from contract_tests.bench import Bench
from contract_tests.events import Finished, Found, Listen, Started, Stopped, TrialEnded
from contract_tests.findings import Reporter, merge
from contract_tests.judge import Judge
from contract_tests.plan import Plan, make_plan
from contract_tests.promises.ledger import list_promises
from contract_tests.promises.verdicts import judge_rows
from contract_tests.properties.registry import ALL
from contract_tests.property import Property
from contract_tests.redaction import Redaction
from contract_tests.result import Result
from contract_tests.sender import Line
from contract_tests.settings import Settings
from contract_tests.summary import evidence, masked_trials, property_runs, questions
from contract_tests.tally import Tally
from contract_tests.target import Target
from contract_tests.threads import Crew
from contract_tests.transport import Transport
from contract_tests.writes import Writes
from spec.document import Document


def run(
    document: Document,
    target: Target,
    settings: Settings,
    listen: Listen = lambda _: None,
    properties: Sequence[Property] = ALL,
) -> Result:
    """Hold the target to the document. Raises Unreachable when nothing answers there, and SpecError."""
    started, clock = datetime.now(UTC), time.monotonic()
    bench = Bench(document, target, settings)
    rows = list_promises(document, bench.operations)
    plan = make_plan(bench, properties)
    names = {(batch.property.id, batch.operation.id) for batch in plan.batches}
    numbers = (len(names), plan.trials, plan.rows, plan.fresh)
    listen(Started(target.url, settings.seed, *numbers, plan.unruled))
    tally, writes = Tally(), Writes()
    crew = Crew(settings.concurrency)
    with Transport(target, settings, on_wait=crew.wait) as transport:
        line = Line(bench, transport, Judge(document, bench.schemas, target), tally, writes)
        ended, stopped = _attempted(line, crew, plan, listen)
        requests = transport.requests
    result = Result(
        version=version("troth"),
        document=document.name,
        title=_title(document),
        digest=sha256(document.text.text.encode()).hexdigest(),
        url=target.url,
        seed=settings.seed,
        started=started.isoformat(timespec="seconds"),
        seconds=round(time.monotonic() - clock, 3),
        requests=requests,
        statuses=tally.statuses,
        promises=judge_rows(rows, evidence(plan, ended, tally, stopped)),
        properties=property_runs(plan, ended, tally, stopped),
        findings=tuple(merge(finding for one in ended for finding in one.findings)),
        masked=masked_trials(ended),
        questions=questions(ended),
        writes=writes.all(),
        shard=settings.shard,
        stopped=stopped,
    )
    listen(Finished(result))
    return result


def _attempted(
    line: Line, crew: Crew, plan: Plan, listen: Listen
) -> tuple[list[TrialRun], str | None]:
    """The trials that ended, and why not all did. An interrupt ends the run early with what is known by then."""
    settings = line.bench.settings
    redaction = Redaction(line.bench.target, settings.headers)
    reporter = Reporter(line.bench.document, redaction, settings.seed)
    ended: list[TrialRun] = []
    told: set[str] = set()
    try:
        for happening in crew.happenings(Attempts(line, reporter), plan.batches):
            if isinstance(happening, TrialRun):
                ended.append(happening)
                _tell(happening, line.transport.requests, told, listen)
            else:
                listen(happening)
    except KeyboardInterrupt:
        crew.stopped = "interrupted"
    if crew.stopped:
        listen(Stopped(crew.stopped))
    return _in_order(ended, plan), crew.stopped


def _in_order(ended: list[TrialRun], plan: Plan) -> list[TrialRun]:
    """As planned, whichever thread came first: two runs with one seed read alike."""
    planned = (
        (batch.property.id, batch.operation.id, trial.name)
        for batch in plan.batches
        for trial in batch.trials
    )
    place = {key: number for number, key in enumerate(planned)}
    return sorted(ended, key=lambda one: place[one.property, one.operation, one.trial])


def _tell(ended: TrialRun, requests: int, told: set[str], listen: Listen) -> None:
    listen(TrialEnded(ended.property, ended.operation, ended.trial, ended.verdict, requests))
    for finding in ended.findings:
        if finding.id not in told:
            told.add(finding.id)
            listen(Found(finding))


def _title(document: Document) -> str:
    info = document.content.get("info", {})
    return f"{info.get('title', '')} {info.get('version', '')}".strip()
