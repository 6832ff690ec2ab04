"""A correct server for the vendored operation, written from its page alone; every decision is a field or a small method, so
that a variant is a subclass that takes one of them otherwise.

A request goes through `steps`, each of which may refuse it. Where the document leaves something open, this server does what the
methods' docstrings say.
"""

# ruff: noqa: ARG002  # what a method here does not look at, a variant of it does

import asyncio
import json
import re
import socket
import threading
import uuid
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random, SystemRandom
from typing import Any, NoReturn
from urllib.parse import unquote

import uvicorn

from contract_tests.tests.defects.world import (
    CONVERSATIONS,
    METRICS,
    ORGANIZATIONS,
    Conversation,
    Organization,
)

Body = dict[str, Any]
_PATH = re.compile(r"/v1/conversations/([^/]*)/customer-metrics")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TITLES = {401: "Unauthorized", 403: "Forbidden", 404: "Not found", 500: "Internal server error"}


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is as it came, percent-encoded; names of `headers` are lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """`delay` is how many seconds it is held back."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0


class Refused(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    created: datetime
    updated: datetime
    members: Body


@dataclass(slots=True)
class Call:
    """A request on its way through the steps, which fill in the rest. `old` is the row that was replaced."""

    request: Request
    path_id: str = ""
    body: Any = None
    caller: Organization = field(init=False)
    conversation: Conversation = field(init=False)
    row: Row = field(init=False)
    old: Row | None = None


def refuse(status: int, message: str) -> NoReturn:
    raise Refused(status, message)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Server:
    steps: tuple[str, ...] = tuple(
        "route authenticate read inspect validate object flag own map store".split()
    )
    score_least: float = 0
    score_most: float = 100
    label_least, label_most = 1, 255
    note_most, external_most = 5000, 255
    verdicts: tuple[str, ...] = ("pass", "fail")
    media_types: tuple[str, ...] = ("application/json",)
    body_most = 4 << 20
    threaded = False  # each request on a thread of its own, so that two can meet
    idle = 30  # seconds until an unused connection is closed

    def __init__(self, now: Callable[[], datetime] = utc_now, chance: Random | None = None) -> None:
        self.now, self.chance = now, chance or SystemRandom()
        self.rows: dict[Any, Row] = {}
        self.lock: Any = threading.RLock()
        self.count = 0
        self.memory: dict[Any, Any] = {}  # for variants that remember what they should not

    # --- a request ------------------------------------------------------------------------------------------------------

    def answer(self, request: Request) -> Response:
        self.count += 1
        call = Call(request)
        early = self.admit(request)
        if early is not None:
            return early
        try:
            for step in self.steps:
                getattr(self, step)(call)
            response = self.accepted(call)
        except Refused as refused:
            self.after_refusal(call, refused)
            response = self.problem(call, refused)
        return self.finish(call, response)

    def admit(self, request: Request) -> Response | None:
        """An answer before anything is looked at."""
        return None

    def finish(self, call: Call, response: Response) -> Response:
        """The last look at an answer."""
        return response

    # --- route, authenticate --------------------------------------------------------------------------------------------

    def route(self, call: Call) -> None:
        """An id that is no UUID is 400; one in upper case is taken."""
        found = _PATH.fullmatch(call.request.path)
        if found is None:
            refuse(404, "no such path")
        if call.request.method != "POST":
            refuse(405, "only POST is spoken here")
        call.path_id = self.path_id(unquote(found[1]))
        if not self.is_uuid(call.path_id):
            refuse(400, "the id in the path is no UUID")

    def path_id(self, text: str) -> str:
        return text.lower()

    def authenticate(self, call: Call) -> None:
        """The scheme is taken in any case."""
        header = call.request.headers.get("authorization")
        caller = None if header is None else self.caller(header, call)
        if caller is None:
            refuse(401, "no valid API key")
        call.caller = caller

    def caller(self, header: str, call: Call) -> Organization | None:
        scheme, _, key = header.partition(" ")
        return self.holder(key) if self.is_scheme(scheme) else None

    def is_scheme(self, scheme: str) -> bool:
        return scheme.lower() == "bearer"

    def holder(self, key: str) -> Organization | None:
        return next((one for one in ORGANIZATIONS if self.is_key(key, one.key)), None)

    def is_key(self, given: str, key: str) -> bool:
        return given == key

    # --- read -----------------------------------------------------------------------------------------------------------

    def read(self, call: Call) -> None:
        """A missing or wrong media type is 400."""
        if len(call.request.body) > self.body_most:
            refuse(413, "the body is too large")
        self.check_media_type(call.request.headers.get("content-type", ""))
        body = self.parse(call.request.body)
        call.body = self.received(body) if isinstance(body, dict) else self.other_body(body)

    def check_media_type(self, content_type: str) -> None:
        if content_type.partition(";")[0].strip().lower() not in self.media_types:
            refuse(400, "the body must be application/json")

    def parse(self, body: bytes) -> Any:
        """A byte order mark is 400, of two members with one name the last counts, a lone surrogate is 400."""
        try:
            value = self.decode(body)
        except (ValueError, RecursionError):
            refuse(400, "the body is no JSON")
        if _SURROGATE.search(self.text_of(value)):
            refuse(400, "the body is no Unicode text")
        return value

    def decode(self, body: bytes) -> Any:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant)

    def text_of(self, value: Any) -> str:
        """All text in a value, to search in."""
        return json.dumps(value, ensure_ascii=False)

    def received(self, body: Body) -> Body:
        """What is read of a body, before it is validated."""
        return body

    def other_body(self, body: Any) -> Any:
        """The same for a body that is no object."""
        return body

    # --- validate -------------------------------------------------------------------------------------------------------

    def inspect(self, call: Call) -> None:
        """For variants: before the body is validated, it may be anything."""

    def validate(self, call: Call) -> None:
        body = call.body
        if not isinstance(body, dict):
            refuse(400, "the body is no object")
        if "label" not in body:
            refuse(400, "label is missing")
        for name, check in self.checks().items():
            if name in body and not check(body[name]):
                refuse(400, f"{name} is not valid")
        if not self.has_outcome(body):
            refuse(400, "verdict or score is needed")

    def object(self, call: Call) -> None:
        """For variants: the body is valid."""

    def checks(self) -> dict[str, Callable[[Any], bool]]:
        return {
            "label": self.is_label,
            "verdict": self.is_verdict,
            "score": self.is_score,
            "note": self.is_note,
            "metricId": self.is_uuid,
            "externalId": self.is_external_id,
        }

    def is_label(self, value: Any) -> bool:
        return isinstance(value, str) and self.label_least <= self.length(value) <= self.label_most

    def is_verdict(self, value: Any) -> bool:
        return isinstance(value, str) and value in self.verdicts

    def is_score(self, value: Any) -> bool:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and self.score_least <= value <= self.score_most

    def is_note(self, value: Any) -> bool:
        return isinstance(value, str) and self.length(value) <= self.note_most

    def is_external_id(self, value: Any) -> bool:
        return isinstance(value, str) and self.length(value) <= self.external_most

    def is_uuid(self, value: Any) -> bool:
        return isinstance(value, str) and _UUID.fullmatch(value) is not None

    def length(self, text: str) -> int:
        return len(text)

    def has_outcome(self, body: Body) -> bool:
        return "verdict" in body or "score" in body

    # --- whose it is ----------------------------------------------------------------------------------------------------

    def flag(self, call: Call) -> None:
        if not call.caller.enabled:
            refuse(403, "metrics are not enabled")

    def own(self, call: Call) -> None:
        found = CONVERSATIONS.get(call.path_id)
        if found is None or found.owner is not call.caller:
            refuse(404, "no such conversation")
        call.conversation = found

    def map(self, call: Call) -> None:
        """An unknown metric is 403, as one of another organization."""
        if "metricId" in call.body:
            found = METRICS.get(call.body["metricId"].lower())
            if found is None or found.owner is not call.caller:
                refuse(403, "the metric is not in your organization")

    # --- the row --------------------------------------------------------------------------------------------------------

    def store(self, call: Call) -> None:
        with self.lock:
            call.old = self.find(call)
            call.row = self.save(call, call.old)

    def key(self, call: Call) -> Any:
        return call.conversation.id, self.fold(call.body["label"])

    def fold(self, label: str) -> str:
        """What makes two labels one: nothing but to be the same."""
        return label

    def find(self, call: Call) -> Row | None:
        return self.rows.get(self.key(call))

    def save(self, call: Call, old: Row | None) -> Row:
        now = self.now()
        created = self.created(call, old, now)
        updated = self.updated(call, old, now)
        row = Row(self.row_id(call, old), created, updated, self.members(call, old))
        self.rows[self.key(call)] = row
        return row

    def row_id(self, call: Call, old: Row | None) -> str:
        return old.id if old else self.new_id()

    def new_id(self) -> str:
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    def created(self, call: Call, old: Row | None, now: datetime) -> datetime:
        return old.created if old else now

    def updated(self, call: Call, old: Row | None, now: datetime) -> datetime:
        """Moves with each submit, an identical one too."""
        return now

    def members(self, call: Call, old: Row | None) -> Body:
        return {
            name: self.value(name, call.body[name]) for name in self.checks() if name in call.body
        }

    def value(self, name: str, given: Any) -> Any:
        """What is kept of a member: a metric's id in its own form, all else as it was sent."""
        return given.lower() if name == "metricId" else given

    # --- the answer -----------------------------------------------------------------------------------------------------

    def accepted(self, call: Call) -> Response:
        return self.json(self.status(call), self.shown(call))

    def status(self, call: Call) -> int:
        return 201

    def shown(self, call: Call) -> Body:
        row = call.row
        return {
            "id": row.id,
            "organizationId": call.caller.id,
            "conversationId": call.conversation.id,
            "agentId": call.conversation.agent,
            **{name: row.members.get(name) for name in self.checks()},
            "source": "api",
            "createdAt": self.time(row.created),
            "updatedAt": self.time(row.updated),
        }

    def time(self, moment: datetime) -> str:
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def problem(self, call: Call, refused: Refused) -> Response:
        title = _TITLES.get(refused.status, "Validation failed")
        response = self.json(refused.status, {"error": title, "message": refused.message})
        extra = {401: {"www-authenticate": "Bearer"}, 405: {"allow": "POST"}}
        headers = {**response.headers, **extra.get(refused.status, {})}
        return Response(response.status, response.body, headers)

    def after_refusal(self, call: Call, refused: Refused) -> None:
        """A refused request has no effect."""

    def json(self, status: int, value: Any) -> Response:
        return Response(status, self.dump(value), {"content-type": "application/json"})

    def dump(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    # --- the wire -------------------------------------------------------------------------------------------------------

    async def app(
        self,
        scope: Mapping[str, Any],
        receive: Callable[[], Awaitable[Mapping[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        """ASGI."""
        request = await _request(scope, receive)
        response = (
            await asyncio.to_thread(self.answer, request) if self.threaded else self.answer(request)
        )
        if response.delay:
            await asyncio.sleep(response.delay)
        headers = {"content-length": str(len(response.body)), **response.headers}
        if "transfer-encoding" in headers:
            del headers["content-length"]
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": response.status, "headers": raw})
        await send({"type": "http.response.body", "body": response.body})


async def _request(
    scope: Mapping[str, Any], receive: Callable[[], Awaitable[Mapping[str, Any]]]
) -> Request:
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    return Request(scope["method"], scope["raw_path"].decode("latin-1"), headers, bytes(body))


@contextmanager
def running(server: Server) -> Iterator[str]:
    """Serves on a free port of this machine, in a thread; gives the URL."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        server.app,
        interface="asgi3",
        lifespan="off",
        proxy_headers=False,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=server.idle,
        timeout_graceful_shutdown=1,
    )
    web = uvicorn.Server(config)
    thread = threading.Thread(target=web.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        web.should_exit = True
        thread.join(10)
        listening.close()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")
