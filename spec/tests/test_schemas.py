import pytest

from spec.errors import Invalid
from spec.operations import Schema
from spec.schemas import Schemas
from spec.tests.documents import document, schema

THING = "/components/schemas/Thing"


def accepts(text, value, *, version="3.1.0", direction="request"):
    loaded = schema(text, version=version)
    return Schemas(loaded).validator(Schema(THING, loaded.at(THING)), direction).is_valid(value)


@pytest.mark.parametrize(
    ("text", "value", "valid"),
    [
        pytest.param("{type: string, nullable: true}", None, True, id="nullable"),
        pytest.param("{type: string}", None, False, id="not-nullable"),
        pytest.param("{type: string, nullable: true, enum: [a]}", None, False, id="nullable-enum-must-list-null"),
        pytest.param("{type: string, nullable: true, enum: [a, null]}", None, True, id="nullable-enum-with-null"),
        pytest.param("{type: number, minimum: 1, exclusiveMinimum: true}", 1, False, id="exclusive"),
        pytest.param("{type: number, minimum: 1, exclusiveMinimum: false}", 1, True, id="not-exclusive"),
        pytest.param("{$ref: '#/components/schemas/Thing/properties/a', properties: {a: {type: string}}}", 1, True, id="siblings-of-ref-ignored"),
    ],
)  # fmt: skip
def test_openapi_30_is_translated(text, value, valid):
    """OAS 3.0.3 section 4.7.24, in JSON Schema 2020-12."""
    if "siblings" in text or "$ref" in text:
        text = "{type: object, properties: {a: {type: integer}, b: {$ref: '#/components/schemas/Thing/properties/a', maximum: 0}}}"
        value = {"b": value}
    assert accepts(text, value, version="3.0.3") is valid


def test_siblings_of_a_reference_count_in_31():
    """JSON Schema 2020-12 section 8.2.3.1: `$ref` is one keyword among others."""
    text = "{type: object, properties: {a: {type: integer}, b: {$ref: '#/components/schemas/Thing/properties/a', maximum: 0}}}"
    assert accepts(text, {"b": 1}) is False


@pytest.mark.parametrize(("version", "accepted"), [("3.0.3", True), ("3.1.0", False)])
def test_siblings_count_behind_another_reference_too(version, accepted):
    """What is referred to is the schema with its siblings, not what these stand beside."""
    text = """{type: object, properties: {
        a: {$ref: '#/components/schemas/Thing/properties/b'}, b: {$ref: '#/components/schemas/Thing/properties/c', maxLength: 1},
        c: {type: string}}}"""
    assert accepts(text, {"a": "xy"}, version=version) is accepted


def test_what_stands_beside_a_reference_may_hide_a_member():
    """`readOnly` beside `$ref`, as 3.1 allows it."""
    text = """{type: object, required: [a], properties: {
        a: {$ref: '#/components/schemas/Thing/properties/b', readOnly: true}, b: {type: string}}}"""
    assert accepts(text, {})
    assert not accepts(text, {}, direction="response")


def test_a_dynamic_reference_that_can_lead_to_one_place_only_is_followed():
    """JSON Schema 2020-12 section 8.2.3.2: without a second anchor of that name it is as `$ref` is."""
    text = "{type: object, properties: {a: {$dynamicRef: '#node'}, b: {$dynamicAnchor: node, type: integer}}}"
    assert accepts(text, {"a": 1})
    assert not accepts(text, {"a": "x"})


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("direction", "hidden"), [("request", "readOnly"), ("response", "writeOnly")]
)
def test_a_hidden_member_is_not_required_in_its_direction(version, direction, hidden):
    """A member that the other side writes cannot be required of this side, inline or by reference."""
    text = f"{{type: object, required: [a, b], properties: {{a: {{type: string, {hidden}: true}}, b: {{type: string}}}}}}"
    other = "response" if direction == "request" else "request"
    assert accepts(text, {"b": ""}, version=version, direction=direction)
    assert not accepts(text, {"b": ""}, version=version, direction=other)
    assert not accepts(text, {}, version=version, direction=direction)


def test_a_bundle_stands_alone():
    """Every reference leads into its own `$defs`, recursion included, whatever the names."""
    loaded = schema(
        "{type: object, properties: {next: {$ref: '#/components/schemas/Thing'}, 'a/b': {$ref: '#/components/schemas/Thing/properties/next'}}}"
    )
    bundle = Schemas(loaded).bundle(Schema(THING, loaded.at(THING)), "request")
    assert bundle == {
        "type": "object",
        "properties": {"next": {"$ref": "#/$defs/Thing"}, "a/b": {"$ref": "#/$defs/Thing"}},
        "$defs": {
            "Thing": {
                "type": "object",
                "properties": {"next": {"$ref": "#/$defs/Thing"}, "a/b": {"$ref": "#/$defs/Thing"}},
            }
        },
    }


def test_what_is_no_schema_is_named_with_its_place():
    """A list under `items` was JSON Schema before 2020-12."""
    with pytest.raises(
        Invalid, match=r"^api.yaml:6 at /components/schemas/Thing: the schema is no valid"
    ) as caught:
        accepts("{type: array, items: [{type: string}]}", [])
    assert "Frozen" not in str(caught.value)


def test_a_long_chain_of_schemas_is_no_depth():
    """Hundreds of schemas that refer to one another: what is shared is shared, and nothing recurses."""
    size = 2000
    chain = "".join(
        f"    S{n}: {{properties: {{next: {{$ref: '#/components/schemas/S{(n + 1) % size}'}}, n: {{const: {n}}}}}}}\n"
        for n in range(size)
    )
    loaded = document("paths: {}\ncomponents:\n  schemas:\n" + chain)
    schemas = Schemas(loaded)
    first, second = (
        schemas.bundle(
            Schema(f"/components/schemas/S{n}", loaded.at(f"/components/schemas/S{n}")), "request"
        )
        for n in (0, 1)
    )
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert len(first["$defs"]) == size
    assert first["$defs"]["S5"] is second["$defs"]["S5"]


@pytest.mark.parametrize(
    ("format_", "good", "bad"),
    [
        ("uuid", "7C9E6679-7425-40DE-944B-E07FC1F90AE7", "7c9e6679742540de944be07fc1f90ae7"),
        ("date-time", "2026-01-01T00:00:00+05:30", "2026-01-01T00:00:00"),
    ],
)
def test_formats_are_asserted(format_, good, bad):
    """A format is a promise: what has not its form is invalid."""
    assert accepts(f"{{type: string, format: {format_}}}", good)
    assert not accepts(f"{{type: string, format: {format_}}}", bad)


def test_lengths_are_counted_in_code_points():
    """Not in bytes and not in UTF-16 units: an emoji is one."""
    assert accepts("{type: string, maxLength: 2}", "😀é")
    assert not accepts("{type: string, maxLength: 2}", "e\u0301x")
