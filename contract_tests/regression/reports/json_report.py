"""The whole verdict for a machine: see `schemas/diff.schema.json`. A value that is not there has no member."""

import json
from typing import Any

from contract_tests.regression.records import LEVELS, Exchange, Finding, Verdict
from spec.diff.records import ABSENT, Place

VERSION = 1  # of this form: raised when a reader of it would break


def render(verdict: Verdict) -> str:
    return json.dumps(to_json(verdict), indent=1, ensure_ascii=True) + "\n"


def to_json(verdict: Verdict) -> dict[str, Any]:
    counts = verdict.counts()
    return {
        "form": VERSION,
        "base": verdict.base,
        "head": verdict.head,
        "counts": {level: counts[level] for level in LEVELS},
        "accepted": sum(one.accepted is not None for one in verdict.findings),
        "version": verdict.version,
        "nextVersion": verdict.next_version or None,
        **({"versionNote": verdict.version_note} if verdict.version_note else {}),
        "seconds": round(verdict.seconds, 3),
        "notes": list(verdict.notes),
        "findings": [_finding(one) for one in verdict.findings],
    }


def _finding(found: Finding) -> dict[str, Any]:
    members: dict[str, Any] = {
        "id": found.id,
        "rule": found.rule,
        "level": found.level,
        "problem": found.problem,
        "ground": found.ground,
        "operations": list(found.operations),
    }
    if found.direction is not None:
        members["direction"] = found.direction
    for name, place in (("base", found.base), ("head", found.head)):
        if place is not None:
            members[name] = _place(place)
    values = {"before": found.before, "after": found.after}
    members |= {name: value for name, value in values.items() if value is not ABSENT}
    if found.exchange is not None:
        members["exchange"] = _exchange(found.exchange)
    if found.correction:
        members["correction"] = found.correction
    if found.accepted is not None:
        members["accepted"] = found.accepted
    return members


def _place(place: Place) -> dict[str, Any]:
    members: dict[str, Any] = {"pointer": place.inside, "source": place.source}
    return {**members, "line": place.line} if place.line else members


def _exchange(exchange: Exchange) -> dict[str, Any]:
    return {
        "request": exchange.request,
        "answer": exchange.answer,
        "value": exchange.value,
        "marked": exchange.marked,
        "reason": exchange.reason,
        "executed": exchange.executed,
    }
