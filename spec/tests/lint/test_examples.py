"""Which examples are judged, and what is said of one that is refused."""

import pytest

from spec.tests.lint.library import GONE, ORDER, PUT, problems, rules

MEDIA, PARAMETER = "oas3-valid-media-example", "oas3-valid-parameter-example"
CONTENT = f"{PUT}/responses/401/content"
OBJECT = {"type": "object", "properties": {"a": {"type": "integer"}}}
V30 = {"/openapi": "3.0.3", f"{ORDER}/examples": GONE, f"{ORDER}/example": {"name": "tea"}}


def answer(media_type, schema, example):
    return {CONTENT: {media_type: {"schema": schema, "example": example}}}


@pytest.mark.parametrize(
    ("media_type", "schema", "example"),
    [
        pytest.param("application/xml", OBJECT, "<a>1</a>", id="xml"),
        pytest.param("application/atom+xml", {"type": "string", "maxLength": 3}, "<a>tea</a>", id="xml-of-a-text"),
        pytest.param("text/csv", {"type": "array", "items": {"type": "string"}}, "a,b", id="csv"),
        pytest.param("application/x-www-form-urlencoded", OBJECT, "a=1", id="form-as-a-text"),
        pytest.param("application/x-ndjson", OBJECT, '{"a": 1}\n{"a": 2}', id="ndjson"),
        pytest.param("text/event-stream", OBJECT, "data: {}\n\n", id="events"),
        pytest.param("multipart/form-data", OBJECT, "--x\r\n", id="multipart"),
        pytest.param("application/xml", OBJECT, {"a": "1"}, id="xml-as-an-object"),
        pytest.param("*/*", OBJECT, "a=1", id="any-type"),
    ],
)  # fmt: skip
def test_a_text_in_another_notation_is_not_judged(media_type, schema, example):
    """OAS 3.1 section 4.8.19.1: a string holds what JSON cannot say naturally."""
    assert rules(answer(media_type, schema, example)) == []


@pytest.mark.parametrize(
    ("media_type", "schema", "example"),
    [
        pytest.param("application/json; charset=utf-8", OBJECT, {"a": "1"}, id="json"),
        pytest.param("application/problem+json", OBJECT, {"a": "1"}, id="of-the-json-kind"),
        pytest.param("application/json", OBJECT, '{"a": 1}', id="json-in-a-text"),
        pytest.param("text/plain", {"type": "string", "maxLength": 3}, "abcd", id="text"),
        pytest.param("multipart/form-data", OBJECT, {"a": "x"}, id="form-as-an-object"),
    ],
)  # fmt: skip
def test_what_the_schema_describes_is_judged(media_type, schema, example):
    """The value itself, in JSON or as a text of a schema of texts."""
    assert rules(answer(media_type, schema, example)) == [MEDIA]


COUNT = {"schema": {"type": "integer"}, "example": "x"}
QUERY = {"name": "q", "in": "query", "description": "Q."}
DEAD = {"description": "D.", "content": {"application/json": COUNT}}


@pytest.mark.parametrize(
    ("edits", "rule", "where"),
    [
        pytest.param({"/components/parameters": {"Q": {**QUERY, **COUNT}}}, PARAMETER, "/components/parameters/Q/example", id="parameter"),
        pytest.param({"/components/responses": {"D": DEAD}}, MEDIA, "/components/responses/D/content/application~1json/example", id="response"),
        pytest.param({"/components/headers": {"H": COUNT}}, PARAMETER, "/components/headers/H/example", id="header"),
        pytest.param({f"{PUT}/parameters/1": {**QUERY, "content": {"application/json": COUNT}}}, MEDIA, f"{PUT}/parameters/1/content/application~1json/example", id="content-of-a-parameter"),
        pytest.param({"/webhooks": {"w": {"post": {"operationId": "w", "parameters": [{**QUERY, **COUNT}], "responses": {"204": {"description": "Ok."}}}}}}, PARAMETER, "/webhooks/w/post/parameters/0/example", id="webhook"),
    ],
)  # fmt: skip
def test_examples_are_judged_wherever_they_stand(edits, rule, where):
    """Also in components that no operation reaches, in webhooks, and below `content` of a parameter."""
    assert [one.pointer for one in problems(edits) if one.rule == rule] == [where]


def test_a_refusal_names_the_place_inside_the_example():
    """The pointer and the line are those of the value that is wrong, and the message says where it is."""
    edits = answer("application/json", {"type": "array", "items": OBJECT}, [{"a": 1}, {"a": None}])
    [found] = [one for one in problems(edits) if one.rule == MEDIA]
    assert found.pointer == f"{CONTENT}/application~1json/example/1/a"
    assert found.message == 'the schema refuses `/1/a` in it: null is not of type "integer"'


@pytest.mark.parametrize(
    ("branches", "says"),
    [
        pytest.param([{"type": "string"}, OBJECT], 'the schema refuses `/a` in it: "x" is not of type "integer"', id="one-is-of-its-type"),
        pytest.param([{"type": "object", "required": ["b"]}, OBJECT], """the schema refuses it: {"a":"x"} is not valid under any of the schemas listed in the 'anyOf' keyword""", id="two-are"),
        pytest.param([{"type": "string"}, {"type": "null"}], """the schema refuses it: {"a":"x"} is not valid under any of the schemas listed in the 'anyOf' keyword""", id="none-is"),
    ],
)  # fmt: skip
def test_a_refusal_is_that_of_the_branch_that_is_meant(branches, says):
    """An id or an object: what is wrong with an object is wrong by the schema of objects."""
    edits = answer("application/json", {"anyOf": branches}, {"a": "x"})
    assert [one.message for one in problems(edits) if one.rule == MEDIA] == [says]


def test_the_end_of_a_long_refusal_is_kept():
    """A long value does not hide what is wrong with it."""
    edits = answer("application/json", {"type": "object"}, ["x" * 500])
    [found] = [one for one in problems(edits) if one.rule == MEDIA]
    assert found.message.endswith('is not of type "object"')
    assert len(found.message) < 200


@pytest.mark.parametrize(
    ("member", "cause"),
    [
        pytest.param({"allOf": [{"type": "integer"}], "nullable": True}, "`nullable` counts only beside a `type` in the same schema", id="no-type"),
        pytest.param({"type": "string", "enum": ["a"], "nullable": True}, "`nullable` does not add null to the `enum`", id="enum"),
    ],
)  # fmt: skip
def test_a_null_that_nullable_does_not_allow_has_its_cause(member, cause):
    """OAS 3.0.3: `nullable` adds null to the `type` beside it, and to nothing else."""
    schema = {"type": "object", "properties": {"a": member}}
    edits = {**V30, **answer("application/json", schema, {"a": None})}
    [found] = [one for one in problems(edits) if one.rule == MEDIA]
    assert found.message.endswith(f": {cause}")


def test_an_example_that_two_places_share_is_told_once():
    """One wrong value is one problem."""
    shared = {"schema": OBJECT, "examples": {"e": {"$ref": "#/components/examples/E"}}}
    edits = {
        CONTENT: {"application/json": shared, "application/problem+json": shared},
        "/components/examples": {"E": {"value": 1}},
    }
    assert rules(edits) == [MEDIA]
