"""SARIF 2.1.0 (OASIS), for code scanning: findings at the lines of the document that they break.

Plain values rather than a library's classes: `sarif-om` has had no release since 2019.
"""

import json
from typing import Any
from urllib.parse import quote

from contract_tests.reports import words
from contract_tests.reports.plain import visible
from contract_tests.result import Clause, Finding, Result

_LEVELS = {"critical": "error", "error": "error", "warning": "warning"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(result: Result) -> str:
    claims = {one.property: one.claim for one in result.properties}
    for finding in result.findings:
        claims.setdefault(finding.property, finding.property)
    rules = list(claims)
    run = {
        "tool": {
            "driver": {
                "name": "troth",
                "semanticVersion": result.version,
                "rules": [
                    {"id": one, "shortDescription": {"text": visible(claims[one])}} for one in rules
                ],
            }
        },
        "invocations": [_invocation(result)],
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, rules, result.document) for finding in result.findings],
    }
    return log(run)


def log(run: dict[str, Any]) -> str:
    """A log of one run."""
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def location(source: str, line: int | None, pointer: str) -> dict[str, Any]:
    """A place in a document: its file, its line if one is known, and its JSON Pointer."""
    uri = quote(visible(source), safe="/:")  # a URI reference (RFC 3986)
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if line:
        physical["region"] = {"startLine": line}
    if not pointer:
        return {"physicalLocation": physical}
    logical = {"fullyQualifiedName": visible(pointer), "kind": "member"}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _invocation(result: Result) -> dict[str, Any]:
    if not result.stopped:
        return {"executionSuccessful": True}
    message = {"text": visible(f"ended early: {result.stopped}")}
    notification = {"level": "error", "message": message}
    return {"executionSuccessful": False, "toolExecutionNotifications": [notification]}


def _result(finding: Finding, rules: list[str], document: str) -> dict[str, Any]:
    """The first clause is where the finding is shown; a finding of none is the document's, as GitHub shows none without a
    place."""
    text = f"{finding.operation}: {finding.problem} (when: {words.when(finding)})"
    first = finding.says[0] if finding.says else Clause("", "", document)
    found: dict[str, Any] = {
        "ruleId": finding.property,
        "ruleIndex": rules.index(finding.property),
        "level": _LEVELS[finding.severity],
        "message": {"text": visible(text)},
        "partialFingerprints": {"troth/v1": finding.id},
        "locations": [_location(first)],
        "properties": {"reproduced": words.again(finding), "seed": finding.seed},
    }
    if finding.says[1:]:
        found["relatedLocations"] = [_location(one) for one in finding.says[1:]]
    if finding.known is not None:
        justification = visible(finding.known)
        found["suppressions"] = [{"kind": "external", "justification": justification}]
    return found


def _location(clause: Clause) -> dict[str, Any]:
    return location(clause.source, clause.line, clause.pointer)
