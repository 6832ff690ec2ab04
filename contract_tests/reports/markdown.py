"""Markdown for the summary of a job: the verdict, one table, and the findings folded."""

import html
from collections.abc import Iterator

from contract_tests.reports import words
from contract_tests.reports.plain import visible
from contract_tests.result import Finding, Result, Step
from spec.markup import code, text

_SIGNS = {"holds": "\u2705", "violated": "\u274c"}
# GitHub drops a summary of more than a megabyte.
_MOST_FINDINGS = 50
_MOST_ROWS = 200
_LONGEST = 2000  # characters of a command or an answer


def render(result: Result) -> str:
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Result) -> Iterator[str]:
    sign = _SIGNS.get(words.verdict_word(result), "\u26a0\ufe0f")
    yield f"### {sign} {text(result.title)}: {words.headline(result)}"
    yield from ("", f"{text(words.about(result))}. {text(words.measured(result))}.")
    if result.stopped:
        yield from ("", f"**Ended early:** {text(result.stopped)}")
    yield from (f"\n**Known deviations:** {text(one)}" for one in result.expired)
    yield from _findings(result)
    yield from _ledger(result)


def _findings(result: Result) -> Iterator[str]:
    if not result.findings:
        return
    yield from ("", "| | property | operation | finding | document |", "|---|---|---|---|---|")
    for finding in result.findings[:_MOST_FINDINGS]:
        place = words.place(finding.says[0]) if finding.says else ""
        severity = "known" if finding.known is not None else finding.severity
        cells = (
            severity,
            code(finding.property),
            text(finding.operation),
            text(finding.problem),
            code(place),
        )
        yield f"| {' | '.join(cells)} |"
    for finding in result.findings[:_MOST_FINDINGS]:
        yield from _folded(finding)
    if len(result.findings) > _MOST_FINDINGS:
        yield f"\nand {len(result.findings) - _MOST_FINDINGS} more: see the report"


def _folded(finding: Finding) -> Iterator[str]:
    summary = f"{code(finding.id)} {html.escape(_line(finding.problem))}"
    yield from ("", "<details>", f"<summary>{summary}</summary>", "")
    known = f" Known: {text(finding.known)}." if finding.known is not None else ""
    again = f"{words.again(finding)}, seed {finding.seed}"
    yield f"When: {text(words.when(finding))}; {text(again)}.{known}"
    for clause in finding.says:
        quote = f": {text(clause.quote)}" if clause.quote else ""
        yield f"\n{code(words.place(clause))} {code(clause.pointer)}{quote}"
    for step in finding.steps:
        yield from _step(step)
    yield from ("", "</details>")


def _step(step: Step) -> Iterator[str]:
    note = f"# {step.note}\n" if step.note else ""
    shown = f"{note}$ {_cut(step.curl)}\n\n{_cut(step.answer)}"
    yield from ("", f"<pre>{html.escape(visible(shown))}</pre>")


def _ledger(result: Result) -> Iterator[str]:
    yield from ("", "<details>", f"<summary>{len(result.promises):,} promises</summary>", "")
    yield from ("| verdict | promise | document | |", "|---|---|---|---|")
    for verdict in words.ORDER:
        if verdict == "held":
            for count, told in words.held_by_kind(result):
                yield f"| held | {count:,} {told} | | |"
            continue
        rows = words.by_verdict(result, verdict)
        for promise in rows[:_MOST_ROWS]:
            place = words.place(promise.clause)
            yield f"| {verdict} | {text(promise.text)} | {code(place)} | {text(promise.note)} |"
        if len(rows) > _MOST_ROWS:
            yield f"| {verdict} | and {len(rows) - _MOST_ROWS:,} more | | see the report |"
    yield from ("", "</details>")


def _line(value: str) -> str:
    return " ".join(visible(value).split())


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
