"""Plausible values of the formats that JSON Schema and OpenAPI name.

Names and addresses are those reserved for documentation: RFC 2606 (example.com), RFC 5737 (192.0.2.0/24) and RFC 3849
(2001:db8::/32).
"""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

# From the ordinary one to short and long ones, for schemas that bound the length.
FIXED: dict[str, tuple[str, ...]] = {
    "date-time": ("2026-01-15T09:30:00Z", "2026-01-15T09:30:00.000Z", "2026-01-15T09:30:00+00:00"),
    "date": ("2026-01-15",),
    "time": ("09:30:00Z", "09:30:00+00:00"),
    "duration": ("P1D", "PT1H30M"),
    "email": ("user@example.com", "a@example.com", "a@b.co"),
    "idn-email": ("user@example.com", "a@example.com", "a@b.co"),
    "hostname": ("example.com", "a.co", "a"),
    "idn-hostname": ("example.com", "a.co", "a"),
    "ipv4": ("192.0.2.1", "192.0.2.101"),
    "ipv6": ("2001:db8::1", "::1", "::", "2001:db8:0:0:0:0:0:1"),
    "uri": ("https://example.com/", "urn:a", "a:b"),
    "url": ("https://example.com/", "urn:a", "a:b"),
    "uri-reference": ("https://example.com/", "/a", "a"),
    "iri": ("https://example.com/", "urn:a", "a:b"),
    "iri-reference": ("https://example.com/", "/a", "a"),
    "uri-template": ("https://example.com/{id}", "/{id}", "a"),
    "uuid": ("3fa85f64-5717-4562-b3fc-2c963f66afa6",),
    "json-pointer": ("/a",),
    "relative-json-pointer": ("0",),
    "regex": ("^a$", "a"),
    "byte": ("c3RyaW5n", "YQ=="),
}
# A text of these formats stays one when this is repeated at its end.
STRETCH = {
    "uri": "a", "url": "a", "uri-reference": "a", "iri": "a", "iri-reference": "a", "uri-template": "a",
    "json-pointer": "a", "regex": "a", "byte": "YWFh",
}  # fmt: skip

_SYLLABLES = "ba de fi go ku la me ni po ra se ti vo wa xe yu za".split()
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def word(chance: Random) -> str:
    """A word that can be said."""
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4)))


def _moment(chance: Random) -> datetime:
    return _EPOCH + timedelta(seconds=chance.randrange(10 * 365 * 86_400))


def _uuid(chance: Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def _address(chance: Random) -> str:
    return f"{word(chance)}.{word(chance)}@example.{chance.choice(('com', 'net', 'org'))}"


def _link(chance: Random) -> str:
    return f"https://example.com/{word(chance)}/{chance.randint(1, 999)}"


def _host(chance: Random) -> str:
    return f"{word(chance)}.example.com"


RANDOM: dict[str, Callable[[Random], str]] = {
    "date-time": lambda chance: _moment(chance).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "date": lambda chance: _moment(chance).strftime("%Y-%m-%d"),
    "time": lambda chance: _moment(chance).strftime("%H:%M:%SZ"),
    "duration": lambda chance: f"P{chance.randint(1, 30)}DT{chance.randint(0, 23)}H",
    "email": _address,
    "idn-email": _address,
    "hostname": _host,
    "idn-hostname": _host,
    "ipv4": lambda chance: f"192.0.2.{chance.randint(1, 254)}",
    "ipv6": lambda chance: f"2001:db8::{chance.randint(1, 0xFFFF):x}",
    "uri": _link,
    "url": _link,
    "uri-reference": _link,
    "iri": _link,
    "iri-reference": _link,
    "uri-template": lambda chance: f"https://example.com/{word(chance)}/{{id}}",
    "uuid": _uuid,
    "json-pointer": lambda chance: f"/{word(chance)}/{chance.randint(0, 9)}",
    "relative-json-pointer": lambda chance: f"{chance.randint(0, 9)}/{word(chance)}",
    "regex": lambda chance: f"^{word(chance)}$",
    "byte": lambda chance: base64.b64encode(word(chance).encode()).decode(),
}
