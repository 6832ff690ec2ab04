"""The requests that were seen: a bounded list, newest kept, in which no credential can be read."""

import re
from collections import deque
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import unquote

from mock_server.exchange import Answer, Request

MASK = "***"
MAX_PATH = 2048  # bytes kept of a request target
MAX_BODY = 4096  # bytes kept of a body: with 1,000 entries, 6 MB at the most

_SECRET_NAMES = re.compile(r"(?i)([?&][^=&]*(?:key|token|secret|passw|auth|signature)[^=&]*=)[^&]*")


class Entry(NamedTuple):
    """One request. `time` and `seconds` are seconds, since 1970 and spent; `owner` is the id the credential stood for."""

    number: int
    time: float
    method: str
    path: bytes
    query: bytes
    operation: str | None
    status: int
    faults: tuple[str, ...]
    seconds: float
    body: bytes


class Journal:
    """Keeps the last `limit` requests. Recording one costs a tuple; the rest is done when somebody reads."""

    def __init__(self, limit: int) -> None:
        self._entries: deque[Entry] = deque(maxlen=limit)
        self.total = 0

    def record(self, request: Request, answer: Answer, *, time: float, seconds: float) -> None:
        """Remember an exchange that ended at `time` and took `seconds`."""
        self.total += 1
        self._entries.append(
            Entry(
                self.total,
                time,
                request.method,
                request.path[:MAX_PATH],
                request.query[:MAX_PATH],
                answer.operation,
                answer.status,
                answer.faults,
                seconds,
                request.body[:MAX_BODY],
            )
        )

    def clear(self) -> None:
        """Forget every request. Numbers go on, so that a reader never takes a new request for an old one."""
        self._entries.clear()

    def find(self, **wanted: Any) -> list[Entry]:
        """The entries whose fields equal what is wanted, oldest first; `path` is compared as text, without the query."""
        return [entry for entry in self._entries if _matches(entry, wanted)]

    def last_line(self, keys: Iterable[str]) -> str:
        """The newest request as one line of a log."""
        entry = as_json(self._entries[-1], keys) if self._entries else {}
        if not entry:
            return ""
        faults = f"  {'; '.join(entry['faults'])}" if entry["faults"] else ""
        words = (entry["method"], entry["path"], entry["status"], f"{entry['milliseconds']} ms")
        return " ".join(map(str, words)) + faults


def _matches(entry: Entry, wanted: dict[str, Any]) -> bool:
    for name, value in wanted.items():
        found = getattr(entry, name)
        if (found.decode("latin-1") if isinstance(found, bytes) else found) != value:
            return False
    return True


def masked(text: str, keys: Iterable[str]) -> str:
    """A text with every known key, and every query value whose name sounds secret, replaced."""
    for key in keys:
        if key in text:
            text = text.replace(key, MASK)
        elif key in unquote(text):
            text = unquote(text).replace(key, MASK)
    return _SECRET_NAMES.sub(rf"\g<1>{MASK}", text)


def as_json(entry: Entry, keys: Iterable[str]) -> dict[str, Any]:
    """An entry for people and programs; times in RFC 3339, the duration in milliseconds."""
    keys = tuple(keys)
    target = entry.path + (b"?" + entry.query if entry.query else b"")
    return {
        "number": entry.number,
        "time": datetime.fromtimestamp(entry.time, UTC).isoformat().replace("+00:00", "Z"),
        "method": entry.method,
        "path": masked(target.decode("latin-1"), keys),
        "operation": entry.operation,
        "status": entry.status,
        "faults": [masked(fault, keys) for fault in entry.faults],
        "milliseconds": round(entry.seconds * 1000, 3),
        "body": masked(entry.body.decode("utf-8", "replace"), keys),
    }
