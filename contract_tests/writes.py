"""What a run has left behind: every write that was accepted, by row."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from contract_tests.draft import Draft, take
from contract_tests.exchange import Answer, Sent
from contract_tests.result import Write
from spec.expressions import Expression
from spec.operations import Operation

_READS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
MOST = 10_000  # rows that are listed one by one
_LONGEST = 300


class Writes:
    """Collects accepted writes. Safe to share between threads."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str, str], Write] = {}
        self._lock = threading.Lock()

    def note(self, operation: Operation, draft: Draft, sent: Sent, answer: Answer) -> None:
        if sent.method in _READS:
            return
        path = _path(sent.url)
        key = _key(operation, draft)
        row = (operation.id, path, key)
        with self._lock:
            known = self._rows.get(row)
            if known is not None:
                self._rows[row] = replace(known, times=known.times + 1)
            elif len(self._rows) < MOST:
                who = draft.principal or "nobody"
                self._rows[row] = Write(operation.id, who, sent.method, path, key, answer.status, 1)

    def all(self) -> tuple[Write, ...]:
        with self._lock:
            return tuple(self._rows.values())


def write_file(writes: Iterable[Write], path: Path) -> None:
    """One line for each row that was written, for whoever cleans up."""
    lines = [
        f"{write.method} {write.path}  {write.key}  ({write.principal}, {write.status}, {write.times}x)\n"
        for write in writes
    ]
    header = (
        f"# {len(lines)} rows were written: method, path, key of the row, who, status, how often\n"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + "".join(lines), encoding="utf-8")


def _key(operation: Operation, draft: Draft) -> str:
    """The row's key in words, as far as the request says it."""
    upsert = operation.rules.upsert if operation.rules else None
    if upsert is None:
        return ""
    parts = (f"{_name(part)}={_value(part, draft)!r}" for part in upsert.key)
    return ", ".join(parts)


def _name(part: Expression) -> str:
    return part.name or "/".join(part.tokens) or "body"


def _value(part: Expression, draft: Draft) -> Any:
    if part.part == "body":
        value = take(draft.body, part.tokens)
    else:
        found: Mapping[Any, Any] = draft.parameters
        value = found.get((part.part, part.name))
    return value[:_LONGEST] if isinstance(value, str) else value


def _path(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2].partition("?")[0]
