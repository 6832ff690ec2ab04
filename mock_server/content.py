"""Bodies as JSON, strictly: what RFC 8259 leaves to the reader is refused here, by name and place.

Refused: duplicate members (section 4 calls them unpredictable), a byte order mark (section 8.1), numbers past an IEEE double
(section 6), lone surrogates (section 8.2: they are no Unicode), and nesting past a limit (section 9).
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from json.scanner import make_scanner
from typing import Any, NoReturn

from mock_server.faults import MAX_SHOWN, Fault, fault
from spec.operations import MediaType

_BOM = b"\xef\xbb\xbf"
# Nothing is given back (`*+`) and the closing quote may be missing, or a body of escaped quotes would take time that grows with
# the square of its length.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_STEPS = [(byte in b"[{") - (byte in b"]}") for byte in range(256)]
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_PARAMETER = re.compile(r';\s*([^=;\s"]+)=(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))')
_CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii"})


class Undecodable(ValueError):
    """A body that is no JSON value; `fault` says why."""

    def __init__(self, problem: Fault) -> None:
        super().__init__(problem.message)
        self.fault = problem


def decode_json(body: bytes, *, max_depth: int) -> Any:
    """The value of a JSON text in UTF-8 (RFC 8259). Raises Undecodable."""
    # Counting brackets is a bound that needs no parsing, and the true depth is found only past it.
    if body.count(b"[") + body.count(b"{") > max_depth and _depth(body) > max_depth:
        raise _undecodable("depth", f"nested at most {max_depth} levels deep")
    try:
        value = _decode(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        expected = f"UTF-8, which byte {error.start} is not"
        raise _undecodable("encoding", expected) from None
    except _Duplicate:
        raise _duplicate(body) from None
    except json.JSONDecodeError as error:
        raise _undecodable("json", _expected_json(body, error)) from None
    except _NotFinite as error:
        expected = "JSON whose numbers fit an IEEE double"
        raise _undecodable("number", expected, error.args[0]) from None
    except RecursionError:  # with a setting of some hundred levels Python's own limit comes first
        raise _undecodable("depth", "nested less deeply") from None
    if _SURROGATE.search(body):
        _refuse_surrogates(value)
    return value


class _Duplicate(Exception):
    pass


class _NotFinite(Exception):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Duplicate
    return members


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _NotFinite(text)
    return number


def _whole(text: str) -> int:
    # The largest double has 309 digits. What is much longer is not converted, which takes time; Python refuses 4,300 digits.
    if len(text) < 309:
        return int(text)
    if len(text) <= 310 and math.isfinite(float(text)):
        return int(text)
    raise _NotFinite(text)


def _constant(text: str) -> NoReturn:
    raise _NotFinite(text)


# Made once: json.loads makes a decoder for every call that brings hooks.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_finite, parse_int=_whole, parse_constant=_constant
)

_SCAN = make_scanner(_DECODER)  # type: ignore[arg-type]  # typeshed wants a scanner to make a scanner


def _decode(text: str) -> Any:
    try:
        value, end = _SCAN(text, 0)
    except StopIteration:  # white space before the value, or nothing at all
        return _DECODER.decode(text)
    # White space or worse behind the value; `decode` tells which, and costs as much as all else here.
    return value if end == len(text) else _DECODER.decode(text)


def _undecodable(keyword: str, expected: str, actual: str | None = None) -> Undecodable:
    if actual is not None and len(actual) > MAX_SHOWN:
        actual = actual[: MAX_SHOWN - 3] + "..."
    return Undecodable(fault("body", (), keyword, expected, actual=actual))


def _expected_json(body: bytes, error: json.JSONDecodeError) -> str:
    if body.startswith(_BOM):
        return "JSON without a byte order mark"
    # The decoder's messages go on with a position: "Unterminated string starting at".
    problem = error.msg.removesuffix(" at").removesuffix(" starting")
    problem = problem[:1].lower() + problem[1:]
    return f"JSON, which it is not at line {error.lineno}, column {error.colno}: {problem}"


def _depth(body: bytes) -> int:
    brackets = _STRING.sub(b"", body).translate(None, _NO_BRACKETS)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0)


def _duplicate(body: bytes) -> Undecodable:
    """The first member that is there twice, found by reading again with all pairs kept."""
    expected = "JSON whose objects have each member once"
    try:
        tokens = next(_doubles(json.loads(body, object_pairs_hook=_Pairs), ()))
    except ValueError:  # behind the double member the text is broken as well
        tokens = ()
    return Undecodable(fault("body", tokens, "duplicate", expected))


class _Pairs(list[tuple[str, Any]]):
    pass


def _doubles(value: Any, at: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, _Pairs):
        seen: set[str] = set()
        for name, member in value:
            if name in seen:
                yield (*at, name)
            seen.add(name)
            yield from _doubles(member, (*at, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _doubles(item, (*at, index))


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse_surrogates(value: Any, at: tuple[str | int, ...] = ()) -> None:
    if isinstance(value, str):
        if not _is_unicode(value):
            raise Undecodable(fault("body", at, "unicode", "Unicode, without lone surrogates"))
    elif isinstance(value, dict):
        for name, member in value.items():
            _refuse_surrogates(name, at)
            _refuse_surrogates(member, (*at, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _refuse_surrogates(item, (*at, index))


@dataclass(frozen=True, slots=True)
class ContentType:
    """A Content-Type, taken apart (RFC 9110 section 8.3.1): type and parameter names in lower case."""

    essence: str
    parameters: Mapping[str, str]

    @property
    def is_json(self) -> bool:
        return self.essence == "application/json" or self.essence.endswith("+json")

    @property
    def charset_is_utf8(self) -> bool:
        return self.parameters.get("charset", "").lower() in _CHARSETS


def read_content_type(header: bytes) -> ContentType:
    """Never fails: what is malformed has an essence that matches nothing."""
    essence, _, rest = header.decode("latin-1").partition(";")
    parameters = {
        name.lower(): re.sub(r"\\(.)", r"\1", quoted) if quoted else plain
        for name, quoted, plain in _PARAMETER.findall(";" + rest)
    }
    return ContentType(essence.strip().lower(), parameters)


def find_media_type(content: tuple[MediaType, ...], essence: str) -> MediaType | None:
    """The entry for a media type: itself, else its `type/*` range, else `*/*` (OAS 3.1 section 4.8.13)."""
    named = {_essence(item.name): item for item in content}
    for candidate in (essence, essence.partition("/")[0] + "/*", "*/*"):
        if candidate in named and "/" in essence:
            return named[candidate]
    return None


def _essence(name: str) -> str:
    return name.partition(";")[0].strip().lower()
