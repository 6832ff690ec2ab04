"""A request as openapi-core's protocol wants it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from mock_server.content import read_content_type
from mock_server.exchange import Request
from spec.operations import Operation


@dataclass(slots=True)
class Adapted:
    """Meets `openapi_core.protocols.Request`. Host and path are asked for, and nobody looks at them."""

    parameters: RequestParameters
    method: str
    body: bytes | None
    content_type: str
    host_url: str = "http://localhost"
    path: str = "/"


def adapt(operation: Operation, path: Mapping[str, str], request: Request) -> Adapted:
    query = ImmutableMultiDict(
        parse_qsl(request.query.decode("latin-1"), keep_blank_values=True, errors="replace")
    )
    headers = Headers(
        [(k.decode("latin-1"), v.decode("utf-8", "replace")) for k, v in request.headers.items()]
    )
    parameters = RequestParameters(
        query, headers, ImmutableMultiDict(_cookies(request)), _path(operation, path)
    )
    content_type = read_content_type(request.headers.get(b"content-type", b"")).essence
    return Adapted(parameters, request.method.lower(), request.body or None, content_type)


def _path(operation: Operation, path: Mapping[str, str]) -> dict[str, str]:
    """Path parameters under the names that openapi-core's style readers look for: `.name`, `;name*` and so on."""
    values = dict(path)
    for parameter in operation.parameters:
        if parameter.place == "path" and parameter.style in ("label", "matrix"):
            sign = "." if parameter.style == "label" else ";"
            value = values.get(parameter.name, "")
            values[f"{sign}{parameter.name}{'*' if parameter.explode else ''}"] = value
    return values


def _cookies(request: Request) -> Iterator[tuple[str, str]]:
    for pair in request.headers.get(b"cookie", b"").decode("latin-1").split(";"):
        name, equals, value = pair.strip().partition("=")
        if equals:
            yield name, unquote(value)
