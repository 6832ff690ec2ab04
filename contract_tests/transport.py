"""Requests over HTTP: connections kept, pauses that were asked for made, nothing followed, nothing without a bound.

urllib3 carries it: TLS options, proxies, client certificates and content codings are its business.
"""

import contextlib
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import Any, Self
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import (
    DecodeError,
    HTTPError,
    LocationParseError,
    NewConnectionError,
    ProxyError,
    SSLError,
    TimeoutError,  # urllib3's own name
)

from contract_tests.errors import Failing, NoAnswer, RunEnded, Unreachable
from contract_tests.exchange import Answer, Sent
from contract_tests.pace import Pace
from contract_tests.patience import Patience
from contract_tests.settings import Settings
from contract_tests.target import Target

MAX_BODY = 16 * 1024 * 1024
# So many 5xx one after the other, over all threads, and the run ends: the deployment is down, or we bring it down.
MAX_FAILURES = 25
# A connection that was cut before an answer came: how often a request that may be repeated is sent again.
_RESENDS = 2
_CHUNK = 64 * 1024
_NO_BODY = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "DELETE"})

OnWait = Callable[[str, float], None]


class Transport:
    """Sends requests to one target. Safe to share between threads; a context manager that closes its connections."""

    def __init__(
        self, target: Target, settings: Settings, *, on_wait: OnWait = lambda *_: None
    ) -> None:
        self._target = target
        self._timeout = settings.timeout
        self._pace = Pace(settings.rate, settings.budget)
        self._patience = Patience(on_wait)
        self._lock = threading.Lock()
        self._failures = 0
        self._answered = False
        self._pool = _pool(target.url, settings)
        self._defaults = {
            "User-Agent": f"troth/{version('troth')}",
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.clear()

    @property
    def requests(self) -> int:
        """How many requests were sent, repeated ones included."""
        return self._pace.requests

    def send(self, sent: Sent, *, retry_safe: bool) -> Answer:
        """The answer, once all pauses that the deployment asks for are made. Raises NoAnswer, RunEnded, and Unreachable when
        nothing has ever answered."""
        for pauses in range(self._patience.most + 1):
            answer = self._resent(sent, retry_safe)
            if not self._patience.wait(answer, pauses):
                break
        self._note(answer)
        return answer

    def together(self, sent: Sequence[Sent]) -> list[Answer]:
        """Send all at the same moment, each on a connection of its own. Answers are in the order of the requests."""
        barrier = threading.Barrier(len(sent))

        def one(request: Sent) -> Answer:
            barrier.wait(timeout=self._timeout)
            return self.send(request, retry_safe=False)

        with ThreadPoolExecutor(len(sent)) as threads:
            return list(threads.map(one, sent))

    def _resent(self, sent: Sent, retry_safe: bool) -> Answer:
        resends = _RESENDS if retry_safe else 0
        while True:
            try:
                return self._exchange(sent)
            except NoAnswer:
                if not resends:
                    raise
                resends -= 1

    def _exchange(self, sent: Sent) -> Answer:
        self._pace.take()
        start = time.monotonic()
        try:
            with self._open(sent) as response:
                body = _bounded(response, start + self._timeout)
        except (NewConnectionError, SSLError, ProxyError, LocationParseError) as error:
            raise self._unreachable(error) from None
        except TimeoutError:
            raise NoAnswer(f"none within {self._timeout:g} s") from None
        except (HTTPError, OSError) as error:
            raise NoAnswer(f"the connection was cut: {_reason(error)}") from None
        self._answered = True
        headers = tuple(response.headers.iteritems())
        return Answer(response.status, headers, body, time.monotonic() - start)

    @contextlib.contextmanager
    def _open(self, sent: Sent) -> Iterator[Any]:
        response = self._pool.request(
            sent.method,
            sent.url,
            body=sent.body if sent.body or sent.method not in _NO_BODY else None,
            headers=self._headers(sent),
            preload_content=False,
            redirect=False,
            retries=False,
            timeout=urllib3.Timeout(connect=self._timeout, read=self._timeout),
        )
        try:
            yield response
            response.release_conn()
        except BaseException:
            response.close()  # what is left of an answer must not be read as the next one
            raise

    def _headers(self, sent: Sent) -> dict[str, str]:
        given = {name.lower() for name, _ in sent.headers}
        ours = {name: value for name, value in self._defaults.items() if name.lower() not in given}
        return {**ours, **dict(sent.headers)}

    def _unreachable(self, error: HTTPError) -> Exception:
        reason = _reason(error)
        if self._answered:
            return RunEnded(f"the deployment can no longer be reached: {reason}")
        hint = "is it running, and is the address right?"
        return Unreachable(f"cannot be reached: {reason}", self._target.url, hint)

    def _note(self, answer: Answer) -> None:
        with self._lock:
            self._failures = self._failures + 1 if answer.status >= 500 else 0
            if self._failures >= MAX_FAILURES:
                raise Failing(f"the deployment answered 5xx {self._failures} times in a row")


def _pool(url: str, settings: Settings) -> urllib3.PoolManager:
    options: dict[str, Any] = {"maxsize": settings.concurrency + 16, "num_pools": 4}
    if url.startswith("https:"):
        options |= _tls(settings)
    proxy = settings.proxy or _environment_proxy(url)
    return urllib3.ProxyManager(proxy, **options) if proxy else urllib3.PoolManager(**options)


def _tls(settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {"cert_reqs": "CERT_REQUIRED" if settings.verify else "CERT_NONE"}
    if not settings.verify:
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)  # the user asked for it
    if isinstance(settings.verify, str):
        options["ca_certs"] = settings.verify
    if isinstance(settings.certificate, str):
        options["cert_file"] = settings.certificate
    elif settings.certificate is not None:
        options["cert_file"], options["key_file"] = settings.certificate
    return options


def _environment_proxy(url: str) -> str | None:
    """The proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name for a URL."""
    parts = urlsplit(url)
    if urllib.request.proxy_bypass(parts.hostname or ""):
        return None
    return urllib.request.getproxies().get(parts.scheme)


def _bounded(response: Any, deadline: float) -> bytes:
    """The body, free of codings. Raises NoAnswer when it is too large or does not end."""
    parts: list[bytes] = []
    size = 0
    try:
        for part in response.stream(_CHUNK):
            size += len(part)
            parts.append(part)
            if size > MAX_BODY:
                raise NoAnswer(f"the body is larger than {MAX_BODY // 2**20} MiB")
            if time.monotonic() > deadline:
                raise NoAnswer("the body did not end in time")
    except DecodeError as error:
        raise NoAnswer(f"the body is not what its Content-Encoding says: {error}") from None
    return b"".join(parts)


def _reason(error: BaseException) -> str:
    """What a chain of exceptions says at its end, without the names of objects in memory."""
    reason = getattr(error, "reason", None) or error
    inner = reason.args[-1] if getattr(reason, "args", ()) else reason
    text = str(inner)
    return text.rpartition(">: ")[2] or type(error).__name__
