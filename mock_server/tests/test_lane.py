"""The fast lane proves the common case, and is silent about the rest."""

import pytest

from mock_server.exchange import Request
from mock_server.lane import Lane
from spec import catalog
from spec.compile import compile_operations
from spec.schemas import Schemas
from spec.tests.documents import operation

ID = "3f0e7a52-6c1b-4f6e-9a57-0d8b1c2e4a01"
JSON = b"application/json"


def lane(loaded):
    (compiled,) = compile_operations(loaded)
    return Lane(compiled, Schemas(loaded), max_depth=20)


def proves(parameter, *, query=b"", path=None, headers=None):
    loaded = operation(f"parameters: [{{{parameter}}}]\nresponses: {{'200': {{description: fine}}}}\n")  # fmt: skip
    request = Request("POST", b"/things", query, headers or {}, b"")
    return lane(loaded).proves_parameters(path or {}, request)


def proved(media_types, body, content_type=JSON, *, required=True):
    """The bodies that the lane proves valid, in a list, or none."""
    loaded = operation(
        f"requestBody: {{required: {str(required).lower()}, content: {media_types}}}\nresponses: {{'200': {{description: fine}}}}\n"
    )
    headers = {b"content-type": content_type} if content_type else {}
    accepted = lane(loaded).prove_body(Request("POST", b"/things", b"", headers, body))
    return [] if accepted is None else [accepted.body]


def test_the_vendored_operation_is_proved():
    """What a customer sends all day needs no second judge."""
    ours = lane(catalog.load_entry(catalog.find()))
    body = b'{"label": "Compliance Check", "verdict": "pass", "score": 87.5}'
    request = Request("POST", b"/", b"", {b"content-type": JSON}, body)
    assert ours.proves_parameters({"id": ID}, request)
    assert not ours.proves_parameters({"id": "x"}, request)
    accepted = ours.prove_body(request)
    assert accepted is not None
    assert accepted.body == {"label": "Compliance Check", "verdict": "pass", "score": 87.5}
    assert ours.prove_body(request._replace(body=body.replace(b"87.5", b"100.5"))) is None


@pytest.mark.parametrize(
    ("parameter", "sent", "certain"),
    [
        pytest.param("in: path, required: true, schema: {type: string, format: uuid}", {"path": {"p": ID}}, True, id="path"),
        pytest.param("in: path, required: true, schema: {type: string, format: uuid}", {"path": {"p": "x"}}, False, id="path-invalid"),
        pytest.param("in: path, required: true, style: label, schema: {type: integer}", {"path": {"p": ".5"}}, False, id="path-in-a-rare-style"),
        pytest.param("in: query, schema: {type: integer}", {"query": b"p=-5"}, True, id="integer"),
        pytest.param("in: query, schema: {type: integer}", {"query": b"p=x"}, False, id="no-integer"),
        pytest.param("in: query, schema: {type: number}", {"query": b"p=5.5"}, True, id="number"),
        pytest.param("in: query, schema: {type: number}", {"query": b"p=1e5"}, False, id="number-in-a-rare-form"),
        pytest.param("in: query, schema: {type: boolean}", {"query": b"p=true"}, True, id="boolean"),
        pytest.param("in: query, schema: {type: string, maxLength: 4}", {"query": b"x=1&p=%C3%BC+a%26"}, True, id="encoded-text"),
        pytest.param("in: query, schema: {type: string}", {"query": b"p=%FF"}, False, id="no-utf-8"),
        pytest.param("in: query, schema: {type: string}", {"query": b"p="}, False, id="empty"),
        pytest.param("in: query, schema: {type: string}", {"query": b"p"}, False, id="flag"),
        pytest.param("in: query, schema: {type: string}", {"query": b"p=1&p=2"}, False, id="twice"),
        pytest.param("in: query, schema: {type: string}", {}, True, id="absent"),
        pytest.param("in: query, required: true, schema: {type: string}", {}, False, id="absent-and-required"),
        pytest.param("in: query, schema: {type: [integer, string]}", {"query": b"p=1"}, False, id="union"),
        pytest.param("in: query, schema: {type: array, items: {type: string}}", {"query": b"p=1"}, False, id="list"),
        pytest.param("in: query, style: deepObject, schema: {type: object}", {"query": b"p[a]=1"}, False, id="deep-object"),
        pytest.param("in: query, schema: {type: object, properties: {a: {type: integer}}}", {"query": b"a=x"}, False, id="exploded-object"),
        pytest.param("in: query, content: {application/json: {}}", {"query": b"p=1"}, False, id="content"),
        pytest.param("in: query, style: deepObject, schema: {type: object}", {}, True, id="no-query-at-all"),
        pytest.param("in: header, schema: {type: integer}", {"headers": {b"p": b"5"}}, True, id="header"),
        pytest.param("in: header, schema: {type: string}", {"headers": {b"p": b"\xff"}}, False, id="header-no-utf-8"),
        pytest.param("in: header, required: true, schema: {type: string}", {}, False, id="header-absent"),
        pytest.param("in: cookie, schema: {type: string}", {"headers": {b"cookie": b"p=1"}}, False, id="cookie"),
        pytest.param("in: cookie, schema: {type: integer}", {"query": b"p=5"}, True, id="a-query-is-no-cookie"),
    ],
)  # fmt: skip
def test_parameters_that_are_certain(parameter, sent, certain):
    """Plain strings, numbers and booleans; silence is no refusal."""
    assert proves(f"name: p, {parameter}", **sent) is certain


OBJECT = "{schema: {type: object, required: [a]}}"


@pytest.mark.parametrize(
    ("media_types", "content_type", "body", "result"),
    [
        pytest.param(f"{{application/json: {OBJECT}}}", JSON, b'{"a": 1}', [{"a": 1}], id="json"),
        pytest.param(f"{{application/json: {OBJECT}}}", b'Application/JSON; charset="UTF-8"', b'{"a": 1}', [{"a": 1}], id="charset"),
        pytest.param(f"{{application/json: {OBJECT}}}", b"application/json; charset=utf-16", b'{"a": 1}', [], id="other-charset"),
        pytest.param(f"{{application/*: {OBJECT}}}", b"application/a+json", b'{"a": 1}', [{"a": 1}], id="range"),
        pytest.param(f"{{application/json: {OBJECT}}}", JSON, b"{}", [], id="invalid"),
        pytest.param(f"{{application/json: {OBJECT}}}", JSON, b"{", [], id="no-json"),
        pytest.param(f"{{application/json: {OBJECT}}}", b"text/json", b'{"a": 1}', [], id="not-offered"),
        pytest.param(f"{{application/json: {OBJECT}}}", b"", b'{"a": 1}', [], id="no-content-type"),
        pytest.param(f"{{application/json: {OBJECT}}}", JSON, b"", [], id="no-body"),
        pytest.param("{application/json: {}}", JSON, b"null", [None], id="no-schema"),
        pytest.param("{text/plain: {schema: {type: string}}}", b"text/plain", b"a", [], id="no-json-offered"),
    ],
)  # fmt: skip
def test_bodies_that_are_certain(media_types, content_type, body, result):
    """JSON against its schema, whatever the media type is called."""
    assert proved(media_types, body, content_type) == result


@pytest.mark.parametrize(
    ("version", "body", "certain"),
    [
        pytest.param("3.0.3", b'{"a": [1]}', True, id="3.0"),
        pytest.param("3.0.3", b'{"a": [1.0]}', False, id="3.0-with-a-fraction"),
        pytest.param("3.1.0", b'{"a": [1.0]}', True, id="3.1-with-a-fraction"),
    ],
)  # fmt: skip
def test_the_spelling_of_an_integer_counts_in_30_only(version, body, certain):
    """OAS 3.0.3 section 4.4 against JSON Schema 2020-12 validation section 6.1.1; openapi-core knows both."""
    schema = "{properties: {a: {type: array, items: {type: integer}}}}"
    loaded = operation(
        f"requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}\nresponses: {{'200': {{description: fine}}}}\n",
        version=version,
    )
    request = Request("POST", b"/things", b"", {b"content-type": JSON}, body)
    assert (lane(loaded).prove_body(request) is not None) is certain


def test_a_body_may_be_left_out_where_it_is_optional():
    """Then its Content-Type says nothing either."""
    assert proved(f"{{application/json: {OBJECT}}}", b"", b"", required=False) == [None]


def test_an_operation_without_a_body_ignores_one():
    """RFC 9110 section 9.3.1: content where none is described has no meaning."""
    loaded = operation("responses: {'200': {description: fine}}\n")
    assert lane(loaded).prove_body(Request("POST", b"/", b"", {}, b"{")) == (None,)
