"""Every message, word for word: the table is the house style."""

import pytest

from mock_server.authority import Authority
from mock_server.exchange import Request
from mock_server.faults import MAX_LISTED, as_details, fault, shown
from mock_server.lane import Lane
from mock_server.verdict import Refused
from spec.compile import compile_operations
from spec.schemas import Schemas
from spec.tests.documents import operation


def faults(schema, body, *, version="3.1.0"):
    """The faults of a JSON body against a schema."""
    loaded = operation(
        f"requestBody:\n  required: true\n  content:\n    application/json:\n      schema: {schema}\nresponses: {{'200': {{description: x}}}}\n",
        version=version,
    )
    (compiled,) = compile_operations(loaded)
    request = Request("POST", b"/things", b"", {b"content-type": b"application/json"}, body)
    assert Lane(compiled, Schemas(loaded), max_depth=20).prove_body(request) is None
    verdict = Authority(loaded, max_depth=20).judge(compiled, {}, request)
    assert isinstance(verdict, Refused)
    return verdict.faults


@pytest.mark.parametrize(
    ("schema", "body", "message"),
    [
        ("{type: string}", b"1", "the body must be a string, but is 1"),
        ("{type: [string, 'null']}", b"1", "the body must be a string or null, but is 1"),
        ("{type: integer}", b"1.5", "the body must be an integer, but is 1.5"),
        ("{type: boolean}", b'"true"', 'the body must be true or false, but is "true"'),
        ("{type: array}", b"{}", "the body must be an array, but is {}"),
        ("{type: object}", b"[]", "the body must be an object, but is []"),
        ("{type: 'null'}", b"0", "the body must be null, but is 0"),
        ("{enum: [a, 1, null]}", b'"b"', 'the body must be "a", 1 or null, but is "b"'),
        ("{const: a}", b'"b"', 'the body must be "a", but is "b"'),
        ("{minimum: 1}", b"0.5", "the body must be a number of at least 1, but is 0.5"),
        ("{maximum: 1}", b"2", "the body must be a number of at most 1, but is 2"),
        ("{exclusiveMinimum: 1}", b"1", "the body must be a number greater than 1, but is 1"),
        ("{exclusiveMaximum: 1}", b"1", "the body must be a number less than 1, but is 1"),
        ("{multipleOf: 2}", b"3", "the body must be a multiple of 2, but is 3"),
        ("{minLength: 1}", b'""', 'the body must be a string of at least 1 code point, but is ""'),
        ("{maxLength: 2}", b'"abc"', 'the body must be a string of at most 2 code points, but is "abc"'),
        ("{pattern: '^a$'}", b'"b"', 'the body must be a string that matches ^a$, but is "b"'),
        ("{format: uuid}", b'"b"', 'the body must be a string of the format uuid, but is "b"'),
        ("{minItems: 1}", b"[]", "the body must be an array of at least 1 item, but is []"),
        ("{maxItems: 1}", b"[1, 2]", "the body must be an array of at most 1 item, but is [1, 2]"),
        ("{uniqueItems: true}", b"[1, 1]", "the body must be an array without equal items, but is [1, 1]"),
        ("{contains: {type: string}}", b"[1]", "the body must be an array with an item that the schema under contains allows, but is [1]"),
        ("{minProperties: 1}", b"{}", "the body must be an object of at least 1 member, but is {}"),
        ("{maxProperties: 0}", b'{"a": 1}', 'the body must be an object of at most 0 members, but is {"a": 1}'),
        ("{required: [a]}", b"{}", "the body must have the member a"),
        ("{properties: {a: true}, additionalProperties: false}", b'{"b": 1}', "b must not be there: the schema has no other members than a"),
        ("{additionalProperties: false}", b'{"b": 1}', "b must not be there"),
        ("{unevaluatedProperties: false}", b'{"b": 1}', "the body must have no members that the schema does not know"),
        ("{anyOf: [{required: [a]}, {required: [b]}]}", b"{}", "the body must have at least one of a, b"),
        ("{anyOf: [{type: string}, {type: integer}]}", b"null", "the body must be a string or an integer, but is null"),
        ("{anyOf: [{properties: {a: {type: string}}}, {minProperties: 3}]}", b'{"a": 1}', 'the body must match at least one of the schemas under anyOf (nearest: a must be a string), but is {"a": 1}'),
        ("{anyOf: [{required: [a, c]}, {required: [b]}]}", b"{}", "the body must match at least one of the schemas under anyOf (nearest: the body must have the member b), but is {}"),
        ("{anyOf: [{const: a}, {const: b}]}", b'"c"', 'the body must be "a" or "b", but is "c"'),
        ("{anyOf: [false, {type: string}]}", b"1", "the body must match at least one of the schemas under anyOf (nearest: the body must not be there), but is 1"),
        ("{oneOf: [{properties: {k: {const: b}, v: {type: boolean}}}, {properties: {k: {const: a}, v: {type: integer}, w: {type: string}, x: {type: string}}}]}", b'{"k": "a", "v": "x", "w": 1, "x": 1}', 'the body must match exactly one of the schemas under oneOf (nearest: v must be an integer), but is {"k": "a", "v": "x", "w": 1, "x": 1}'),
        ("{oneOf: [{required: [a]}, {required: [b]}]}", b"{}", "the body must have exactly one of a, b"),
        ("{dependentRequired: {a: [b]}}", b'{"a": 1}', "the body must have the member b, since it has a"),
        ("{propertyNames: {maxLength: 1}}", b'{"ab": 1}', "ab must not be there: the schema under propertyNames does not allow its name"),
        ("{properties: {a: {properties: {b: false}}}}", b'{"a": {"b": 1}}', "a.b must not be there"),
        ("{patternProperties: {'^x': false}}", b'{"x1": 1}', "x1 must not be there"),
        ("{contains: {type: string}, minContains: 2}", b'["a"]', 'the body must be an array with at least 2 items that contains allows, but is ["a"]'),
        ("{contains: {type: string}, maxContains: 1}", b'["a", "b"]', 'the body must be an array with at most 1 item that contains allows, but is ["a", "b"]'),
        ("{prefixItems: [true], items: false}", b"[1, 2]", "the body must have no more items than prefixItems lists"),
        ("{prefixItems: [true], unevaluatedItems: false}", b"[1, 2]", "the body must have no items that the schema does not know"),
        ("{if: {type: integer}, then: {minimum: 3}}", b"1", "the body must be a number of at least 3, but is 1"),
        ("{oneOf: [{type: integer}, {minimum: 0}]}", b"1", "the body must match exactly one of the schemas under oneOf, but is 1"),
        ("{not: {type: integer}}", b"1", "the body must not match the schema under not, but is 1"),
        ("{properties: {a: {items: {type: string}}}}", b'{"a": ["x", 1]}', "a[1] must be a string, but is 1"),
        ("{properties: {a: {properties: {b: {type: string}}}}}", b'{"a": {"b": 1}}', "a.b must be a string, but is 1"),
        ("{}", b"", "the body must not be empty"),
        ("{}", b"{", "the body must be JSON, which it is not at line 1, column 2: expecting property name enclosed in double quotes"),
        ("{}", b"\xef\xbb\xbf1", "the body must be JSON without a byte order mark"),
        ("{}", b'"\xff"', "the body must be UTF-8, which byte 1 is not"),
        ("{}", b'{"x": [{"a": 1, "a": 2}]}', "x[0].a must be JSON whose objects have each member once"),
        ("{}", b"[NaN]", "the body must be JSON whose numbers fit an IEEE double, but is NaN"),
        ("{}", b"1e999", "the body must be JSON whose numbers fit an IEEE double, but is 1e999"),
        ("{}", b"[" * 30 + b"]" * 30, "the body must be nested at most 20 levels deep"),
        ("{}", b'{"a": "\\udc00"}', "a must be Unicode, without lone surrogates"),
        ("{}", b"1" + b"0" * 4300, "the body must be JSON whose numbers fit an IEEE double, but is " + "1" + "0" * 60 + "..."),
    ],
)  # fmt: skip
def test_the_message_of_every_fault(schema, body, message):
    """What it is about, what it must be, and what it is."""
    assert [found.message for found in faults(schema, body)] == [message]


@pytest.mark.parametrize(
    ("schema", "body", "message"),
    [
        ("{type: string, nullable: false}", b"null", "the body must be a string, but is null"),
        ("{type: number, minimum: 1, exclusiveMinimum: true}", b"1", "the body must be a number greater than 1, but is 1"),
    ],
)  # fmt: skip
def test_openapi_30_is_worded_alike(schema, body, message):
    """The flag beside the bound is part of the bound; a null has one fault, not two."""
    assert [found.message for found in faults(schema, body, version="3.0.3")] == [message]


def test_a_fault_names_the_keyword_in_the_document():
    """Through references, to where the keyword stands."""
    home = "/paths/~1things/post/requestBody/content/application~1json/schema"
    schema = (
        f"{{properties: {{a: {{$ref: '#{home}/$defs/Text'}}}}, $defs: {{Text: {{type: string}}}}}}"
    )
    (found,) = faults(schema, b'{"a": 1}')
    assert found.pointer == "/a"
    assert found.schema == f"{home}/$defs/Text/type"


def test_details_are_bounded():
    """A body of a million faults has an answer of ordinary size."""
    many = [fault("body", (index,), "type", "a string") for index in range(MAX_LISTED + 5)]
    details = as_details(many)
    assert (len(details["faults"]), details["more"]) == (MAX_LISTED, 5)


def test_what_the_request_names_is_bounded():
    """A member's name of half a mebibyte is not sent back fifty times."""
    many = [
        fault("body", ("x" * 500_000, index), "type", "a string") for index in range(MAX_LISTED)
    ]
    assert len(str(as_details(many))) < 100_000


def test_a_value_is_shown_cut():
    """64 characters at the most, and never an error."""
    assert len(shown("x" * 1000)) == 64
    assert shown("\ud800") == '"?"'
