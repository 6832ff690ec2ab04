"""Requests out, answers in: connections kept alive, pauses that the deployment asks for kept, what is lost sent again where
that is safe.

Built on urllib3: TLS, proxies, content codings and the pool of connections are its own. It retries and redirects nothing here.
"""

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from types import TracebackType
from typing import Self

import urllib3
from urllib3 import exceptions

from contract_tests.connection import connections, tls
from contract_tests.errors import Dropped, Failing, NoAnswer, NotConnected, Unreachable
from contract_tests.exchange import Answer, Sent
from contract_tests.health import Health
from contract_tests.pace import Pace
from contract_tests.patience import OnWait, Patience
from contract_tests.settings import Settings
from contract_tests.silence import silence
from contract_tests.target import Target

# The most that an answer may hold, after decoding.
LARGEST_BODY = 16 * 1024 * 1024
_CHUNK = 64 * 1024
# Pauses in seconds before a lost request is sent again.
_AGAIN = (0.1, 0.4, 1.6)

_DEFAULT_HEADERS = {
    "User-Agent": f"troth/{version('troth')}",
    "Accept": "*/*",
    "Accept-Encoding": urllib3.make_headers(accept_encoding=True)["accept-encoding"],
}

Attempt = Callable[[], list[Answer]]


class Transport:
    """Sends to one target. Safe to share between threads. `on_wait` is told, in any thread, of each pause and its reason."""

    def __init__(
        self, target: Target, settings: Settings, on_wait: OnWait = lambda _reason, _seconds: None
    ) -> None:
        """Connects nowhere yet. Raises BadTarget when a certificate or the proxy cannot be used."""
        self._target, self._settings = target, settings
        self._trust: ssl.SSLContext | None = tls(target, settings)
        self._connections = connections(target, settings, self._trust)
        self._pace = Pace(settings.rate, settings.budget)
        self._patience = Patience(self._pace, on_wait)
        self._health = Health()
        self._reached = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connections.clear()

    @property
    def requests(self) -> int:
        """How many were sent, repeated ones included."""
        return self._pace.requests

    def send(self, sent: Sent, *, retry_safe: bool) -> Answer:
        """The answer to one request. Only a `retry_safe` one is sent again when its connection closes before the answer.

        Raises NoAnswer; Unreachable when nothing was ever reached there; RunEnded when the run should not go on.
        """
        return self._patiently(lambda: [self._once(sent, retry_safe)], retry_safe)[0]

    def together(self, sent: Sequence[Sent]) -> list[Answer]:
        """The answers to requests that are sent at one time, each on a connection of its own. Raises as `send`.

        All but the last byte of each is sent before the last byte of any: they are complete at the same moment, however long
        connecting takes. A request without a body cannot be held back like that: it is sent whole.
        """
        return self._patiently(lambda: self._simultaneous(sent), retry_safe=False)

    def _patiently(self, attempt: Attempt, retry_safe: bool) -> list[Answer]:
        for number in range(Patience.TRIES):
            answers = self._watched(attempt, retry_safe)
            if not self._patience.waits(answers, number):
                return answers
        return self._watched(attempt, retry_safe)

    def _watched(self, attempt: Attempt, retry_safe: bool) -> list[Answer]:
        """The answers, counted. What never connected is told from what went away."""
        try:
            answers = self._repeated(attempt, retry_safe)
        except NotConnected as error:
            if not self._reached:
                raise Unreachable(error.problem, self._target.url, error.hint) from None
            raise Failing(f"{self._target.url} went away: {error.problem}") from None
        except NoAnswer:
            self._health.note(failed=True)
            raise
        for answer in answers:
            self._health.note(failed=answer.status >= 500)
        return answers

    def _repeated(self, attempt: Attempt, retry_safe: bool) -> list[Answer]:
        for pause in _AGAIN:
            try:
                return attempt()
            except NotConnected:
                if not self._reached:
                    raise
            except Dropped:
                if not retry_safe:
                    raise
            time.sleep(pause)
        return attempt()

    def _once(self, sent: Sent, retry_safe: bool) -> Answer:
        self._pace.take()
        if retry_safe:
            return self._exchange(self._connections, sent, sent.body)
        # What must not be sent twice gets a new connection: one that was kept may be closed under it.
        with connections(self._target, self._settings, self._trust) as own:
            return self._exchange(own, sent, sent.body)

    def _simultaneous(self, sent: Sequence[Sent]) -> list[Answer]:
        self._pace.take(len(sent))
        line = threading.Barrier(len(sent), timeout=self._settings.timeout)
        with (
            connections(self._target, self._settings, self._trust) as own,
            ThreadPoolExecutor(len(sent)) as threads,
        ):
            futures = [threads.submit(self._in_line, own, one, line) for one in sent]
        errors = [error for future in futures if (error := future.exception())]
        # Who waited for one that failed knows nothing of why.
        for error in sorted(errors, key=lambda one: isinstance(one, threading.BrokenBarrierError)):
            if isinstance(error, threading.BrokenBarrierError):
                raise NoAnswer("the requests could not be sent at one time")
            raise error
        return [future.result() for future in futures]

    def _in_line(
        self, connected: urllib3.PoolManager, sent: Sent, line: threading.Barrier
    ) -> Answer:
        try:
            if not sent.body:
                line.wait()
            return self._exchange(connected, sent, _held(sent.body, line) if sent.body else b"")
        except BaseException:
            line.abort()  # nobody need wait for this one
            raise

    def _exchange(
        self, connected: urllib3.PoolManager, sent: Sent, body: bytes | Iterator[bytes]
    ) -> Answer:
        timeout = self._settings.timeout
        start = time.perf_counter()
        try:
            response = connected.urlopen(
                sent.method,
                sent.url,
                body=body or None,
                headers=_headers(sent),
                timeout=urllib3.Timeout(total=timeout),
                redirect=False,
                preload_content=False,
            )
        except exceptions.HTTPError as error:
            raise silence(error, timeout) from None
        self._reached = True
        try:
            content = _content(response, timeout, start + timeout)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        seconds = time.perf_counter() - start
        return Answer(response.status, tuple(response.headers.items()), content, seconds)


def _headers(sent: Sent) -> urllib3.HTTPHeaderDict:
    headers = urllib3.HTTPHeaderDict()
    for name, value in sent.headers:
        headers.add(name, value)
    for name, value in _DEFAULT_HEADERS.items():
        headers.setdefault(name, value)
    if sent.body:  # a body that is held back has no length of its own
        headers.setdefault("Content-Length", str(len(sent.body)))
    return headers


def _held(body: bytes, line: threading.Barrier) -> Iterator[bytes]:
    """The body, its last byte only when everybody in line has come as far."""
    yield body[:-1]
    line.wait()
    yield body[-1:]


def _content(response: urllib3.BaseHTTPResponse, timeout: float, deadline: float) -> bytes:
    """The whole body, decoded. Raises NoAnswer when it is too long, or takes too long in all."""
    parts: list[bytes] = []
    size = 0
    try:
        while part := response.read1(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > LARGEST_BODY:
                raise NoAnswer(f"the answer's body is longer than {LARGEST_BODY:,} bytes")
            if time.perf_counter() > deadline:
                raise NoAnswer(f"the answer was not complete within {timeout:g} s")
    except exceptions.HTTPError as error:
        raise silence(error, timeout, begun=True) from None
    return b"".join(parts)
