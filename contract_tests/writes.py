"""What a run leaves behind: each write that was accepted, by row. There may be no way to delete one, so it is listed."""

import json
import re
import threading
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from contract_tests.draft import ABSENT, Draft, take
from contract_tests.errors import BadTarget
from contract_tests.exchange import Answer, Sent
from contract_tests.result import Write
from contract_tests.styles import dumped
from spec.expressions import Expression
from spec.operations import Operation

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})  # RFC 9110 section 9.2.1
# Rows that are told apart; the writes to further ones are counted as one. A run writes some hundreds.
MOST_ROWS = 20_000
_LONGEST_KEY = 300
_OTHERS = "further rows"

Row = tuple[str, str, str, str, str]


class Writes:
    """Collects accepted writes. Safe to share between threads."""

    def __init__(self) -> None:
        self._rows: dict[Row, Write] = {}
        self._lock = threading.Lock()

    def note(self, operation: Operation, draft: Draft, sent: Sent, answer: Answer) -> None:
        """Keep that a request was accepted. One of a safe method leaves nothing."""
        if sent.method in _SAFE:
            return
        path = unquote(urlsplit(sent.url).path)
        write = Write(
            operation=operation.id,
            principal=draft.principal or "nobody",
            method=sent.method,
            path=_cut(path),
            key=_cut(_key(operation, sent, answer)),
            status=answer.status,
            times=1,
        )
        with self._lock:
            row = _row(write)
            if row not in self._rows and len(self._rows) >= MOST_ROWS:
                write = replace(write, path="", key=_OTHERS)
                row = _row(write)
            known = self._rows.get(row)
            self._rows[row] = replace(known, times=known.times + 1) if known else write

    def all(self) -> tuple[Write, ...]:
        """The writes in an order that does not depend on threads."""
        with self._lock:
            return tuple(self._rows[row] for row in sorted(self._rows))


def write_file(writes: Iterable[Write], path: Path) -> None:
    """One JSON object for each row, one a line. Raises BadTarget when the file cannot be written."""
    lines = [dumped(asdict(write)) + "\n" for write in writes]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise BadTarget(f"cannot be written: {error.strerror}", str(path)) from None


def _row(write: Write) -> Row:
    return write.operation, write.principal, write.method, write.path, write.key


def _key(operation: Operation, sent: Sent, answer: Answer) -> str:
    """Which row: by the rule's key, else by what the answer calls the new record."""
    upsert = operation.rules.upsert if operation.rules else None
    if upsert is None:
        return str(answer.member("id") or answer.header("location") or "")
    parts = [
        (part.name or ".".join(part.tokens), _value(part, operation, sent)) for part in upsert.key
    ]
    return " ".join(f"{name}={dumped(value)}" for name, value in parts)


def _value(part: Expression, operation: Operation, sent: Sent) -> Any:
    """What a request has where an expression points, None when nothing."""
    if part.part == "path":
        return _in_path(operation.path, urlsplit(sent.url).path).get(part.name)
    if part.part == "query":
        return next(iter(parse_qs(urlsplit(sent.url).query).get(part.name, ())), None)
    if part.part == "header":
        found = (value for name, value in sent.headers if name.lower() == part.name.lower())
        return next(found, None)
    value = take(_body(sent), part.tokens)
    return None if value is ABSENT else value


def _in_path(template: str, path: str) -> dict[str, str]:
    """The parameters in a path, which may have a prefix before what the template says."""
    names = re.findall(r"\{([^}]+)\}", template)
    pattern = re.sub(r"\\\{[^}]+\\\}", "([^/]*)", re.escape(template))
    match = re.search(pattern + "$", path)
    return dict(zip(names, map(unquote, match.groups()), strict=True)) if match else {}


def _body(sent: Sent) -> Any:
    """The body as JSON, else as the fields of a form."""
    try:
        return json.loads(sent.body)
    except (ValueError, RecursionError):
        text = sent.body.decode("utf-8", "replace")
        return {name: values[0] for name, values in parse_qs(text).items()}


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_KEY else text[:_LONGEST_KEY] + "…"
