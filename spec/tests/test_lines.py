"""Where values stand in their text."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from spec.lines import JsonLines, yaml_lines
from spec.source import parse

MANY = 1_000_000
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='a"\\ü{}[],:#\n', max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(alphabet='ab/~"ü{}[],:', max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


def lines_of_yaml(text):
    return yaml_lines(yaml.compose(text, Loader=yaml.SafeLoader), MANY)


@given(
    value=VALUES.filter(lambda one: isinstance(one, dict | list)),
    indent=st.sampled_from([None, 0, 1, 4]),
)
def test_json_read_by_its_signs_has_the_lines_that_yaml_finds(value, indent):
    """Two readers that share no code agree on every value of every text."""
    text = json.dumps(value, indent=indent)
    expected = lines_of_yaml(text)
    found = JsonLines(text)
    assert {where: found.get(where) for where in expected} == expected
    assert found.get("/nowhere/else") is None


def test_a_member_stands_at_its_name_and_an_item_where_it_begins():
    """Lines count from 1."""
    text = '{\n "a":\n  1,\n "b": [\n  true,\n  {"c": null}\n ]\n}'
    expected = {"": 1, "/a": 2, "/b": 4, "/b/0": 5, "/b/1": 6, "/b/1/c": 6}
    assert {where: JsonLines(text).get(where) for where in expected} == expected


@pytest.mark.parametrize(
    "text", ["a:\n- b\n- c: 1\n", '{"a": [1,\n2]}', "{a: [1,\n2]}"], ids=["yaml", "json", "flow"]
)
def test_lines_found_while_reading_are_those_found_later(text):
    """Asking early is only faster."""
    early, late = parse(text, "x", lines=True), parse(text, "x")
    assert [early.line(where) for where in ("", "/a", "/a/1")] == [
        late.line(where) for where in ("", "/a", "/a/1")
    ]


def test_the_number_of_lines_is_bounded():
    """A text of endless values does not fill the memory."""
    nodes = yaml.compose(json.dumps(list(range(100))), Loader=yaml.SafeLoader)
    assert len(yaml_lines(nodes, 10)) <= 11
