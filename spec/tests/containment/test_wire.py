"""What is written alike is read alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec.containment.wire import readings, widened
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
