"""The mutants are mutants: each answers some request otherwise than what it is made from."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contract_tests.tests.mutants.bookshop import KEY, Bookshop
from contract_tests.tests.mutants.catalog import mutants
from contract_tests.tests.mutants.http import Request
from spec.document import load

DOCUMENT = load(Path(__file__).parent / "bookshop.yaml", name="bookshop.yaml")
MUTANTS = list(mutants(DOCUMENT, {"x-api-key": KEY}))
BOOK = {"title": "x" * 40, "price": 1000, "pages": 1, "genre": "essay", "tags": ["a", "b", "c"]}
PLACE = "/books/9780306406157"


def request(method: str = "PUT", path: str = PLACE, body: object = None, **more: str) -> Request:
    """A request with a good key; text is sent as it is."""
    text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
    headers = {"x_api_key": KEY, "content_type": "application/json", **more}
    given = tuple((name.replace("_", "-"), value) for name, value in headers.items() if value)
    path, _, query = path.partition("?")
    return Request(method, path, query, given, text.encode())


# Each mutant answers one of these otherwise than the shop does.
PROBES = [
    *(request(body=BOOK | change) for change in (
        {}, {"price": 0}, {"title": ""}, {"title": "x" * 41}, {"title": 7}, {"price": "1"}, {"price": -1},
        {"price": 1001}, {"pages": "1"}, {"pages": 0}, {"genre": "Essay"}, {"genre": 1}, {"tags": ""},
        {"tags": list("abcd")}, {"tags": ["a", "a"]}, {"more": 1}, {"title": "\u00e9"},
    )),
    request(body={"price": 1}), request(body="{"), request(body=""), request(body=BOOK, content_type="text/plain"),
    request(body=BOOK, x_api_key=""), request(body=BOOK, x_api_key="no"), request(body=BOOK, x_api_key=KEY + "x"),
    request(body=BOOK, x_api_key=KEY.upper()),
    *(request("GET", path, **key) for path in (PLACE, "/books", "/books/1", "/books/1234567890123")
      for key in ({}, {"x_api_key": ""}, {"x_api_key": "no"}, {"x_api_key": KEY + "x"}, {"x_api_key": KEY.upper()})),
    request("GET", "/books?limit=51"), request("GET", "/books?genre=none"), *[request("GET", "/books")] * 25,
    *[request("GET")] * 25,
]  # fmt: skip


def test_there_are_mutants_of_every_kind():
    """Of members, headers, media types, statuses, limits, keys and failures."""
    assert len({one.kind for one in MUTANTS}) >= 25
    assert len({one.name for one in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_a_mutant_is_not_what_it_is_made_from(mutant):
    """A mutant that answers all as the shop does could not be caught."""
    shop = Bookshop(now=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    books = deepcopy(shop.books)
    before = list(map(shop, PROBES))
    shop.books = books
    assert list(map(mutant.wrap(shop), PROBES)) != before
