"""Texts that are nearly of a format, and a few that are."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Candidate = tuple[str, Any]


def candidates(value: Any, current: Any) -> Iterator[Candidate]:
    """For the format `value`, around a text that has it."""
    text = current if isinstance(current, str) else ""
    make = _FORMATS.get(str(value))
    for name, other in make(text) if make else ():
        yield f"{value} {name}", other
    for name, other in _near_any_format(text):
        yield f"{value} {name}", other


def _near_any_format(text: str) -> Iterator[Candidate]:
    yield "empty", ""
    yield "a word", "abc"
    yield "with a blank in front", f" {text}"
    yield "with a blank at its end", f"{text} "
    yield "with a line feed at its end", f"{text}\n"


def _uuid(text: str) -> Iterator[Candidate]:
    bare = text.replace("-", "")
    yield "without hyphens", bare
    yield "in braces", f"{{{text}}}"
    yield "as a URN", f"urn:uuid:{text}"
    yield "cut by one sign", text[:-1]
    yield "longer by one sign", f"{text}0"
    yield "with a letter that is no digit", f"{text[:-1]}g"
    yield (
        "with hyphens elsewhere",
        f"{bare[:4]}-{bare[4:12]}-{bare[12:16]}-{bare[16:20]}-{bare[20:]}",
    )
    yield "with underscores", text.replace("-", "_")
    yield "cut in half", text[:18]
    yield "twice", f"{text},{text}"


def _moment(_: str) -> Iterator[Candidate]:
    yield "in UTC", "2026-01-02T03:04:05Z"
    yield "in another zone", "2026-01-02T03:04:05.678+05:30"
    yield "without a zone", "2026-01-02T03:04:05"
    yield "with a blank for T and no zone", "2026-01-02 03:04:05"
    yield "without a time", "2026-01-02"
    yield "on the 30th of February", "2026-02-30T03:04:05Z"
    yield "at 25 o'clock", "2026-01-02T25:04:05Z"
    yield "as seconds", "1767323045"


def _day(_: str) -> Iterator[Candidate]:
    yield "on a leap day", "2024-02-29"
    yield "on the 30th of February", "2026-02-30"
    yield "without zeros", "2026-1-2"
    yield "day first", "02-01-2026"
    yield "with a time", "2026-01-02T03:04:05Z"


def _mail(_: str) -> Iterator[Candidate]:
    yield "plain", "a@example.com"
    yield "with a plus", "a.b+c@sub.example.com"
    yield "without a host", "a@"
    yield "without a name", "@example.com"
    yield "without an at sign", "a.example.com"
    yield "with two", "a@b@example.com"


def _uri(_: str) -> Iterator[Candidate]:
    yield "of a page", "https://example.com/a?b=c#d"
    yield "with a blank", "https://example.com/a b"
    yield "without a scheme", "example.com/a"
    yield "with a bad escape", "https://example.com/%zz"


def _address(_: str) -> Iterator[Candidate]:
    yield "of version 4", "192.0.2.1"
    yield "with a part over 255", "192.0.2.256"
    yield "with three parts", "192.0.2"
    yield "of version 6", "2001:db8::1"
    yield "with two gaps", "2001::db8::1"


_FORMATS: Mapping[str, Callable[[str], Iterator[Candidate]]] = {
    "uuid": _uuid,
    "date-time": _moment,
    "date": _day,
    "email": _mail,
    "uri": _uri,
    "ipv4": _address,
    "ipv6": _address,
}
