"""Parameters, headers and forms have no types on the wire: what is written `5` is a number to one schema and a text to the next."""

import json
from typing import Any

import pytest

from contract_tests.regression.records import LEVELS
from contract_tests.regression.session import judge
from spec.document import build
from spec.source import parse

TEXT: dict[str, Any] = {"type": "string"}
LIST: dict[str, Any] = {"type": "array", "items": TEXT}
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
        required = place == "path"
        parameter = {"name": "q", "in": place, "schema": schema, "required": required}
        operation["parameters"] = [parameter]
    content = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1.0.0"},
        "paths": {"/x/{q}" if place == "path" else "/x": {"post": operation}},
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
        case("integer to a text that is not empty", {"type": "integer"}, {"type": "string", "minLength": 1}, "compatible"),
        case("integer from 1 to an id of signs", {"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}, "compatible"),
        case("integer to an id of signs", {"type": "integer"}, {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}, "compatible", "path"),
        case("integer of three digits to a text of five", {"type": "integer", "minimum": 1, "maximum": 100}, {"type": "string", "maxLength": 5}, "compatible"),
        case("integer to digits", {"type": "integer"}, {"type": "string", "pattern": "^[0-9]+$"}, "breaking"),
        case("boolean to its words", {"type": "boolean"}, {"type": "string", "pattern": "^(true|false)$"}, "compatible"),
        case("boolean to four signs", {"type": "boolean"}, {"type": "string", "maxLength": 4}, "breaking"),
        case("never empty beside a limit", {"type": "string", "maxLength": 5}, {"type": "string", "minLength": 1, "maxLength": 5}, "breaking"),
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
        case("text to a list of texts", TEXT, LIST, "compatible"),
        case("integer to a list of texts", {"type": "integer"}, LIST, "compatible"),
        case("text to a list of integers", TEXT, {"type": "array", "items": {"type": "integer"}}, "breaking"),
        case("text to a list of two", TEXT, {**LIST, "minItems": 2}, "breaking"),
        case("text to a list of texts", TEXT, LIST, "compatible", FORM),
        case("text to a list of texts", TEXT, LIST, "breaking", "application/json"),
        case("list to text", LIST, TEXT, "breaking"),
        case("list to text", LIST, TEXT, "compatible", "header"),
        case("list to short text", LIST, {**TEXT, "maxLength": 3}, "breaking", "header"),
        case("no empty list", LIST, {**LIST, "minItems": 1}, "documentation"),
        case("two at least", LIST, {**LIST, "minItems": 2}, "breaking"),
        case("no null", {"type": ["string", "null"]}, TEXT, "documentation"),
        case("no null", {"type": ["string", "null"]}, TEXT, "documentation", "header"),
        case("no null", {"type": ["string", "null"]}, TEXT, "compatible", FORM),
        case("no null", {"type": ["string", "null"]}, TEXT, "breaking", "application/json"),
        case("anything to text", {}, TEXT, "documentation"),
        case("no empty text", TEXT, {**TEXT, "minLength": 1}, "documentation", "path"),
        case("no empty text", TEXT, {**TEXT, "minLength": 1}, "breaking"),
        case("no line break", TEXT, {**TEXT, "pattern": r"^[^\r\n]*$"}, "compatible", "header"),
        case("no line break", TEXT, {**TEXT, "pattern": r"^[^\r\n]*$"}, "breaking"),
    ],
)  # fmt: skip
def test_a_type_that_nobody_writes_is_no_difference(base, head, level, place):
    """Calls fail where the text that worked has no reading any more, and for nothing else."""
    verdict = judge(document(base, place), document(head, place))
    assert min((one.level for one in verdict.findings), key=LEVELS.index) == level


def request(base, head, place="query"):
    """The command of the one finding that breaks, and why."""
    verdict = judge(document(base, place), document(head, place))
    (found,) = [one for one in verdict.findings if one.level == "breaking"]
    assert found.exchange
    return found.exchange.request, found.exchange.reason


@pytest.mark.parametrize(
    ("base", "head", "place", "told"),
    [
        pytest.param(LIST, TEXT, "query", "?q=&q=", id="a list that is none of one"),
        pytest.param(LIST, {**LIST, "minItems": 2}, "query", "?q=", id="a list that is there"),
        pytest.param(TEXT, {"type": "integer"}, "query", "?q=a", id="no empty text"),
        pytest.param(
            {"type": "object", "properties": {"a": TEXT}},
            {"type": "object", "properties": {"a": TEXT}, "required": ["a"]},
            "query",
            "?other=",
            id="an object that is there",
        ),
        pytest.param(TEXT, {"format": "uuid", **TEXT}, "path", "/x/a", id="a segment of a path"),
    ],
)
def test_a_witness_is_written(base, head, place, told):
    """What is shown differs from a call without the parameter."""
    assert told in request(base, head, place)[0]


@pytest.mark.parametrize(
    ("base", "head", "told"),
    [
        pytest.param(TEXT, {"type": "integer"}, '"a" is not of type "integer"', id="number"),
        pytest.param({"type": "boolean"}, {"enum": [True]}, "false is not one of true", id="enum"),
    ],
)
def test_the_reason_speaks_of_what_was_written(base, head, told):
    """A schema is widened for what texts stand for; of that, nothing is told."""
    assert told in request(base, head)[1]
