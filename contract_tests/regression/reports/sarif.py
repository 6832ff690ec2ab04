"""SARIF 2.1.0 (OASIS), for code scanning: one result for each edit, at the line of the head."""

from typing import Any

from contract_tests.regression.records import Finding, Level, Verdict
from contract_tests.regression.reports import words
from contract_tests.regression.reports.checkout import Checkout, checkout
from contract_tests.regression.rules.table import BY_ID
from contract_tests.reports import sarif
from contract_tests.reports.plain import visible
from spec.diff.records import Place

_LEVELS: dict[Level, str] = {
    "breaking": "error",
    "undecided": "warning",
    "risky": "warning",
    "compatible": "note",
    "documentation": "none",
}


def render(verdict: Verdict) -> str:
    here = checkout()
    rules = list(dict.fromkeys(one.rule for one in verdict.findings))
    run = {
        "tool": {"driver": {"name": "troth diff", "rules": [_rule(one) for one in rules]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(verdict)],
        "results": [_result(one, rules, verdict, here) for one in words.ordered(verdict)],
    }
    return sarif.log(run)


def _rule(id: str) -> dict[str, Any]:
    rule = BY_ID[id]
    found: dict[str, Any] = {
        "id": id,
        "shortDescription": {"text": rule.told(rule.direction)},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
    }
    if rule.oasdiff:
        found["properties"] = {"oasdiff": list(rule.oasdiff)}
    return found


def _invocation(verdict: Verdict) -> dict[str, Any]:
    notes = [{"level": "warning", "message": {"text": visible(one)}} for one in verdict.notes]
    found: dict[str, Any] = {"executionSuccessful": True}
    return {**found, "toolConfigurationNotifications": notes} if notes else found


def _result(found: Finding, rules: list[str], verdict: Verdict, here: Checkout) -> dict[str, Any]:
    shown = words.shown_place(found) or Place("", verdict.head, None)
    text = f"{found.problem} ({found.ground})"
    exchange = found.exchange
    if exchange is not None:
        text += f"\n{words.meant(found)}:\n{words.cut(exchange.request or exchange.answer)}"
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": rules.index(found.rule),
        "level": _LEVELS[found.level],
        "message": {"text": visible(text)},
        "partialFingerprints": {"troth/diff/v1": found.id},
        "locations": [_location(shown, here)],
        "properties": {"verdict": found.level, "operations": list(found.operations)},
    }
    if found.base is not None and found.base is not shown:
        related = _location(found.base, here)
        result["relatedLocations"] = [{**related, "message": {"text": "before"}}]
    if found.accepted is not None:
        justification = visible(found.accepted)
        result["suppressions"] = [{"kind": "external", "justification": justification}]
    return result


def _location(place: Place, here: Checkout) -> dict[str, Any]:
    return sarif.location(here.uri(place.source), place.line, place.inside)
