"""Error bodies in the document's own shape."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import jsonschema_rs
import orjson

from mock_server.accept import concrete, is_json
from mock_server.problems.candidates import Candidates
from mock_server.problems.form import compile_form
from mock_server.problems.occasion import Occasion
from mock_server.problems.words import Fill
from spec.errors import Invalid
from spec.operations import MediaType, Operation, Schema
from spec.samples import NoSample, static

_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
_PROBLEM = "application/problem+json"


class SchemaSource(Protocol):
    """What `spec.schemas.Schemas` offers."""

    def bundle(self, schema: Schema, direction: Any) -> dict[str, Any] | bool: ...

    def validator(self, schema: Schema, direction: Any) -> jsonschema_rs.Validator: ...


@dataclass(frozen=True, slots=True)
class _Plan:
    """`forms` are tried in turn; `last` is valid whatever there is to say."""

    content_type: str
    forms: tuple[Fill, ...]
    is_valid: Callable[[Any], bool]
    last: Any


class Problems:
    """Writes errors. What a status of an operation takes is compiled when it is first needed, and kept."""

    def __init__(self, operations: Iterable[Operation], schemas: SchemaSource) -> None:
        self._candidates = Candidates(operations)
        self._schemas = schemas
        self._plans: dict[tuple[str | None, int], _Plan] = {}
        self._compiled: dict[tuple[str, str, int], _Plan | None] = {}

    def render(
        self,
        operation: Operation | None,
        status: int,
        title: str,
        message: str,
        details: Mapping[str, Any],
        *,
        instance: str = "",
    ) -> tuple[str, bytes]:
        """The content type and body of an error.

        `details` may have `faults`, as `faults.as_details` writes them: objects with `message`, `in` (body, query, ...),
        `pointer` and `keyword`. `instance` is the request's path. The operation is None where no path matched. Never raises.
        """
        key = (operation.id if operation else None, status)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self._plan(operation, status)
        occasion = Occasion(status, title, _writable(message), details, instance)
        return plan.content_type, _body(plan, occasion)

    def _plan(self, operation: Operation | None, status: int) -> _Plan:
        for media_type in self._candidates.of(operation, status):
            plan = self._compile(media_type, status)
            if plan is not None:
                return plan
        return _Plan(_PROBLEM, (_problem,), _always, {"status": status})

    def _compile(self, media_type: MediaType, status: int) -> _Plan | None:
        """The plan of one schema; None when it cannot be followed at all."""
        if media_type.schema is None:
            return None
        key = (media_type.schema.pointer, media_type.name, status)
        if key not in self._compiled:
            self._compiled[key] = self._follow(media_type, media_type.schema, status)
        return self._compiled[key]

    def _follow(self, media_type: MediaType, schema: Schema, status: int) -> _Plan | None:
        try:
            bundle = self._schemas.bundle(schema, "response")
            is_valid = self._schemas.validator(schema, "response").is_valid
            last = static(bundle, is_valid)
        except (Invalid, NoSample):
            return None
        content_type = concrete(media_type.name)
        if not (is_json(content_type) or isinstance(last, str)):
            return None
        forms = [compile_form(bundle, status, optional=optional) for optional in (True, False)]
        return _Plan(content_type, tuple(form for form in forms if form), is_valid, last)


def _body(plan: _Plan, occasion: Occasion) -> bytes:
    """The fullest body that keeps the promise: with details, without, with required members only, the sample."""
    for form in plan.forms:
        for said in (occasion, occasion._replace(details={})):
            try:
                value = form(said)
                if plan.is_valid(value):
                    return _written(plan, value)
            except (TypeError, ValueError):  # details that JSON cannot hold
                continue
    return _written(plan, plan.last)


def _written(plan: _Plan, value: Any) -> bytes:
    if is_json(plan.content_type):
        return orjson.dumps(value, option=_OPTIONS)
    return f"{value}\n".encode()


def _writable(message: str) -> str:
    """Lone surrogates, which a request may bring into a message, are no text: they are shown escaped."""
    return message if message.isascii() else message.encode(errors="backslashreplace").decode()


def _problem(occasion: Occasion) -> dict[str, Any]:
    """RFC 9457, for a document that says nothing about errors."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": occasion.title,
        "status": occasion.status,
        "detail": occasion.message,
    }
    if occasion.instance:
        body["instance"] = occasion.instance
    return body | {"details": dict(occasion.details)} if occasion.details else body


def _always(_: Any) -> bool:
    return True
