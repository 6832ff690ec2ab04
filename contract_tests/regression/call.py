"""A request that the base allows, as a plain record, and as a command that sends it."""

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from contract_tests import styles
from contract_tests.regression.samples import Samples
from contract_tests.styles import Style
from spec.diff.records import ABSENT
from spec.document import Document
from spec.operations import MediaType, Operation, Parameter, SecurityScheme

# Where a document names no server (RFC 2606: nobody's).
NOWHERE = "https://api.example"
KEY = "$TROTH_API_KEY"
_PRETTY = 400  # characters of a body that is set in lines
_LONGEST = 4000  # characters of a body that is shown
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Call:
    """`path` and `query` are encoded; a header or query part that holds the credential has it as `$TROTH_API_KEY`.
    `body` is ABSENT where nothing is sent."""

    method: str
    server: str
    path: str
    query: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str = ""
    body: Any = ABSENT

    @property
    def url(self) -> str:
        query = "&".join(self.query)
        return f"{self.server}{self.path}{'?' if query else ''}{query}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a call must have beside what is required: a parameter with its value, a body, a media type, or no body."""

    parameter: Parameter | None = None
    value: Any = ABSENT
    media_type: MediaType | None = None
    body: Any = ABSENT
    accept: str = ""
    no_body: bool = False


def build(document: Document, operation: Operation, samples: Samples, wanted: Wanted) -> Call:
    """The smallest call that the document allows and that has what is wanted."""
    call = Call(operation.method, server_url(document, operation), operation.path)
    for parameter in operation.parameters:
        is_wanted = parameter is wanted.parameter
        if is_wanted or parameter.required or parameter.place == "path":
            given = wanted.value if is_wanted and wanted.value is not ABSENT else None
            value = samples.of_parameter(parameter) if given is None else given
            call = _with_parameter(call, parameter, value)
    call = _with_credentials(call, operation.security)
    if wanted.accept:
        call = replace(call, headers=(*call.headers, ("Accept", wanted.accept)))
    return _with_body(call, operation, samples, wanted)


def server_url(document: Document, operation: Operation) -> str:
    """The first server, its variables filled in; one that is no absolute URL is below nowhere."""
    tokens = operation.pointer.rsplit("/", 1)
    holders = [document.at(operation.pointer), _at(document, tokens[0]), document.content]
    none: list[dict[str, Any]] = [{}]
    servers = next((one["servers"] for one in holders if one.get("servers")), none)
    url = str(servers[0].get("url", ""))
    for name, variable in servers[0].get("variables", {}).items():
        url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
    url = url.rstrip("/")
    return url if urlsplit(url).scheme in ("http", "https") else NOWHERE + url


def _at(document: Document, where: str) -> Mapping[str, Any]:
    try:
        value = document.at(where)
    except KeyError:
        return {}
    return value if isinstance(value, Mapping) else {}


def _with_parameter(call: Call, parameter: Parameter, value: Any) -> Call:
    how = Style(parameter.name, parameter.style, parameter.explode, parameter.content is not None)
    if parameter.place == "path":
        text = styles.in_path(how, value)
        return replace(call, path=call.path.replace(f"{{{parameter.name}}}", text))
    if parameter.place == "query":
        return replace(call, query=(*call.query, *styles.in_query(how, value)))
    if parameter.place == "header":
        return replace(
            call, headers=(*call.headers, (parameter.name, styles.in_header(how, value)))
        )
    pairs = "; ".join(styles.in_cookie(how, value))
    return replace(call, headers=(*call.headers, ("Cookie", pairs)))


def _with_credentials(call: Call, security: Sequence[Sequence[SecurityScheme]]) -> Call:
    """The first alternative; none where one of them asks for nothing."""
    if not security or any(not one for one in security):
        return call
    for scheme in security[0]:
        if scheme.place == "query":
            call = replace(call, query=(*call.query, f"{styles.encoded(scheme.carrier)}={KEY}"))
        elif scheme.place == "cookie":
            call = replace(call, headers=(*call.headers, ("Cookie", f"{scheme.carrier}={KEY}")))
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
    name = media.name if "*" not in media.name else "application/json"
    return replace(call, media_type=name, body=value)


# --- As a command -------------------------------------------------------------------------------------------------------


def curl(call: Call) -> str:
    """A command for a shell, one option on a line. The key is a variable of the environment."""
    words = ["curl -i"]
    if call.method not in ("GET", "POST") or (call.method == "POST" and call.body is ABSENT):
        words[0] += f" -X {shlex.quote(call.method)}"
    words[0] += " --globoff" if any(sign in call.url for sign in "[]{}") else ""
    words[0] += f" {_word(call.url)}"
    words += [f"-H {_word(f'{name}: {value}')}" for name, value in call.headers]
    words += _body_words(call)
    return " \\\n  ".join(words)


def _body_words(call: Call) -> Iterator[str]:
    if call.body is ABSENT:
        return
    if call.media_type.startswith("multipart/") and isinstance(call.body, Mapping):
        for name, value in call.body.items():
            yield f"-F {shlex.quote(f'{name}={styles.text_of(value)}')}"
        return
    yield f"-H {shlex.quote(f'Content-Type: {call.media_type}')}"
    text = body_text(call.media_type, call.body)
    option = "--data-raw"
    yield f"{option} {shlex.quote(text)}"


def body_text(media_type: str, value: Any) -> str:
    """A body as it is sent; JSON is set in lines where it is short, which changes nothing."""
    if media_type.lower().startswith(_FORM) and isinstance(value, Mapping):
        parts = (
            styles.in_query(Style(name, "form", explode=True), one) for name, one in value.items()
        )
        return "&".join(part for found in parts for part in found)
    if media_type.lower().startswith("text/") and isinstance(value, str):
        return value
    return json_text(value)


def body_bytes(call: Call) -> bytes | None:
    """What is sent as a body, None for nothing. Raises no error: what UTF-8 cannot hold is written as JSON's escape."""
    if call.body is ABSENT:
        return None
    return body_text(call.media_type, call.body).encode("utf-8", "backslashreplace")


def json_text(value: Any) -> str:
    """JSON as people read it: in lines where it is short, escapes where a terminal would act on a character."""
    flat = styles.dumped(value)
    text = (
        flat
        if len(flat) > _PRETTY or len(flat) < _PRETTY // 8
        else json.dumps(value, indent=2, ensure_ascii=False)
    )
    if not all(sign.isprintable() or sign == "\n" for sign in text):
        text = json.dumps(value, indent=None if text == flat else 2)
    return text


def _word(text: str) -> str:
    """One word of the shell, in which the key's variable is left to the shell."""
    if KEY not in text:
        return shlex.quote(text)
    escaped = "".join(f"\\{sign}" if sign in '"\\`$' else sign for sign in text)
    return f'"{escaped.replace(chr(92) + KEY, KEY)}"'
