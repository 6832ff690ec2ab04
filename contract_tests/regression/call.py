"""A request that a document allows, as a plain record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from contract_tests import styles
from contract_tests.regression.samples import Samples
from contract_tests.styles import Style
from spec.diff.records import ABSENT
from spec.operations import MediaType, Operation, Parameter, SecurityScheme

KEY = "$TROTH_API_KEY"
# One media type of each kind, for a range.
_PLAINEST = {
    "*": "application/json",
    "application": "application/json",
    "audio": "audio/mpeg",
    "image": "image/png",
    "multipart": "multipart/form-data",
    "text": "text/plain",
    "video": "video/mp4",
}


@dataclass(frozen=True, slots=True)
class Call:
    """`path` and `query` are encoded; a header or query part that holds the credential has it as `$TROTH_API_KEY`.
    `body` is ABSENT where nothing is sent; `encoding` says how the members of a form are written."""

    method: str
    server: str
    path: str
    query: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str = ""
    body: Any = ABSENT
    encoding: Mapping[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        query = "&".join(self.query)
        return f"{self.server}{self.path}{'?' if query else ''}{query}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a call must have beside what is required: a parameter with its value, a body, a media type (by the name `content_type`
    where it is a range), an alternative of the security; and what it must not have, though it could."""

    parameter: Parameter | None = None
    value: Any = ABSENT
    without: Parameter | None = None
    media_type: MediaType | None = None
    content_type: str = ""
    body: Any = ABSENT
    no_body: bool = False
    accept: str = ""
    alternative: int | None = None


def build(server: str, operation: Operation, samples: Samples, wanted: Wanted) -> Call:
    """The smallest call of a server that the document allows and that has what is wanted."""
    call = Call(operation.method, server, operation.path)
    for parameter in operation.parameters:
        is_wanted = parameter is wanted.parameter
        if is_wanted and wanted.value is not ABSENT:
            call = _with_parameter(call, parameter, wanted.value)
        elif is_wanted or (_is_needed(parameter) and parameter is not wanted.without):
            call = _with_parameter(call, parameter, samples.of_parameter(parameter))
    call = _with_credentials(call, _credentials(operation.security, wanted.alternative))
    if wanted.accept:
        call = replace(call, headers=(*call.headers, ("Accept", wanted.accept)))
    return _with_body(call, operation, samples, wanted)


def _is_needed(parameter: Parameter) -> bool:
    return parameter.required or parameter.place == "path"


def written(parameter: Parameter, value: Any) -> tuple[str, ...]:
    """How a value of a parameter travels, in its place."""
    path = f"{{{parameter.name}}}" if parameter.place == "path" else ""
    call = _with_parameter(Call("GET", "", path), parameter, value)
    return call.path, *call.query, *(text for _, text in call.headers)


def _with_parameter(call: Call, parameter: Parameter, value: Any) -> Call:
    how = Style(parameter.name, parameter.style, parameter.explode, _is_json(parameter, value))
    if parameter.place == "path":
        text = styles.in_path(how, value)
        return replace(call, path=call.path.replace(f"{{{parameter.name}}}", text))
    if parameter.place == "query":
        return replace(call, query=(*call.query, *styles.in_query(how, value)))
    if parameter.place == "header":
        return replace(
            call, headers=(*call.headers, (parameter.name, styles.in_header(how, value)))
        )
    return _with_cookies(call, "; ".join(styles.in_cookie(how, value)))


def _is_json(parameter: Parameter, value: Any) -> bool:
    """Whether it is written as JSON: of a content of another type, all but a text."""
    content = parameter.content
    return content is not None and ("json" in content.name.lower() or not isinstance(value, str))


def _with_cookies(call: Call, pairs: str) -> Call:
    """All in one header (RFC 6265 section 5.4)."""
    known = [value for name, value in call.headers if name == "Cookie"]
    others = tuple(one for one in call.headers if one[0] != "Cookie")
    return replace(call, headers=(*others, ("Cookie", "; ".join((*known, pairs)))))


def _credentials(
    security: Sequence[Sequence[SecurityScheme]], wanted: int | None
) -> Sequence[SecurityScheme]:
    """The wanted alternative, else the first; none where one of them asks for nothing."""
    if wanted is not None and wanted < len(security):
        return security[wanted]
    return () if not security or any(not one for one in security) else security[0]


def _with_credentials(call: Call, schemes: Sequence[SecurityScheme]) -> Call:
    for scheme in schemes:
        if scheme.place == "query":
            call = replace(call, query=(*call.query, f"{styles.encoded(scheme.carrier)}={KEY}"))
        elif scheme.place == "cookie":
            call = _with_cookies(call, f"{scheme.carrier}={KEY}")
        elif scheme.place == "header":
            prefix = {"bearer": "Bearer ", "basic": "Basic ", "unknown": "Bearer "}.get(
                scheme.kind, ""
            )
            call = replace(call, headers=(*call.headers, (scheme.carrier, prefix + KEY)))
    return call


def _with_body(call: Call, operation: Operation, samples: Samples, wanted: Wanted) -> Call:
    if operation.body is None or wanted.no_body:
        return call
    if wanted.media_type is None and not (operation.body.required or operation.body.content):
        return call
    media = wanted.media_type or next(iter(operation.body.content), None)
    if media is None:
        return call
    value = samples.of_media_type(media, "request") if wanted.body is ABSENT else wanted.body
    name = wanted.content_type or concrete(media.name)
    return replace(call, media_type=name, body=value, encoding=media.encoding)


def concrete(name: str) -> str:
    """A media type, for a range one that it speaks for."""
    if "*" not in name:
        return name
    kind = name.partition("/")[0]
    return _PLAINEST.get(kind, f"{kind}/x-any")
