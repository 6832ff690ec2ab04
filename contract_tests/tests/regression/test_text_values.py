"""Parameters, headers and forms have no types on the wire: what is written `5` is a number to one schema and a text to the next."""

import json
from typing import Any

import pytest

from contract_tests.regression.records import LEVELS
from contract_tests.regression.session import judge
from spec.document import build
from spec.source import parse

TEXT = {"type": "string"}
DIGITS = {"type": "string", "pattern": "^[0-9]+$"}
FORM = "application/x-www-form-urlencoded"


def document(schema, place):
    operation: dict[str, Any] = {"responses": {"200": {"description": "ok"}}}
    if place == "answer":
        operation["responses"]["200"]["headers"] = {"X-N": {"schema": schema}}
    elif "/" in place:
        value = {"type": "object", "properties": {"q": schema}} if place == FORM else schema
        operation["requestBody"] = {"content": {place: {"schema": value}}}
    else:
        operation["parameters"] = [{"name": "q", "in": place, "schema": schema}]
    content = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1.0.0"},
        "paths": {"/x": {"post": operation}},
    }
    return build(parse(json.dumps(content), "api.json"))


def case(name, base, head, level, place="query"):
    return pytest.param(base, head, level, place, id=f"{place}: {name}")


@pytest.mark.parametrize(
    ("base", "head", "level", "place"),
    [
        case("integer to text", {"type": "integer"}, TEXT, "compatible"),
        case("boolean to text", {"type": "boolean"}, TEXT, "compatible"),
        case("integer to short text", {"type": "integer"}, {"type": "string", "maxLength": 3}, "breaking"),
        case("integer to all texts but one", {"type": "integer"}, {"type": "string", "not": {"enum": ["5"]}}, "breaking"),
        case("text to integer", TEXT, {"type": "integer"}, "breaking"),
        case("digits to integer", DIGITS, {"type": "integer", "minimum": 0}, "compatible"),
        case("digits to integer from 1", DIGITS, {"type": "integer", "minimum": 1}, "breaking"),
        case("listed texts to boolean", {"enum": ["true", "false"]}, {"type": "boolean"}, "compatible"),
        case("boolean to one listed text", {"type": "boolean"}, {"enum": ["true"]}, "breaking"),
        case("listed numbers to texts", {"enum": [1, 2]}, {"enum": ["1", "2", "3"]}, "compatible"),
        case("a listed text too large", {"enum": ["1", "20"]}, {"type": "integer", "maximum": 9}, "breaking"),
        case("items", {"type": "array", "items": {"type": "integer"}}, {"type": "array", "items": TEXT}, "compatible"),
        case("integer to text", {"type": "integer"}, TEXT, "compatible", "header"),
        case("integer to text", {"type": "integer"}, TEXT, "compatible", FORM),
        case("integer to text", {"type": "integer"}, TEXT, "breaking", "application/json"),
        case("integer to text", {"type": "integer"}, TEXT, "breaking", "answer"),
        case("text to integer", TEXT, {"type": "integer"}, "compatible", "answer"),
    ],
)  # fmt: skip
def test_a_type_that_nobody_writes_is_no_difference(base, head, level, place):
    """Calls fail where the text that worked has no reading any more, and for nothing else."""
    verdict = judge(document(base, place), document(head, place))
    assert min((one.level for one in verdict.findings), key=LEVELS.index) == level
