"""The report that a person reads first: what the document promises, what became of it, and what is wrong."""

import textwrap
from collections.abc import Iterator

from contract_tests.reports import words
from contract_tests.reports.words import visible
from contract_tests.result import Finding, Promise, Result, Step, Verdict

WIDTH = 100
_COLORS = {"broken": "31", "masked": "33", "not shown": "33", "open": "36", "held": "32"}
_SEVERITIES = {"critical": "1;31", "error": "31", "warning": "33"}
_LONGEST_ANSWER = 12  # lines


def render(result: Result, *, color: bool = False) -> str:
    """The text, at most WIDTH wide where words allow it; commands are never broken."""
    return "\n".join(_Page(result, color=color).lines()) + "\n"


class _Page:
    def __init__(self, result: Result, *, color: bool) -> None:
        self.result, self.color = result, color

    def lines(self) -> Iterator[str]:
        result = self.result
        yield visible(
            f"{result.title} ({result.document}) against {result.url}, seed {result.seed}"
        )
        yield words.measured(result)
        for verdict in words.ORDER:
            yield from self._promises(verdict)
        if result.findings:
            yield from ("", self._strong("findings"))
            for number, finding in enumerate(result.findings, 1):
                yield from self._finding(number, finding)
        yield from self._more()
        yield ""
        yield self._paint(
            words.headline(result), "31" if words.verdict_word(result) != "holds" else "32"
        )

    def _promises(self, verdict: Verdict) -> Iterator[str]:
        rows = words.by_verdict(self.result, verdict)
        if not rows:
            return
        heading = f"{words.HEADINGS[verdict]} ({len(rows)})"
        yield from ("", self._paint(heading, _COLORS[verdict]))
        if verdict == "held":
            for name, count, least in words.held_by_kind(self.result):
                yield f"  {count:4} {name}, each by {least:,} requests or more"
            return
        for promise in rows:
            yield from self._promise(promise)

    def _promise(self, promise: Promise) -> Iterator[str]:
        yield from _wrapped(f"{promise.text}  [{words.place(promise.clause)}]", "  ", "    ")
        if promise.note:
            yield from _wrapped(promise.note, "    ", "    ")

    def _finding(self, number: int, found: Finding) -> Iterator[str]:
        severity = self._paint(found.severity, _SEVERITIES[found.severity])
        known = f", known: {visible(found.known)}" if found.known else ""
        yield ""
        yield f"{number}. {severity}  {found.property}  {visible(found.operation)}  {found.id}{known}"
        yield from _wrapped(f"{found.problem}", "   ", "   ")
        yield from _wrapped(f"when: {found.trial}{_alike(found)}", "   ", "         ")
        for clause in found.says:
            text = f"says: {words.place(clause)} {clause.pointer}"
            yield visible(f"   {text}")
            quote = f"“{clause.quote}”" if clause.quote else ""
            correction = f" (correction: {clause.correction})" if clause.correction else ""
            if quote or correction:
                yield from _wrapped(quote + correction, "         ", "         ")
        for step in found.steps:
            yield from _step(step)
        yield f"   again: {_again(found)}, seed {found.seed}"

    def _more(self) -> Iterator[str]:
        result = self.result
        if result.masked:
            yield from ("", self._strong("masked trials"))
            for one in result.masked[:20]:
                yield from _wrapped(f"{one.property}, {one.trial}: {one.reason}", "  ", "    ")
            if len(result.masked) > 20:
                yield f"  and {len(result.masked) - 20} more"
        for text in result.expired:
            yield from ("", *_wrapped(f"known deviations: {text}", "", "  "))
        if result.writes:
            rows, times = len(result.writes), sum(write.times for write in result.writes)
            yield from ("", f"left behind: {rows:,} rows, written {times:,} times")
        if result.stopped:
            yield from ("", *_wrapped(f"ended early: {result.stopped}", "", "  "))

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text

    def _strong(self, text: str) -> str:
        return self._paint(text, "1")


def _step(step: Step) -> Iterator[str]:
    note = f"  # {visible(step.note)}" if step.note else ""
    yield f"   $ {visible(step.curl)}{note}"
    answer = visible(step.answer).splitlines()
    yield from (f"     {line}" for line in answer[:_LONGEST_ANSWER] if line)
    if len(answer) > _LONGEST_ANSWER:
        yield f"     … {len(answer) - _LONGEST_ANSWER} lines more"


def _alike(found: Finding) -> str:
    return f", and {found.count - 1} more like it" if found.count > 1 else ""


def _again(found: Finding) -> str:
    if not found.retries:
        return "not tried"
    told = f"{found.reproduced} of {found.retries} times"
    return f"{told} (intermittent)" if found.intermittent else told


def _wrapped(text: str, first: str, more: str) -> list[str]:
    return textwrap.wrap(
        visible(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=more,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]
