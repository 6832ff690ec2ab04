"""What the ended trials say of the properties."""

from collections.abc import Iterable, Iterator, Sequence

from contract_tests.attempts import TrialRun
from contract_tests.judge import CHECKS
from contract_tests.plan import Plan, Skipped
from contract_tests.promises.evidence import Evidence, Tried
from contract_tests.result import MaskedTrial, PropertyRun, Question, Verdict
from contract_tests.tally import Tally

# What one property has trials of, the first that applies is its verdict.
_ORDER: tuple[Verdict, ...] = ("broken", "held", "masked", "open", "not shown")


def property_runs(
    plan: Plan, ended: Iterable[TrialRun], tally: Tally, stopped: str | None
) -> tuple[PropertyRun, ...]:
    """One for each property and operation, in the order of the plan, then those of every answer."""
    runs: dict[tuple[str, str], list[TrialRun]] = {}
    planned = [one.property for one in plan.batches] + [one.property for one in plan.skipped]
    claims = {one.id: one.claim for one in planned}
    for batch in plan.batches:
        runs.setdefault((batch.property.id, batch.operation.id), [])
    for one in ended:
        runs[one.property, one.operation].append(one)
    return (
        *(_property_run(*key, claims[key[0]], trials, stopped) for key, trials in runs.items()),
        *(_skipped(one) for one in plan.skipped),
        *_answer_checks(tally, ended),
    )


def evidence(plan: Plan, ended: Sequence[TrialRun], tally: Tally, stopped: str | None) -> Evidence:
    """The same, as the ledger of promises weighs it."""
    tried = [
        Tried(one.property, one.operation, one.promises, one.verdict, one.requests, one.note)
        for one in ended
    ]
    for skipped in plan.skipped:
        note = f"{skipped.reason}: {skipped.needs}" if skipped.needs else skipped.reason
        key = (skipped.property.id, skipped.operation.id)
        tried.append(Tried(*key, promises=(), verdict="not shown", note=note))
    return Evidence(
        tried=tuple(tried),
        answers=tally.answers,
        broken=tally.broken,
        found=frozenset((one.property, one.operation) for run in ended for one in run.findings),
        silence=f"the run ended early: {stopped}" if stopped else "",
    )


def masked_trials(ended: Iterable[TrialRun]) -> tuple[MaskedTrial, ...]:
    return tuple(
        MaskedTrial(one.property, one.operation, one.trial, one.note)
        for one in ended
        if one.verdict == "masked"
    )


def questions(ended: Iterable[TrialRun]) -> tuple[Question, ...]:
    return tuple(
        Question(one.property, one.operation, one.trial, one.note)
        for one in ended
        if one.verdict == "open"
    )


def _property_run(
    id: str, operation: str, claim: str, trials: list[TrialRun], stopped: str | None
) -> PropertyRun:
    verdicts = {trial.verdict for trial in trials}
    verdict: Verdict = next((one for one in _ORDER if one in verdicts), "not shown")
    return PropertyRun(
        property=id,
        claim=claim,
        operation=operation,
        verdict=verdict,
        trials=len(trials),
        requests=sum(trial.requests for trial in trials if trial.verdict != "masked"),
        note=_note(trials, verdict, stopped),
    )


def _note(trials: list[TrialRun], verdict: Verdict, stopped: str | None) -> str:
    if not trials:
        return f"not reached: {stopped}" if stopped else ""
    masked = [trial for trial in trials if trial.verdict == "masked"]
    if masked:
        return f"{len(masked)} of {len(trials)} trials are masked: {masked[0].note}"
    first = next((trial.note for trial in trials if trial.verdict == verdict), "")
    return "" if verdict in ("held", "open") else first


def _skipped(one: Skipped) -> PropertyRun:
    notes = [one.reason, one.needs, one.property.cost]
    return PropertyRun(
        property=one.property.id,
        claim=one.property.claim,
        operation=one.operation.id,
        verdict="not shown",
        trials=0,
        requests=0,
        note="; ".join(note for note in notes if note),
    )


def _answer_checks(tally: Tally, ended: Iterable[TrialRun]) -> Iterator[PropertyRun]:
    """The judge's checks, each on all answers of an operation."""
    broken = {(finding.property, finding.operation) for one in ended for finding in one.findings}
    totals: dict[str, int] = {}
    for (operation, _), count in tally.answers.items():
        totals[operation] = totals.get(operation, 0) + count
    for check, claim in CHECKS.items():
        for operation, count in totals.items():
            verdict: Verdict = "broken" if (check, operation) in broken else "held"
            yield PropertyRun(check, claim, operation, verdict, count, count)
