"""Refresh a vendored document: read its sources, make one document of them, and say what is to be written."""

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlsplit

from spec import source
from spec.errors import Unreadable
from spec.source import Source
from spec.vendor import provenance
from spec.vendor.assemble import Assembled, assemble
from spec.vendor.gather import Gathered, Listener, Reader, Rules, Text, hosts_of
from spec.vendor.merge import Conflict, Prefer
from spec.vendor.places import beside, from_here, is_url, read_if_there, replace_file
from spec.vendor.provenance import Provenance, Record

_SECRET = re.compile(
    r"(^|[_-])(access|auth\w*|key|apikey|pass\w*|secret|sig|signature|token)($|[_-])", re.IGNORECASE
)
_CHOICES = ("only", "skip", "allow_origin", "prefer")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to read and where it goes. Without `sources`, those on record are read again, as they were, with `rules` and `prefer`
    in addition. `prefer` says which of two sources stays where they conflict; without it, a conflict is an error."""

    sources: tuple[str, ...]
    out: Path
    rules: Rules
    prefer: Prefer | None
    today: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a refresh found. `files` are to be written, in order; there are none when nothing changed. `before` is the document
    as it stands, None where there is none; `is_edited` when it is no longer what was vendored."""

    path: Path
    before: bytes | None
    after: bytes
    files: tuple[tuple[Path, bytes], ...]
    notes: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    is_edited: bool

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def refresh(plan: Plan, listen: Listener = lambda _done, _total: None) -> Outcome:
    """Read everything and write nothing. Raises Unreadable, Invalid, Contradiction."""
    record, recorded = provenance.find(plan.out)
    plan = _as_recorded(plan, recorded)
    before = read_if_there(plan.out)
    is_edited = recorded is not None and before is not None and _sha256(before) != recorded.sha256
    trusted = (
        recorded if before is not None and not is_edited and _is_same(plan, recorded) else None
    )
    known = {_absolute(record, plan.out): record for record in trusted.records} if trusted else {}
    reader = Reader(plan.rules, hosts_of(plan.sources), known, listen)
    found = reader.gather(plan.sources)
    if before is not None and known and _still(found, known):
        return Outcome(plan.out, before, before, (), found.notes, (), is_edited)
    if any(text.reading is None for text in found.texts):
        reader.known = {}  # some changed: the others are needed too
        found = reader.gather(plan.sources)
    made = assemble(found, plan.out, plan.prefer)
    notes = (*found.notes, *_lost(found, trusted, plan.out), *_secrets(plan.sources))
    files = [(plan.out, made.data)] if before != made.data else []
    records, page = _records(plan, recorded, found)
    files += page
    if files or recorded is None or _digests(records) != _digests(recorded.records):
        files.append((record, provenance.write(_provenance(plan, made, records)).encode()))
    return Outcome(plan.out, before, made.data, tuple(files), notes, made.conflicts, is_edited)


def write(outcome: Outcome) -> None:
    """Put the files in place, each in one step. Raises Unreadable for what cannot be written."""
    for path, data in outcome.files:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, data)
        except OSError as error:
            raise Unreadable(f"cannot be written: {error.strerror}", str(path)) from None


def parsed(outcome: Outcome) -> tuple[Source | None, Source]:
    """The document before and after, parsed. Raises Unreadable."""
    name = str(outcome.path)
    before = None if outcome.before is None else source.parse(outcome.before, name)
    return before, source.parse(outcome.after, f"{name} (upstream)")


def _as_recorded(plan: Plan, recorded: Provenance | None) -> Plan:
    """The plan with the sources on record, when it names none."""
    if plan.sources:
        named = (one if is_url(one) else os.path.normpath(one) for one in plan.sources)
        return replace(plan, sources=tuple(named))
    if recorded is None or not recorded.sources:
        hint = "name them: troth vendor SOURCE... --out FILE"
        raise Unreadable("has no sources on record", str(plan.out), hint=hint)
    choices = recorded.choices
    given = (plan.rules.only, plan.rules.skip, plan.rules.hosts)
    lists = zip(_CHOICES[:3], given, strict=True)
    rules = Rules(*(tuple(dict.fromkeys((*choices.get(name, ()), *more))) for name, more in lists))
    sources = tuple(from_here(one, plan.out) for one in recorded.sources)
    prefer = plan.prefer or choices.get("prefer")
    return replace(plan, sources=sources, rules=rules, prefer=prefer)


def _lost(found: Gathered, trusted: Provenance | None, out: Path) -> Iterator[str]:
    """A note for each text on record that is no part of the document any more."""
    now = {text.address for text in found.texts}
    for record in trusted.records if trusted else ():
        address = _absolute(record, out)
        if record.kind != "index" and address not in now:
            yield f"{address}: what was taken from there is gone: no OpenAPI document is there, or nothing lists it"


def _secrets(sources: Sequence[str]) -> Iterator[str]:
    """A note for each address that may hold a key: it goes on record as it is, since it is asked for again."""
    for one in sources:
        names = [name for name, _ in parse_qsl(urlsplit(one).query)] if is_url(one) else []
        secret = next((name for name in names if _SECRET.search(name)), None)
        if secret:
            address = urldefrag(one).url.partition("?")[0]
            yield f"{address}: its query has a {secret!r}, which is on record now: do not share that file"


def _choices(plan: Plan) -> dict[str, Any]:
    lists = (list(one) for one in (plan.rules.only, plan.rules.skip, plan.rules.hosts))
    choices = zip(_CHOICES, (*lists, plan.prefer), strict=True)
    return {name: value for name, value in choices if value}


def _is_same(plan: Plan, recorded: Provenance | None) -> bool:
    """Whether what is on record was read as it is to be read now."""
    if recorded is None:
        return False
    named = tuple(beside(one, plan.out) for one in plan.sources)
    only = recorded.records[0].file if len(recorded.records) == 1 else None
    is_same = recorded.sources == named or (not recorded.sources and named == (only,))
    then = {name: recorded.choices[name] for name in _CHOICES if name in recorded.choices}
    return is_same and then == _choices(plan)


def _still(found: Gathered, known: dict[str, Record]) -> bool:
    now = {text.address: text.sha256 for text in found.texts if not _is_index(text)}
    then = {name: record.sha256 for name, record in known.items() if record.kind != "index"}
    return now == then


def _is_index(text: Text) -> bool:
    return text.reading is not None and text.reading.kind == "index"


def _provenance(plan: Plan, made: Assembled, records: tuple[Record, ...]) -> Provenance:
    sources = tuple(beside(one, plan.out) for one in plan.sources)
    sha256, today = _sha256(made.data), plan.today
    return Provenance(plan.out.name, sha256, made.taken, today, sources, _choices(plan), records)


def _records(
    plan: Plan, recorded: Provenance | None, found: Gathered
) -> tuple[tuple[Record, ...], list[tuple[Path, bytes]]]:
    """What goes on record, and the copy of the one page where it has to be written anew."""
    records = tuple(_record(text, plan) for text in found.texts)
    page = _page_copy(recorded, found)
    if page is None:
        return records, []
    path = plan.out.with_name(page[0])
    files = [] if read_if_there(path) == page[1] else [(path, page[1])]
    return (replace(records[0], file=page[0]),), files


def _record(text: Text, plan: Plan) -> Record:
    reading = text.reading
    abouts = [piece.about for piece in reading.pieces] if reading else []
    return Record(
        kind=reading.kind if reading else "page",
        sha256=text.sha256,
        date=plan.today,
        url=text.address if is_url(text.address) else "",
        file="" if is_url(text.address) else beside(text.address, plan.out),
        validators=text.validators,
        title=reading.title if reading else "",
        operation=abouts[0] if len(abouts) == 1 else "",
        index=beside(text.index, plan.out) if text.index else "",
    )


def _page_copy(recorded: Provenance | None, found: Gathered) -> tuple[str, bytes] | None:
    """The name and the text of the page itself, where a copy of it is kept beside the document already."""
    kept = recorded.records[0] if recorded and len(recorded.records) == 1 else None
    if kept is None or kept.kind != "page" or not kept.file or len(found.texts) != 1:
        return None
    text = found.texts[0]
    if not is_url(text.address) or text.data is None or not text.reading:
        return None
    return (kept.file, text.data) if text.reading.kind == "page" else None


def _digests(records: Sequence[Record]) -> list[tuple[str, str]]:
    return [(record.address, record.sha256) for record in records]


def _absolute(record: Record, out: Path) -> str:
    return record.url or from_here(record.file, out)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
