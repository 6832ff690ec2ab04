"""SARIF 2.1.0 (OASIS), for code scanning: findings at the lines of the document that they break."""

import json
from typing import Any

from contract_tests.reports import words
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
                "rules": [{"id": one, "shortDescription": {"text": claims[one]}} for one in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, rules) for finding in result.findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _result(finding: Finding, rules: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": finding.property,
        "ruleIndex": rules.index(finding.property),
        "level": _LEVELS[finding.severity],
        "message": {
            "text": words.visible(f"{finding.operation}: {finding.problem} ({finding.trial})")
        },
        "partialFingerprints": {"troth/v1": finding.id},
        "locations": [_location(one) for one in finding.says[:10]],
    }
    if finding.known is not None:
        found["suppressions"] = [{"kind": "external", "justification": finding.known}]
    return found


def _location(clause: Clause) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": clause.source}}
    if clause.line:
        physical["region"] = {"startLine": clause.line}
    return {
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": clause.pointer, "kind": "member"}],
    }
