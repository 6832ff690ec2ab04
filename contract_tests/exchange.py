"""What went over the wire: plain records that know no library."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it was sent, credentials included: only `contract_tests.redaction` may show one. Header values are
    latin-1 text (RFC 9110 section 5.5), so that any bytes have a spelling."""

    method: str
    url: str
    headers: Pairs
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came: `body` is free of transfer and content codings, `headers` are in order and as written."""

    status: int
    headers: Pairs
    body: bytes
    seconds: float

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def media_type(self) -> str:
        """The media type in lower case, without parameters; empty when none is given."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def json(self) -> Any:
        """The body as JSON (UTF-8, RFC 8259 section 8.1). Raises ValueError when it is none, or too deep to be read."""
        try:
            return json.loads(self.body.decode("utf-8"))
        except RecursionError:
            raise ValueError("it is nested too deeply") from None

    def member(self, name: str) -> Any:
        """A member of a JSON object, None when it is null, absent, or the body is no object: the three are one to a client."""
        try:
            value = self.json
        except ValueError:
            return None
        return value.get(name) if isinstance(value, Mapping) else None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer. `operation` is the operation's id, `principal` whose key was sent, if any."""

    operation: str
    principal: str | None
    sent: Sent
    answer: Answer
    note: str = field(default="", compare=False)
