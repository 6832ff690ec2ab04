"""Drafts as bytes."""

import json
from dataclasses import replace

import pytest

from contract_tests import styles
from contract_tests.draft import Draft
from contract_tests.settings import Settings
from contract_tests.styles import Style
from contract_tests.target import Principal, Target
from contract_tests.wire import render
from spec.operations import MediaType, Operation, Parameter, RequestBody, SecurityScheme

LIST, OBJECT = ["blue", "black"], {"R": 100, "G": True}

# OAS 3.1.1, section 4.8.12.3 (style examples), for the values of its table.
TABLE = [
    ("path", "matrix", False, "blue", ";color=blue"),
    ("path", "matrix", False, LIST, ";color=blue,black"),
    ("path", "matrix", False, OBJECT, ";color=R,100,G,true"),
    ("path", "matrix", True, LIST, ";color=blue;color=black"),
    ("path", "matrix", True, OBJECT, ";R=100;G=true"),
    ("path", "label", False, "blue", ".blue"),
    ("path", "label", False, LIST, ".blue,black"),
    ("path", "label", True, LIST, ".blue.black"),
    ("path", "label", True, OBJECT, ".R=100.G=true"),
    ("path", "simple", False, LIST, "blue,black"),
    ("path", "simple", False, OBJECT, "R,100,G,true"),
    ("path", "simple", True, OBJECT, "R=100,G=true"),
    ("query", "form", False, "", "color="),
    ("query", "form", False, LIST, "color=blue,black"),
    ("query", "form", False, OBJECT, "color=R,100,G,true"),
    ("query", "form", True, LIST, "color=blue&color=black"),
    ("query", "form", True, OBJECT, "R=100&G=true"),
    ("query", "spaceDelimited", False, LIST, "color=blue%20black"),
    ("query", "pipeDelimited", False, LIST, "color=blue%7Cblack"),
    ("query", "deepObject", True, OBJECT, "color%5BR%5D=100&color%5BG%5D=true"),
    ("header", "simple", False, LIST, "blue,black"),
    ("header", "simple", True, OBJECT, "R=100,G=true"),
    ("cookie", "form", False, LIST, "color=blue,black"),
]


def parameter(name, place, style="", explode=None, content=None):
    defaults = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
    style = style or defaults[place]
    explode = style == "form" if explode is None else explode
    return Parameter(name, place, True, style, explode, None, content, "")


def operation(*parameters, path="/a/{id}", security=(), body=None, method="POST"):
    return Operation("op", method, path, "", parameters, body, (), security, None)


def sent(draft, key="the-key", **settings):
    target = Target("http://127.0.0.1:1", {"primary": Principal("primary", key)})
    return render(draft, target, Settings(**settings))


def headers(draft, key="the-key", **settings):
    return dict(sent(draft, key, **settings).headers)


def path_of(draft, key="the-key"):
    return sent(draft, key).url.removeprefix("http://127.0.0.1:1")


@pytest.mark.parametrize(
    ("place", "style", "explode", "value", "written"),
    [pytest.param(*row, id=f"{row[1]}-{row[2]}-{type(row[3]).__name__}-{row[0]}") for row in TABLE],
)
def test_a_value_is_written_in_the_style_of_its_parameter(place, style, explode, value, written):
    """Every row of the table in the OpenAPI Specification."""
    name = "id" if place == "path" else "color"
    named = parameter(name, place, style, explode)
    written = written.replace("color", name)
    draft = Draft(operation(named), None, {(place, name): value})
    if place == "path":
        assert path_of(draft) == f"/a/{written}"
    elif place == "query":
        assert path_of(draft) == "/a/{id}?" + written
    elif place == "header":
        assert headers(draft)["color"] == written
    else:
        assert headers(draft)["Cookie"] == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("..", "%2E%2E"),
        (".", "%2E"),
        ("a.b", "a.b"),
        ("{id} é", "%7Bid%7D%20%C3%A9"),
        ("%2F", "%252F"),
        ("\ud800", "%3F"),
        (87.0, "87.0"),
        (None, "null"),
    ],
)
def test_a_path_value_keeps_its_place(value, written):
    """Nothing that a value contains changes which resource the path names."""
    draft = Draft(operation(parameter("id", "path")), None, {("path", "id"): value})
    assert path_of(draft) == f"/a/{written}"


def test_a_parameter_with_content_is_json():
    """OAS 3.1 section 4.8.12.1: `content` says how, and JSON is what there is."""
    content = MediaType("application/json", None, (), {}, "")
    draft = Draft(
        operation(parameter("filter", "query", content=content)),
        None,
        {("query", "filter"): {"a": [1]}},
    )
    assert path_of(draft) == "/a/{id}?filter=%7B%22a%22%3A%20%5B1%5D%7D"


def test_undeclared_parameters_are_sent_as_they_are():
    """A property may send what the document does not name."""
    draft = Draft(
        operation(), None, {("query", "x y"): "1", ("header", "X-A"): "b", ("cookie", "c"): "d"}
    )
    assert path_of(draft) == "/a/{id}?x%20y=1"
    assert headers(draft) == {"X-A": "b", "Cookie": "c=d"}


def test_header_values_are_bytes_in_latin_1():
    """Beyond ASCII a header carries UTF-8, spelled as latin-1."""
    draft = Draft(operation(parameter("X-A", "header")), None, {("header", "X-A"): "é"})
    assert headers(draft)["X-A"].encode("latin-1") == "é".encode()


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ({"a": "é\0"}, '{"a": "é\\u0000"}'),
        ({"a": "\ud800é"}, '{"a": "\\ud800\\u00e9"}'),
        ([87.0, 87, None, True], "[87.0, 87, null, true]"),
        (float("nan"), "NaN"),
        (None, "null"),
    ],
)
def test_a_body_is_json_in_utf_8(body, written):
    """Escapes stand only for what has no bytes; what JSON does not have is written as programs do that get it wrong."""
    draft = Draft(operation(), None, {}, body, "application/json")
    assert sent(draft).body == written.encode()


def test_raw_bytes_go_out_as_they_are():
    """What is no JSON is the property's own business, and so is its Content-Type."""
    draft = Draft(operation(), None, {}, {"a": 1}, "application/json").with_raw(b"\xff{")
    draft = draft.with_headers(content_type="text/plain; charset=utf-16")
    assert (sent(draft).body, headers(draft)) == (
        b"\xff{",
        {"content-type": "text/plain; charset=utf-16"},
    )
    assert headers(draft.with_headers(content_type=None)) == {}


def test_a_form_is_written_by_its_encoding():
    """Lists are repeated, objects are JSON, and `encoding` may say otherwise (OAS 3.1 section 4.8.15.1)."""
    name = "application/x-www-form-urlencoded"
    encoding = {"deep": {"style": "deepObject"}, "flat": {"style": "form", "explode": False}}
    body = RequestBody(True, (MediaType(name, None, (), encoding, ""),), "")
    value = {"text": "a b&c", "many": [1, 2], "one": {"x": 1}, "deep": {"y": 2}, "flat": [3, 4]}
    draft = Draft(operation(body=body), None, {}, value, name)
    assert sent(draft).body == (
        b"text=a%20b%26c&many=1&many=2&one=%7B%22x%22%3A%201%7D&deep%5By%5D=2&flat=3,4"
    )


BEARER = SecurityScheme("b", "bearer", "header", "Authorization", "")
BASIC = SecurityScheme("c", "basic", "header", "Authorization", "")
HEADER = SecurityScheme("h", "apiKey", "header", "X-Key", "")
QUERY = SecurityScheme("q", "apiKey", "query", "key", "")
COOKIE = SecurityScheme("k", "apiKey", "cookie", "sid", "")
MUTUAL = SecurityScheme("m", "mutualTLS", "tls", "", "")
OTHER = SecurityScheme("o", "unknown", "header", "Authorization", "")


@pytest.mark.parametrize(
    ("security", "key", "written"),
    [
        pytest.param([(BEARER,)], "k", {"Authorization": "Bearer k"}, id="bearer"),
        pytest.param([(BASIC,)], "u:p", {"Authorization": "Basic dTpw"}, id="basic"),
        pytest.param([(BASIC,), (HEADER,)], "k", {"X-Key": "k"}, id="no-user-no-basic"),
        pytest.param([(), (HEADER,)], "k", {"X-Key": "k"}, id="optional"),
        pytest.param([(HEADER, BEARER), (COOKIE,)], "k ;", {"Cookie": "sid=k%20%3B"}, id="alone"),
        pytest.param([(OTHER,), (BEARER, MUTUAL)], "k", {"Authorization": "Bearer k"}, id="tls"),
        pytest.param(
            [(HEADER, BEARER)], "k", {"X-Key": "k", "Authorization": "Bearer k"}, id="both"
        ),
        pytest.param([], "k", {}, id="open"),
        pytest.param([(MUTUAL,)], "k", {}, id="tls-only"),
    ],
)
def test_the_key_goes_where_its_scheme_wants_it(security, key, written):
    """Of several alternatives, the first that one key can serve alone."""
    draft = Draft(operation(security=tuple(security)))
    assert headers(draft, key) == written


def test_a_key_in_the_query_is_encoded():
    """An apiKey in the query comes after the parameters."""
    named = parameter("a", "query")
    draft = Draft(operation(named, security=((QUERY,),)), "primary", {("query", "a"): 1})
    assert path_of(draft, "k&") == "/a/{id}?a=1&key=k%26"


@pytest.mark.parametrize("principal", [None, "stranger"], ids=["nobody", "unknown"])
def test_nobody_sends_no_key(principal):
    """Without a principal, or with one that the target lacks, there is no credential."""
    draft = Draft(operation(security=((BEARER,),)), principal)
    assert headers(draft) == {}


def test_the_drafts_own_headers_win():
    """A property's header stands for the key's and for the run's, in any case; the run's stands for what is made."""
    draft = Draft(operation(security=((BEARER,),)))
    assert headers(draft, headers={"authorization": "gate"}) == {"authorization": "gate"}
    wrong = draft.with_headers(AUTHORIZATION="Bearer x")
    assert headers(wrong, headers={"authorization": "gate"}) == {"AUTHORIZATION": "Bearer x"}
    none = draft.with_headers(authorization=None)
    assert headers(none, headers={"X-Gate": "1"}) == {"X-Gate": "1"}


def test_json_reads_back():
    """What is dumped for the wire is what JSON readers get."""
    value = {"\ud800": ["\U0001f600", 1e308, -0.0]}
    assert json.loads(styles.dumped(value)) == value


def test_a_text_with_reserved_characters_stays_one_item():
    """A separator inside an item is encoded, so that the list does not grow."""
    how = Style("a", "form", explode=False)
    assert list(styles.in_query(how, ["x,y", "z"])) == ["a=x%2Cy,z"]


def test_the_method_is_the_operations():
    """Nothing else decides it."""
    draft = Draft(operation())
    assert sent(replace(draft, operation=operation(method="PATCH"))).method == "PATCH"
