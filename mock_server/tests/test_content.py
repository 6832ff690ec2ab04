"""Bodies as JSON, strictly, and in a time that grows with their length only."""

import json
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mock_server.content import (
    Undecodable,
    decode_json,
    find_media_type,
    read_content_type,
)
from spec.operations import MediaType

MEBIBYTE = 1 << 20


def refused(body, *, max_depth=20):
    """The keyword and the pointer of a refusal."""
    with pytest.raises(Undecodable) as caught:
        decode_json(body, max_depth=max_depth)
    return caught.value.fault.keyword, caught.value.fault.pointer


@pytest.mark.parametrize(
    ("body", "value"),
    [
        pytest.param(b' \t\r\n{"a": [1, -0.5, 1e2, true, null]}\n', {"a": [1, -0.5, 100.0, True, None]}, id="all-kinds"),
        pytest.param(b'"\\u0000"', "\x00", id="NUL"),
        pytest.param(b'"\\ud83d\\ude00"', "\U0001f600", id="a-pair-of-surrogates"),
        pytest.param('"\U0001f600e\u0301"'.encode(), "\U0001f600e\u0301", id="astral-and-combining"),
        pytest.param(b'"\\\\ud800"', "\\ud800", id="an-escaped-backslash-is-no-surrogate"),
        pytest.param(b"9007199254740993", 9007199254740993, id="past-2-to-53"),
        pytest.param(b"1" + b"0" * 308, 10**308, id="the-longest-integer"),
        pytest.param(b"1.7976931348623157e308", 1.7976931348623157e308, id="the-largest-double"),
        pytest.param(b"1e-999", 0.0, id="underflow-is-zero"),
        pytest.param(b'"' + b"[" * 50 + b'"', "[" * 50, id="brackets-in-a-string-nest-nothing"),
        pytest.param(b'["\\"' + b"[" * 50 + b'"]', ['"' + "[" * 50], id="behind-an-escaped-quote"),
        pytest.param(b"[" * 20 + b"]" * 20, json.loads("[" * 20 + "]" * 20), id="as-deep-as-allowed"),
        pytest.param(b"[" + b"[]," * 50 + b"1]", [*[[]] * 50, 1], id="wide-is-not-deep"),
    ],
)  # fmt: skip
def test_what_is_json_is_decoded(body, value):
    """RFC 8259, and every Unicode string and IEEE double."""
    assert decode_json(body, max_depth=20) == value


@pytest.mark.parametrize(
    ("body", "keyword", "pointer"),
    [
        pytest.param(b"", "json", "", id="empty"),
        pytest.param(b"\xef\xbb\xbf1", "json", "", id="byte-order-mark"),
        pytest.param(b"1\x00\x00\x00", "json", "", id="utf-32"),
        pytest.param(b"\xff\xfe1\x00", "encoding", "", id="utf-16"),
        pytest.param(b'"a\xff"', "encoding", "", id="invalid-utf-8"),
        pytest.param(b'"\xed\xa0\x80"', "encoding", "", id="a-surrogate-in-utf-8"),
        pytest.param(b'"\xc0\x80"', "encoding", "", id="overlong-utf-8"),
        pytest.param(b'"\x00"', "json", "", id="a-raw-control-character"),
        pytest.param(b"[1,]", "json", "", id="trailing-comma"),
        pytest.param(b"01", "json", "", id="leading-zero"),
        pytest.param(b"'a'", "json", "", id="single-quotes"),
        pytest.param("\u00a01".encode(), "json", "", id="a-space-that-json-has-not"),
        pytest.param("\u0663".encode(), "json", "", id="a-digit-that-json-has-not"),
        pytest.param(b"{} {}", "json", "", id="two-values"),
        pytest.param(b"[NaN]", "number", "", id="NaN"),
        pytest.param(b"-Infinity", "number", "", id="infinity"),
        pytest.param(b"[1e999]", "number", "", id="a-number-past-a-double"),
        pytest.param(b"1" + b"0" * 309, "number", "", id="an-integer-past-a-double"),
        pytest.param(b"18" + b"0" * 307, "number", "", id="as-long-as-the-largest-double"),
        pytest.param(b"9" * 5000, "number", "", id="more-digits-than-python-converts"),
        pytest.param(b'{"a": 1, "a": 1}', "duplicate", "/a", id="a-member-twice"),
        pytest.param(b'{"a": 1, "\\u0061": 1}', "duplicate", "/a", id="one-of-them-escaped"),
        pytest.param(b'{"x": [0, {"a/b": {"~": 1, "~": 2}}]}', "duplicate", "/x/1/a~1b/~0", id="a-member-twice-deep-inside"),
        pytest.param(b'"\\ud800"', "unicode", "", id="a-lone-surrogate"),
        pytest.param(b'{"a": ["\\udc00\\ud800"]}', "unicode", "/a/0", id="surrogates-the-wrong-way-round"),
        pytest.param(b'{"\\uD800": 1}', "unicode", "", id="in-a-name"),
        pytest.param(b"[" * 21 + b"]" * 21, "depth", "", id="too-deep"),
        pytest.param(b'{"a":' * 100_000, "depth", "", id="very-deep-and-broken"),
    ],
)  # fmt: skip
def test_what_is_no_json_is_refused_by_name_and_place(body, keyword, pointer):
    """RFC 8259 sections 3 to 9, each point that it leaves to the reader decided strictly."""
    assert refused(body) == (keyword, pointer)


def test_a_limit_past_pythons_own_is_no_crash():
    """Whoever allows a hundred thousand levels gets as many as Python can read."""
    assert refused(b"[" * 100_000, max_depth=1_000_000) == ("depth", "")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)  # fmt: skip


@given(JSON, st.booleans())
def test_every_json_value_comes_back(value, ascii_only):
    """What a correct writer wrote is read as what it was, escaped or not."""
    body = json.dumps(value, ensure_ascii=ascii_only).encode()
    assert decode_json(body, max_depth=100) == value


@given(st.binary() | st.text(alphabet='{}[]",:\\u0d8e1-.x ').map(str.encode))
@example(b'{"a":1,"a":')
def test_no_bytes_raise_anything_else(body):
    """Whatever comes is decoded or refused."""
    with suppress(Undecodable):
        decode_json(body, max_depth=5)


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[" * 70 + b'"' + b'\\"' * (MEBIBYTE // 2), id="escaped-quotes"),
        pytest.param(b"[" * 70 + b'"' + b'\\"' * (MEBIBYTE // 2) + b"\\", id="with-a-backslash-at-the-end"),
        pytest.param(b"[" * 70 + b'"' * MEBIBYTE, id="quotes"),
        pytest.param(b"[" * 70 + b'"' + b"\\" * MEBIBYTE, id="backslashes"),
        pytest.param(b"[" + b"9" * MEBIBYTE + b"]", id="one-number"),
        pytest.param(b"[" + (b"9" * 4300 + b",") * 240 + b"1]", id="long-numbers"),
        pytest.param(b'["\\ud83d\\ude00' + b"a" * MEBIBYTE + b'"]', id="a-long-text"),
        pytest.param(b'{"x":[' + b'{"a":1},' * (MEBIBYTE // 8) + b'1],"x":1}', id="a-double-member-at-the-end"),
    ],
)  # fmt: skip
def test_a_hostile_body_of_a_mebibyte_is_read_in_seconds(body):
    """No time that grows with the square of the length: the slowest takes half a second, and the square took hours."""
    with suppress(Undecodable):
        decode_json(body, max_depth=64)


def offered(*names):
    return tuple(MediaType(name, None, (), {}, f"/{name}") for name in names)


@pytest.mark.parametrize(
    ("header", "essence", "is_json", "utf8"),
    [
        pytest.param(b"application/json", "application/json", True, True, id="plain"),
        pytest.param(b"Application/JSON ; Charset=UTF-8", "application/json", True, True, id="case"),
        pytest.param(b'application/json;charset="utf-8"', "application/json", True, True, id="quoted"),
        pytest.param(b"application/json; charset=us-ascii", "application/json", True, True, id="ascii"),
        pytest.param(b"application/json; charset=utf-16", "application/json", True, False, id="other-charset"),
        pytest.param(b'application/json; x="; charset=utf-8"; charset=latin1', "application/json", True, False, id="charset-in-quotes-is-none"),
        pytest.param(b"application/problem+json; v=1", "application/problem+json", True, True, id="suffix"),
        pytest.param(b"application/json5", "application/json5", False, True, id="no-json"),
        pytest.param(b"", "", False, True, id="missing"),
        pytest.param(b'\xff;;="', "\xff", False, True, id="nonsense"),
    ],
)  # fmt: skip
def test_a_content_type_is_read(header, essence, is_json, utf8):
    """RFC 9110 section 8.3.1: names in any case, values quoted or not; nothing makes it fail."""
    sent = read_content_type(header)
    assert (sent.essence, sent.is_json, sent.charset_is_utf8) == (essence, is_json, utf8)


@pytest.mark.parametrize(
    ("names", "essence", "found"),
    [
        pytest.param(("application/json",), "application/json", "application/json", id="itself"),
        pytest.param(("Application/JSON; charset=utf-8",), "application/json", "Application/JSON; charset=utf-8", id="as-documented"),
        pytest.param(("*/*", "application/*", "application/json"), "application/json", "application/json", id="the-most-specific"),
        pytest.param(("*/*", "application/*"), "application/json", "application/*", id="the-range"),
        pytest.param(("*/*",), "text/plain", "*/*", id="anything"),
        pytest.param(("*/*",), "", None, id="no-media-type-matches-nothing"),
        pytest.param(("*/*",), "json", None, id="nor-does-half-of-one"),
        pytest.param(("application/json",), "application/problem+json", None, id="a-suffix-is-a-type-of-its-own"),
        pytest.param((), "application/json", None, id="nothing-offered"),
    ],
)  # fmt: skip
def test_the_most_specific_media_type_is_taken(names, essence, found):
    """OAS 3.1 section 4.8.13: itself, else its range, else everything."""
    media_type = find_media_type(offered(*names), essence)
    assert (media_type.name if media_type else None) == found
