"""A request as openapi-core's protocol wants it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from mock_server.exchange import Request

_NO_BREAKS = bytes.maketrans(b"\r\n\0", b"   ")


@dataclass(slots=True)
class Adapted:
    """Meets `openapi_core.protocols.Request`. Host, path and body are asked for, and nobody looks at them."""

    parameters: RequestParameters
    method: str
    body: bytes | None = None
    content_type: str = ""
    host_url: str = "http://localhost"
    path: str = "/"


def adapt(path: Mapping[str, str], request: Request) -> Adapted:
    query = ImmutableMultiDict(
        parse_qsl(request.query.decode("utf-8", "replace"), keep_blank_values=True)
    )
    headers = Headers([(k.decode("latin-1"), _text(v)) for k, v in request.headers.items()])
    cookies = ImmutableMultiDict(_cookies(request))
    parameters = RequestParameters(query, headers, cookies, ImmutableMultiDict(path))
    return Adapted(parameters, request.method.lower())


def _text(value: bytes) -> str:
    # Of a client in the same process; over the wire there are none (RFC 9110 section 5.5).
    return value.translate(_NO_BREAKS).decode("utf-8", "replace")


def _cookies(request: Request) -> Iterator[tuple[str, str]]:
    for pair in request.headers.get(b"cookie", b"").decode("utf-8", "replace").split(";"):
        name, equals, value = pair.strip().partition("=")
        if equals:
            yield name, unquote(value)
