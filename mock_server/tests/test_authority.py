"""openapi-core as the authority: every style, every media type, every fault at once, and nothing that makes it fall."""

import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.authority import Authority
from mock_server.exchange import Request
from mock_server.lane import Lane
from mock_server.verdict import Accepted, Refused
from spec import catalog
from spec.compile import compile_operations
from spec.document import Document
from spec.schemas import Schemas
from spec.tests.documents import document, operation

RESPONSES = "responses: {'200': {description: fine}}\n"


def judged(loaded, body=b"", *, query=b"", path=None, headers=None):
    """The messages of what is wrong, or the body that was accepted."""
    (compiled,) = compile_operations(loaded)
    request = Request("POST", b"/things", query, headers or {}, body)
    verdict = Authority(loaded, max_depth=20).judge(compiled, path or {}, request)
    return (
        verdict.body
        if isinstance(verdict, Accepted)
        else [found.message for found in verdict.faults]
    )


def parameter(text, *, version="3.1.0"):
    return operation(f"parameters: [{{{text}}}]\n{RESPONSES}", version=version)


def body(schema, media_type="application/json", *, version="3.1.0", more=""):
    return operation(
        f"requestBody:\n  required: true\n  content:\n    '{media_type}': {{schema: {schema}{more}}}\n{RESPONSES}",
        version=version,
    )


INTEGERS = "schema: {type: array, items: {type: integer}}"
OBJECT = (
    "schema: {type: object, required: [r], properties: {r: {type: integer}, g: {type: integer}}}"
)
ONE = "schema: {type: integer}"
NOT_AN_INTEGER = "must be an integer, but is"


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("text", "good", "bad", "fault"),
    [
        pytest.param(f"in: query, {ONE}", "p=1", "p=x", "p", id="form"),
        pytest.param(f"in: query, {INTEGERS}", "p=1&p=2", "p=1&p=x", "p[1]", id="form-list-exploded"),
        pytest.param(f"in: query, explode: false, {INTEGERS}", "p=1,2", "p=1,x", "p[1]", id="form-list"),
        pytest.param(f"in: query, {OBJECT}", "r=1&g=2", "r=1&g=x", "p.g", id="form-object-exploded"),
        pytest.param(f"in: query, explode: false, {OBJECT}", "p=r,1,g,2", "p=r,1,g,x", "p.g", id="form-object"),
        pytest.param(f"in: query, style: spaceDelimited, explode: false, {INTEGERS}", "p=1%202+3", "p=1%20x", "p[1]", id="space-list"),
        pytest.param(f"in: query, style: spaceDelimited, explode: false, {OBJECT}", "p=r%201%20g%202", "p=r%20x", "p.r", id="space-object"),
        pytest.param(f"in: query, style: pipeDelimited, explode: false, {INTEGERS}", "p=1|2%7C3", "p=1|x", "p[1]", id="pipe-list"),
        pytest.param(f"in: query, style: pipeDelimited, {INTEGERS}", "p=1", "p=x", "p[0]", id="pipe-list-default"),
        pytest.param(f"in: query, style: pipeDelimited, explode: true, {INTEGERS}", "p=1&p=2", "p=1&p=x", "p[1]", id="pipe-list-exploded"),
        pytest.param(f"in: query, style: deepObject, {OBJECT}", "p[r]=1&p%5Bg%5D=2", "p[r]=x", "p.r", id="deep-object"),
        pytest.param(f"in: query, style: deepObject, explode: true, {OBJECT}", "p[r]=1&p[a][b]=2&p=1", "p[r]=x&p=1", "p.r", id="deep-object-exploded"),
    ],
)  # fmt: skip
def test_styles_of_query_parameters(version, text, good, bad, fault):
    """OAS 3.1 section 4.8.12, "Style Values": each is read, and a fault has its place in the value."""
    loaded = parameter(f"name: p, {text}", version=version)
    assert judged(loaded, query=good.encode()) is None
    assert judged(loaded, query=bad.encode()) == [
        f'the query parameter {fault} {NOT_AN_INTEGER} "x"'
    ]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("text", "good", "bad", "fault"),
    [
        pytest.param(ONE, "1", "x", "p", id="simple"),
        pytest.param(INTEGERS, "1,2", "1,x", "p[1]", id="simple-list"),
        pytest.param(OBJECT, "r,1,g,2", "r,x", "p.r", id="simple-object"),
        pytest.param(f"explode: true, {OBJECT}", "r=1,g=2", "r=x", "p.r", id="simple-object-exploded"),
        pytest.param(f"style: label, {ONE}", ".1", ".x", "p", id="label"),
        pytest.param(f"style: label, {INTEGERS}", ".1,2", ".1,x", "p[1]", id="label-list"),
        pytest.param(f"style: label, explode: true, {INTEGERS}", ".1.2", ".1.x", "p[1]", id="label-list-exploded"),
        pytest.param(f"style: label, {OBJECT}", ".r,1", ".r,x", "p.r", id="label-object"),
        pytest.param(f"style: label, explode: true, {OBJECT}", ".r=1.g=2", ".r=x", "p.r", id="label-object-exploded"),
        pytest.param(f"style: matrix, {ONE}", ";p=1", ";p=x", "p", id="matrix"),
        pytest.param(f"style: matrix, {INTEGERS}", ";p=1,2", ";p=1,x", "p[1]", id="matrix-list"),
        pytest.param(f"style: matrix, explode: true, {INTEGERS}", ";p=1;p=2", ";p=1;p=x", "p[1]", id="matrix-list-exploded"),
        pytest.param(f"style: matrix, {OBJECT}", ";p=r,1", ";p=r,x", "p.r", id="matrix-object"),
        pytest.param(f"style: matrix, explode: true, {OBJECT}", ";r=1;g=2", ";r=x", "p.r", id="matrix-object-exploded"),
    ],
)  # fmt: skip
def test_styles_of_path_parameters(version, text, good, bad, fault):
    """The same table for paths (RFC 6570 sections 3.2.5 and 3.2.7)."""
    loaded = parameter(f"name: p, in: path, required: true, {text}", version=version)
    assert judged(loaded, path={"p": good}) is None
    assert judged(loaded, path={"p": bad}) == [f'the path parameter {fault} {NOT_AN_INTEGER} "x"']


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param(f"in: query, explode: false, {OBJECT}", b"p=r,1,g", id="a-name-without-a-value"),
        pytest.param(f"in: query, style: pipeDelimited, {OBJECT}", b"p=r", id="piped"),
    ],
)  # fmt: skip
def test_a_text_that_has_not_the_form_of_its_style(text, query):
    """Then there is no value that a schema could be held against."""
    (message,) = judged(parameter(f"name: p, {text}"), query=query)
    assert message.startswith("the query parameter p must be serialized in the style ")


@pytest.mark.parametrize(
    ("text", "sent", "messages"),
    [
        pytest.param(f"style: matrix, {ONE}", "1", ["the path parameter p must be serialized in the style matrix"], id="no-prefix"),
        pytest.param(f"explode: true, {OBJECT}", "r", ["the path parameter p must be serialized in the style simple"], id="no-equals-sign"),
        pytest.param(INTEGERS, "1, 2", ['the path parameter p[1] must be an integer, but is " 2"'], id="blanks-count-in-a-path"),
    ],
)  # fmt: skip
def test_a_path_that_has_not_the_form_of_its_style(text, sent, messages):
    """A path has no blanks to spare, and its prefixes are part of the style."""
    loaded = parameter(f"name: p, in: path, required: true, {text}")
    assert judged(loaded, path={"p": sent}) == messages


def test_what_is_nested_in_a_deep_object_is_left_alone():
    """`p[a][b]` is in no specification; `p[a]` that was sent once may be a list of one."""
    member = "schema: {type: object, properties: {a: {type: array, items: {type: integer}}}, additionalProperties: false}"
    loaded = parameter(f"name: p, in: query, style: deepObject, {member}")
    assert judged(loaded, query=b"p[a]=1&p[x][y]=2") is None
    assert judged(loaded, query=b"p[a]=x") == [
        'the query parameter p.a[0] must be an integer, but is "x"'
    ]


def test_items_by_reference_are_cast_as_well():
    """A schema is followed as far as its texts go."""
    items = "schema: {type: array, items: {$ref: '#/paths/~1things/post/parameters/0/schema/x-item'}, x-item: {type: integer}}"
    assert judged(parameter(f"name: p, in: query, {items}"), query=b"p=1&p=2") is None


@pytest.mark.parametrize(
    ("text", "headers", "messages"),
    [
        pytest.param(f"name: X-P, in: header, {INTEGERS}", {b"x-p": b"1, 2 ,3"}, None, id="header-list-with-blanks"),
        pytest.param(f"name: X-P, in: header, {INTEGERS}", {b"x-p": b"1, x"}, ['the header parameter X-P[1] must be an integer, but is "x"'], id="header-list"),
        pytest.param("name: X-P, in: header, schema: {type: string, maxLength: 4}", {b"x-p": b"a, b"}, None, id="header-text-keeps-its-blanks"),
        pytest.param("name: X-P, in: header, schema: {type: string, maxLength: 1}", {b"x-p": "ü".encode()}, None, id="header-in-utf-8"),
        pytest.param("name: X-P, in: header, schema: {type: string, maxLength: 3}", {b"x-p": b"a\nb"}, None, id="header-of-a-client-in-the-same-process"),
        pytest.param(f"name: c, in: cookie, {ONE}", {b"cookie": b"a=b; c=1"}, None, id="cookie"),
        pytest.param(f"name: c, in: cookie, {ONE}", {b"cookie": b"a=b; c=x"}, ['the cookie parameter c must be an integer, but is "x"'], id="cookie-with-a-fault"),
        pytest.param(f"name: c, in: cookie, required: true, {ONE}", {b"cookie": b"cc=1"}, ["the cookie parameter c must be there"], id="cookie-missing"),
    ],
)  # fmt: skip
def test_headers_and_cookies(text, headers, messages):
    """Lists in headers may have blanks around their commas (RFC 9110 section 5.6.1)."""
    assert judged(parameter(text), headers=headers) == messages


@pytest.mark.parametrize(
    ("schema", "query", "messages"),
    [
        pytest.param("{type: [integer, 'null']}", b"q=5", None, id="union-integer"),
        pytest.param("{type: [integer, 'null']}", b"q=null", None, id="union-null"),
        pytest.param("{type: [integer, 'null']}", b"q=x", ['the query parameter q must be an integer or null, but is "x"'], id="union-neither"),
        pytest.param("{anyOf: [{type: integer, maximum: 3}, {type: string, maxLength: 1}]}", b"q=5", None, id="a-digit-that-is-a-string"),
        pytest.param("{allOf: [{type: integer}, {maximum: 3}]}", b"q=5", ["the query parameter q must be a number of at most 3, but is 5"], id="type-in-a-branch"),
        pytest.param("{enum: [1, 2]}", b"q=2", None, id="type-of-an-enum"),
        pytest.param("{const: true}", b"q=true", None, id="type-of-a-const"),
        pytest.param("{type: number}", b"q=1e999", ['the query parameter q must be a number, but is "1e999"'], id="past-a-double"),
        pytest.param("{type: integer}", b"q=" + b"9" * 5000, ['the query parameter q must be an integer, but is "' + "9" * 60 + "..."], id="more-digits-than-python-converts"),
        pytest.param("{type: string, maxLength: 1}", "q=ü".encode(), None, id="bytes-that-should-have-been-encoded"),
        pytest.param("{type: integer, default: x}", b"", None, id="a-default-is-never-judged"),
        pytest.param("{type: string}", b"q=", ["the query parameter q must not be empty"], id="empty"),
    ],
)  # fmt: skip
def test_a_text_is_what_its_schema_can_take_it_for(schema, query, messages):
    """Type unions and branches included; else it is a string, and the schema says that it wanted none."""
    assert judged(parameter(f"name: q, in: query, schema: {schema}"), query=query) == messages


def test_a_required_parameter_is_not_replaced_by_its_default():
    """OAS 3.1 section 4.8.12: required is required; a default says what the server assumes without it."""
    loaded = parameter("name: q, in: query, required: true, schema: {type: integer, default: 1}")
    assert judged(loaded) == ["the query parameter q must be there"]


@pytest.mark.parametrize(
    ("query", "messages"),
    [
        pytest.param(b'q={"a":[1]}', None, id="valid"),
        pytest.param(b'q={"a":["x"]}', ['the query parameter q.a[0] must be an integer, but is "x"'], id="invalid"),
        pytest.param(b"q={", ["the query parameter q must be JSON, which it is not at line 1, column 2: expecting property name enclosed in double quotes"], id="no-json"),
        pytest.param(b'q={"a":1,"a":1}', ["the query parameter q.a must be JSON whose objects have each member once"], id="twice"),
    ],
)  # fmt: skip
def test_a_parameter_with_content_is_decoded_strictly(query, messages):
    """A JSON text in a parameter is held to what a JSON body is held to."""
    schema = "{type: object, properties: {a: {type: array, items: {type: integer}}}}"
    text = f"name: q, in: query, content: {{application/json: {{schema: {schema}}}}}"
    assert judged(parameter(text), query=query) == messages


def test_a_parameter_by_reference():
    """Parameters and schemas may stand under components."""
    loaded = document(
        """
        paths:
          /things:
            parameters: [{$ref: '#/components/parameters/Size'}]
            post: {responses: {'200': {description: fine}}}
        components:
          parameters: {Size: {name: size, in: query, required: true, schema: {$ref: '#/components/schemas/Size'}}}
          schemas: {Size: {type: integer, maximum: 9}}
        """
    )
    assert judged(loaded, query=b"size=9") is None
    assert judged(loaded) == ["the query parameter size must be there"]
    assert judged(loaded, query=b"size=10") == [
        "the query parameter size must be a number of at most 9, but is 10"
    ]


PERSON = "{type: object, required: [name], properties: {name: {type: string}, age: {type: integer}, tags: {type: array, items: {type: string, maxLength: 2}}, home: {type: object, properties: {zip: {type: string}}}}, additionalProperties: false}"
URLENCODED = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("form", "result"),
    [
        pytest.param(b"name=5&age=6", {"name": "5", "age": 6}, id="cast-by-the-schema"),
        pytest.param(b"name=R%C3%BCx+a", {"name": "Rüx a"}, id="decoded"),
        pytest.param(b"name=a&tags=b&tags=c", {"name": "a", "tags": ["b", "c"]}, id="list"),
        pytest.param(b"name=a&home=%7B%22zip%22:%221%22%7D", {"name": "a", "home": {"zip": "1"}}, id="object-as-json"),
        pytest.param(b"age=x&tags=abc", ["the body must have the member name", 'age must be an integer, but is "x"', 'tags[0] must be a string of at most 2 code points, but is "abc"'], id="all-faults"),
        pytest.param(b"name=a&b=1", ["b must not be there: the schema has no other members than name, age, tags, home"], id="unknown"),
        pytest.param(b"name=a&home=x", ['home must be an object, but is "x"'], id="object-that-is-no-json"),
        pytest.param(b"name=\xff", ["the body must be readable as its Content-Type"], id="no-utf-8"),
    ],
)  # fmt: skip
def test_a_form_is_an_object_of_its_fields(version, form, result):
    """OAS 3.1 section 4.8.14.4: each field by the schema of its member, each fault with its pointer."""
    found = judged(body(PERSON, URLENCODED, version=version), form, headers={b"content-type": URLENCODED.encode()})  # fmt: skip
    assert sorted(found) == sorted(result) if isinstance(result, list) else found == result


def test_a_member_of_a_form_may_have_a_style():
    """The encoding object says how (OAS 3.1 section 4.8.15)."""
    loaded = body(PERSON, URLENCODED, more=", encoding: {tags: {style: pipeDelimited, explode: false}, home: {style: deepObject}}")  # fmt: skip
    headers = {b"content-type": URLENCODED.encode()}
    assert judged(loaded, b"name=a&tags=b|c&home[zip]=1", headers=headers) == {
        "name": "a",
        "tags": ["b", "c"],
        "home": {"zip": "1"},
    }


def multipart(*parts):
    lines = [b"--X\r\nContent-Disposition: form-data; " + part for part in parts]
    return b"\r\n".join([*lines, b"--X--\r\n"])


UPLOAD = "{type: object, required: [file], properties: {file: {type: string, maxLength: 4}, age: {type: integer}}}"


@pytest.mark.parametrize(
    ("content_type", "form", "result"),
    [
        pytest.param(b"multipart/form-data; boundary=X", multipart(b'name="age"\r\n\r\n6', b'name="file"; filename="a"\r\n\r\n\x00\xff'), {"age": 6, "file": "\x00\xff"}, id="field-and-file"),
        pytest.param(b'Multipart/Form-Data; boundary="X"', multipart(b'name="age"\r\n\r\nx', b'name="file"; filename="a"\r\n\r\n\xff'), ['age must be an integer, but is "x"'], id="fault"),
        pytest.param(b"multipart/form-data; boundary=X", multipart(b'name="file"; filename="a"\r\n\r\n12345'), ['file must be a string of at most 4 code points, but is "12345"'], id="bytes-are-counted"),
        pytest.param(b"multipart/form-data; boundary=X", multipart(b'name="age"\r\n\r\n6'), ["the body must have the member file"], id="missing"),
        pytest.param(b"multipart/form-data", multipart(), ["the body must be readable as its Content-Type"], id="no-boundary"),
        pytest.param(b"multipart/form-data; boundary=\xff", multipart(), ["the body must be readable as its Content-Type"], id="bad-boundary"),
        pytest.param(b"multipart/form-data; boundary=X", b"nothing of it", ["the body must be readable as its Content-Type"], id="no-parts"),
        pytest.param(b"multipart/form-data; boundary=X", multipart(*[b'name="a"\r\n\r\n'] * 1001), ["the body must be readable as its Content-Type"], id="too-many-parts"),
    ],
)  # fmt: skip
def test_multipart_forms(content_type, form, result):
    """RFC 7578; a file is the text of its bytes, so that a schema of strings counts them."""
    loaded = body(UPLOAD, "multipart/form-data")
    assert judged(loaded, form, headers={b"content-type": content_type}) == result


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("offered", "schema", "sent", "data", "result"),
    [
        pytest.param("application/*", "{type: object}", "application/json", b"{}", {}, id="range"),
        pytest.param("*/*", "{type: object}", "application/a+json", b"[]", ["the body must be an object, but is []"], id="range-and-suffix"),
        pytest.param("Application/JSON; v=1", "{type: object}", "application/json", b"{}", {}, id="as-documented"),
        pytest.param("text/plain", "{type: string, maxLength: 1}", "text/plain", "ü".encode(), "ü", id="text"),
        pytest.param("text/plain", "{type: string}", "text/plain; charset=ISO-8859-1", b"\xfc", "ü", id="latin-1"),
        pytest.param("text/plain", "{type: string}", "text/plain", b"\xfc", ["the body must be UTF-8, which byte 0 is not"], id="not-utf-8"),
        pytest.param("text/plain", "{type: string}", "text/plain; charset=utf-7", b"a", ['the charset of the Content-Type must be utf-8, us-ascii or iso-8859-1, but is "utf-7"'], id="other-charset"),
        pytest.param("text/plain", "{type: integer}", "text/plain", b"5", 5, id="text-that-is-an-integer"),
        pytest.param("image/*", "{type: string, format: binary}", "image/png", b"\xff\x00", "\xff\x00", id="binary"),
        pytest.param("application/octet-stream", "{type: string, maxLength: 1}", "application/octet-stream", b"\xff\x00", ['the body must be a string of at most 1 code point, but is "ÿ\\u0000"'], id="octets-are-counted"),
        pytest.param("*/*", "{type: string, format: binary}", "application/json", b"[", "[", id="json-that-is-a-file"),
        pytest.param("application/json", "{type: string, format: binary}", "application/json", b'"["', "[", id="a-file-in-json"),
        pytest.param("application/json", "{type: object}", "application/json; charset=utf-16", b"{}", ['the charset of the Content-Type must be UTF-8 (RFC 8259 section 8.1), but is "utf-16"'], id="json-in-another-charset"),
        pytest.param("application/xml", "{type: object, required: [a]}", "application/xml", b"<a/>", "<a/>", id="xml-is-not-judged"),
    ],
)  # fmt: skip
def test_bodies_of_every_media_type(version, offered, schema, sent, data, result):
    """Ranges match, texts have charsets, octets are counted, and what troth cannot read is taken as it is."""
    loaded = body(schema, offered, version=version)
    assert judged(loaded, data, headers={b"content-type": sent.encode()}) == result


def test_equal_items_are_found_in_time():
    """Ten thousand objects are 100 kB; comparing each with each takes minutes."""
    items = json.dumps([{"a": number} for number in range(10_000)]).encode()
    loaded = body("{type: array, uniqueItems: true, maxItems: 1}")
    (message,) = judged(loaded, items, headers={b"content-type": b"application/json"})
    assert message.startswith("the body must be an array of at most 1 item")


def test_faults_are_looked_for_up_to_a_number():
    """Half a million faults in a mebibyte are not worth a minute and a gibibyte."""
    loaded = body("{type: array, items: {type: integer}}")
    items = b"[" + b'"",' * 300_000 + b"1]"
    assert len(judged(loaded, items, headers={b"content-type": b"application/json"})) == 1000


def test_schemas_that_branch_at_every_level_are_no_crash():
    """Python has a thousand frames, and a level may take twenty."""
    home = "#/paths/~1things/post/requestBody/content/application~1json/schema"
    inner = f"{{$ref: '{home}'}}"
    for _ in range(12):
        inner = f"{{allOf: [{{anyOf: [{{oneOf: [{inner}]}}]}}]}}"
    loaded = body(f"{{type: object, properties: {{a: {inner}, v: {{type: integer}}}}}}")
    data = b'{"a":' * 19 + b'{"v":"x"}' + b"}" * 19
    headers = {b"content-type": b"application/json"}
    assert judged(loaded, data, headers=headers) == ["the body must be nested less deeply"]


def test_a_pattern_that_python_cannot_read_is_no_crash():
    """What it evaluates is not known to jsonschema, so nobody is refused for what is unevaluated beside it."""
    loaded = body(
        "{patternProperties: {'^\\p{L}$': {type: integer}}, unevaluatedProperties: false}"
    )
    headers = {b"content-type": b"application/json"}
    assert judged(loaded, b'{"1": "x"}', headers=headers) == {"1": "x"}
    assert judged(loaded, '{"é": "x"}'.encode(), headers=headers) == [
        'é must be an integer, but is "x"'
    ]


def vendored():
    return catalog.load_entry(catalog.find())


def test_all_faults_of_a_request_at_once():
    """Parameters and body, each with its place, keyword, pointer into the document and correction."""
    loaded = vendored()
    (compiled,) = compile_operations(loaded)
    data = b'{"label": "", "metricId": "x", "note": null}'
    request = Request("POST", b"/", b"", {b"content-type": b"application/json"}, data)
    verdict = Authority(loaded, max_depth=20).judge(compiled, {"id": "x"}, request)
    assert isinstance(verdict, Refused)
    assert sorted((found.place, found.pointer, found.keyword, found.correction) for found in verdict.faults) == [
        ("body", "", "anyOf", "verdict-or-score"),
        ("body", "/label", "minLength", None),
        ("body", "/metricId", "format", None),
        ("body", "/note", "type", None),
        ("path", "/id", "format", None),
    ]  # fmt: skip
    for found in verdict.faults:
        assert found.schema is not None
        loaded.at(found.schema)


EVERYTHING = """\
parameters:
  - {name: i, in: path, required: true, style: matrix, explode: true, schema: {type: object, properties: {r: {type: integer}}}}
  - {name: l, in: query, schema: {type: array, items: {type: [integer, 'null']}}}
  - {name: c, in: query, explode: false, schema: {type: object, additionalProperties: {type: integer}}}
  - {name: d, in: query, style: deepObject, schema: {type: object, properties: {a: {type: array, items: {type: integer}}}}}
  - {name: s, in: query, style: spaceDelimited, schema: {type: array, items: {type: boolean}}}
  - {name: j, in: query, content: {application/json: {schema: {type: object}}}}
  - {name: t, in: query, content: {text/plain: {schema: {type: string}}}}
  - {name: X-H, in: header, explode: true, schema: {type: object, properties: {r: {type: number}}}}
  - {name: k, in: cookie, schema: {type: array, items: {type: integer}}}
requestBody:
  content:
    application/json: {schema: {type: object, properties: {a: {type: array, uniqueItems: true, items: {type: integer, multipleOf: 2}}}}}
    application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: integer}, o: {type: object}, d: {type: array}}}, encoding: {d: {style: pipeDelimited}}}
    multipart/form-data: {schema: {type: object, properties: {a: {type: integer}, o: {type: object}}}}
    text/*: {schema: {type: string, pattern: ^a}}
    '*/*': {schema: {type: string, maxLength: 3}}
responses: {'200': {description: fine}}
"""


@cache
def everything() -> tuple[Document, Authority, Lane]:
    loaded = operation(EVERYTHING)
    (compiled,) = compile_operations(loaded)
    return loaded, Authority(loaded, max_depth=5), Lane(compiled, Schemas(loaded), max_depth=5)


BYTES = st.binary(max_size=30) | st.lists(st.sampled_from(["i", "l", "c", "d", "[", "]", "a", "s", "j", "t", "r", "k", "=", "&", ",", ";", "%", "2", "1", "|", "{", "}", '"', ":", " ", "null", "é"]), max_size=12).map("".join).map(str.encode)  # fmt: skip
MEDIA_TYPES = st.sampled_from([b"application/json", b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=X", b"text/plain", b"text/plain; charset=utf-16", b"image/png", b""]) | BYTES  # fmt: skip


@given(
    query=BYTES,
    path=st.text(max_size=10),
    header=BYTES,
    cookie=BYTES,
    content_type=MEDIA_TYPES,
    data=BYTES | BYTES.map(lambda inner: multipart(b'name="o"\r\n\r\n' + inner)),
)
def test_no_request_makes_it_fall(query, path, header, cookie, content_type, data):
    """Whatever comes is accepted or refused with a message, and what the lane proves is accepted."""
    loaded, authority, lane = everything()
    (compiled,) = compile_operations(loaded)
    headers = {b"x-h": header, b"cookie": cookie, b"content-type": content_type}
    request = Request("POST", b"/things", query, headers, data)
    verdict = authority.judge(compiled, {"i": path}, request)
    if isinstance(verdict, Refused):
        assert all(found.message for found in verdict.faults)
        json.dumps([found.message for found in verdict.faults]).encode()
    if lane.proves_parameters({"i": path}, request) and lane.prove_body(request):
        assert isinstance(verdict, Accepted)
