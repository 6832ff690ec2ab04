"""The report that a person reads first, in a terminal."""

import textwrap
from collections.abc import Iterator

from contract_tests.regression.exchange import marked_lines
from contract_tests.regression.records import LEVELS, Finding, Level, Verdict
from contract_tests.regression.reports import words
from contract_tests.reports.plain import visible

_WIDTH = 100
_COLORS: dict[Level, str] = {
    "breaking": "1;31",
    "undecided": "35",
    "risky": "33",
    "compatible": "32",
    "documentation": "36",
}
_FAINT = "2"


def render(verdict: Verdict, *, color: bool = False, everything: bool = False) -> str:
    """`everything` shows what is compatible, and documentation, too: otherwise they are counted."""
    return "".join(f"{line.rstrip()}\n" for line in _Text(verdict, color=color).lines(everything))


class _Text:
    def __init__(self, verdict: Verdict, *, color: bool) -> None:
        self.verdict = verdict
        self.color = color

    def lines(self, everything: bool) -> Iterator[str]:
        levels = LEVELS if everything else words.SHOWN
        yield f"{visible(words.about(self.verdict))}: {words.headline(self.verdict)}"
        for level in levels:
            found = words.by_level(self.verdict, level)
            if found:
                yield ""
                yield self._painted(words.title(level), _COLORS[level])
            for one in found:
                yield from self._finding(one)
        yield ""
        hidden = words.hidden(self.verdict, levels)
        if hidden:
            yield f"not shown: {hidden} (--all shows them)"
        yield from (f"note: {visible(note)}" for note in self.verdict.notes)
        yield f"{visible(words.version(self.verdict))}; {words.measured(self.verdict)}"

    def _finding(self, found: Finding) -> Iterator[str]:
        yield ""
        yield from _wrapped(visible(found.problem), "  ", self._painted("*", _COLORS[found.level]))
        if found.operations:
            yield from _wrapped(visible(words.operations(found)), "    ")
        where = words.shown_place(found)
        if where is not None:
            pointer = f" {where.inside}" if where.inside else ""
            yield self._painted(f"    {visible(words.place(where))}{visible(pointer)}", _FAINT)
        yield self._painted(f"    {found.rule} {found.id}", _FAINT)
        if found.exchange is None or found.ground != f"a witness: {found.exchange.reason}":
            yield from _wrapped(
                visible(found.ground), "    "
            )  # the exchange says the same, and where
        if found.correction:
            yield f"    by the correction {visible(found.correction)}"
        if found.accepted is not None:
            yield f"    accepted: {visible(found.accepted)}"
        yield from self._exchange(found)

    def _exchange(self, found: Finding) -> Iterator[str]:
        exchange = found.exchange
        if exchange is None:
            return
        text = exchange.request or exchange.answer
        yield f"    {words.meant(found)}:"
        sign = "$ " if exchange.request else ""
        for number, (line, is_marked) in enumerate(marked_lines(words.cut(text), exchange)):
            shown = f"      {sign if not number else ' ' * len(sign)}{visible(line)}"
            yield self._painted(shown, "1") if is_marked else shown
            if is_marked and exchange.answer:
                indent = len(line) - len(line.lstrip())
                arrow = f"      {' ' * indent}^ {visible(exchange.reason)}"
                yield self._painted(arrow, _COLORS[found.level])
        if exchange.request and exchange.reason:  # not within: a command is there to be copied
            where = f"{exchange.marked}: " if exchange.marked else ""
            arrow = f"      ^ {visible(where + exchange.reason)}"
            yield self._painted(arrow, _COLORS[found.level])
        if exchange.executed:
            yield from _wrapped(f"executed: {visible(exchange.executed)}", "    ")

    def _painted(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text


def _wrapped(text: str, indent: str, sign: str = "") -> Iterator[str]:
    lines = textwrap.wrap(text, _WIDTH - len(indent), break_long_words=False) or [""]
    for number, line in enumerate(lines):
        if sign:
            yield f"{indent}{sign if not number else ' '} {line}"
        else:
            yield f"{indent}{line}"
