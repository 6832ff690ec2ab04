"""Documents with schemas that no validator can read are compared all the same."""

import json

import pytest

from contract_tests.regression.readable import readable
from contract_tests.regression.session import judge
from spec import source
from spec.document import build
from spec.frozen import thaw


def document(schema):
    content = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1.0.0"},
        "paths": {},
        "components": {"schemas": {"Thing": schema}},
    }
    return build(source.parse(json.dumps(content, indent=1), "api.json"))


@pytest.mark.parametrize(
    ("schema", "left", "at"),
    [
        pytest.param({"minimum": 1, "exclusiveMinimum": True}, {"minimum": 1}, "/exclusiveMinimum", id="flag"),
        pytest.param({"properties": {"a": {"required": True}}}, {"properties": {"a": {}}}, "/properties/a/required", id="required-flag"),
        pytest.param({"required": ["a", 1, 2, "b"]}, {"required": ["a", "b"]}, "/required/1", id="items-of-a-list"),
        pytest.param({"type": "strin", "maxLength": 3}, {"maxLength": 3}, "/type", id="unknown-type"),
        pytest.param({"properties": []}, {}, "/properties", id="list-for-object"),
        pytest.param({"pattern": "^["}, {}, "/pattern", id="broken-pattern"),
        pytest.param({"anyOf": [{"type": 5}, {"pattern": "("}]}, {"anyOf": [{}, {}]}, "/anyOf/0/type", id="in-branches"),
        pytest.param({"$dynamicRef": "x"}, {}, "/$dynamicRef", id="dynamic-reference"),
    ],
)  # fmt: skip
def test_what_no_validator_reads_is_left_out_and_said(schema, left, at):
    """The rest of the schema stays, and the note names pointer, side, file and line."""
    found, notes = readable(document(schema), "base")
    assert found.at("/components/schemas/Thing") == left
    assert any(
        f"/components/schemas/Thing{at}, left out of the base: api.json:" in note for note in notes
    )


def test_a_document_that_is_right_is_left_alone():
    """No note, and the very same document."""
    given = document({"type": "string", "pattern": r"^\p{L}+$"})
    assert readable(given, "head") == (given, ())


def test_a_schema_that_refers_to_itself_without_an_end_ends():
    """No part of a value is consumed on the way round: it is judged or not decided, in bounded time."""
    loop = {"if": {"type": "string"}, "else": {"$ref": "#/components/schemas/Thing"}}
    verdict = judge(used(loop), used({**loop, "then": {"maxLength": 3}}))
    assert {one.level for one in verdict.findings} <= {"breaking", "undecided"}


def used(schema):
    content = thaw(document(schema).content)
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    answers = {"200": {"description": "OK"}}
    content["paths"]["/x"] = {"post": {"requestBody": body, "responses": answers}}
    return build(source.parse(json.dumps(content), "api.json"))


def test_a_head_that_mends_the_base_is_compared_with_it():
    """The mended limit narrows nothing that anybody could rely on, and it is told as an edit of the schema."""
    verdict = judge(document({"type": "strin"}), document({"type": "string"}))
    assert [note.split(",")[0] for note in verdict.notes] == [
        "no validator can read /components/schemas/Thing/type"
    ]
    assert [one.rule for one in verdict.findings]
