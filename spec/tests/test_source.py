import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec import source, writer, yaml_text
from spec.errors import Unreadable

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.just("\n")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("no", "no", id="no-is-a-string"),
        pytest.param("on", "on", id="on-is-a-string"),
        pytest.param("2026-01-01", "2026-01-01", id="a-date-is-a-string"),
        pytest.param("1:30", "1:30", id="sexagesimal-is-a-string"),
        pytest.param("1_000", "1_000", id="underscores-make-a-string"),
        pytest.param("1e3", 1000.0, id="exponent-without-dot"),
        pytest.param("0o17", 15, id="octal"),
        pytest.param("017", 17, id="leading-zero-is-decimal"),
        pytest.param("0x1F", 31, id="hex"),
        pytest.param("~", None, id="tilde"),
        pytest.param("TRUE", True, id="upper-true"),
        pytest.param("'1'", "1", id="quoted"),
        pytest.param("!!str 12", "12", id="tagged-string"),
        pytest.param("|\n  12\n", "12\n", id="block"),
    ],
)
def test_scalars_follow_the_yaml_12_core_schema(text, value):
    """YAML 1.2.2 section 10.3.2: what YAML 1.1 takes for booleans, dates and times are strings."""
    assert source.parse(f"a: {text}", "x").content == {"a": value}


def test_member_names_are_strings():
    """An unquoted status code is the member name that JSON would have."""
    assert source.parse("200: ok\nno: x", "x").content == {"200": "ok", "no": "x"}


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        pytest.param("a: 1\nb: 2\na: 3", 3, "has the member 'a' twice in one object", id="double-yaml"),
        pytest.param('{"a": 1, "a": 2}', None, "has the member 'a' twice in one object", id="double-json"),
        pytest.param("a: [1", 2, "is not valid YAML: did not find expected ',' or ']'", id="open-list"),
        pytest.param("a: .nan", 1, "has the number .nan, which JSON does not know", id="nan-yaml"),
        pytest.param('{"a": NaN}', None, "has the number NaN, which JSON does not know", id="nan-json"),
        pytest.param("a: 1e999", 1, "has the number 1e999, which JSON does not know", id="overflow"),
        pytest.param("? [1]\n: x", 1, "has a member name that is no string", id="complex-name"),
        pytest.param("a: " + "[" * 500 + "]" * 500, 1, "is nested deeper than 400 levels once its aliases are expanded", id="deep"),
        pytest.param("a: " + "9" * 5000, 1, "has a number of 5000 digits", id="digits"),
        pytest.param('{"a":\n' + "9" * 5000 + "}", 2, "has a number of 5000 digits", id="digits-json"),
        pytest.param("a: 1\n---\nb: 2", 2, "holds more than one YAML document", id="documents"),
        pytest.param("a: 1\nb: *c", 2, "is not valid YAML: found undefined alias 'c'", id="unknown-alias"),
        pytest.param("a:\n\tb: 1", 2, "is not valid YAML: a tab stands where a value begins", id="tab"),
        pytest.param("a: &a\n- *a", 2, "has the alias 'a' in what it stands for", id="endless-alias"),
    ],
)  # fmt: skip
def test_a_bad_text_is_refused_with_its_line(text, line, problem):
    """Nothing is guessed: what JSON cannot say, or says twice, is an error at its line."""
    with pytest.raises(Unreadable) as caught:
        source.parse(text, "api.yaml")
    assert (caught.value.problem, caught.value.line) == (problem, line)


def test_text_that_is_no_utf8_names_the_byte():
    """The line and byte of the first undecodable byte are in the message."""
    with pytest.raises(Unreadable, match=r"^api.yaml:2: is not UTF-8 at byte 3$"):
        source.parse(b"a:\n\xff", "api.yaml")


def test_aliases_cannot_explode(monkeypatch):
    """The "billion laughs" text is refused instead of filling the memory."""
    monkeypatch.setattr(yaml_text, "MAX_NODES", 10_000)
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(Unreadable, match="too large once its aliases are expanded"):
        source.parse("\n".join(lines), "x")


def test_a_missing_file_says_what_to_do(tmp_path):
    """The message names the file and the next step."""
    with pytest.raises(Unreadable, match="cannot be read: No such file or directory"):
        source.read(tmp_path / "none.yaml", "none.yaml")


@pytest.mark.parametrize(
    "text", ["a:\n  b:\n  - 1\n  - c: 2\n", '{"a":\n {"b":\n [1,\n {"c": 2}]}}']
)
def test_every_value_has_a_line(text):
    """Lines are found in YAML and JSON alike, and a pointer that is not there has its ancestor's."""
    parsed = source.parse(text, "x")
    assert parsed.line("/a/b/1/c") == 4
    assert parsed.line("/a/b/1/missing/deeper") == 4
    assert parsed.line("") == 1


def test_an_alias_is_what_it_stands_for_and_has_its_own_line():
    """YAML 1.2.2 section 7.1: the latest anchor of a name counts; what is within an alias stands where it was written."""
    text = "a: &x\n  b: 1\nc: *x\nd: &x {b: 2}\ne: [*x]\n&k 200: yes\nf: {*k : *k}\n"
    parsed = source.parse(text, "x")
    assert parsed.content["c"] == {"b": 1}
    assert (parsed.content["e"], parsed.content["f"]) == ([{"b": 2}], {"200": 200})
    assert [parsed.line(where) for where in ("/c", "/c/b", "/e/0", "/e/0/b")] == [3, 2, 5, 4]
    assert parsed.content["c"] is not parsed.content["a"]


@given(JSON)
def test_json_and_yaml_of_a_value_read_as_that_value(value):
    """What the writer writes, the reader reads, in both languages."""
    assert source.parse(json.dumps({"v": value}), "x").content == {"v": value}
    assert source.parse(writer.to_yaml({"v": value}), "x").content == {"v": value}
