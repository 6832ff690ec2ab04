"""The routes of the control API. Each is a few lines over `Session`; answers are JSON unless said otherwise."""

import json
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server import access, journal, target
from mock_server.session import Session, UnknownSnapshot
from spec import source
from spec.errors import SpecError
from spec.writer import to_json, to_yaml

MAX_FIXTURES = 16 * 1024 * 1024  # bytes of a fixtures text
MAX_PAGE = 1000  # rows or requests in one answer
_FILTERS = ("method", "path", "operation", "status")


class Indented(JSONResponse):
    """JSON for a person with curl."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n"


def build(session: Session, *, version: str, loopback: bool) -> Starlette:
    routes = _Routes(session, version)
    app = Starlette(
        routes=[Mount("/_mock", routes=routes.table())],
        exception_handlers={
            HTTPException: _http_error,
            SpecError: _bad_input,
            UnknownSnapshot: _unknown_snapshot,
        },
    )
    app.add_middleware(
        _Guard, token=session.settings.control_token, loopback=loopback, server=f"troth/{version}"
    )
    return app


class _Guard:
    """Lets through who may use the control API and names the server in every answer."""

    def __init__(self, app: ASGIApp, *, token: str | None, loopback: bool, server: str) -> None:
        self._app, self._token, self._loopback = app, token, loopback
        self._server = (b"server", server.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def named(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [self._server, *message["headers"]]
            await send(message)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reason = access.refusal(Request(scope).headers, token=self._token, loopback=self._loopback)
        if reason is None:
            await self._app(scope, receive, named)
        else:
            status = 401 if self._token else 403
            await _error(status, reason)(scope, receive, named)


class _Routes:
    def __init__(self, session: Session, version: str) -> None:
        self._session, self._version = session, version

    def table(self) -> list[Route]:
        """Path, method and handler; the handler's docstring is what the index says."""
        rows: tuple[tuple[str, str, Callable[..., Any]], ...] = (
            ("/", "GET", self.index),
            ("/health", "GET", self.health),
            ("/version", "GET", self.version),
            ("/reset", "POST", self.reset),
            ("/state", "GET", self.state),
            ("/state/rows/{resource}", "GET", self.rows),
            ("/state/fixtures", "POST", self.add_fixtures),
            ("/state/snapshots", "GET", self.snapshots),
            ("/state/snapshots", "POST", self.snapshot),
            ("/state/snapshots/{name}", "DELETE", self.forget),
            ("/state/snapshots/{name}/restore", "POST", self.restore),
            ("/requests", "GET", self.requests),
            ("/requests", "DELETE", self.clear_requests),
            ("/requests/count", "GET", self.count_requests),
            ("/document", "GET", self.document),
            ("/target", "GET", self.target),
        )
        return [Route(path, handler, methods=[method]) for path, method, handler in rows]

    async def index(self, request: Request) -> Response:
        """this list"""
        routes = {
            f"{method} /_mock{route.path}": (route.endpoint.__doc__ or "").strip()
            for route in self.table()
            for method in sorted(set(route.methods or ()) - {"HEAD"})
        }
        return Indented(routes)

    async def health(self, request: Request) -> Response:
        """whether the mock answers"""
        return Indented({"status": "ok"})

    async def version(self, request: Request) -> Response:
        """the version of troth and of the document"""
        document = self._session.document
        info = document.content["info"]
        return Indented(
            {
                "troth": self._version,
                "document": {
                    "name": document.name,
                    "title": info["title"],
                    "version": info["version"],
                    "openapi": document.content["openapi"],
                    "corrections": list(dict.fromkeys(item.name for item in document.corrections)),
                },
            }
        )

    async def reset(self, request: Request) -> Response:
        """back to before the first request"""
        self._session.reset()
        return Indented(self._counts())

    async def state(self, request: Request) -> Response:
        """how much there is of everything"""
        return Indented(self._counts())

    async def rows(self, request: Request) -> Response:
        """what was submitted, oldest first (offset, limit)"""
        resource = request.path_params["resource"]
        offset, limit = _number(request, "offset", 0), _number(request, "limit", 100)
        return Indented(list(self._session.rows(resource, offset=offset, limit=limit)))

    async def add_fixtures(self, request: Request) -> Response:
        """add the records of a fixtures text (YAML or JSON) until the next reset"""
        text = source.parse(await _body(request), "the request body")
        self._session.add_fixtures(text)
        return Indented(self._counts(), status_code=201)

    async def snapshots(self, request: Request) -> Response:
        """the names of the snapshots, oldest first"""
        return Indented(list(self._session.snapshots()))

    async def snapshot(self, request: Request) -> Response:
        """remember the present state"""
        return Indented({"name": self._session.snapshot()}, status_code=201)

    async def restore(self, request: Request) -> Response:
        """go back to a snapshot, which stays"""
        self._session.restore(request.path_params["name"])
        return Indented(self._counts())

    async def forget(self, request: Request) -> Response:
        """forget a snapshot"""
        self._session.forget(request.path_params["name"])
        return Response(status_code=204)

    async def requests(self, request: Request) -> Response:
        """the last requests, oldest first (method, path, operation, status, limit)"""
        entries = self._found(request)[-_number(request, "limit", 100) :]
        keys = self._session.keys()
        return Indented([journal.as_json(entry, keys) for entry in entries])

    async def count_requests(self, request: Request) -> Response:
        """how many requests (method, path, operation, status)"""
        return Indented({"count": len(self._found(request))})

    async def clear_requests(self, request: Request) -> Response:
        """forget the requests"""
        self._session.journal.clear()
        return Response(status_code=204)

    async def document(self, request: Request) -> Response:
        """the corrected document (format=json or yaml)"""
        content = self._session.document.content
        if request.query_params.get("format", "json") == "yaml":
            return PlainTextResponse(to_yaml(content), media_type="application/yaml")
        return Response(to_json(content), media_type="application/json")

    async def target(self, request: Request) -> Response:
        """a target file for the contract tests, with this mock's keys and ids (TOML)"""
        url = str(request.base_url).rstrip("/")
        return PlainTextResponse(target.as_toml(self._session, url), media_type="application/toml")

    def _found(self, request: Request) -> list[journal.Entry]:
        unknown = set(request.query_params) - {*_FILTERS, "limit"}
        if unknown:
            known = ", ".join((*_FILTERS, "limit"))
            raise HTTPException(400, f"no filter is called {sorted(unknown)[0]!r}; known: {known}")
        wanted: dict[str, Any] = {
            name: request.query_params[name] for name in _FILTERS if name in request.query_params
        }
        if "status" in wanted:
            wanted["status"] = _number(request, "status", 0)
        return self._session.journal.find(**wanted)

    def _counts(self) -> dict[str, Any]:
        state = self._session.state
        kinds = state.world.kinds()
        return {
            "records": {kind: sum(1 for _ in state.world.records(kind)) for kind in kinds},
            "rows": state.store.counts(),
            "bytes": state.store.size(),
            "requests": len(self._session.journal.find()),
            "snapshots": list(self._session.snapshots()),
        }


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FIXTURES:
            raise HTTPException(413, f"a fixtures text is at most {MAX_FIXTURES // 2**20} MiB")
    return body


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise HTTPException(400, f"{name} is a whole number of at least 0, not {text[:40]!r}")
    return min(int(text), MAX_PAGE) if name == "limit" else int(text)


def _error(status: int, message: str) -> Response:
    return Indented({"error": message}, status_code=status)


def _http_error(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 500)
    message = getattr(error, "detail", str(error))
    if status == 404:
        message = (
            f"the control API has nothing at {request.url.path}; GET /_mock/ lists what it has"
        )
    answer = _error(status, message)
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


def _bad_input(request: Request, error: Exception) -> Response:
    return _error(400, str(error))


def _unknown_snapshot(request: Request, error: Exception) -> Response:
    known = ", ".join(getattr(error, "known", ())) or "none"
    return _error(404, f"{error}; there is {known}")
