"""The network, only when the user asked: https (plain http on loopback), in bounded time and size."""

import ipaddress
import re
import string
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO, NamedTuple
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from spec.errors import Unreadable

TIMEOUT = 10.0  # seconds without a byte
DEADLINE = 60.0  # seconds for one answer in all
MAX_BYTES = 16 * 1024 * 1024


class Validators(NamedTuple):
    """What a server said of the version that it sent (RFC 9110 section 8.8), word for word."""

    etag: str | None = None
    last_modified: str | None = None


NOTHING_KNOWN = Validators()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is at an address. `data` is None where the server said that it is what the validators stand for (304)."""

    url: str
    data: bytes | None
    media_type: str
    validators: Validators


def fetch(url: str) -> bytes:
    """The bytes at `url`. Raises Unreadable for anything else than an answer of 200 within the limits."""
    return get(url).data or b""  # there is none only where a condition was sent


def get(
    url: str,
    known: Validators = NOTHING_KNOWN,
    allow: Callable[[str], None] = lambda _: None,
) -> Answer:
    """What is at `url`, unless it is what `known` stands for (RFC 9110 section 13). `allow` raises Unreadable for an address that
    may not be asked, redirects included. Raises Unreadable."""
    refuse_insecure(url)
    allow(url)
    found: list[Answer] = []
    failed: list[Exception] = []

    def work() -> None:
        try:
            found.append(_get(url, known, allow))
        except Exception as error:  # noqa: BLE001  # raised again below, by the thread that asked
            failed.append(error)

    # A server that sends a byte now and then never meets the timeout of a socket: so somebody else watches the clock.
    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(DEADLINE)
    if failed:
        raise failed[0]
    if not found:
        raise Unreadable(f"is not there after {DEADLINE:g} seconds", url)
    return found[0]


def _get(url: str, known: Validators, allow: Callable[[str], None]) -> Answer:
    opener = urllib.request.build_opener(_SameRules(allow))
    request = urllib.request.Request(_ascii(url), headers=_headers(known))  # noqa: S310  # checked above
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            status, headers, final = answer.status, answer.headers, answer.url
            data: bytes = answer.read(MAX_BYTES + 1)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 304 and any(known):
                return Answer(url, None, "", known)
            led = f" (from {error.url}, where it led)" if error.url != request.full_url else ""
            said = next(iter(str(error.reason).splitlines()), "")  # urllib has more of its own
            problem = f"cannot be fetched: {error.code} {said}{led}"
            raise Unreadable(problem, url) from None
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise Unreadable(f"cannot be fetched: {reason}", url) from None
    _check(url, status, headers, data)
    validators = Validators(headers.get("ETag"), headers.get("Last-Modified"))
    return Answer(final, data, headers.get_content_type(), validators)


def _check(url: str, status: int, headers: HTTPMessage, data: bytes) -> None:
    """Raises Unreadable for anything else than a whole text."""
    if status != 200:
        raise Unreadable(f"cannot be fetched: the server answered {status}", url)
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES // 2**20} MiB", url)
    promised = headers.get("Content-Length", "")
    if promised.isdigit() and len(data) < int(promised):
        # http.client takes an early end for the end when it is asked for no more than so many bytes.
        raise Unreadable(f"ended after {len(data)} of {promised} bytes", url, hint="try again")
    coding = headers.get("Content-Encoding", "identity")
    if coding.lower() != "identity":
        raise Unreadable(f"was sent as {coding}, which was not asked for", url)


def _headers(known: Validators) -> dict[str, str]:
    headers = {"User-Agent": "troth", "Accept": "*/*", "Accept-Encoding": "identity"}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


class _SameRules(urllib.request.HTTPRedirectHandler):
    """A redirect is held to the same rules as the address that was asked for."""

    def __init__(self, allow: Callable[[str], None]) -> None:
        self.allow = allow

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        try:
            refuse_insecure(newurl)
            if _is_own(newurl) and not _is_own(req.full_url):
                raise Unreadable("leads back to this machine", req.full_url)
            self.allow(newurl)
        except Unreadable as error:
            fp.close()
            if error.source != req.full_url:
                error.problem += f" (a redirect from {req.full_url})"
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_own(url: str) -> bool:
    return is_loopback(urlsplit(url).hostname or "")


def refuse_insecure(url: str) -> None:
    """Raises Unreadable for an address that is neither https nor this machine's own."""
    parts = _parts(url)
    if parts.username or parts.password:
        hint = "it would stand in messages and files: leave it out"
        raise Unreadable(
            "holds a name or a password", f"{parts.scheme}://…@{parts.hostname}", hint=hint
        )
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return
    raise Unreadable("is fetched over https only", url, hint="use an https address")


def _parts(url: str) -> SplitResult:
    """Raises Unreadable for what is no address; a password in it is not repeated."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # which is read when it is asked for
    except ValueError as error:
        reason = "" if "@" in url else f": {error}"  # which may quote it
        raise Unreadable(f"is no address{reason}", re.sub(r"//[^/]*@", "//…@", url)) from None
    return parts


def _ascii(url: str) -> str:
    """An address as it is sent: what is beyond ASCII in percent-encoded UTF-8 (RFC 3987 section 3.1), a host by IDNA."""
    if url.isascii():
        return url
    parts = _parts(url)
    try:
        host = parts.netloc.encode("idna").decode()
    except UnicodeError as error:
        raise Unreadable(f"is no address: its host has no ASCII form: {error}", url) from None
    rest = (quote(part, safe=string.punctuation) for part in parts[2:])
    return urlunsplit((parts.scheme, host, *rest))


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
