"""Markdown for the summary of a job: the verdict, one table, and the findings folded."""

import html
import re
from collections.abc import Iterator

from contract_tests.reports import words
from contract_tests.result import Finding, Result

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~<>@-])")
_MOST = 50  # findings: GitHub cuts a summary at a megabyte


def render(result: Result) -> str:
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Result) -> Iterator[str]:
    sign = {"holds": "\u2705", "violated": "\u274c"}.get(words.verdict_word(result), "\u26a0\ufe0f")
    yield f"### {sign} {text(result.title)}: {words.headline(result)}"
    yield ""
    yield f"Against {code(result.url)}, seed {result.seed}. {words.measured(result)}."
    yield from _findings(result)
    yield from _ledger(result)
    if result.stopped:
        yield from ("", f"**Ended early:** {text(result.stopped)}")
    yield from (f"\n**Known deviations:** {text(one)}" for one in result.expired)


def _findings(result: Result) -> Iterator[str]:
    if not result.findings:
        return
    yield from ("", "| | property | operation | finding | document |", "|---|---|---|---|---|")
    for finding in result.findings[:_MOST]:
        place = words.place(finding.says[0]) if finding.says else ""
        severity = f"known: {text(finding.known)}" if finding.known else finding.severity
        cells = (
            severity,
            code(finding.property),
            text(finding.operation),
            text(finding.problem),
            code(place),
        )
        yield f"| {' | '.join(cells)} |"
    for finding in result.findings[:_MOST]:
        yield from _folded(finding)
    if len(result.findings) > _MOST:
        yield f"\nand {len(result.findings) - _MOST} more: see the report"


def _folded(finding: Finding) -> Iterator[str]:
    yield from (
        "",
        "<details>",
        f"<summary><code>{finding.id}</code> {html.escape(finding.problem)}</summary>",
        "",
    )
    yield f"When: {text(finding.trial)}. Again: {finding.reproduced} of {finding.retries} times."
    for clause in finding.says:
        quote = f": {text(clause.quote)}" if clause.quote else ""
        yield f"\n{code(words.place(clause))} {code(clause.pointer)}{quote}"
    for step in finding.steps:
        yield from (
            "",
            f"<pre>{html.escape(words.visible(f'$ {step.curl}'))}",
            html.escape(words.visible(step.answer)),
            "</pre>",
        )
    yield "</details>"


def _ledger(result: Result) -> Iterator[str]:
    yield from ("", "<details>", f"<summary>{len(result.promises)} promises</summary>", "")
    yield from ("| verdict | promise | document | |", "|---|---|---|---|")
    for verdict in words.ORDER:
        if verdict == "held":
            for name, count, least in words.held_by_kind(result):
                yield f"| held | {count} {name} | | each by {least:,} requests or more |"
            continue
        for promise in words.by_verdict(result, verdict):
            place = words.place(promise.clause)
            yield f"| {verdict} | {text(promise.text)} | {code(place)} | {text(promise.note)} |"
    yield "</details>"


def text(value: str) -> str:
    """Any text as itself: on one line, nothing in it is Markdown or HTML."""
    plain = " ".join(words.visible(value).split())
    return html.escape(
        _SPECIAL.sub(r"\\\1", plain).replace("\\<", "<").replace("\\>", ">"), quote=False
    )


def code(value: str) -> str:
    """As code. HTML's element holds any text, backticks too, and a pipe only as its number."""
    plain = html.escape(" ".join(words.visible(value).split()), quote=False)
    return f"<code>{plain.replace('|', '&#124;')}</code>" if plain else ""
