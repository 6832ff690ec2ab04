"""The ASGI application: bytes in, bytes out, limits kept. What is answered is decided in `pipeline`.

The path of an API request is plain ASGI: Starlette's Request and Response would cost a third of the time. `/_mock/` is Starlette.
"""

import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from mock_server.control import Control
from mock_server.cors import cors_headers, preflight
from mock_server.exchange import Answer, Headers, Request
from mock_server.journal import Journal
from mock_server.pipeline import Pipeline, own_fault
from mock_server.refusal import Refusal
from mock_server.settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class MockApp:
    """Serves one document. Every answer carries `Server: troth/VERSION`."""

    def __init__(
        self,
        pipeline: Pipeline,
        journal: Journal,
        control: Control,
        settings: Settings,
        *,
        version: str,
        log: Callable[[str], None] | None = None,
    ) -> None:
        self._pipeline, self._journal, self._control = pipeline, journal, control
        self._max_body = settings.max_body
        self.server = (b"server", f"troth/{version}".encode())
        self._log = log
        self._keys = control.keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if scope["path"].startswith("/_mock/") or scope["path"] == "/_mock":
                await self._control(scope, receive, send)
            else:
                await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        message = await receive()
        body = message.get("body", b"")
        too_large = None
        if message.get("more_body") or len(body) > self._max_body:
            body, too_large = await self._rest(body, message, receive)
        elif message["type"] == "http.disconnect":
            return
        if body is None:
            return
        headers = _joined(scope["headers"])
        request = Request(scope["method"], scope["raw_path"], scope["query_string"], headers, body)
        answer = too_large or self._answer(request)
        seconds = time.perf_counter() - started
        # Before it is sent: whoever has the answer may ask for the journal in the next moment, and from another thread.
        self._journal.record(request, answer, time=time.time(), seconds=seconds)
        await send(self._head(request, answer))
        await send(
            {"type": "http.response.body", "body": b"" if request.method == "HEAD" else answer.body}
        )
        if self._log:
            self._log(self._journal.last_line(self._keys()))

    def _answer(self, request: Request) -> Answer:
        try:
            if request.method == "OPTIONS":
                answer = preflight(request, self._pipeline.routing)
                if answer is not None:
                    return answer
            return self._pipeline.answer(request)
        except Refusal as refusal:  # of a preflight to a path that cannot be decoded
            return self._pipeline.refuse(refusal)
        except Exception as error:  # noqa: BLE001  # the last line of defence: no request stops the server
            sys.stderr.write(f"troth: failed on {request.method}: {error!r}\n")
            return self._pipeline.refuse(own_fault(f"{type(error).__name__} while answering"))

    def _head(self, request: Request, answer: Answer) -> Message:
        headers: Headers = [self.server, *answer.headers]
        if answer.status != 204:  # RFC 9110 section 8.6: a 204 has no Content-Length
            headers.append((b"content-length", b"%d" % len(answer.body)))
        if b"origin" in request.headers:
            headers += cors_headers(answer)
        return {"type": "http.response.start", "status": answer.status, "headers": headers}

    async def _rest(
        self, body: bytes, message: Message, receive: Receive
    ) -> tuple[bytes | None, Answer | None]:
        """A body that came in pieces; with the refusal as soon as it is too large; None when the client went away."""
        chunks, size = [body], len(body)
        while size <= self._max_body:
            if not message.get("more_body"):
                return b"".join(chunks), None
            message = await receive()
            if message["type"] == "http.disconnect":
                return None, None
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
        return b"", self._pipeline.refuse(_too_large(self._max_body))


def _too_large(limit: int) -> Refusal:
    message = f"the body is larger than {limit:,} bytes; the mock's limit is --max-body"
    # What is left of the body is not worth reading: the connection ends with the answer.
    return Refusal(413, message, details={"limit": limit}, headers=[(b"connection", b"close")])


def _joined(headers: Headers) -> dict[bytes, bytes]:
    """Headers by name; one that was sent twice is joined (RFC 9110 section 5.2)."""
    joined = dict(headers)
    if len(joined) != len(headers):
        joined.clear()
        for name, value in headers:
            joined[name] = joined[name] + b", " + value if name in joined else value
    return joined


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})
