"""Bodies as values: which of the offered media types one is, and what it says.

What troth cannot read (XML, images, whatever comes) is a text of its bytes, one character each, so that a schema of strings still
counts them (OAS 3.1 section 4.8.14.1); against any other schema it is not judged.
"""

from typing import Any, NamedTuple

from mock_server.accept import is_json
from mock_server.content import (
    ContentType,
    Undecodable,
    decode_json,
    find_media_type,
    read_content_type,
)
from mock_server.exchange import Request
from mock_server.faults import Fault, fault, shown
from mock_server.forms import FORMS, form_value, read_form
from mock_server.parameters import TextReader
from spec.operations import MediaType, Operation

_CHARSETS = {"": "utf-8", "utf-8": "utf-8", "us-ascii": "ascii", "iso-8859-1": "latin-1"}


class Body(NamedTuple):
    """A decoded body. `judged` is False where its schema cannot be held against it."""

    value: Any
    media_type: MediaType
    judged: bool = True


class BodyReader:
    """Reads the bodies of one document's requests."""

    def __init__(self, texts: TextReader, *, max_depth: int) -> None:
        self._texts, self._max_depth = texts, max_depth

    def read(self, operation: Operation, request: Request) -> Body:
        """Raises Undecodable."""
        content = operation.body.content if operation.body else ()
        header = request.headers.get(b"content-type", b"")
        sent = read_content_type(header)
        media_type = find_media_type(content, sent.essence)
        if media_type is None:
            raise Undecodable(_not_offered(content, header))
        schema = media_type.schema.value if media_type.schema else True
        is_file = _is_binary(schema) and not is_json(media_type.name)
        if sent.is_json and not is_file:
            return Body(self._json(request.body, sent), media_type)
        if sent.essence in FORMS:
            form = read_form(request.body, sent)
            return Body(form_value(form, schema, media_type.encoding, self._texts), media_type)
        if sent.essence.startswith("text/") and not is_file:
            return Body(self._texts.cast(schema, _text(request.body, sent)), media_type)
        takes_text = "string" in self._texts.types(schema)
        return Body(request.body.decode("latin-1"), media_type, takes_text)

    def _json(self, body: bytes, sent: ContentType) -> Any:
        if not sent.charset_is_utf8:
            raise Undecodable(_charset(sent, "UTF-8 (RFC 8259 section 8.1)"))
        return decode_json(body, max_depth=self._max_depth)


def _is_binary(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("format") == "binary"


def _text(body: bytes, sent: ContentType) -> str:
    charset = _CHARSETS.get(sent.parameters.get("charset", "").lower())
    if charset is None:
        raise Undecodable(_charset(sent, "utf-8, us-ascii or iso-8859-1"))
    try:
        return body.decode(charset)
    except UnicodeDecodeError as error:
        expected = f"{charset.upper()}, which byte {error.start} is not"
        raise Undecodable(fault("body", (), "encoding", expected)) from None


def _charset(sent: ContentType, expected: str) -> Fault:
    return fault("body", (), "charset", expected, actual=shown(sent.parameters["charset"]))


def _not_offered(content: tuple[MediaType, ...], header: bytes) -> Fault:
    actual = shown(header.decode("latin-1")) if header else "missing"
    offered = " or ".join(item.name for item in content)
    return fault("body", (), "content-type", offered, actual=actual)
