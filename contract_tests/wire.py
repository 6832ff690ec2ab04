"""A draft as bytes: parameters by their style, the body by its media type, the principal's key where its scheme wants it."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contract_tests import styles
from contract_tests.draft import ABSENT, Draft
from contract_tests.exchange import Pairs, Sent
from contract_tests.settings import Settings
from contract_tests.styles import Style
from contract_tests.target import Target
from spec.operations import MediaType, Operation, Parameter, Place, SecurityScheme

_FORM = "application/x-www-form-urlencoded"

Item = tuple[Style, Any]


def render(draft: Draft, target: Target, settings: Settings) -> Sent:
    """The request that a draft means.

    Of two headers with one name the draft's own wins over the settings', and that over all that is made here.
    """
    principal = target.principals.get(draft.principal) if draft.principal is not None else None
    places = _placed(draft)
    if principal is not None and principal.key is not None:
        for scheme in _alternative(draft.operation, principal.key):
            if scheme.place != "tls":
                shown = Style(scheme.carrier, "form", explode=True)
                places[scheme.place].append((shown, credential(scheme, principal.key)))
    query = "&".join(part for item in places["query"] for part in styles.in_query(*item))
    url = target.url + _path(draft.operation.path, places["path"]) + ("?" + query if query else "")
    headers = _merged(_headers(draft, places), settings.headers.items(), draft.headers.items())
    return Sent(draft.operation.method, url, headers, _body(draft))


def credential(scheme: SecurityScheme, key: str) -> str:
    """What carries a key: RFC 6750 section 2.1 for bearer, RFC 7617 section 2 for basic, where the key is USER:PASSWORD."""
    if scheme.kind == "bearer":
        return f"Bearer {key}"
    if scheme.kind == "basic":
        return "Basic " + base64.b64encode(key.encode()).decode()
    return key


def latin1(text: str) -> str:
    """UTF-8 bytes spelled as latin-1, which is how header values are kept."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("latin-1")


def _placed(draft: Draft) -> dict[str, list[Item]]:
    """The values by place, in the order of the document; what it does not name comes last, as plain texts."""
    places: dict[str, list[Item]] = {"path": [], "query": [], "header": [], "cookie": []}
    declared: set[tuple[Place, str]] = set()
    for parameter in draft.operation.parameters:
        at = (parameter.place, parameter.name)
        declared.add(at)
        value = draft.parameters.get(at, ABSENT)
        if value is not ABSENT:
            places[parameter.place].append((_style(parameter), value))
    for (place, name), value in draft.parameters.items():
        if (place, name) not in declared and value is not ABSENT:
            places[place].append((Style(name, "form", explode=True), value))
    return places


def _style(parameter: Parameter) -> Style:
    is_content = parameter.content is not None
    return Style(parameter.name, parameter.style, parameter.explode, is_content)


def _path(template: str, items: Iterable[Item]) -> str:
    path = template
    for how, value in items:
        path = path.replace("{" + how.name + "}", styles.in_path(how, value))
    # A segment of dots would be resolved away (RFC 3986 section 5.2.4).
    dots = {".": "%2E", "..": "%2E%2E"}
    return "/".join(dots.get(segment, segment) for segment in path.split("/"))


def _alternative(operation: Operation, key: str) -> tuple[SecurityScheme, ...]:
    """The first alternative that the key can serve alone, else the first that wants a key at all."""
    wanting = [one for one in operation.security if any(_carries(scheme) for scheme in one)]
    for one in wanting:
        if sum(map(_carries, one)) == 1 and all(_suits(scheme, key) for scheme in one):
            return one
    return next(iter(wanting), ())


def _carries(scheme: SecurityScheme) -> bool:
    return scheme.kind != "mutualTLS"


def _suits(scheme: SecurityScheme, key: str) -> bool:
    return scheme.kind != "unknown" and (scheme.kind != "basic" or ":" in key)


def _headers(draft: Draft, places: Mapping[str, list[Item]]) -> Iterator[tuple[str, str]]:
    for how, value in places["header"]:
        yield how.name, latin1(styles.in_header(how, value))
    if draft.media_type is not None:
        yield "Content-Type", draft.media_type
    cookies = [pair for item in places["cookie"] for pair in styles.in_cookie(*item)]
    if cookies:
        yield "Cookie", "; ".join(cookies)


def _merged(*layers: Iterable[tuple[str, str | None]]) -> Pairs:
    """One header of each name, in any case; of two, the later. None takes a header away."""
    merged: dict[str, tuple[str, str | None]] = {}
    for layer in layers:
        merged |= {name.lower(): (name, value) for name, value in layer}
    return tuple((name, value) for name, value in merged.values() if value is not None)


def _body(draft: Draft) -> bytes:
    if draft.raw is not None:
        return draft.raw
    if draft.body is ABSENT:
        return b""
    if _is_form(draft.media_type) and isinstance(draft.body, Mapping):
        how = _encoding(draft.operation)
        parts = (_field(name, value, how.get(name, {})) for name, value in draft.body.items())
        return "&".join(part for field in parts for part in field).encode()
    return styles.dumped(draft.body).encode("utf-8")


def _is_form(media_type: str | None) -> bool:
    return media_type is not None and media_type.partition(";")[0].strip().lower() == _FORM


def _encoding(operation: Operation) -> Mapping[str, Any]:
    """How the members of a form are written (OAS 3.1 section 4.8.15.1)."""
    content: tuple[MediaType, ...] = operation.body.content if operation.body else ()
    return next((one.encoding for one in content if _is_form(one.name)), {})


def _field(name: str, value: Any, how: Mapping[str, Any]) -> Iterator[str]:
    """One member of a form. Without a style an object is JSON, and a list is one field for each item."""
    style = how.get("style", "form")
    is_content = isinstance(value, Mapping) and "style" not in how
    return styles.in_query(
        Style(name, style, how.get("explode", style == "form"), is_content), value
    )
