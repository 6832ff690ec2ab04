"""The fast lane: proves that a request is valid, in microseconds, or says nothing.

It knows the common shapes only, a JSON body and parameters that are a plain string, number or boolean, and is never the one who
refuses: what it cannot prove, `authority` decides.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from mock_server.content import (
    ContentType,
    Undecodable,
    decode_json,
    find_media_type,
    read_content_type,
)
from mock_server.exchange import Request
from mock_server.verdict import Accepted
from spec.operations import MediaType, Operation, Parameter
from spec.schemas import Schemas

IsValid = Callable[[Any], bool]

_NO_BODY = Accepted(None)


class Unproved(Exception):
    """The lane cannot say that a part of the request is valid."""


class Lane:
    """One operation's lane."""

    def __init__(self, operation: Operation, schemas: Schemas, *, max_depth: int) -> None:
        self._max_depth = max_depth
        self._readers = tuple(_reader(parameter, schemas) for parameter in operation.parameters)
        self._body = operation.body
        content = operation.body.content if operation.body else ()
        self._content = content
        self._validators = {item.pointer: _is_valid(item, schemas) for item in content}
        self._by_header: dict[bytes, IsValid] = {}
        for item in content:
            name = item.name.lower()
            if ContentType(name, {}).is_json:
                self._by_header[name.encode()] = self._validators[item.pointer]

    def proves_parameters(self, path: Mapping[str, str], request: Request) -> bool:
        """Whether every parameter is certainly valid."""
        try:
            self._prove_parameters(path, request)
        except Unproved:
            return False
        return True

    def prove_body(self, request: Request) -> Accepted | None:
        """The parsed body when it is certainly valid, else None."""
        if self._body is None:
            return _NO_BODY
        try:
            return Accepted(self._read_body(request))
        except (Unproved, Undecodable):
            return None

    def _prove_parameters(self, path: Mapping[str, str], request: Request) -> None:
        query: dict[str, list[str]] | None = None
        for place, name, required, prove in self._readers:
            if prove is None:
                if required or _may_be_there(place, request):
                    raise Unproved
                continue
            if place == "path":
                texts: list[str] | None = [path[name]]
            elif place == "header":
                header = request.headers.get(name.encode())
                texts = None if header is None else [_text(header)]
            else:
                query = _query(request.query) if query is None else query
                texts = query.get(name)
            if texts is not None:
                prove(texts)
            elif required:
                raise Unproved

    def _read_body(self, request: Request) -> Any:
        if not request.body:
            if self._body and self._body.required:
                raise Unproved
            return None
        is_valid = self._by_header.get(request.headers.get(b"content-type", b""))
        if is_valid is None:
            is_valid = self._negotiate(request.headers.get(b"content-type", b""))
        value = decode_json(request.body, max_depth=self._max_depth)
        if not is_valid(value):
            raise Unproved
        return value

    def _negotiate(self, header: bytes) -> IsValid:
        sent = read_content_type(header)
        media_type = find_media_type(self._content, sent.essence)
        if media_type is None or not sent.is_json or not sent.charset_is_utf8:
            raise Unproved
        return self._validators[media_type.pointer]


# A parameter's place, name and whether it is required, and what proves its texts valid or raises Unproved; None for a parameter
# that the lane cannot read.
Prover = Callable[[list[str]], None]
Reader = tuple[str, str, bool, Prover | None]


def _may_be_there(place: str, request: Request) -> bool:
    """Whether a parameter may have been sent whose names on the wire the lane does not know, such as `filter[age]`."""
    if place == "query":
        return bool(request.query)
    return place != "cookie" or b"cookie" in request.headers


def _query(query: bytes) -> dict[str, list[str]]:
    """Names and values of an `application/x-www-form-urlencoded` query (WHATWG URL section 5.1)."""
    found: dict[str, list[str]] = {}
    for pair in query.split(b"&"):
        name, equals, value = pair.partition(b"=")
        if not equals and pair:
            raise Unproved  # `?flag`: is that empty or absent?
        if pair:
            found.setdefault(_unquoted(name), []).append(_unquoted(value))
    return found


def _unquoted(text: bytes) -> str:
    return _text(unquote_to_bytes(text.replace(b"+", b" ")))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unproved from None


def _is_valid(media_type: MediaType, schemas: Schemas) -> IsValid:
    if media_type.schema is None:
        return lambda _: True
    is_valid = schemas.validator(media_type.schema, "request").is_valid
    has_integers = "'integer'" in str(schemas.bundle(media_type.schema, "request"))
    if schemas.document.version != (3, 0) or not has_integers:
        return is_valid
    # OAS 3.0.3 section 4.4: an integer has no "fraction or exponent part"; to JSON Schema 2020-12, 1.0 is one as well.
    return lambda value: is_valid(value) and not _has_whole_fraction(value)


def _has_whole_fraction(value: Any) -> bool:
    """Whether there is a 1.0 or 1e2, which may stand where an integer must."""
    if isinstance(value, float):
        return value.is_integer()
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_has_whole_fraction, inner))


def _reader(parameter: Parameter, schemas: Schemas) -> Reader:
    name = parameter.name.lower() if parameter.place == "header" else parameter.name
    return parameter.place, name, parameter.required, _prover(parameter, schemas)


def _prover(parameter: Parameter, schemas: Schemas) -> Prover | None:
    cast = _cast(parameter, schemas)
    if cast is None or parameter.schema is None:
        return None
    is_valid = schemas.validator(parameter.schema, "request").is_valid

    def prove(texts: list[str]) -> None:
        if len(texts) != 1 or not is_valid(cast(texts[0])):
            raise Unproved

    return prove


_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?")


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise Unproved
    return int(text)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise Unproved
    return float(text)


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise Unproved
    return text == "true"


def _string(text: str) -> str:
    if not text:
        raise Unproved  # an empty query value is a question of its own (OAS 3.1 section 4.8.12.2.1, allowEmptyValue)
    return text


_CASTS: Mapping[str, Callable[[str], Any]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
}


def _cast(parameter: Parameter, schemas: Schemas) -> Callable[[str], Any] | None:
    """How a text becomes a value; None for what the lane leaves to the authority."""
    if parameter.schema is None or parameter.place == "cookie":
        return None
    if parameter.style not in ("simple", "form"):
        return None
    schema = schemas.bundle(parameter.schema, "request")
    kind = schema.get("type") if isinstance(schema, dict) else None
    return _CASTS.get(kind) if isinstance(kind, str) else None
