"""Markdown for the summary of a job: the verdict, one table, and the witnesses folded."""

import html
import re
from collections.abc import Iterator

from contract_tests.regression.records import Finding, Level, Verdict
from contract_tests.regression.reports import words
from contract_tests.reports.plain import visible
from spec.markup import code, text

_SIGNS: dict[Level, str] = {
    "breaking": "\u274c",
    "undecided": "\u2753",
    "risky": "\u26a0\ufe0f",
    "compatible": "\u2705",
    "documentation": "\U0001f4dd",
}
_SPAN = re.compile(r"\\`(.+?)\\`")  # of a text whose backticks are escaped
_MOST_ROWS = 150
# GitHub drops a summary of more than a megabyte.
_MOST_FOLDED = 60


def render(verdict: Verdict) -> str:
    return "\n".join(_lines(verdict)) + "\n"


def _lines(verdict: Verdict) -> Iterator[str]:
    sign = next(
        (_SIGNS[one.level] for one in words.ordered(verdict) if one.accepted is None), "\u2705"
    )
    yield f"### {sign} {text(words.about(verdict))}: {text(words.headline(verdict))}"
    yield ""
    yield f"{text(words.measured(verdict))}; {text(words.version(verdict))}."
    yield from (f"\n**Note:** {text(note)}" for note in verdict.notes)
    found = list(words.ordered(verdict))
    if not found:
        return
    yield from ("", "| | verdict | change | operation | document |", "|---|---|---|---|---|")
    for one in found[:_MOST_ROWS]:
        yield _row(one)
    if len(found) > _MOST_ROWS:
        yield f"\nand {len(found) - _MOST_ROWS:,} more edits: see the report"
    witnesses = [one for one in found if one.exchange is not None]
    for one in witnesses[:_MOST_FOLDED]:
        yield from _folded(one)
    if len(witnesses) > _MOST_FOLDED:
        yield f"\nand {len(witnesses) - _MOST_FOLDED:,} more witnesses: see the report"


def prose(value: str) -> str:
    """Our sentences: what stands between backticks is code, and nothing in it is Markdown or HTML."""
    return _SPAN.sub(r"<code>\1</code>", text(value))


def _row(found: Finding) -> str:
    level = "accepted" if found.accepted is not None else found.level
    cells = (
        _SIGNS[found.level],
        level,
        prose(found.problem),
        text(words.operations(found)),
        code(words.place(words.shown_place(found))),
    )
    return f"| {' | '.join(cells)} |"


def _folded(found: Finding) -> Iterator[str]:
    exchange = found.exchange
    if exchange is None:
        return
    summary = f"{_SIGNS[found.level]} {code(found.id)} {prose(found.problem)}"
    yield from ("", "<details>", f"<summary>{summary}</summary>", "")
    yield f"{code(found.rule)}: {prose(found.ground)}"
    if found.accepted is not None:
        yield f"\nAccepted: {text(found.accepted)}"
    shown = words.cut(f"$ {exchange.request}" if exchange.request else exchange.answer)
    yield from ("", f"{text(words.meant(found))}:", "")
    yield f"<pre>{html.escape(visible(shown), quote=False)}</pre>"
    if exchange.marked or exchange.reason:
        yield f"\n{code(exchange.marked)} {text(exchange.reason)}"
    if exchange.executed:
        yield f"\nExecuted: {text(exchange.executed)}"
    yield from ("", "</details>")
