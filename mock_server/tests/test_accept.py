"""Content negotiation by RFC 9110 section 12.5.1."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.accept import acceptable, concrete, is_json

JSON, XML, TEXT = "application/json", "application/xml", "text/plain"

# What is offered, what is accepted, and what may be sent, best first.
ROWS: dict[str, tuple[list[str], str | None, list[str]]] = {
    "no header": ([XML, JSON], None, [JSON, XML]),
    "empty header": ([XML, JSON], "", [JSON, XML]),
    "anything": ([XML, TEXT], "*/*", [XML, TEXT]),
    "one": ([XML, JSON], XML, [XML]),
    "none": ([XML, JSON], "text/html", []),
    "weights": ([JSON, XML], f"{JSON};q=0.5, {XML}", [XML, JSON]),
    "weight of nothing": ([JSON, XML], f"*/*, {JSON};q=0", [XML]),
    "the more specific range decides": (
        [JSON, XML, TEXT],
        "text/*;q=0.9, application/*;q=0.1, */*;q=0.5, application/xml",
        [XML, TEXT, JSON],
    ),
    "a browser": ([XML, JSON], "text/html,application/xml;q=0.9,*/*;q=0.8", [XML, JSON]),
    "without case": (["Application/JSON"], "APPLICATION/json", ["Application/JSON"]),
    "white space": ([JSON], f" text/html ,\t{JSON} ; q=0.1", [JSON]),
    "a parameter": (
        ["text/plain;format=flowed", "text/plain"],
        "text/plain;format=flowed, text/plain;q=0.2",
        ["text/plain;format=flowed", "text/plain"],
    ),
    "a parameter that is not offered": ([TEXT], "text/plain;format=flowed", []),
    "a charset does not matter": ([JSON], f"{JSON};charset=utf-8", [JSON]),
    "an offered charset": ([f"{JSON}; charset=utf-8"], JSON, [f"{JSON}; charset=utf-8"]),
    "a suffix is another type": (["application/problem+json"], JSON, []),
    "what cannot be read": ([XML, JSON], "json, ???", [JSON, XML]),
    "what cannot be read beside what can": ([XML, JSON], f"json, {XML}", [XML]),
    "a weight that cannot be read": ([XML], f"{XML};q=high", [XML]),
    "an offered range": (["*/*"], None, [JSON]),
    "an offered range, narrowed": (["*/*"], "text/csv;q=0.9, text/*", ["text/plain"]),
    "an offered range, by its best": (["application/*"], f"{XML}, text/html", [XML]),
    "an offered range, of another kind": (["image/*"], "text/*", []),
    "nothing offered": ([], "*/*", []),
}


@pytest.mark.parametrize(("offers", "accept", "sent"), ROWS.values(), ids=ROWS)
def test_negotiation(offers: list[str], accept: str | None, sent: list[str]) -> None:
    """By weight, then JSON, then the order of the document."""
    assert [name for _, name in acceptable(offers, accept)] == sent


def test_the_index_is_that_of_the_offer() -> None:
    """Who asks finds the offer again."""
    assert acceptable([XML, JSON], None) == [(1, JSON), (0, XML)]


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/*", TEXT),
        ("image/*", "application/octet-stream"),
    ],
)
def test_concrete(name: str, sent: str) -> None:
    """A range is never sent as a Content-Type."""
    assert concrete(name) == sent


def test_is_json() -> None:
    """JSON by name or by suffix, whatever the parameters."""
    names = ["application/json", "Application/JSON; charset=utf-8", "application/problem+json"]
    assert all(map(is_json, names))
    assert not any(map(is_json, ["text/json", "application/jsonl", "application/json-seq"]))


@given(st.lists(st.sampled_from([JSON, XML, TEXT, "*/*", "text/*"]), unique=True), st.text())
def test_never_raises(offers: list[str], accept: str) -> None:
    """Whatever a client sends, what it may get is among the offers, each at most once."""
    found = acceptable(offers, accept)
    assert len({index for index, _ in found}) == len(found) <= len(offers)
    assert not any("*" in name for _, name in found)


PIECES = ['"', "\\", '"\\', 'a="', 'a="\\', ",", "=", ";", "a", "/", "a/b;", ' "', " ", " ;"]


@pytest.mark.parametrize("piece", PIECES)
def test_long_headers_are_read_in_linear_time(piece: str) -> None:
    """A header at its limit is no burden, whatever it repeats."""
    start = time.process_time()
    for begin in ("", "a", "a/b;", 'a/b;c="'):
        for end in ("", '"', '"x', ";"):
            acceptable([JSON], begin + piece * (30_000 // len(piece)) + end)
    assert time.process_time() - start < 1
