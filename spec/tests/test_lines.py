"""Where values stand in their text."""

import json

from hypothesis import given
from hypothesis import strategies as st

from spec import pointer, yaml_text
from spec.lines import JsonLines

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='a"\\ü{}[],:#\n', max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(alphabet='ab/~"ü{}[],:', max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


def places(value, tokens=()):
    """The pointer of every value."""
    yield pointer.write(tokens)
    if not isinstance(value, dict | list):
        return
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for token, one in items:
        yield from places(one, (*tokens, token))


@given(
    value=VALUES.filter(lambda one: isinstance(one, dict | list)),
    indent=st.sampled_from([None, 0, 1, 4]),
)
def test_json_read_by_its_signs_has_the_lines_that_yaml_finds(value, indent):
    """Two readers that share no code agree on every value of every text."""
    text = json.dumps(value, indent=indent)
    read, marks = yaml_text.read(text)
    found = JsonLines(text)
    assert read == value
    for where in places(value):
        assert found.get(where) == marks.get(where) is not None
    assert found.get("/nowhere/else") is marks.get("/nowhere/else") is None


def test_a_member_stands_at_its_name_and_an_item_where_it_begins():
    """Lines count from 1."""
    text = '{\n "a":\n  1,\n "b": [\n  true,\n  {"c": null}\n ]\n}'
    expected = {"": 1, "/a": 2, "/b": 4, "/b/0": 5, "/b/1": 6, "/b/1/c": 6}
    assert {where: JsonLines(text).get(where) for where in expected} == expected
