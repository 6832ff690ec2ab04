"""What is written alike is read alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec.containment.wire import filled, readings, widened, writable
from spec.containment.world import join

TYPES = st.sampled_from(["string", "integer", "number", "boolean", "null"])
VALUES = (
    st.sampled_from(["", "1", "01", "-1", "1.5", "1e3", "true", "x", 0, 1, -1, 1.5, True, False])
    | st.integers(-20, 20)
    | st.text("0123456789-.", max_size=4)
)
LEAVES = st.one_of(
    st.fixed_dictionaries(
        {"type": st.lists(TYPES, min_size=1, max_size=2, unique=True)},
        optional={"minimum": st.integers(-2, 2)},
    ),
    st.builds(lambda values: {"enum": values}, st.lists(VALUES, min_size=1, max_size=3)),
    st.builds(lambda low: {"type": ["string"], "minLength": low}, st.integers(1, 3)),
    st.builds(lambda values: {"type": ["string"], "not": {"enum": values}}, st.lists(VALUES, min_size=1)),
)  # fmt: skip
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda word, ways: {word: ways},
        st.sampled_from(["anyOf", "oneOf", "allOf"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=4,
)
MAPPED = st.dictionaries(st.sampled_from(["a", "ab"]), VALUES, max_size=2)
OBJECTS = st.fixed_dictionaries(
    {"type": st.just("object"), "properties": st.fixed_dictionaries({"a": SCHEMAS})},
    optional={
        "patternProperties": st.fixed_dictionaries({"^a": SCHEMAS}),
        "additionalProperties": SCHEMAS,
        "enum": st.lists(MAPPED, min_size=1, max_size=2),
        "anyOf": st.just([{"properties": {"a": {"type": "string"}}}, {"required": ["ab"]}]),
    },
)
LISTS = st.fixed_dictionaries(
    {"type": st.just("array"), "items": SCHEMAS},
    optional={
        "prefixItems": st.lists(SCHEMAS, min_size=1, max_size=1),
        "uniqueItems": st.just(True),
    },
)


@pytest.mark.parametrize(
    ("value", "others"),
    [
        pytest.param("5", [5, ["5"], [5]], id="digits"),
        pytest.param("05", [5, ["05"], [5]], id="leading zero"),
        pytest.param(5, ["5", [5], ["5"]], id="number"),
        pytest.param("true", [True, ["true"], [True]], id="true"),
        pytest.param(False, ["false", [False], ["false"]], id="false"),
        pytest.param("x", [["x"]], id="word"),
        pytest.param(["x"], ["x"], id="list of one"),
        pytest.param(["1", 2], [[1, 2], ["1", "2"]], id="items"),
        pytest.param({"a": "1"}, [{"a": 1}, {"a": ["1"]}, {"a": [1]}], id="members"),
    ],
)
def test_a_value_has_the_readings_of_its_text(value, others):
    """The value itself comes first."""
    assert readings(value) == [value, *others]


@given(schema=SCHEMAS | OBJECTS | LISTS, value=VALUES | MAPPED | st.lists(VALUES, max_size=2))
def test_a_widened_schema_takes_what_it_took_and_nothing_that_it_reads_from_no_text(schema, value):
    """Wider than the schema, and no wider than its texts: a proof by it holds for what arrives."""
    world, narrow, _ = join(schema, True)
    wide = widened(narrow, world)
    if world.accepts(narrow, value):
        assert world.accepts(wide, value)
    if world.accepts(wide, value):
        assert any(world.accepts(narrow, one) for one in readings(value))


@pytest.mark.parametrize(
    ("where", "missing"),
    [
        pytest.param("query q", [None, [], {}], id="query"),
        pytest.param("path q", [None, [], {}, ""], id="path"),
        pytest.param("header q", [None, [], {}, "a\nb", "\r", "\0"], id="header"),
        pytest.param("200 header q", [None, [], {}, "a\nb", "\r", "\0"], id="header of an answer"),
        pytest.param("body application/x-www-form-urlencoded", [None], id="form"),
    ],
)
def test_what_no_text_stands_for(where, missing):
    """Values that cannot be written in a place are left out, and no others."""
    world, schema, _ = join({"type": ["null", "string", "integer", "array", "object"]}, True)
    narrow = writable(schema, world, where)
    values = [None, [], {}, "", "a\nb", "\r", "\0", "a", 0, [1], {"a": 1}]
    assert [one for one in values if not world.accepts(narrow, one)] == missing


def test_null_is_no_member_of_a_form():
    """Nor can a member be null that may be."""
    form = {"type": "object", "properties": {"a": {"type": ["string", "null"]}}}
    world, schema, _ = join(form, True)
    narrow = writable(schema, world, "body application/x-www-form-urlencoded")
    assert world.accepts(narrow, {"a": "b"})
    assert not world.accepts(narrow, {"a": None})


@given(schema=SCHEMAS | OBJECTS | LISTS, value=VALUES | MAPPED | st.lists(VALUES, max_size=2))
def test_no_value_that_can_be_written_is_lost(schema, value):
    """In a query all but null, and lists and objects of nothing."""
    world, whole, _ = join(schema, True)
    narrow = writable(whole, world, "query q")
    is_lost = value is None or value in ([], {})
    assert world.accepts(narrow, value) == (world.accepts(whole, value) and not is_lost)


def test_empty_texts_are_looked_at_last():
    """In a query, for a schema that takes one."""
    world, texts, numbers = join({"type": "string"}, {"type": "integer"})
    full = filled(texts, world, "query q")
    assert full is not None
    assert (world.accepts(full, ""), world.accepts(full, "a")) == (False, True)
    assert filled(numbers, world, "query q") is None
    assert filled(texts, world, "header q") is None
