"""A mutant: an app around an app that gets one thing wrong."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from contract_tests.tests.mutants.http import App, Reply, Request
from spec.operations import Operation, Response

Change = Callable[[Request, Reply], Reply]


@dataclass(frozen=True, slots=True)
class Mutant:
    """`kind` is what is wrong, `name` also where; `seen_by` are the properties of which one has to find it."""

    kind: str
    name: str
    seen_by: tuple[str, ...]
    wrap: Callable[[App], App]


@dataclass(frozen=True, slots=True)
class Match:
    """Whether a request is to this operation: its method, and an address of its path template."""

    operation: Operation

    def __call__(self, request: Request) -> bool:
        # OAS 3.1 section 4.8.9.1: a path parameter holds no slash.
        pieces = re.split(r"\{[^{}]+\}", self.operation.path)
        template = "[^/]+".join(map(re.escape, pieces))
        return request.method == self.operation.method and bool(
            re.fullmatch(template, request.path)
        )


def answers_of(operation: Operation, response: Response, change: Change) -> Callable[[App], App]:
    """Changes the answers that an operation's document describes by this response."""
    match = Match(operation)

    def wrap(app: App) -> App:
        def mutated(request: Request) -> Reply:
            reply = app(request)
            if match(request) and operation.response(reply.status) is response:
                return change(request, reply)
            return reply

        return mutated

    return wrap


def json_of(body: bytes) -> Any:
    """The JSON value of a body, None when it is none."""
    try:
        return json.loads(body)
    except ValueError:
        return None


def with_json(reply: Reply, value: Any) -> Reply:
    return Reply(reply.status, reply.headers, json.dumps(value).encode())


def with_header(reply: Reply, name: str, value: str | None) -> Reply:
    others = tuple((key, old) for key, old in reply.headers if key.lower() != name.lower())
    added: Sequence[tuple[str, str]] = [] if value is None else [(name.lower(), value)]
    return Reply(reply.status, (*others, *added), reply.body)
