"""Who may use the control API: anybody on this machine, no web page from elsewhere, and over a network only with the token."""

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from spec.fetch import is_loopback


def refusal(headers: Mapping[str, str], *, token: str | None, loopback: bool) -> str | None:
    """Why a control request is refused, or None. `loopback` says whether the server listens on this machine only.

    A page on another site can make a browser call 127.0.0.1, directly (its Origin gives it away) or through a name of its own
    that resolves to it (DNS rebinding; the Host gives it away).
    """
    if token is not None:
        scheme, _, sent = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and hmac.compare_digest(sent.encode(), token.encode()):
            return None
        return "send the control token: `Authorization: Bearer TOKEN`"
    if not loopback:
        return "the control API is off on this address: start the mock with --control-token"
    host = headers.get("host", "")
    if not is_loopback(_hostname(host)):
        return f"the Host {host[:80]!r} is not this machine: use 127.0.0.1 or localhost"
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return f"the Origin {origin[:80]!r} is another site's"
    if headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        return "the request comes from another site"
    return None


def _hostname(host: str) -> str:
    try:
        return urlsplit("//" + host).hostname or ""
    except ValueError:
        return ""
