import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec import pointer

# RFC 6901 section 5: the document and its pointers, as data.
RFC = {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, 'k"l': 6, " ": 7, "m~n": 8}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [("", RFC), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/m~0n", 8), ("/ ", 7)],
)  # fmt: skip
def test_the_examples_of_the_rfc(text, value):
    """RFC 6901 section 5."""
    assert pointer.get(RFC, pointer.read(text)) == value


@pytest.mark.parametrize("text", ["/foo/2", "/foo/00", "/foo/-", "/foo/+1", "/foo/0/x", "/nope"])
def test_a_pointer_that_leads_nowhere_names_itself(text):
    """The error carries the first prefix that has no value."""
    with pytest.raises(KeyError) as caught:
        pointer.get(RFC, pointer.read(text))
    assert caught.value.args == (text,)


def test_a_pointer_starts_with_a_slash():
    """Anything else is no pointer."""
    with pytest.raises(ValueError, match="starts with '/'"):
        pointer.read("foo")


@given(st.lists(st.text(max_size=4), max_size=4))
def test_tokens_survive_the_text(tokens):
    """Writing and reading are each other's reverse for every token."""
    assert pointer.read(pointer.write(tokens)) == tuple(tokens)
