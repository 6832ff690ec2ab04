"""What every form says in the same words."""

from collections.abc import Iterator, Sequence

from contract_tests.regression.records import LEVELS, Finding, Level, Verdict
from contract_tests.reports.plain import count
from spec.diff.records import ABSENT, Place

SHOWN: tuple[Level, ...] = ("breaking", "undecided", "risky")
_TITLES: dict[Level, str] = {
    "breaking": "breaking: calls that worked fail, or answers come that were not promised",
    "undecided": "not decided: neither a proof nor a counterexample was found",
    "risky": "risky: the document leaves open whether somebody is hurt",
    "compatible": "compatible: proved, or by rule",
    "documentation": "documentation: what is said, and nothing that is done",
}
# By these rules a server that keeps to the document has to refuse.
_REFUSED = frozenset(
    "parameter-became-required parameter-required-added body-became-required body-required-added".split()
)
_LONGEST = 2000  # characters of a request or an answer


def title(level: Level) -> str:
    return _TITLES[level]


def headline(verdict: Verdict) -> str:
    """The verdict in one line, with its numbers."""
    if not verdict.findings:
        return "no difference"
    counts = verdict.counts()
    parts = [f"{counts[level]:,} {level}" for level in LEVELS if counts[level]]
    accepted = sum(one.accepted is not None for one in verdict.findings)
    parts += [f"{accepted:,} accepted"] if accepted else []
    return ", ".join(parts)


def about(verdict: Verdict) -> str:
    return f"{verdict.base} -> {verdict.head}"


def measured(verdict: Verdict) -> str:
    found = len(verdict.findings)
    return f"{count(found, 'edit')} judged in {verdict.seconds:.1f} s"


def version(verdict: Verdict) -> str:
    """The suggestion for the next version."""
    known, note = verdict.next_version, verdict.version_note
    told = f"{known} ({note})" if known and note else known or note
    return f"version {verdict.version or '(none)'}, next: {told}"


def by_level(verdict: Verdict, level: Level) -> list[Finding]:
    """The findings at a level, those that are accepted last."""
    found = [one for one in verdict.findings if one.level == level]
    return sorted(found, key=lambda one: one.accepted is not None)


def heading(verdict: Verdict, level: Level) -> str:
    """The title of a level with its numbers, those that are accepted apart, as in the headline."""
    found = by_level(verdict, level)
    accepted = sum(one.accepted is not None for one in found)
    told = f"{len(found) - accepted:,}"
    return f"{title(level)} ({told}{f', and {accepted:,} accepted' if accepted else ''})"


def ordered(verdict: Verdict) -> Iterator[Finding]:
    """The gravest first."""
    for level in LEVELS:
        yield from by_level(verdict, level)


def place(where: Place | None) -> str:
    """File and line."""
    if where is None:
        return ""
    return f"{where.source}:{where.line}" if where.line else where.source


def shown_place(found: Finding) -> Place | None:
    """Where a finding is seen: in the head, or in the base where the head has nothing."""
    return found.head or found.base


def meant(found: Finding) -> str:
    """What the exchange is: for a request, one that was allowed; for an answer, one that comes now, or no longer does."""
    exchange = found.exchange
    if exchange is None:
        return ""
    is_witness = found.ground.startswith("a witness")
    if exchange.request:
        if is_witness or found.rule in _REFUSED:
            return "allowed before, and refused now"
        is_grave = found.level == "breaking"  # it may be answered otherwise, elsewhere or by nobody
        return "promised before, and not any more" if is_grave else "for example"
    if found.direction == "request":
        return "could be answered before, and not now"
    if not is_witness and found.after is ABSENT:
        return "could come before"
    return "may come now, and could not before" if is_witness else "may come now"


def operations(found: Finding, most: int = 3) -> str:
    names = list(found.operations)
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text):,} characters)"


def hidden(verdict: Verdict, levels: Sequence[Level]) -> str:
    """What a short report leaves out, in numbers."""
    counts = {level: len(by_level(verdict, level)) for level in LEVELS if level not in levels}
    return ", ".join(f"{number:,} {level}" for level, number in counts.items() if number)
