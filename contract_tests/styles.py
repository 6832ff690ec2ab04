"""Values as parameters are written: OAS 3.1 section 4.8.12.2 (style values), which is RFC 6570 in other words."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

Write = Callable[[Any], str]

# Percent-encoded, because RFC 3986 has no place for a blank or a bar; servers split what they decoded.
_SEPARATORS = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}


@dataclass(frozen=True, slots=True)
class Style:
    """How one parameter, or member of a form, is written. A value of `is_content` is written as JSON."""

    name: str
    style: str
    explode: bool
    is_content: bool = False


def in_path(how: Style, value: Any) -> str:
    """A part of a path, reserved characters encoded."""
    name = encoded(how.name)
    if how.style == "label":
        return "." + _joined(how, value, encoded, "." if how.explode else ",")
    if how.style != "matrix":
        return _joined(how, value, encoded, ",")
    if how.explode and isinstance(value, Mapping):
        return ";" + _joined(how, value, encoded, ";")
    if how.explode and isinstance(value, list | tuple):
        return "".join(f";{name}={encoded(item)}" for item in value)
    return f";{name}={_joined(how, value, encoded, ',')}"


def in_query(how: Style, value: Any) -> Iterator[str]:
    """The `name=value` parts of a query or of a form, encoded."""
    name = encoded(how.name)
    if not how.is_content and isinstance(value, Mapping):
        if how.style == "deepObject":
            return (f"{name}%5B{encoded(key)}%5D={encoded(one)}" for key, one in value.items())
        if how.explode:
            return (f"{encoded(key)}={encoded(one)}" for key, one in value.items())
    if not how.is_content and how.explode and isinstance(value, list | tuple):
        return (f"{name}={encoded(item)}" for item in value)
    separator = _SEPARATORS.get(how.style, ",")
    return iter([f"{name}={_joined(how, value, encoded, separator)}"])


def in_header(how: Style, value: Any) -> str:
    """A header's value: text, with nothing encoded."""
    return _joined(how, value, text_of, ",")


def in_cookie(how: Style, value: Any) -> Iterator[str]:
    """`name=value` pairs. RFC 6265 section 4.1.1 has no blanks, commas or semicolons in a value: they are encoded."""
    return in_query(how, value)


def encoded(value: Any) -> str:
    """Percent-encoded UTF-8 (RFC 3986 section 2.1), all but the unreserved characters."""
    return quote(text_of(value), safe="")


def text_of(value: Any) -> str:
    """A value as text: what is no text is JSON. A lone surrogate, which has no bytes, is a question mark."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return dumped(value)


def dumped(value: Any) -> str:
    """JSON as people write it: escapes only where UTF-8 has no bytes for a character."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


def _joined(how: Style, value: Any, write: Write, separator: str) -> str:
    if how.is_content:
        return write(dumped(value))
    if isinstance(value, list | tuple):
        return separator.join(write(item) for item in value)
    if isinstance(value, Mapping):
        sign = "=" if how.explode else separator
        return separator.join(f"{write(key)}{sign}{write(item)}" for key, item in value.items())
    return write(value)
