"""Annotations on the changed lines, as workflow commands of GitHub Actions. Files are named from the root of the repository."""

from collections.abc import Iterator

from contract_tests.regression.records import Finding, Level, Verdict
from contract_tests.regression.reports import words
from contract_tests.regression.reports.checkout import Checkout, checkout
from spec.annotation import MOST_SHOWN, annotation

_KINDS: dict[Level, str] = {"breaking": "error", "undecided": "warning", "risky": "warning"}


def render(verdict: Verdict) -> str:
    return "".join(f"{line}\n" for line in _lines(verdict))


def _lines(verdict: Verdict) -> Iterator[str]:
    yield annotation(
        "notice", f"{words.about(verdict)}: {words.headline(verdict)}", {"title": "troth diff"}
    )
    here = checkout()
    left = dict.fromkeys(("error", "warning"), MOST_SHOWN)
    rest = 0
    for found in words.ordered(verdict):
        kind = _KINDS.get(found.level)
        if kind is None or found.accepted is not None:
            continue
        if left[kind]:
            left[kind] -= 1
            yield _annotation(kind, found, here)
        else:
            rest += 1
    for note in verdict.notes[: MOST_SHOWN - 2]:
        yield annotation("notice", note, {"title": "troth diff"})
    if rest:
        yield annotation("notice", f"and {rest:,} more: see the report", {"title": "troth diff"})


def _annotation(kind: str, found: Finding, here: Checkout) -> str:
    properties = {"title": f"{found.level}: {found.rule}"}
    where = found.head or found.base
    if where is not None:
        properties["file"] = here.path(where.source)
        if where.line:
            properties["line"] = str(where.line)
    told = f"{found.problem} [{found.id}]"
    exchange = found.exchange
    if exchange is not None:
        told += f"\n{words.meant(found)}:\n{words.cut(exchange.request or exchange.answer)}"
        told += f"\n{exchange.reason}" if exchange.reason else ""
    return annotation(kind, told, properties)
