"""Entries of a TOML file that excuse something until a day: where they stand, what they must say, and what is told of those
that have lapsed."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Protocol

from contract_tests.errors import BadTarget


class Dated(Protocol):
    """An entry: where it is written, why it excuses, and the last day on which it does."""

    @property
    def place(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def expires(self) -> date: ...


def read(path: Path) -> tuple[dict[str, Any], str]:
    """The content of a TOML file, and its text. Raises BadTarget naming the file."""
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text), text
    except OSError as error:
        raise BadTarget(f"cannot be read: {error.strerror}", str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadTarget(f"is no TOML: {error}", str(path)) from None


def placed(
    path: Path, text: str, table: str, entries: Sequence[Any]
) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Each entry of a list of tables, and where it begins: those that are written otherwise are told by their number."""
    header = re.compile(rf"\s*\[\[\s*({table}|'{table}'|\"{table}\")\s*\]\]")
    lines = [number for number, line in enumerate(text.split("\n"), 1) if header.match(line)]
    for index, entry in enumerate(entries):
        is_told = len(lines) == len(entries)
        place = f"{path}:{lines[index]}" if is_told else f"{path}, entry {index + 1}"
        if not isinstance(entry, dict):
            raise BadTarget("is no table", place, f"write [[{table}]]")
        yield entry, place


def check(
    entry: Mapping[str, Any], place: str, texts: Sequence[str], either: Sequence[str]
) -> None:
    """Whether an entry has one of `either`, a reason, a date and, else, only `texts`. Raises BadTarget if not."""
    words = (*texts, "reason", "expires")
    unknown = [word for word in entry if word not in words]
    if unknown:
        raise BadTarget(f"{unknown[0]!r} is not known", place, f"known are {', '.join(words)}")
    if not entry.keys() & set(either):
        raise BadTarget("says not which finding it means", place, f"give {' or '.join(either)}")
    for word in (*filter(entry.__contains__, texts), "reason"):
        value = entry.get(word)
        if not isinstance(value, str) or not value.strip():
            raise BadTarget(f"{word} is missing or no text", place, f'write {word} = "…"')
    expires = entry.get("expires")
    if isinstance(expires, datetime) or not isinstance(expires, date):
        raise BadTarget("has no date on which it expires", place, "write expires = 2026-12-31")


def matches(pattern: str, text: str) -> bool:
    """Whether a text is meant: * and ? stand for others, as in a shell; a bracket is itself, as names of trials quote JSON."""
    return pattern == text or fnmatchcase(text, pattern.replace("[", "[[]"))


def lapsed(entries: Iterable[Dated], today: date) -> list[str]:
    """What is told of the entries that are past their date."""
    return [
        f"{one.place} is past its date, {one.expires}, and excuses nothing: {one.reason}"
        for one in entries
        if one.expires < today
    ]
