"""References lead to the kind of object that their place needs."""

import pytest

from spec.errors import BadReference, Invalid
from spec.places import kind_at
from spec.tests.documents import document

DOCUMENT = """
paths:
  /things:
    post:
      {member}
components:
  parameters: {{P: {{name: p, in: query, schema: {{type: string}}}}}}
  responses: {{R: {{description: r}}}}
  schemas: {{S: {{type: object}}}}
  securitySchemes: {{K: {{type: http, scheme: basic}}, L: {lock}}}
x-own:
  R: {{description: mine}}
  Number: 5
  Broken: {{description: mine, headers: {{A: {{schema: 5}}}}}}
"""
RESPONSES = "responses: {'200': {description: ok}}"
LOCK = "{type: http, scheme: basic}"


def with_reference(member: str, lock: str = LOCK, version: str = "3.1.0"):
    return document(DOCUMENT.format(member=member, lock=lock), version=version)


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("member", "says"),
    [
        pytest.param("parameters: [{$ref: '#/components/schemas/S'}]", "a schema where a parameter is needed", id="parameter"),
        pytest.param("requestBody: {$ref: '#/components/parameters/P'}", "a parameter where a request body is needed", id="body"),
        pytest.param("responses: {'200': {$ref: '#/components/schemas/S'}}", "a schema where a response is needed", id="response"),
        pytest.param("responses: {'200': {$ref: '#/components/responses'}}", "a whole map of responses where a response is needed", id="map"),
        pytest.param("responses: {'200': {$ref: '#/info/title'}}", "a text where a response is needed", id="text"),
        pytest.param("parameters: [{$ref: '#/x-own/Number'}]", "a number where a parameter is needed", id="number"),
        pytest.param("responses: {'200': {$ref: '#/x-own'}}", "an object where a response is needed", id="other-object"),
        pytest.param(
            "responses: {'200': {description: ok, content: {a/b: {schema: {$ref: '#/components/responses/R'}}}}}",
            "a response where a schema is needed",
            id="schema",
        ),
    ],
)  # fmt: skip
def test_a_reference_to_another_kind_of_object_is_refused(version, member, says):
    """A Reference Object stands for an object of the kind that its place needs (OAS 3.1 section 4.8.23)."""
    member = member if "responses" in member else f"{member}\n      {RESPONSES}"
    with pytest.raises(BadReference, match=says) as caught:
        with_reference(member, version=version)
    assert str(caught.value.pointer).endswith("/$ref")


def test_a_security_scheme_is_no_schema():
    """Nor is one that only a name leads to."""
    with pytest.raises(BadReference, match="a schema where a security scheme is needed"):
        with_reference(RESPONSES, "{$ref: '#/components/schemas/S'}")


def test_what_stands_in_an_extension_may_be_referred_to():
    """A place that the specification does not know has no kind but what is there."""
    with_reference("responses: {'200': {$ref: '#/x-own/R'}}")


def test_what_stands_in_an_extension_is_held_to_the_kind():
    """The document's own schema leaves extensions open, and a reference takes them for what its place needs."""
    with pytest.raises(Invalid) as caught:
        with_reference("responses: {'200': {$ref: '#/x-own/Broken'}}")
    assert caught.value.pointer == "/x-own/Broken/headers/A/schema"


def test_what_is_referred_to_may_hold_more():
    """A file whose root is a path item may hold the schemas that this refers to, too."""
    text = "paths: {/a: {$ref: '#/x-file'}}\nx-file: {get: {responses: {default: {description: e}}}, Thing: {type: object}}"
    document(text)
    with pytest.raises(BadReference, match="an object where a path item is needed"):
        document(text.replace("get:", "Other:"))


@pytest.mark.parametrize(
    ("tokens", "kind"),
    [
        pytest.param(("paths", "/a", "get", "responses", "200"), "response", id="response"),
        pytest.param(("paths", "/a", "get", "responses", "x-a"), "", id="extension"),
        pytest.param(("components", "schemas", "x-a"), "schema", id="a-name-is-no-extension"),
        pytest.param(("components", "callbacks", "A", "{$url}", "post"), "operation", id="callback"),
        pytest.param(("components", "schemas", "A", "allOf", 0, "properties", "b"), "schema", id="part"),
        pytest.param(("externalDocs",), "", id="no-kind"),
    ],
)  # fmt: skip
def test_a_place_has_a_kind(tokens, kind):
    """The kind follows from the members on the way, wherever the object stands."""
    assert kind_at(tokens) == kind
