"""The report that a person reads first: what the document promises, what became of it, and what is wrong.

Plain lines rather than a library's tables: a quoted sentence or a command in a table's column can be neither read nor copied.
"""

import textwrap
from collections.abc import Iterator, Sequence

from contract_tests.reports import words
from contract_tests.reports.plain import count, visible
from contract_tests.result import Finding, Promise, PropertyRun, Result, Step, Verdict

WIDTH = 100
_COLORS = {"broken": "31", "masked": "33", "not shown": "33", "open": "36", "held": "32"}
_SEVERITIES = {"critical": "1;31", "error": "31", "warning": "33"}
_LONGEST_ANSWER = 12  # lines
_MOST = 20  # rows that are alike: a document of a thousand operations has more than anybody reads


def render(result: Result, *, color: bool = False) -> str:
    """The text, at most WIDTH wide where words allow it; commands are never broken."""
    return "\n".join(_Page(result, color=color).lines()) + "\n"


class _Page:
    def __init__(self, result: Result, *, color: bool) -> None:
        self.result, self.color = result, color

    def lines(self) -> Iterator[str]:
        result = self.result
        yield visible(f"{result.title}: {words.about(result)}")
        yield words.measured(result)
        for verdict in words.ORDER:
            yield from self._promises(verdict)
        yield from self._findings()
        yield from self._known()
        yield from self._unproved()
        yield from self._rest()
        yield ""
        holds = words.verdict_word(result) == "holds"
        yield self._paint(words.headline(result), "32" if holds else "31")

    def _promises(self, verdict: Verdict) -> Iterator[str]:
        rows = words.by_verdict(self.result, verdict)
        if not rows:
            return
        yield from ("", self._paint(f"{words.HEADINGS[verdict]} ({len(rows):,})", _COLORS[verdict]))
        if verdict == "held":
            for count, told in words.held_by_kind(self.result):
                yield f"  {count:5,} {told}"
        elif verdict in ("masked", "not shown"):
            yield from _reasons(rows)
        else:
            for promise in rows:
                yield from _promise(promise)

    def _findings(self) -> Iterator[str]:
        found = [one for one in self.result.findings if one.known is None]
        if found:
            yield from ("", self._strong(f"findings ({len(found):,})"))
        for number, finding in enumerate(found, 1):
            yield from self._finding(number, finding)

    def _finding(self, number: int, found: Finding) -> Iterator[str]:
        severity = self._paint(found.severity, _SEVERITIES[found.severity])
        named = visible(f"{found.property}  {found.operation}  {found.id}")
        yield from ("", f"{number}. {severity}  {named}")
        yield from _wrapped(found.problem, "   ", "   ")
        yield from _wrapped(f"when: {words.when(found)}", "   ", "         ")
        for clause in found.says:
            correction = f", by the correction {clause.correction}" if clause.correction else ""
            yield from _wrapped(f"says: {words.place(clause)}{correction}", "   ", "         ")
            yield visible(f"         {clause.pointer}")
            yield from (
                _wrapped(f"“{clause.quote}”", "         ", "         ") if clause.quote else ()
            )
        for step in found.steps:
            yield from _step(step)
        yield f"   {words.again(found)}, seed {found.seed}"

    def _known(self) -> Iterator[str]:
        known = [one for one in self.result.findings if one.known is not None]
        if not known and not self.result.expired:
            return
        yield from ("", self._strong(f"known deviations ({len(known):,})"))
        for found in known:
            named = f"{found.id}  {found.property}  {found.operation}: {found.problem}"
            yield from _wrapped(named, "  ", "    ")
            yield from _wrapped(f"because {found.known}", "    ", "    ")
        for text in self.result.expired:
            yield from _wrapped(text, "  ! ", "    ")

    def _unproved(self) -> Iterator[str]:
        """What was masked, and what was not put to the test, by reason."""
        masked = self.result.masked
        if masked:
            yield from ("", self._strong(f"masked trials ({len(masked):,})"))
        for reason, trials in words.alike(masked, lambda one: one.reason).items():
            yield from _wrapped(reason, "  ", "  ")
            yield from _some([f"{one.property}: {one.trial}" for one in trials])
        idle = [one for one in self.result.properties if one.verdict == "not shown"]
        if idle:
            yield from (
                "",
                self._strong(f"properties that were not put to the test ({len(idle):,})"),
            )
        for note, runs in words.alike(idle, lambda one: one.note).items():
            yield from _wrapped(", ".join(_names(runs)), "  ", "  ")
            yield from _wrapped(note, "    ", "    ") if note else ()

    def _rest(self) -> Iterator[str]:
        result = self.result
        if result.writes:
            rows, times = len(result.writes), sum(write.times for write in result.writes)
            unruled = sum(write.times for write in result.writes if not write.key)
            left = f"{count(rows, 'row')}, written {count(times, 'time')}"
            if unruled:
                left += (
                    f", and perhaps one for each of {unruled:,} requests whose row no rule names"
                )
            yield from ("", f"left behind: {left}")
        if result.stopped:
            yield ""
            yield from _wrapped(f"ended early: {result.stopped}", "", "  ")

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text

    def _strong(self, text: str) -> str:
        return self._paint(text, "1")


def _promise(promise: Promise) -> Iterator[str]:
    yield from _wrapped(_line(promise), "  ", "    ")
    if promise.note:
        yield from _wrapped(promise.note, "    ", "    ")


def _reasons(rows: Sequence[Promise]) -> Iterator[str]:
    """What is in the way, once, and below it all that it is in the way of."""
    for note, promises in words.alike(rows, lambda one: one.note).items():
        yield from _wrapped(note or "no reason is known", "  ", "  ")
        yield from _some([_line(one) for one in promises])


def _line(promise: Promise) -> str:
    return f"{promise.text}  [{words.place(promise.clause)}]"


def _some(texts: Sequence[str]) -> Iterator[str]:
    for text in texts[:_MOST]:
        yield from _wrapped(text, "    - ", "      ")
    if len(texts) > _MOST:
        yield f"    - and {len(texts) - _MOST:,} more: see the report"


def _names(runs: Sequence[PropertyRun]) -> Iterator[str]:
    """The properties, each with how many operations it is about when these are several."""
    for property, of in words.alike(runs, lambda one: one.property).items():
        yield property if len(of) == 1 else f"{property} (on {len(of):,} operations)"


def _step(step: Step) -> Iterator[str]:
    yield from _wrapped(f"# {step.note}", "   ", "   # ") if step.note else ()
    yield visible(f"   $ {step.curl}")
    answer = [line for line in visible(step.answer).split("\n") if line]
    yield from (f"     {line}" for line in answer[:_LONGEST_ANSWER])
    if len(answer) > _LONGEST_ANSWER:
        yield f"     … {len(answer) - _LONGEST_ANSWER:,} lines more"


def _wrapped(text: str, first: str, more: str) -> list[str]:
    return textwrap.wrap(
        visible(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=more,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]
