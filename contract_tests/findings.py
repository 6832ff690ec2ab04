"""What broke, made fit to be read: what was sent and got, what the document says, how to see it again."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from contract_tests.exchange import Exchange
from contract_tests.redaction import Redaction
from contract_tests.reproduction import step
from contract_tests.result import Clause, Finding, Severity
from spec.document import Document

_LONGEST_QUOTE = 300
_SHOWN_STEPS = 6
_RANK = {"critical": 0, "error": 1, "warning": 2}


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken promise as an attempt met it. `says` are JSON Pointers; `merges` names what it has in common with its like."""

    property: str
    operation: str
    trial: str
    problem: str
    says: tuple[str, ...]
    severity: Severity
    exchanges: tuple[Exchange, ...]
    merges: str


class Reporter:
    """Turns breaches into findings of one run."""

    def __init__(self, document: Document, redaction: Redaction, seed: int) -> None:
        self._document, self._redaction, self._seed = document, redaction, seed

    def shown(self, text: str) -> str:
        """A text free of keys."""
        return self._redaction.text(text)

    def finding(self, breach: Breach, *, reproduced: int, retries: int) -> Finding:
        shown = breach.exchanges[-_SHOWN_STEPS:]
        return Finding(
            id=identity(breach.property, breach.operation, breach.merges),
            property=breach.property,
            operation=breach.operation,
            severity=breach.severity,
            problem=self._redaction.text(breach.problem),
            trial=breach.trial,
            says=tuple(clause(self._document, where) for where in breach.says),
            steps=tuple(step(exchange, exchange.note, self._redaction) for exchange in shown),
            seed=self._seed,
            reproduced=reproduced,
            retries=retries,
        )


def identity(*parts: str) -> str:
    """A short digest: the same for the same fault in every run."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]


def clause(document: Document, where: str) -> Clause:
    """What the document says at a pointer, and where that is written."""
    source, line = document.place(where)
    correction = document.correction_at(where)
    name = correction.name if correction else None
    return Clause(where, _quote(document, where), source, line, name)


def merge(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each id, the first of its like with their number; the gravest first."""
    merged: dict[str, Finding] = {}
    for finding in findings:
        known = merged.get(finding.id)
        if known is None:
            merged[finding.id] = finding
        else:
            best = max(known, finding, key=lambda one: one.reproduced)
            merged[finding.id] = replace(best, count=known.count + finding.count)
    return sorted(merged.values(), key=lambda one: (_RANK[one.severity], one.property, one.id))


def _quote(document: Document, where: str) -> str:
    """The prose at a pointer, or the keyword and its value."""
    try:
        value = document.at(where)
    except KeyError:
        return ""
    if isinstance(value, dict):
        for name in ("description", "summary"):
            if isinstance(value.get(name), str):
                return _cut(value[name])
        return _cut(", ".join(f"{name}: {_brief(member)}" for name, member in value.items()))
    return f"{where.rpartition('/')[2]}: {_brief(value)}"


def _brief(value: object) -> str:
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_brief(item) for item in value) + "]"
    return _cut(str(value))


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
