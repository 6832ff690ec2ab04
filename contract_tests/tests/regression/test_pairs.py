"""Pairs of schemas as files, each judged as a request's body and as an answer's."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from contract_tests.regression.records import LEVELS
from contract_tests.regression.session import judge
from spec.compile import compile_operations
from spec.containment.opinions import second
from spec.document import build
from spec.schemas import Schemas
from spec.source import parse

FOLDER = Path(__file__).parent / "pairs"
FILES = sorted(FOLDER.rglob("*.yaml"))
WAYS = ("request", "answer")


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def document(schema, way, components):
    body = {"content": {"application/json": {"schema": schema}}}
    answer = {"description": "ok", **(body if way == "answer" else {})}
    operation = {"operationId": "x", "responses": {"200": answer}}
    if way == "request":
        operation["requestBody"] = {"required": True, **body}
    content = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1.0.0"},
        "paths": {"/x": {"post": operation}},
        "components": {"schemas": components},
    }
    return build(parse(json.dumps(content), "api.json"))


def judged(pair, way):
    components = pair.get("components", {})
    base = document(pair["base"], way, components)
    return judge(base, document(pair["head"], way, pair.get("head_components", components)))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_pair_gets_its_level_its_rule_and_a_witness(path, way):
    """The worst finding is the one that the file expects, for the reason that it names. A validator of another make accepts every
    witness under the one schema and not under the other, and nothing is breaking without one."""
    pair = read(path)
    verdict = judged(pair, way)
    findings = verdict.findings
    worst = min((one.level for one in findings), key=LEVELS.index, default="none")
    expected = pair["expect"][way]
    assert worst == expected["level"]
    assert expected.get("rule") in {one.rule for one in findings if one.level == worst} or (
        worst == "none"
    )

    sides = [validator(getattr(verdict.comparison, side), way) for side in ("base", "head")]
    before, after = sides if way == "request" else reversed(sides)
    witnesses = [one.exchange.value for one in verdict.findings if one.exchange is not None]
    assert all(before.is_valid(value) and not after.is_valid(value) for value in witnesses)
    broken = [one for one in verdict.findings if one.level == "breaking"]
    assert all(one.exchange is not None for one in broken)


def validator(side, way) -> Draft202012Validator:
    """The second validator of a document's one body."""
    (operation,) = compile_operations(side)
    body = operation.body if way == "request" else operation.responses[0]
    assert body
    schema = body.content[0].schema
    assert schema
    return second(Schemas(side).bundle(schema, "request" if way == "request" else "response"))


def test_there_are_pairs_of_every_kind():
    """At least 150 verdicts, and all of the levels that a pair of schemas can have."""
    levels = [pair["expect"][way]["level"] for pair in map(read, FILES) for way in WAYS]
    assert len(levels) >= 150
    assert {"breaking", "risky", "compatible", "documentation", "none"} <= set(levels)
