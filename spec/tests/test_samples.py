"""Samples: what they look like, that they are valid, and that no schema makes them run away."""

import json
import time
from random import Random
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.samples import NoSample, dynamic, static
from spec.schemas import compile_schema

TEXT = {"type": "string"}
NODE = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": TEXT,
        "parent": {"$ref": "#/$defs/Node"},
        "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}},
    },
}
CAT = {"type": "object", "required": ["kind", "lives"], "properties": {"kind": TEXT, "lives": {}}}
DOG = {"type": "object", "required": ["kind", "tricks"], "properties": {"kind": TEXT}}


def plain(schema: Any) -> Any:
    return static(schema, compile_schema(schema).is_valid)


def drawn(schema: Any, seed: int = 0) -> Any:
    return dynamic(schema, compile_schema(schema).is_valid, Random(seed))


# The schema, and its plain sample: the table is the specification.
SAMPLES: dict[str, tuple[Any, Any]] = {
    "anything": (True, "string"),
    "string": (TEXT, "string"),
    "integer": ({"type": "integer"}, 0),
    "number": ({"type": "number"}, 0),
    "boolean": ({"type": "boolean"}, True),
    "null": ({"type": "null"}, None),
    "a value before null": ({"type": ["null", "integer"]}, 0),
    "a value before a null branch": ({"anyOf": [{"type": "null"}, TEXT]}, "string"),
    "const": ({"const": {"a": [1]}}, {"a": [1]}),
    "const null": ({"const": None}, None),
    "first of an enum": ({"enum": ["cat", "dog"]}, "cat"),
    "enum within a type": ({"type": "string", "enum": [1, "a"]}, "a"),
    "enum and const": ({"enum": [1, 2], "allOf": [{"const": 2}]}, 2),
    "one is 1.0 and not true": ({"enum": [True, 1], "const": 1.0}, 1.0),
    "example": ({"type": "string", "example": "Rex"}, "Rex"),
    "first of the examples": ({"type": "string", "examples": ["Rex", "Bo"]}, "Rex"),
    "default": ({"type": "integer", "default": 7}, 7),
    "example before default": ({"type": "integer", "default": 7, "examples": [8]}, 8),
    "example within an enum": ({"enum": ["a", "b"], "examples": ["b"]}, "b"),
    "an example of another type is passed over": ({"type": "integer", "examples": ["x", 3]}, 3),
    "an invalid example is passed over": ({"type": "integer", "minimum": 5, "default": 1}, 5),
    "an invalid example deep down": (
        {"properties": {"a": {"type": "string", "maxLength": 2, "example": "abc"}, "b": TEXT}},
        {"a": "st", "b": "string"},
    ),
    "uuid": ({"type": "string", "format": "uuid"}, "3fa85f64-5717-4562-b3fc-2c963f66afa6"),
    "date-time": ({"type": "string", "format": "date-time"}, "2026-01-15T09:30:00Z"),
    "date": ({"type": "string", "format": "date"}, "2026-01-15"),
    "time": ({"type": "string", "format": "time"}, "09:30:00Z"),
    "duration": ({"type": "string", "format": "duration"}, "P1D"),
    "email": ({"type": "string", "format": "email"}, "user@example.com"),
    "short email": ({"type": "string", "format": "email", "maxLength": 6}, "a@b.co"),
    "uri": ({"type": "string", "format": "uri"}, "https://example.com/"),
    "long uri": (
        {"type": "string", "format": "uri", "minLength": 24},
        "https://example.com/aaaa",
    ),
    "hostname": ({"type": "string", "format": "hostname"}, "example.com"),
    "ipv4": ({"type": "string", "format": "ipv4"}, "192.0.2.1"),
    "ipv6": ({"type": "string", "format": "ipv6"}, "2001:db8::1"),
    "json-pointer": ({"type": "string", "format": "json-pointer"}, "/a"),
    "base64": ({"type": "string", "format": "byte"}, "c3RyaW5n"),
    "a format of their own": ({"type": "string", "format": "postcode"}, "string"),
    "maxLength": ({"type": "string", "maxLength": 3}, "str"),
    "minLength": ({"type": "string", "minLength": 8}, "stringst"),
    "no characters": ({"type": "string", "maxLength": 0}, ""),
    "pattern": ({"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}$"}, "ABC-1234"),
    "pattern with alternatives": ({"type": "string", "pattern": "^(cat|dog)s?$"}, "cat"),
    "pattern with a back reference": ({"type": "string", "pattern": r"^(a|b)-\1$"}, "a-a"),
    "pattern not tied down": ({"type": "string", "pattern": "[0-9]", "minLength": 3}, "1aa"),
    "pattern to a length": ({"type": "string", "pattern": "^[a-z]+$", "minLength": 5}, "abcde"),
    "pattern with a property": ({"type": "string", "pattern": r"^\p{Lu}\p{Ll}+$"}, "Aa"),
    "pattern beyond ASCII": ({"type": "string", "pattern": "^[\u0430-\u044f]{2}$"}, "\u0430\u0431"),
    "pattern with a name": ({"type": "string", "pattern": "^(?<y>[0-9]{4})$"}, "1234"),
    "pattern with a bracket in a class": ({"type": "string", "pattern": "^[[&&~]{2}$"}, "&["),
    "two patterns": (
        {"allOf": [{"type": "string", "pattern": "^a"}, {"pattern": "^.b", "minLength": 2}]},
        "ab",
    ),
    "pattern and format": (
        {"type": "string", "format": "email", "pattern": "^a@.*co$"},
        "a@b.co",
    ),
    "minimum": ({"type": "integer", "minimum": 3}, 3),
    "minimum of zero": ({"type": "integer", "minimum": 0}, 0),
    "bounds around zero": ({"type": "number", "minimum": -5, "maximum": 5}, 0),
    "maximum below zero": ({"type": "integer", "maximum": -3}, -3),
    "exclusive bounds": ({"type": "integer", "exclusiveMinimum": 3, "exclusiveMaximum": 5}, 4),
    "multiple": ({"type": "integer", "minimum": 10, "multipleOf": 7}, 14),
    "multiple of a tenth": ({"type": "number", "minimum": 0.25, "multipleOf": 0.1}, 0.3),
    "two multiples": (
        {"type": "integer", "minimum": 1, "allOf": [{"multipleOf": 4}, {"multipleOf": 6}]},
        12,
    ),
    "narrow": ({"type": "number", "exclusiveMinimum": 0.1, "exclusiveMaximum": 0.11}, 0.101),
    "type by keyword": ({"minimum": 2}, 2),
    "object": (
        {"type": "object", "required": ["b"], "properties": {"a": TEXT, "b": {"type": "integer"}}},
        {"a": "string", "b": 0},
    ),
    "no members": ({"type": "object"}, {}),
    "required without a schema": ({"type": "object", "required": ["a"]}, {"a": "string"}),
    "object by keyword": ({"properties": {"a": TEXT}}, {"a": "string"}),
    "free form": ({"type": "object", "additionalProperties": True}, {}),
    "map": (
        {"type": "object", "additionalProperties": {"type": "integer"}},
        {"property1": 0},
    ),
    "map with named patterns": (
        {"type": "object", "patternProperties": {"^x-[a-z]{2}$": TEXT}},
        {"x-ab": "string"},
    ),
    "minProperties": (
        {"type": "object", "properties": {"a": TEXT}, "minProperties": 2},
        {"a": "string", "property1": "string"},
    ),
    "minProperties under propertyNames": (
        {"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[a-z]{4}$"}},
        {"abcd": "string"},
    ),
    "maxProperties": (
        {"properties": {"a": TEXT, "b": TEXT}, "required": ["b"], "maxProperties": 1},
        {"b": "string"},
    ),
    "a member for requests only": (
        {"properties": {"a": TEXT, "password": {"type": "string", "writeOnly": True}}},
        {"a": "string"},
    ),
    "a member that may not be": ({"properties": {"a": False, "b": TEXT}}, {"b": "string"}),
    "dependentRequired": (
        {"type": "object", "properties": {"a": TEXT}, "dependentRequired": {"a": ["b"]}},
        {"a": "string", "b": "string"},
    ),
    "dependentSchemas": (
        {
            "properties": {"a": TEXT},
            "dependentSchemas": {"a": {"properties": {"z": {"const": 1}}, "required": ["z"]}},
        },
        {"a": "string", "z": 1},
    ),
    "array": ({"type": "array", "items": TEXT}, ["string"]),
    "array of anything": ({"type": "array"}, []),
    "minItems": ({"type": "array", "items": TEXT, "minItems": 2}, ["string", "string"]),
    "maxItems": ({"type": "array", "items": TEXT, "maxItems": 0}, []),
    "uniqueItems": (
        {"type": "array", "items": TEXT, "minItems": 3, "uniqueItems": True},
        ["string", "string1", "string2"],
    ),
    "unique of an enum": (
        {"type": "array", "items": {"enum": [1, 1.0, 2]}, "minItems": 2, "uniqueItems": True},
        [1, 2],
    ),
    "unique booleans": (
        {"type": "array", "items": {"type": "boolean"}, "minItems": 2, "uniqueItems": True},
        [True, False],
    ),
    "prefixItems": ({"prefixItems": [TEXT, {"type": "integer"}], "items": False}, ["string", 0]),
    "contains": ({"type": "array", "contains": {"const": 7}, "minContains": 2}, [7, 7]),
    "contains after prefixItems": (
        {"prefixItems": [TEXT], "contains": {"const": 7}},
        ["string", 7],
    ),
    "contains among prefixItems": (
        {"prefixItems": [{"type": "integer"}], "items": False, "contains": {"const": 7}},
        [7],
    ),
    "allOf": (
        {"allOf": [{"properties": {"a": TEXT}}, {"properties": {"b": TEXT}, "required": ["b"]}]},
        {"a": "string", "b": "string"},
    ),
    "one member in two schemas": (
        {
            "allOf": [
                {"properties": {"a": {"type": "number", "minimum": 2}}},
                {"properties": {"a": {"type": "integer", "multipleOf": 3}}},
            ],
        },
        {"a": 3},
    ),
    "closed by another schema": (
        {
            "properties": {"a": TEXT, "b": TEXT},
            "allOf": [{"properties": {"a": {}}, "additionalProperties": False}],
        },
        {"a": "string"},
    ),
    "anyOf": ({"anyOf": [TEXT, {"type": "integer"}]}, "string"),
    "a branch that cannot be": ({"type": "string", "anyOf": [{"type": "integer"}, {}]}, "string"),
    "oneOf by what is required": (
        {
            "properties": {"a": TEXT, "b": TEXT, "c": TEXT},
            "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
        },
        {"a": "string", "c": "string"},
    ),
    "oneOf whose branches overlap": (
        {"oneOf": [{"type": "integer"}, {"type": "number", "multipleOf": 2}]},
        1,
    ),
    "discriminator": (
        {
            "oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"feline": "#/components/schemas/Cat"},
            },
            "$defs": {"Cat": CAT, "Dog": DOG},
        },
        {"kind": "feline", "lives": "string"},
    ),
    "not": ({"type": "string", "not": {"const": "string"}}, "string1"),
    "not required": (
        {"properties": {"a": TEXT, "b": TEXT}, "not": {"required": ["a"]}},
        {"b": "string"},
    ),
    "if then": (
        {
            "type": "object",
            "properties": {"kind": {"enum": ["a", "b"]}, "size": {}},
            "required": ["kind", "size"],
            "if": {"properties": {"kind": {"const": "a"}}},
            "then": {"properties": {"size": {"type": "integer"}}},
            "else": {"properties": {"size": TEXT}},
        },
        {"kind": "a", "size": 0},
    ),
    "unevaluatedProperties": (
        {"allOf": [{"properties": {"a": TEXT}}], "unevaluatedProperties": False},
        {"a": "string"},
    ),
    "reference": ({"$ref": "#/$defs/a~1b%20c", "$defs": {"a/b c": {"const": 1}}}, 1),
    "reference with more beside it": (
        {"$ref": "#/$defs/A", "minimum": 4, "$defs": {"A": {"type": "integer"}}},
        4,
    ),
    "a tree ends at once": (
        {"$ref": "#/$defs/Node", "$defs": {"Node": NODE}},
        {"name": "string", "children": []},
    ),
    "a list ends with null": (
        {
            "$ref": "#/$defs/N",
            "$defs": {
                "N": {
                    "type": "object",
                    "required": ["next"],
                    "properties": {"next": {"anyOf": [{"$ref": "#/$defs/N"}, {"type": "null"}]}},
                }
            },
        },
        {"next": None},
    ),
    "a schema within itself when it must": (
        {
            "allOf": [{"$ref": "#/$defs/N"}, {"required": ["next"]}],
            "$defs": {"N": {"type": "object", "properties": {"next": {"$ref": "#/$defs/N"}}}},
        },
        {"next": {}},
    ),
    "a reference to itself": (
        {"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/A"}}},
        "string",
    ),
}


@pytest.mark.parametrize(("schema", "sample"), SAMPLES.values(), ids=SAMPLES)
def test_the_plain_sample(schema: Any, sample: Any) -> None:
    """The plain sample is this, to the character, and the order of members is the author's."""
    assert json.dumps(plain(schema)) == json.dumps(sample)


# Where the other library goes by Python's `re`, by floating point, or round and round.
READ_OTHERWISE = {
    "multiple of a tenth",
    "pattern with a bracket in a class",
    "pattern with a name",
    "pattern with a property",
    "a reference to itself",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_random_samples_are_valid(name: str) -> None:
    """Whatever has a plain sample has random ones, all valid, and the same ones for the same seed."""
    schema, _ = SAMPLES[name]
    for seed in range(5):
        sample = drawn(schema, seed)
        assert name in READ_OTHERWISE or accepts(schema, sample)
        assert drawn(schema, seed) == sample


@pytest.mark.parametrize("name", ["uuid", "date-time", "email", "uri", "ipv4", "byte", None])
def test_random_samples_differ(name: str | None) -> None:
    """A random sample is not the plain one over and over."""
    schema = {"type": "string"} | ({"format": name} if name else {})
    assert len({drawn(schema, seed) for seed in range(20)}) > 5


def test_random_numbers_keep_their_width() -> None:
    """The formats of integers bound random ones, and an open range is not searched at its end."""
    values = [drawn({"type": "integer", "format": "int8"}, seed) for seed in range(50)]
    assert all(0 <= value < 128 for value in values)
    assert all(0 <= drawn({"type": "integer"}, seed) <= 1000 for seed in range(50))


def test_a_pattern_with_lookaheads() -> None:
    """What a pattern demands by lookahead is found by trying."""
    schema = {"type": "string", "pattern": r"^(?=.*[A-Z])(?=.*\d)(?=.*[^A-Za-z0-9]).{8,64}$"}
    assert 8 <= len(plain(schema)) <= 64
    assert plain(schema) == plain(schema)


# The schema, and what the error says.
HOPELESS: dict[str, tuple[Any, str]] = {
    "nothing": (False, "nothing may stand at the root"),
    "a member that is required and forbidden": (
        {"type": "object", "required": ["a"], "additionalProperties": False},
        "nothing may stand at /a",
    ),
    "bounds that exclude each other": (
        {"type": "integer", "minimum": 3, "maximum": 2},
        "no number lies within the bounds on a multiple of the steps",
    ),
    "no more distinct items": (
        {"type": "array", "items": {"enum": [1, 2]}, "minItems": 3, "uniqueItems": True},
        "no further item differs from those before",
    ),
    "a value that holds itself": (
        {
            "$ref": "#/$defs/N",
            "$defs": {
                "N": {
                    "type": "object",
                    "required": ["n"],
                    "properties": {"n": {"$ref": "#/$defs/N"}},
                }
            },
        },
        "#/$defs/N holds itself without an end",
    ),
    "a gigabyte of text": (
        {"type": "string", "minLength": 10**9},
        "minLength 1000000000 is above the 1000000 characters that a sample may have",
    ),
    "a billion items": (
        {"type": "array", "minItems": 10**9},
        "minItems 1000000000 is above the 2000 items that a sample may have",
    ),
    "a million items in two steps": (
        {"type": "array", "minItems": 1500, "items": {"type": "array", "minItems": 1500}},
        "the schema is too large or leaves too many ways open",
    ),
    "a thousand members": (
        {"type": "object", "minProperties": 10**6},
        "the schema is too large or leaves too many ways open",
    ),
    "a million ways, all wrong": (
        {
            "type": "object",
            "additionalProperties": False,
            "allOf": [
                {"anyOf": [{"required": [f"a{n}"]}, {"required": [f"b{n}"]}]} for n in range(20)
            ],
        },
        "the schema is too large or leaves too many ways open",
    ),
    "a pattern in an alphabet not known": (
        {"type": "string", "pattern": r"^\p{Script=Linear_B}$"},
        r"the pattern '^\\p{Script=Linear_B}$' is not understood (no characters of \p{Script=Linear_B} are known)",
    ),
    "what a validator alone can tell": (
        {"type": "string", "maxLength": 1, "not": {"pattern": "."}, "minLength": 1},
        '{"pattern":"."} is not allowed for "s"',
    ),
}


@pytest.mark.parametrize(("schema", "reason"), HOPELESS.values(), ids=HOPELESS)
def test_no_sample(schema: Any, reason: str) -> None:
    """What cannot be had, or not within the bounds, is refused soon with a reason and the next step."""
    start = time.process_time()
    with pytest.raises(NoSample) as error:
        plain(schema)
    assert str(error.value) == (
        f"no sample was found for the schema: {reason}; add an example to the document"
    )
    assert time.process_time() - start < 5


def test_no_random_sample() -> None:
    """Where chance finds none, the error is that of the plain sample."""
    with pytest.raises(NoSample, match="nothing may stand at the root"):
        drawn(False)


def test_chance_falls_back_on_the_plain_sample() -> None:
    """Where only an example is valid, `dynamic` answers it."""
    schema = {
        "type": "string",
        "pattern": "^(?=.*needle)[a-z]{200}$",
        "examples": ["needle" + "a" * 194],
    }
    assert drawn(schema) == plain(schema)


def test_a_wide_schema_loses_optional_members() -> None:
    """A schema that would unfold into millions of members gives a sample without the deepest optional ones."""
    names = [f"p{n}" for n in range(12)]
    block = {"type": "object", "properties": {name: {"$ref": f"#/$defs/{name}"} for name in names}}
    schema = {**block, "$defs": dict.fromkeys(names, block)}
    assert set(plain(schema)) == set(names)
    assert len(json.dumps(plain(schema))) < 100_000


def test_deep_nesting_is_cut() -> None:
    """A thousand levels of required members are refused, not followed into a RecursionError."""
    schema: dict[str, Any] = TEXT
    for _ in range(90):
        schema = {"type": "object", "required": ["a"], "properties": {"a": schema}}
    with pytest.raises(NoSample, match="nested deeper than 48"):
        plain(schema)


def test_the_schema_is_not_shared() -> None:
    """A sample shares nothing with the schema that its receiver could change by accident."""
    schema = {"examples": [{"a": [1]}]}
    sample = plain(schema)
    sample["a"].append(2)
    assert schema == {"examples": [{"a": [1]}]}


# Any schema at all, of the parts that documents are made of.
PATTERNS = st.sampled_from(["^[a-z]{2,5}$", "[0-9]", "^(ab|cd)+$", "^x-", r"^\w+@\w+$", "^$"])
NAMES = st.sampled_from(["a", "b", "c", "x-d"])
SMALL = st.integers(0, 4)
VALUES = st.sampled_from([None, True, 0, 1, 2.5, -3, "", "abc", "x-y", [], [1], {}, {"a": 1}])
# Those that the other library asserts too.
FORMATS = st.sampled_from(["uuid", "date-time", "date", "email", "ipv4", "ipv6"])


def some(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A schema with any of the keywords."""
    return st.fixed_dictionaries({}, optional=keywords)


def of_type(kind: str, **keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return some(**keywords).map(lambda schema: {"type": kind, **schema})


STRINGS = of_type("string", minLength=SMALL, maxLength=SMALL.map(lambda n: n + 4))
NUMBERS = st.sampled_from(["integer", "number"]).flatmap(
    lambda kind: of_type(
        kind,
        minimum=st.sampled_from([-5, 0, 1, 2.5]),
        maximum=st.sampled_from([4, 7.5, 100]),
        multipleOf=st.sampled_from([1, 0.5, 2]),
    )
)
LEAVES = st.one_of(
    STRINGS,
    NUMBERS,
    of_type("string", pattern=PATTERNS),
    of_type("string", format=FORMATS),
    st.sampled_from([{"type": "boolean"}, {"type": "null"}, {"type": ["string", "null"]}]),
)
ODD_LEAVES = st.one_of(
    LEAVES,
    st.booleans(),
    st.lists(VALUES, min_size=1, max_size=3).map(lambda values: {"enum": values}),
    VALUES.map(lambda value: {"const": value}),
    st.sampled_from([{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}]),
    some(minLength=SMALL, minimum=SMALL, examples=st.lists(VALUES, max_size=2), default=VALUES),
)


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return of_type(
        "object",
        properties=st.dictionaries(NAMES, inner, max_size=3),
        required=st.lists(NAMES, max_size=2, unique=True),
        additionalProperties=inner,
        patternProperties=st.dictionaries(PATTERNS, inner, max_size=1),
        minProperties=SMALL,
        dependentRequired=st.dictionaries(NAMES, st.lists(NAMES, max_size=1), max_size=1),
    )


def arrays(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return of_type(
        "array",
        items=inner,
        prefixItems=st.lists(inner, min_size=1, max_size=2),
        contains=inner,
        minItems=SMALL,
        maxItems=SMALL,
        uniqueItems=st.booleans(),
    )


def combined(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        objects(inner),
        arrays(inner),
        some(anyOf=several, oneOf=several, allOf=several),
        some(**{"not": inner, "type": st.sampled_from(["string", "object"])}),
        st.fixed_dictionaries({"if": inner, "then": inner, "else": inner}),
    )


ANY_SCHEMA = st.recursive(ODD_LEAVES, combined, max_leaves=8)
WITH_DEFINITIONS = st.builds(
    lambda root, a, b: {
        "allOf": [root],
        "$defs": {"A": {"type": "object", "properties": {"n": a}}, "B": b},
    },
    ANY_SCHEMA,
    ANY_SCHEMA,
    LEAVES,
)


def roomy(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects, arrays and branches that do not contradict themselves."""
    return st.one_of(
        of_type(
            "object",
            properties=st.dictionaries(NAMES, inner),
            required=st.lists(NAMES, unique=True),
        ),
        of_type("array", items=inner, maxItems=SMALL),
        of_type("array", prefixItems=st.lists(inner, min_size=1, max_size=3)),
        st.lists(inner, min_size=1, max_size=3).map(lambda options: {"anyOf": options}),
        inner.map(lambda schema: {"allOf": [schema]}),
    )


def accepts(schema: Any, value: Any) -> bool:
    """By another library than the one that samples are checked with."""
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
    return bool(validator.is_valid(value))


@given(WITH_DEFINITIONS, st.integers(0, 2**32))
@settings(deadline=None)
def test_samples_of_any_schema_are_valid(schema: Any, seed: int) -> None:
    """A sample is valid by the word of an independent validator, or there is none."""
    for attempt in (plain, lambda schema: drawn(schema, seed)):
        try:
            sample = attempt(schema)
        except NoSample:
            continue
        assert accepts(schema, sample)


@given(st.recursive(LEAVES, roomy, max_leaves=10), st.integers(0, 2**32))
@settings(deadline=None)
def test_schemas_that_leave_room_have_samples(schema: Any, seed: int) -> None:
    """A schema of ordinary parts that do not contradict each other always has samples."""
    assert accepts(schema, plain(schema))
    assert accepts(schema, drawn(schema, seed))
