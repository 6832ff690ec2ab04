"""Where a vendored document is from: `provenance.toml` beside it, or `NAME.provenance.toml` where that is another document's.

[document]   file, sha256, taken (how), date, sources (as they were named), and how they were read
[page]       the one page that the document was taken from; or
[[sources]]  each text that it was made of: kind, url or file, sha256, date, etag, last_modified, title, operation, index
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import tomli_w

from spec.errors import Unreadable
from spec.fetch import Validators

_FILE = "provenance.toml"
_LISTS = ("only", "skip", "allow_origin")
_HEAD = "# Where {file} is from; written by `troth vendor`. The document is never edited: corrections stand in an overlay.\n\n"


@dataclass(frozen=True, slots=True)
class Record:
    """One text that was read. `url` or `file` is set, the latter from the document's folder; `index` is what lists it."""

    kind: str
    sha256: str
    date: date
    url: str = ""
    file: str = ""
    validators: Validators = field(default_factory=Validators)
    title: str = ""
    operation: str = ""
    index: str = ""

    @property
    def address(self) -> str:
        return self.url or self.file


@dataclass(frozen=True, slots=True)
class Provenance:
    """`choices` are the options that decide what is read and how it is merged, by their names in the file."""

    file: str
    sha256: str
    taken: str
    date: date
    sources: tuple[str, ...]
    choices: Mapping[str, Any]
    records: tuple[Record, ...]


def find(document: Path) -> tuple[Path, Provenance | None]:
    """The file that is or will be beside a document, and what it says; None when it is not there. Raises Unreadable."""
    own = document.with_name(f"{document.stem}.{_FILE}")
    shared = document.with_name(_FILE)
    if own.exists():
        return own, _read(own)
    found = _read(shared)
    if found is not None and found.file != document.name:
        return own, None
    return shared, found


def _read(path: Path) -> Provenance | None:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        return _provenance(found)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unreadable(f"cannot be read: {error}", str(path), hint=_hint(path)) from None
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        problem = f"is no provenance: {error!r} is missing or of another type"
        raise Unreadable(problem, str(path), hint=_hint(path)) from None


def write(provenance: Provenance) -> str:
    """The text of the file."""
    document = {
        "file": provenance.file,
        "sha256": provenance.sha256,
        "taken": provenance.taken,
        "date": provenance.date,
        "sources": list(provenance.sources),
        **provenance.choices,
    }
    records = [_table(record) for record in provenance.records]
    only = provenance.records[0] if len(records) == 1 else None
    named = {"page": records[0]} if only and only.kind == "page" else {"sources": records}
    text = tomli_w.dumps({"document": document, **named}, multiline_strings=False)
    return _HEAD.format(file=provenance.file) + text


def _provenance(found: dict[str, Any]) -> Provenance:
    document = dict(found["document"])
    if not all(isinstance(document.get(name, []), list) for name in _LISTS):
        raise TypeError(", ".join(_LISTS))
    if document.get("prefer") not in (None, "first", "last"):
        raise ValueError("prefer")
    page = [{"kind": "page", **found["page"]}] if "page" in found else []
    records = tuple(_record(table) for table in [*page, *found.get("sources", [])])
    return Provenance(
        file=str(document.pop("file")),
        sha256=str(document.pop("sha256")),
        taken=str(document.pop("taken", "")),
        date=document.pop("date", None) or min(record.date for record in records),
        sources=tuple(str(source) for source in document.pop("sources", ())),
        choices=document,
        records=records,
    )


def _record(table: Mapping[str, Any]) -> Record:
    if not isinstance(table["date"], date):
        raise TypeError("date")
    texts = {name: str(table[name]) for name in _TEXTS if name in table}
    validators = Validators(table.get("etag"), table.get("last_modified"))
    return Record(
        str(table["kind"]), str(table["sha256"]), table["date"], validators=validators, **texts
    )


_TEXTS = ("url", "file", "title", "operation", "index")


def _table(record: Record) -> dict[str, Any]:
    members = {
        "kind": record.kind,
        "url": record.url,
        "file": record.file,
        "title": record.title,
        "operation": record.operation,
        "index": record.index,
        "sha256": record.sha256,
        "date": record.date,
        "etag": record.validators.etag,
        "last_modified": record.validators.last_modified,
    }
    return {name: value for name, value in members.items() if value}


def _hint(path: Path) -> str:
    return f"name the sources and delete {path.name}: it is written anew"
