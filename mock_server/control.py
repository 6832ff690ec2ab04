"""The control API under `/_mock/`: what a person or a test does to the mock itself. Starlette, made on first use."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from mock_server.session import Session

if TYPE_CHECKING:
    from starlette.applications import Starlette

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Control:
    """The ASGI application of the control API."""

    def __init__(self, session: Session, *, version: str, loopback: bool) -> None:
        self._session, self._version, self._loopback = session, version, loopback
        self._app: Starlette | None = None

    def keys(self) -> tuple[str, ...]:
        """The keys that work, to be masked wherever requests are shown."""
        return self._session.keys()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            # Starlette costs 80 ms to import, a tenth of the time from start to the first answer.
            from mock_server.control_routes import build

            self._app = build(self._session, version=self._version, loopback=self._loopback)
        await self._app(scope, receive, send)
