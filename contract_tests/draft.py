"""A request before it is serialized: what properties edit, one fault at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Final

from spec.frozen import thaw
from spec.operations import Operation, Place
from spec.pointer import Tokens


class _Absent(Enum):
    ABSENT = "absent"


ABSENT: Final = _Absent.ABSENT  # no value at all, which is not null

At = tuple[Place, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """One request to one operation.

    `principal` is whose key is sent, None for no credential. `parameters` are values by place and name. `body` is a JSON value,
    ABSENT for none; `raw` are bytes sent in its place. `media_type` is the Content-Type as written, None for no such header.
    `headers` are added at the end and win over all others: a value is latin-1 text; None removes the header.
    """

    operation: Operation
    principal: str | None = "primary"
    parameters: Mapping[At, Any] = field(default_factory=dict)
    body: Any = ABSENT
    media_type: str | None = None
    raw: bytes | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)

    def with_body(self, body: Any) -> "Draft":
        return replace(self, body=body, raw=None)

    def with_raw(self, raw: bytes) -> "Draft":
        return replace(self, raw=raw)

    def with_member(self, at: Tokens, value: Any) -> "Draft":
        """The body with `value` at `at`, which need not be there yet; the objects around it must be. ABSENT removes it."""
        return replace(self, body=put(self.body, at, value), raw=None)

    def with_parameter(self, place: Place, name: str, value: Any) -> "Draft":
        """ABSENT removes the parameter."""
        others = {at: kept for at, kept in self.parameters.items() if at != (place, name)}
        changed = others if value is ABSENT else {**others, (place, name): value}
        return replace(self, parameters=changed)

    def with_headers(self, **headers: str | None) -> "Draft":
        """`content_type="text/plain"` sets Content-Type; None removes it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **named})

    def by(self, principal: str | None) -> "Draft":
        return replace(self, principal=principal)

    def member(self, at: Tokens) -> Any:
        """What the body has at `at`, or ABSENT."""
        return take(self.body, at)


def put(value: Any, at: Tokens, new: Any) -> Any:
    """A copy of `value` in which `at` holds `new`, or is gone when `new` is ABSENT."""
    if not at:
        return new
    copy = thaw(value)
    holder = copy
    for token in at[:-1]:
        holder = holder[_index(holder, token)]
    last = _index(holder, at[-1])
    if new is ABSENT:
        if isinstance(holder, list) or last in holder:
            del holder[last]
    elif isinstance(holder, list) and last == len(holder):
        holder.append(new)
    else:
        holder[last] = new
    return copy


def take(value: Any, at: Tokens) -> Any:
    """The value at `at`, ABSENT when there is none."""
    for token in at:
        try:
            value = value[_index(value, token)]
        except (KeyError, IndexError, TypeError, ValueError):
            return ABSENT
    return value


def _index(holder: Any, token: str | int) -> Any:
    return int(token) if isinstance(holder, list) else str(token)
