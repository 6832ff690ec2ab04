"""Mutants whose answers are wrong: a member, a header, the media type, the status."""

from collections.abc import Iterator, Mapping
from typing import Any

from contract_tests.tests.mutants.http import Reply, Request
from contract_tests.tests.mutants.mutant import (
    Change,
    Mutant,
    answers_of,
    json_of,
    with_header,
    with_json,
)
from spec.members import is_nullable, properties
from spec.operations import Operation, Response
from spec.schemas import Schemas

_SCHEMA, _STATUS = ("answers.schema",), ("answers.status", "answers.no-server-error")
_WRONG_FORMAT = "not/what it was"


def answer_mutants(operation: Operation, schemas: Schemas) -> Iterator[Mutant]:
    """The mutants of everything that is documented of an operation's answers."""
    for response in operation.responses:
        where = f"{operation.id} {response.status}"
        for kind, what, seen_by, change in (
            *_of_members(response, schemas),
            *_of_messages(operation, response),
        ):
            name = f"{kind}: {where} {what}".rstrip()
            yield Mutant(kind, name, seen_by, answers_of(operation, response, change))


_Row = tuple[str, str, tuple[str, ...], Change]


def _of_messages(operation: Operation, response: Response) -> Iterator[_Row]:
    yield "undocumented-status", "", _STATUS, _status(_undocumented(operation))
    for header in response.headers:
        if header.required:
            seen_by = ("answers.headers",)
            yield "header-dropped", header.name, seen_by, _header(header.name, None)
            yield "header-wrong", header.name, seen_by, _header(header.name, "no number")
    if response.content:
        seen_by = ("answers.media-type",)
        yield "media-type", "", seen_by, _header("content-type", "text/plain")
        yield "half-a-body", "", seen_by, _half
        yield "trace-in-answer", "", ("answers.no-leak",), _trace
        if response.status != "401":  # no good key was sent then
            yield "key-in-answer", "", ("answers.no-leak",), _leak


def _of_members(response: Response, schemas: Schemas) -> Iterator[_Row]:
    for content in response.content:
        if content.schema is None:
            continue
        schema = schemas.bundle(content.schema, "response")
        required = schema.get("required", ()) if isinstance(schema, dict) else ()
        for name, member in properties(schema).items():
            if name in required:
                yield "member-dropped", name, _SCHEMA, _drop(name)
            yield "member-of-wrong-type", name, _SCHEMA, _set(name, {"troth": 1})
            if not is_nullable(member) and isinstance(member, dict) and "anyOf" not in member:
                yield "member-null", name, _SCHEMA, _set(name, None)
            yield from _of_values(name, member)


def _of_values(name: str, member: Any) -> Iterator[_Row]:
    said: Mapping[str, Any] = member if isinstance(member, dict) else {}
    if "format" in said:
        yield "format", name, _SCHEMA, _set(name, _WRONG_FORMAT)
    if "maximum" in said:
        yield "past-a-maximum", name, _SCHEMA, _set(name, said["maximum"] + 1)
    if "maxLength" in said:
        yield "past-a-length", name, _SCHEMA, _set(name, "x" * (said["maxLength"] + 1))


def _undocumented(operation: Operation) -> int:
    return next(status for status in (202, 207, 418, 299) if operation.response(status) is None)


def _status(status: int) -> Change:
    return lambda _, reply: Reply(status, reply.headers, reply.body)


def _header(name: str, value: str | None) -> Change:
    return lambda _, reply: with_header(reply, name, value)


def _half(_: Request, reply: Reply) -> Reply:
    return Reply(reply.status, reply.headers, reply.body[: len(reply.body) // 2])


def _leak(request: Request, reply: Reply) -> Reply:
    """All that was sent comes back in a header, credentials too."""
    sent = " ".join(value for name, value in request.headers if name not in ("host", "accept"))
    return with_header(reply, "x-debug", sent.replace("\n", " "))


def _trace(_: Request, reply: Reply) -> Reply:
    frame = 'Traceback (most recent call last):\n  File "/srv/app.py", line 42, in answer\n'
    value = json_of(reply.body)
    shown = [*value, frame] if isinstance(value, list) else {**value, "debug": frame}
    return with_json(reply, shown)


def _drop(name: str) -> Change:
    def drop(value: dict[str, Any]) -> dict[str, Any]:
        return {key: member for key, member in value.items() if key != name}

    return lambda _, reply: _changed(reply, drop)


def _set(name: str, new: Any) -> Change:
    return lambda _, reply: _changed(
        reply, lambda value: {**value, name: new} if name in value else value
    )


def _changed(reply: Reply, change: Any) -> Reply:
    value = json_of(reply.body)
    return with_json(reply, change(value)) if isinstance(value, dict) else reply
