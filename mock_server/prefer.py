"""The `Prefer` header (RFC 7240), and what this mock understands in it, as Prism does: `code`, `example` and `dynamic`.

    Prefer: code=404, example="not there"
    Prefer: dynamic=true

What is malformed or unknown is ignored, as section 2 asks, except for a value of these three that cannot be honoured: whoever
wrote `code=abc` meant something, and would take the ordinary answer for it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# RFC 9110 section 5.6.2 and 5.6.4; a value may also be any other text without quotes and semicolons, since Prism takes that.
# No repeat may give back what it took (`++`, `*+`): a header of 30 kB must not cost more than its length.
_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]++"  # noqa: S105
_OPEN = r'"(?:[^"\\]|\\.)*+'
_ELEMENT = re.compile(rf'(?:[^,"]|{_OPEN}"?)++', re.DOTALL)
_PREFERENCE = re.compile(
    rf"(?P<name>{_TOKEN})(?:[ \t]*+=[ \t]*+(?:(?P<quoted>{_OPEN}\")|(?P<raw>[^\";]*+)))?+(?:[ \t]*+;.*)?",
    re.DOTALL,
)
_KNOWN = ("code", "example", "dynamic")
_SHOWN = 60
_BOOLEANS = {"true": True, "false": False, "": True}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a client prefers; None where it does not say. `ignored` are the preferences that are not understood, as written.

    `faults` are sentences about those that are understood and make no sense.
    """

    code: int | None = None
    example: str | None = None
    dynamic: bool | None = None
    ignored: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


NONE = Preferences()


def parse(values: Iterable[str]) -> Preferences:
    """Read the values of all `Prefer` headers of a request, each of which may hold several preferences. Never raises."""
    said: dict[str, str] = {}
    ignored: list[str] = []
    faults: list[str] = []
    for text in _elements(values):
        name, value = _read(text)
        if name is None:
            (faults if _is_meant(text) else ignored).append(
                _malformed(text) if _is_meant(text) else text
            )
        elif name not in _KNOWN or name in said:
            ignored.append(text)  # section 2: of a preference that is given twice, the first counts
        else:
            said[name] = value
    faults += _wrong(said)
    return Preferences(
        code=int(said["code"]) if _is_status(said.get("code", "")) else None,
        example=said.get("example") or None,
        dynamic=_BOOLEANS.get(said["dynamic"].lower()) if "dynamic" in said else None,
        ignored=tuple(ignored),
        faults=tuple(faults),
    )


def quoted(value: str) -> str:
    """A value as a header has it: a token, or in quotes."""
    if re.fullmatch(_TOKEN, value):
        return value
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def cut(text: str) -> str:
    """What a client sent, short enough to be repeated in a message."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def _elements(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        for element in _ELEMENT.findall(value):
            if element.strip():
                yield element.strip()


def _read(text: str) -> tuple[str | None, str]:
    """The name, in lower case, and the value; no name when the text is malformed."""
    match = _PREFERENCE.fullmatch(text)
    if match is None:
        return None, ""
    value = (match["raw"] or "").strip()
    if match["quoted"]:
        value = re.sub(r"\\(.)", r"\1", match["quoted"][1:-1])
    return match["name"].lower(), _decoded(value)


def _decoded(value: str) -> str:
    """Headers are read as Latin-1; names of examples that a client sent in UTF-8 are read again."""
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def _is_meant(text: str) -> bool:
    return re.match(rf"({'|'.join(_KNOWN)})[ \t]*=", text, re.IGNORECASE) is not None


def _malformed(text: str) -> str:
    return f"Prefer: {cut(text)} cannot be read: close the quotes, and put a backslash before a quote within them"


def _is_status(value: str) -> bool:
    """A final status: an informational one cannot be an answer (RFC 9110 section 15.2)."""
    return bool(re.fullmatch(r"[2-5][0-9]{2}", value))


def _wrong(said: dict[str, str]) -> Iterator[str]:
    code, dynamic = said.get("code"), said.get("dynamic")
    if code is not None and not _is_status(code):
        yield f"Prefer: code={cut(code)} is no status that can be answered: write three digits from 200 to 599, such as code=404"
    if said.get("example") == "":
        yield "Prefer: example names no example: write example=NAME"
    if dynamic is not None and dynamic.lower() not in _BOOLEANS:
        yield f"Prefer: dynamic={cut(dynamic)} is neither true nor false: write dynamic=true or dynamic=false"
