"""Remote references, only when the user asked: https (plain http on loopback), in bounded time and size."""

import ipaddress
import urllib.error
import urllib.request
from http.client import HTTPMessage
from typing import IO
from urllib.parse import urlsplit

from spec.errors import Unreadable

TIMEOUT = 10.0  # seconds without a byte
MAX_BYTES = 16 * 1024 * 1024


def fetch(url: str) -> bytes:
    """The bytes at `url`. Raises Unreadable for anything else than an answer of 200 within the limits."""
    _refuse_insecure(url)
    opener = urllib.request.build_opener(_SameRules)
    try:
        with opener.open(url, timeout=TIMEOUT) as answer:
            data: bytes = answer.read(MAX_BYTES + 1)
    except (OSError, urllib.error.URLError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise Unreadable(f"cannot be fetched: {reason}", url) from None
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES // 2**20} MiB", url)
    return data


class _SameRules(urllib.request.HTTPRedirectHandler):
    """A redirect is held to the same rules as the address that was asked for."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        _refuse_insecure(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _refuse_insecure(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return
    raise Unreadable("is fetched over https only", url, hint="use an https address")


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
