"""The table of rules, to be read."""

import textwrap
from collections.abc import Iterator

from contract_tests.regression.rules.record import Rule
from contract_tests.regression.rules.table import ALL
from spec.diff.records import Area

_WIDTH = 100


def table() -> str:
    """Every rule: its id, level and direction, what it says, and oasdiff's names for it."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield "Breaking is judged against the promise in the document, not against what today's server tolerates."
    yield "Of a rule that is marked *, the level is for a change that a witness shows to break: one that is"
    yield "proved to break nothing is compatible, one that is neither is undecided."
    areas: tuple[Area, ...] = ()
    for rule in sorted(ALL, key=lambda one: one.areas):
        if rule.areas != areas:
            areas = rule.areas
            yield f"\n{', '.join(areas)}"
        yield from _row(rule)


def _row(rule: Rule) -> Iterator[str]:
    level = f"{rule.level}{' *' if rule.proved else ''}"
    yield f"  {rule.id:42} {level:14} {rule.direction or 'both'}"
    yield from textwrap.wrap(
        rule.says.replace(" | ", "; in an answer: "),
        _WIDTH,
        initial_indent="      ",
        subsequent_indent="      ",
    )
    if rule.oasdiff:
        yield from textwrap.wrap(
            f"oasdiff: {', '.join(rule.oasdiff)}",
            _WIDTH,
            initial_indent="      ",
            subsequent_indent="        ",
            break_on_hyphens=False,
        )
