"""A draft as bytes: parameters by their style, bodies by their media type, the principal's credential.

OAS 3.1 section 4.8.12.2 (style values) and RFC 3986 section 2 (percent-encoding).
"""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from contract_tests.draft import ABSENT, Draft
from contract_tests.exchange import Pairs, Sent
from contract_tests.settings import Settings
from contract_tests.target import Target
from spec.operations import Operation, Parameter, SecurityScheme

_FORM = "application/x-www-form-urlencoded"
_SEPARATORS = {"form": ",", "simple": ",", "spaceDelimited": "%20", "pipeDelimited": "|"}


def render(draft: Draft, target: Target, settings: Settings) -> Sent:
    """The request that a draft means. The credential is the principal's; the draft's own headers win over all others."""
    operation = draft.operation
    given = [
        (parameter, draft.parameters[parameter.place, parameter.name])
        for parameter in operation.parameters
        if (parameter.place, parameter.name) in draft.parameters
    ]
    undeclared = _undeclared(draft)
    query = [
        part
        for parameter, value in given
        if parameter.place == "query"
        for part in _query(parameter, value)
    ]
    query += [
        f"{_encoded(name)}={_encoded(text)}" for place, name, text in undeclared if place == "query"
    ]
    cookies = [
        f"{parameter.name}={_joined(parameter, value)}"
        for parameter, value in given
        if parameter.place == "cookie"
    ]
    headers = dict(settings.headers)
    headers |= {name: text for place, name, text in undeclared if place == "header"}
    headers |= {
        parameter.name: _plain(parameter, value)
        for parameter, value in given
        if parameter.place == "header"
    }
    if draft.media_type is not None:
        headers["Content-Type"] = draft.media_type
    _add_credential(draft, target, headers, query, cookies)
    if cookies:
        headers["Cookie"] = "; ".join(cookies)
    path = _path(operation, given)
    url = target.url + path + ("?" + "&".join(query) if query else "")
    return Sent(operation.method, url, _overridden(headers, draft.headers), _body(draft))


def _undeclared(draft: Draft) -> list[tuple[str, str, str]]:
    """Parameters that the operation does not name: what a property sends to see that nothing comes of it."""
    declared = {(one.place, one.name) for one in draft.operation.parameters}
    return [
        (place, name, str(value))
        for (place, name), value in draft.parameters.items()
        if (place, name) not in declared
    ]


def _path(operation: Operation, given: list[tuple[Parameter, Any]]) -> str:
    path = operation.path
    for parameter, value in given:
        if parameter.place == "path":
            path = path.replace("{" + parameter.name + "}", _path_value(parameter, value))
    return path


def _path_value(parameter: Parameter, value: Any) -> str:
    text = _joined(parameter, value)
    if text in (".", ".."):  # would be resolved away (RFC 3986 section 5.2.4)
        text = text.replace(".", "%2E")
    if parameter.style == "label":
        return "." + text
    if parameter.style == "matrix":
        return f";{parameter.name}={text}"
    return text


def _query(parameter: Parameter, value: Any) -> Iterator[str]:
    name = _encoded(parameter.name)
    if parameter.content is not None:
        yield f"{name}={_encoded(_dumped(value))}"
    elif isinstance(value, dict) and parameter.style == "deepObject":
        yield from (f"{name}[{_encoded(key)}]={_encoded(item)}" for key, item in value.items())
    elif isinstance(value, dict) and parameter.explode:
        yield from (f"{_encoded(key)}={_encoded(item)}" for key, item in value.items())
    elif isinstance(value, list) and parameter.explode:
        yield from (f"{name}={_encoded(item)}" for item in value)
    else:
        yield f"{name}={_joined(parameter, value)}"


def _joined(parameter: Parameter, value: Any) -> str:
    """An encoded value, the parts of an array or object joined by the style's separator."""
    return _parts(parameter, value, _encoded)


def _plain(parameter: Parameter, value: Any) -> str:
    """A header's value, which is not percent-encoded."""
    return latin1(_parts(parameter, value, _text))


def _parts(parameter: Parameter, value: Any, write: Any) -> str:
    if parameter.content is not None:
        return str(write(_dumped(value)))
    separator = _SEPARATORS.get(parameter.style, ",")
    if isinstance(value, list):
        return separator.join(write(item) for item in value)
    if isinstance(value, dict):
        sign = "=" if parameter.explode else separator
        return separator.join(f"{write(key)}{sign}{write(item)}" for key, item in value.items())
    return str(write(value))


def _encoded(value: Any) -> str:
    return quote(_text(value), safe="")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate has no bytes
    return _dumped(value)


def _body(draft: Draft) -> bytes:
    if draft.raw is not None:
        return draft.raw
    if draft.body is ABSENT:
        return b""
    if draft.media_type is not None and draft.media_type.partition(";")[0].strip().lower() == _FORM:
        fields = draft.body if isinstance(draft.body, Mapping) else {"": draft.body}
        return urlencode({key: _text(item) for key, item in fields.items()}).encode()
    return _dumped(draft.body).encode("utf-8")


def _dumped(value: Any) -> str:
    """JSON as people write it: UTF-8, and an escape only where UTF-8 has no bytes for it."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


def _add_credential(
    draft: Draft, target: Target, headers: dict[str, str], query: list[str], cookies: list[str]
) -> None:
    """Changes the headers, the query or the cookies: the principal's key goes where the first requirement wants it."""
    principal = target.principals.get(draft.principal) if draft.principal else None
    if principal is None or principal.key is None:
        return
    for scheme in next((one for one in draft.operation.security if one), ()):
        if scheme.place == "query":
            query.append(f"{_encoded(scheme.carrier)}={_encoded(principal.key)}")
        elif scheme.place == "cookie":
            cookies.append(f"{scheme.carrier}={_encoded(principal.key)}")
        elif scheme.place == "header":
            headers[scheme.carrier] = credential(scheme, principal.key)


def credential(scheme: SecurityScheme, key: str) -> str:
    """The header value for a key: RFC 6750 section 2.1 for bearer, RFC 7617 section 2 for basic."""
    if scheme.kind == "bearer":
        return f"Bearer {latin1(key)}"
    if scheme.kind == "basic":
        return "Basic " + base64.b64encode(key.encode()).decode()
    return latin1(key)


def latin1(text: str) -> str:
    """UTF-8 bytes spelled as latin-1, which is how header values are kept."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("latin-1")


def _overridden(headers: Mapping[str, str], own: Mapping[str, str | None]) -> Pairs:
    replaced = {name.lower() for name in own}
    kept = [(name, value) for name, value in headers.items() if name.lower() not in replaced]
    return (*kept, *((name, value) for name, value in own.items() if value is not None))
