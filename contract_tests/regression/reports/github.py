"""Annotations on the changed lines, as workflow commands of GitHub Actions. Files are named from the root of the repository."""

from collections.abc import Iterator

from contract_tests.regression.records import Finding, Level, Verdict
from contract_tests.regression.reports import words
from contract_tests.regression.reports.checkout import Checkout, checkout
from contract_tests.reports.plain import visible

# GitHub shows as many annotations of each kind for a step, and drops the rest without a word.
_SHOWN = 10
_KINDS: dict[Level, str] = {"breaking": "error", "undecided": "warning", "risky": "warning"}


def render(verdict: Verdict) -> str:
    return "".join(f"{line}\n" for line in _lines(verdict))


def _lines(verdict: Verdict) -> Iterator[str]:
    yield _command(
        "notice", {"title": "troth diff"}, f"{words.about(verdict)}: {words.headline(verdict)}"
    )
    here = checkout()
    left = dict.fromkeys(("error", "warning"), _SHOWN)
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
    for note in verdict.notes[: _SHOWN - 2]:
        yield _command("notice", {"title": "troth diff"}, note)
    if rest:
        yield _command("notice", {"title": "troth diff"}, f"and {rest:,} more: see the report")


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
    return _command(kind, properties, told)


def _command(kind: str, properties: dict[str, str], text: str) -> str:
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {named}::{_data(text)}"


def _data(text: str) -> str:
    """As the toolkit of actions escapes it: a line feed would begin another command."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
