"""A small shop that keeps its document: every check is written by hand, none is read from the document."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote
from uuid import uuid4

from contract_tests.tests.mutants.http import Reply, Request

KEY = "key-of-the-bookshop-4711"
KNOWN = "9780306406157"
_ISBN = re.compile(r"[0-9]{13}", re.ASCII)
_INTEGER = re.compile(r"[+-]?[0-9]{1,9}(\.0{1,9})?", re.ASCII)
_GENRES = ("novel", "poetry", "essay")
_JSON = "application/json"


class Refused(Exception):
    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


class Bookshop:
    """Keeps its books in memory. `now` is its clock."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.now = now
        self.books: dict[str, dict[str, Any]] = {}
        self._put(KNOWN, {"title": "On Trust", "price": 12.5})

    def __call__(self, request: Request) -> Reply:
        try:
            if request.header("x-api-key") != KEY:
                raise Refused(401, "no such key")
            return self._answer(request)
        except Refused as refused:
            return problem(refused.status, refused.detail)

    def _answer(self, request: Request) -> Reply:
        first, _, isbn = request.path.removeprefix("/").partition("/")
        if first != "books":
            raise Refused(404, "no such place")
        if request.method not in (("GET", "PUT") if isbn else ("GET",)):
            raise Refused(405, "no such method")
        if not isbn:
            return self._list(request)
        isbn = unquote(isbn)
        if not _ISBN.fullmatch(isbn):
            raise Refused(400, "an ISBN has thirteen digits")
        if request.method == "PUT":
            return reply(self._put(isbn, _read(request)))
        if isbn not in self.books:
            raise Refused(404, "no such book")
        return reply(self.books[isbn])

    def _list(self, request: Request) -> Reply:
        query = parse_qs(request.query, keep_blank_values=True)
        limit, genre = query.get("limit", ["50"]), query.get("genre", [None])
        if len(limit) > 1 or len(genre) > 1:
            raise Refused(400, "give each parameter once")
        if not _INTEGER.fullmatch(limit[0]) or not 1 <= float(limit[0]) <= 50:
            raise Refused(400, "limit goes from 1 to 50")
        if genre[0] is not None and genre[0] not in _GENRES:
            raise Refused(400, "no such genre")
        found = [book for book in self.books.values() if genre[0] in (None, book["genre"])]
        return reply(found[: int(float(limit[0]))], headers=(("x-total", str(len(found))),))

    def _put(self, isbn: str, sent: dict[str, Any]) -> dict[str, Any]:
        known = self.books.get(isbn)
        self.books[isbn] = {
            "id": known["id"] if known else str(uuid4()),
            "isbn": isbn,
            "title": sent["title"],
            "price": sent["price"],
            "pages": sent.get("pages"),
            "genre": sent.get("genre"),
            "tags": sent.get("tags", []),
            "changed": self.now().isoformat(),
        }
        return self.books[isbn]


def reply(value: Any, *, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    return Reply(200, (("content-type", _JSON), *headers), json.dumps(value).encode())


def problem(status: int, detail: str) -> Reply:
    body = {"title": "refused", "status": status, "detail": detail}
    media_type = "application/problem+json"
    return Reply(status, (("content-type", media_type),), json.dumps(body).encode())


def _read(request: Request) -> dict[str, Any]:
    media_type = (request.header("content-type") or "").partition(";")[0].strip().lower()
    if media_type != _JSON:
        raise Refused(400, "send application/json")
    try:
        body = json.loads(request.body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refused(400, "the body is no JSON") from None
    if not isinstance(body, dict) or not {"title", "price"} <= body.keys() <= _CHECKS.keys():
        raise Refused(400, "send title, price, and perhaps pages, genre, tags")
    for name, value in body.items():
        if not _CHECKS[name](value):
            raise Refused(400, f"{name} is not as it should be")
    return body


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _is_text(value: Any, *, least: int, most: int) -> bool:
    if not isinstance(value, str) or any("\ud800" <= sign <= "\udfff" for sign in value):
        return False
    return least <= len(value) <= most


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: float) -> bool:
    return isinstance(value, int) or value.is_integer()


def _are_tags(value: Any) -> bool:
    if not isinstance(value, list) or len(value) > 3:
        return False
    texts = all(_is_text(item, least=0, most=10) for item in value)
    return texts and len(set(value)) == len(value)


_CHECKS = {
    "title": lambda value: _is_text(value, least=1, most=40),
    "price": lambda value: _is_number(value) and 0 <= value <= 1000,
    "pages": lambda value: _is_number(value) and value >= 1 and _is_whole(value),
    "genre": lambda value: isinstance(value, str) and value in _GENRES,
    "tags": _are_tags,
}
