"""Ways to write a body: what is JSON by RFC 8259, what is not, and what nobody needs to take."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

_BOUNDARY = "troth-boundary"


@dataclass(frozen=True, slots=True)
class Form:
    """Another form of a body. `write` makes the bytes from the JSON value; None for `media_type` sends no Content-Type."""

    name: str
    write: Callable[[Any], bytes]
    media_type: str | None = "application/json"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _text(change: Callable[[str], str]) -> Callable[[Any], bytes]:
    return lambda value: change(json.dumps(value, ensure_ascii=False)).encode()


def _constant(data: bytes) -> Callable[[Any], bytes]:
    return lambda _: data


def _form(value: Any) -> bytes:
    fields = value if isinstance(value, Mapping) else {"value": value}
    return urlencode({name: str(one) for name, one in fields.items()}).encode()


def _multipart(value: Any) -> bytes:
    fields = value if isinstance(value, Mapping) else {"value": value}
    parts = "".join(
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{one}\r\n'
        for name, one in fields.items()
    )
    return f"{parts}--{_BOUNDARY}--\r\n".encode()


def _xml(value: Any) -> bytes:
    fields = value if isinstance(value, Mapping) else {"value": value}
    return (
        "<body>" + "".join(f"<{name}>{one}</{name}>" for name, one in fields.items()) + "</body>"
    ).encode()


def _doubled(text: str) -> str:
    body = json.loads(text)
    if not isinstance(body, dict) or not body:
        return text
    name, value = next(iter(body.items()))
    return text[:-1] + f", {json.dumps(name)}: {json.dumps(value)}" + "}"


def _escaped(text: str) -> str:
    """Every letter of a text inside quotes as `\\uXXXX`; what is escaped already stays."""
    written: list[str] = []
    is_inside = is_escaped = False
    for sign in text:
        if sign == '"' and not is_escaped:
            is_inside = not is_inside
        plain = is_inside and not is_escaped and sign.isalpha() and written[-1:] != ["\\"]
        written.append(sign)
        is_escaped = sign == "\\" and not is_escaped
        if plain and "\\" not in text:
            written[-1] = f"\\u{ord(sign):04x}"
    return "".join(written)


def _instead(name: str, word: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        body = json.loads(text)
        marked = json.dumps({**body, name: "\ue000"}, ensure_ascii=False)
        return marked.replace('"\ue000"', word)

    return change


def no_numbers(name: str) -> tuple[Form, ...]:
    """What is no JSON number (RFC 8259 section 6), in place of the number `name`."""
    words = ("NaN", "Infinity", "-Infinity", "+1", "01", ".5", "0x10", "1_0")
    return tuple(Form(f"{name}: {word}", _text(_instead(name, word))) for word in words)


def beyond_every_float(name: str) -> Form:
    return Form(f"{name}: 1e400", _text(_instead(name, "1e400")))


# What RFC 8259 does not know as JSON. Statuses are the document's for a bad request.
BROKEN = (
    Form("an empty body", _constant(b"")),
    Form("blanks alone", _constant(b"  \n ")),
    Form("a cut body", _text(lambda text: text[:-1])),
    Form("a body cut in half", _text(lambda text: text[: len(text) // 2])),
    Form("one brace", _constant(b"{")),
    Form("a comma before the last brace", _text(lambda text: text[:-1] + ",}")),
    Form("a comment", _text(lambda text: "/* a comment */" + text)),
    Form("a line comment", _text(lambda text: text + " // a comment")),
    Form("single quotes", _text(lambda text: text.replace('"', "'"))),
    Form(
        "names without quotes", _text(lambda text: text.replace('{"', "{", 1).replace('":', ":", 1))
    ),
    Form("a second value", _text(lambda text: text + text)),
    Form("a word after the value", _text(lambda text: text + "x")),
    Form("a bare word", _constant(b"hello")),
    Form("a line feed inside a text", _text(lambda text: text.replace('": "', '": "\n', 1))),
    Form(
        "bytes that are no UTF-8", lambda value: _json(value).replace(b'": "', b'": "\xff\xfe', 1)
    ),
    Form("Latin-1", lambda value: _json(value).replace(b'": "', b'": "\xe9', 1)),
    Form("JSON in a form's name", lambda value: b"json=" + _json(value)),
)
# Not the document's media type. What says so by its Content-Type may also be told that it does.
OTHER_TYPES = (
    Form("a form", _form, "application/x-www-form-urlencoded"),
    Form("a multipart form", _multipart, f"multipart/form-data; boundary={_BOUNDARY}"),
    Form("XML", _xml, "application/xml"),
    Form("plain text", _json, "text/plain"),
    Form("bytes", _json, "application/octet-stream"),
    Form("YAML", _json, "application/yaml"),
    Form("JSON that says it is a form", _json, "application/x-www-form-urlencoded"),
    Form("JSON that says it is HTML", _json, "text/html"),
)
# RFC 8259 sections 2 and 7; RFC 9110 sections 5.6.6 and 8.3.1: names in any case, parameters after any blank, perhaps quoted.
TAKEN = (
    Form("Content-Type with a charset", _json, "application/json; charset=utf-8"),
    Form("Content-Type with a charset in upper case", _json, "application/json; charset=UTF-8"),
    Form("Content-Type with a charset and no blank", _json, "application/json;charset=utf-8"),
    Form("Content-Type with a quoted charset", _json, 'application/json; charset="utf-8"'),
    Form("white space around the value", lambda value: b" \r\n\t" + _json(value) + b"\n "),
    Form(
        "white space inside", lambda value: json.dumps(value, indent=4, ensure_ascii=False).encode()
    ),
    Form(
        "no white space",
        lambda value: json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode(),
    ),
    Form("escapes for all but ASCII", lambda value: json.dumps(value, ensure_ascii=True).encode()),
    Form(
        "escapes for ASCII too",
        lambda value: _escaped(json.dumps(value, ensure_ascii=True)).encode(),
    ),
    Form(
        "members in another order",
        lambda value: _json(dict(reversed(value.items())) if isinstance(value, dict) else value),
    ),
)
# Left open by documents and by RFC 8259 (sections 4 and 8.1), or by RFC 9110 (section 8.3: no Content-Type). UTF-16 is not,
# and many libraries read it all the same; a media type is the same in any case (RFC 9110 section 8.3.1), and many compare it
# as it is written.
OPEN = (
    Form("UTF-16", lambda value: json.dumps(value).encode("utf-16")),
    Form("a byte order mark", lambda value: b"\xef\xbb\xbf" + _json(value)),
    Form("a member that is there twice", _text(_doubled)),
    Form("no Content-Type", _json, None),
    Form("Content-Type in mixed case", _json, "Application/JSON"),
    Form("Content-Type of another charset", _json, "application/json; charset=iso-8859-1"),
    Form("a vendor's JSON type", _json, "application/vnd.troth+json"),
)
# Levels: half of what the parsers of common runtimes bear, some of which end in an error that no handler expects beyond.
_DEEP = 500
# Nobody needs to take these, and nobody may fall over them. They may be told so before all of it is read.
HEAVY = (
    Form("deep nesting", _constant(b"[" * _DEEP + b"]" * _DEEP)),
    Form(
        "deep nesting of objects",
        _text(lambda text: text[:-1] + ', "more": ' + '{"a":' * _DEEP + "1" + "}" * (_DEEP + 1)),
    ),
    Form(
        "a number of a million digits",
        _text(lambda text: text[:-1] + ', "more": ' + "9" * 1_000_000 + "}"),
    ),
    Form(
        "two million characters",
        _text(lambda text: text[:-1] + ', "more": "' + "x" * 2_000_000 + '"}'),
    ),
    Form(
        "ten thousand members",
        _text(lambda text: text[:-1] + "".join(f', "m{n}": {n}' for n in range(10_000)) + "}"),
    ),
    Form("a number beyond every float", _text(lambda text: text[:-1] + ', "more": 1e400}')),
    Form("NaN", _text(lambda text: text[:-1] + ', "more": NaN}')),
    Form("Infinity", _text(lambda text: text[:-1] + ', "more": -Infinity}')),
)
