"""What there is to say about a request that failed, and about each of its faults."""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import uuid4


class Occasion(NamedTuple):
    """One failure, or one fault of it. `details` say the same as `message` to a program.

    For a fault, `place` is the part of the request that is meant (`body`, `query`, ...), `pointer` the JSON Pointer within,
    which starts with a parameter's name, and `keyword` the rule that it breaks. `instance` is the request's own address.
    """

    # A named tuple: one is made for every refused request, and a frozen dataclass takes four times as long to make.
    status: int
    title: str
    message: str
    details: Mapping[str, Any] = {}
    instance: str = ""
    place: str = ""
    pointer: str = ""
    keyword: str = ""

    @property
    def faults(self) -> tuple["Occasion", ...]:
        """Each fault in `details["faults"]` as an occasion of its own."""
        found = self.details.get("faults")
        return tuple(map(self._fault, found)) if isinstance(found, list | tuple) else ()

    def _fault(self, fault: Any) -> "Occasion":
        if not isinstance(fault, Mapping):
            return self._replace(message=str(fault), details={})
        return Occasion(
            self.status,
            self.title,
            str(fault.get("message", self.message)),
            fault,
            self.instance,
            *(str(fault.get(name, "")) for name in ("in", "pointer", "keyword")),
        )


def moment(_: Occasion) -> str:
    """Now, as RFC 3339 in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds(_: Occasion) -> int:
    """Now, in seconds since 1970."""
    return int(time.time())


def fresh_id(_: Occasion) -> str:
    return str(uuid4())


def tokens(occasion: Occasion) -> list[str]:
    """The way to the fault within its part of the request."""
    within = occasion.pointer.split("/")[1:]
    return [token.replace("~1", "/").replace("~0", "~") for token in within]


def field(occasion: Occasion) -> str:
    """The name of the member or parameter at fault, dotted when it is deep down."""
    return ".".join(tokens(occasion))


def body_pointer(occasion: Occasion) -> str:
    return occasion.pointer if occasion.place == "body" else ""


def query_parameter(occasion: Occasion) -> str:
    return field(occasion) if occasion.place == "query" else ""


def header(occasion: Occasion) -> str:
    return field(occasion) if occasion.place == "header" else ""


def steps(occasion: Occasion) -> Iterator[str | int]:
    """The way to the fault from the request down, array indexes as numbers."""
    if occasion.place:
        yield occasion.place
    for token in tokens(occasion):
        yield int(token) if token.isdecimal() else token
