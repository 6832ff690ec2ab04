"""Asks a server of the shelf without a network: how a variant's row shows its difference in one line."""

import gzip
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from threading import Barrier
from typing import Any

from contract_tests.tests.defects.server import Request, Response, Server
from contract_tests.tests.defects.world import HERE, PRIMARY, Conversation, Organization


@dataclass(frozen=True, slots=True)
class Reply:
    response: Response

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def body(self) -> bytes:
        """The body without its content coding."""
        coded = self.headers.get("content-encoding") == "gzip"
        return gzip.decompress(self.response.body) if coded else self.response.body

    @property
    def json(self) -> Any:
        """The body as JSON, None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def headers(self) -> Mapping[str, str]:
        return self.response.headers

    @property
    def is_new(self) -> bool:
        """Whether the answer is about a row that was just made."""
        return bool(self["createdAt"] == self["updatedAt"])

    def __getitem__(self, name: str) -> Any:
        """A member of the body, "gone" when there is none."""
        value = self.json
        return value.get(name, "gone") if isinstance(value, dict) else "no object"


class Client:
    """`at` is a conversation or an id; `by` is whose key is sent, `key` a credential in its place, None for none at all."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def submit(
        self,
        label: Any = "a",
        *,
        at: Conversation | str = HERE,
        by: Organization = PRIMARY,
        **members: Any,
    ) -> Reply:
        """A valid submit, with a verdict unless it or a score is given."""
        outcome = {} if {"verdict", "score"} & set(members) else {"verdict": "pass"}
        return self.body({"label": label, **outcome, **members}, at=at, by=by)

    def status(self, label: Any = "a", **how: Any) -> int:
        return self.submit(label, **how).status

    def body(self, value: Any, **how: Any) -> Reply:
        """Any JSON value as body."""
        return self.raw(json.dumps(value).encode(), **how)

    def raw(
        self,
        body: bytes,
        *,
        at: Conversation | str = HERE,
        by: Organization = PRIMARY,
        content_type: str = "application/json",
        method: str = "POST",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Any bytes as body; `headers` win, an empty value removes one."""
        place = at.id if isinstance(at, Conversation) else at
        path = f"/v1/conversations/{place}/customer-metrics"
        given = {
            "authorization": f"Bearer {by.key}",
            "content-type": content_type,
            "accept-encoding": "gzip",
            **(headers or {}),
        }
        sent = {name: value for name, value in given.items() if value}
        return Reply(self.server.answer(Request(method, path, sent, body)))

    def credential(self, value: str, label: str = "a") -> Reply:
        """A submit whose Authorization is this text; empty for none."""
        body = json.dumps({"label": label, "verdict": "pass"}).encode()
        return self.raw(body, headers={"authorization": value})

    def same_row(self, first: str, second: str) -> bool:
        """Whether two labels are one row."""
        return bool(self.submit(first)["id"] == self.submit(second)["id"])

    def together(self, *asks: Callable[["Client"], Reply]) -> list[Reply]:
        """All at once, each on a thread."""
        ready = Barrier(len(asks))

        def send(ask: Callable[["Client"], Reply]) -> Reply:
            ready.wait()
            return ask(self)

        with ThreadPoolExecutor(len(asks)) as pool:
            return list(pool.map(send, asks))

    def ever(self, happens: Callable[[str], bool]) -> bool:
        """Whether it happens with any of some new labels: a busy machine may keep two threads apart for a while."""
        return any(happens(f"label {number}") for number in range(20))


def start(kind: type[Server]) -> Client:
    """A server of this kind whose clock and ids are the same each time: the clock moves a second a look."""
    ticks = count()  # safe to share between threads, as a generator is not
    zero = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
    return Client(kind(lambda: zero + timedelta(seconds=next(ticks)), Random(7)))
