"""The `Prefer` header: what is understood, what is ignored, what is refused."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.prefer import Preferences, parse, quoted

UNDERSTOOD: dict[str, tuple[list[str], Preferences]] = {
    "nothing": ([], Preferences()),
    "empty": ([""], Preferences()),
    "code": (["code=404"], Preferences(code=404)),
    "example": (["example=cat"], Preferences(example="cat")),
    "dynamic": (["dynamic=true"], Preferences(dynamic=True)),
    "static": (["dynamic=false"], Preferences(dynamic=False)),
    "dynamic without a value": (["dynamic"], Preferences(dynamic=True)),
    "several in one header": (
        ["code=201, example=cat,dynamic=true"],
        Preferences(code=201, example="cat", dynamic=True),
    ),
    "several headers": (["code=201", "example=cat"], Preferences(code=201, example="cat")),
    "empty elements": ([", ,code=201,"], Preferences(code=201)),
    "white space": (["  code = 201\t, example\t=cat "], Preferences(code=201, example="cat")),
    "names without case": (["CODE=201, Dynamic=TRUE"], Preferences(code=201, dynamic=True)),
    "values with case": (["example=Cat"], Preferences(example="Cat")),
    "quoted": (['example="a, \\"b\\"; c", code="404"'], Preferences(code=404, example='a, "b"; c')),
    "not quoted, as Prism takes it": (
        ["example=two words/more"],
        Preferences(example="two words/more"),
    ),
    "parameters are passed over": (['code=201; a=b; c="d,e"'], Preferences(code=201)),
    "UTF-8 read as Latin-1": (["example=caf\u00c3\u00a9"], Preferences(example="caf\u00e9")),
    "Latin-1": (["example=caf\u00e9"], Preferences(example="caf\u00e9")),
    "others are ignored": (
        ['return=minimal, wait=10; a="b", respond-async'],
        Preferences(ignored=("return=minimal", 'wait=10; a="b"', "respond-async")),
    ),
    "the first counts": (
        ["code=201, code=404", "Code=500"],
        Preferences(code=201, ignored=("code=404", "Code=500")),
    ),
    "malformed is ignored": (
        ['=, a b, "x", code=201'],
        Preferences(code=201, ignored=("=", "a b", '"x"')),
    ),
}


@pytest.mark.parametrize(("values", "preferences"), UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_what_is_understood(values: list[str], preferences: Preferences) -> None:
    """RFC 7240 section 2, and Prism's three preferences."""
    assert parse(values) == preferences


STATUS = "is no status that can be answered: write three digits from 200 to 599, such as code=404"
REFUSED = {
    "no number": ("code=abc", f"Prefer: code=abc {STATUS}"),
    "no status": ("code=999", f"Prefer: code=999 {STATUS}"),
    "a range": ("code=4XX", f"Prefer: code=4XX {STATUS}"),
    "an informational status": ("code=100", f"Prefer: code=100 {STATUS}"),
    "other digits": ("code=\u0662\u0660\u0660", f"Prefer: code=\u0662\u0660\u0660 {STATUS}"),
    "no code": ("code", f"Prefer: code= {STATUS}"),
    "no name": ('example=""', "Prefer: example names no example: write example=NAME"),
    "no boolean": (
        "dynamic=yes",
        "Prefer: dynamic=yes is neither true nor false: write dynamic=true or dynamic=false",
    ),
    "a long value": ("code=" + "x" * 100, f"Prefer: code={'x' * 57}... {STATUS}"),
    "an open quote": (
        'example="cat',
        'Prefer: example="cat cannot be read: close the quotes, and put a backslash before a quote within them',
    ),
}


@pytest.mark.parametrize(("value", "fault"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(value: str, fault: str) -> None:
    """A value that was meant and makes no sense is named, with what to write."""
    assert parse([value]) == Preferences(faults=(fault,))


@given(st.lists(st.text(), max_size=3))
def test_never_raises(values: list[str]) -> None:
    """Whatever a client sends is read."""
    assert isinstance(parse(values), Preferences)


@given(st.text(alphabet=st.characters(max_codepoint=0x7E, min_codepoint=0x20), min_size=1))
def test_quoting(name: str) -> None:
    """A name written for a header is read as itself."""
    assert parse([f"example={quoted(name)}"]).example == name


PIECES = ['"', "\\", '"\\', 'a="', 'a="\\', ",", "=", ";", "a", "a=b;", ' "', " ", " ;"]


@pytest.mark.parametrize("piece", PIECES)
def test_long_headers_are_read_in_linear_time(piece: str) -> None:
    """A header at its limit is no burden, whatever it repeats."""
    start = time.process_time()
    for begin in ("", "a", "example=", 'example="'):
        for end in ("", '"', '"x', ";"):
            parse([begin + piece * (30_000 // len(piece)) + end])
    assert time.process_time() - start < 1
