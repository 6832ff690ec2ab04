"""Every answer, whatever it was asked for, against what the document promises of answers.

answers.no-server-error   no 5xx
answers.status            the status is documented
answers.media-type        the media type is documented, and the body is what it says
answers.headers           documented headers are there and fit their schemas
answers.schema            the body fits its schema, formats included
answers.no-leak           no key, no id of another principal, no stack trace
"""

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.exchange import Answer, Exchange
from contract_tests.result import Severity
from contract_tests.target import Target
from contract_tests.tenants import Tenants
from spec import pointer, references
from spec.document import Document
from spec.operations import Header, MediaType, Operation, Response, Schema
from spec.schemas import Schemas

# The properties of every answer, by id.
CHECKS = {
    "answers.no-server-error": "No request makes the server fail: there is no 5xx.",
    "answers.status": "Every status is documented.",
    "answers.media-type": "Every body has a documented media type, and is what it says it is.",
    "answers.headers": "Documented headers are there and fit their schemas.",
    "answers.schema": "Every body fits its schema, formats included.",
    "answers.no-leak": "No answer carries a key, an id of another principal, or a stack trace.",
}

# What a server may answer to any request without its document saying so (RFC 9110 sections 15.5.6, 15.5.14 to 15.5.16;
# RFC 6585): wrong method, body or address too large, media type that is not spoken, too many requests, headers too large.
ALWAYS_LAWFUL = frozenset({405, 413, 414, 415, 429, 431})
# Statuses that say one thing: the request is not as it should be, nobody may ask this, it is not there.
_REFUSALS = (frozenset({400, 422}), frozenset({401, 403}), frozenset({404, 410}))
_NO_BODY = frozenset({204, 205, 304})

# What a runtime prints when it falls over: Python, Java and .NET frames, Go, Ruby, PHP, Node, and databases' own words.
_TRACE = re.compile(
    r"Traceback \(most recent call last\)|File \"[^\"\n]+\", line \d+|^\s+at [\w.$<>]+\([^)\n]*:\d+\)"
    r"|^\s+at .+\.(?:js|ts):\d+:\d+|goroutine \d+ \[|panic: runtime|\.rb:\d+:in `|in /\S+\.php:\d+|on line <b>\d+"
    r"|SQLSTATE\[|ORA-\d{5}|psycopg2?\.|sqlalchemy\.|syntax error at or near|java\.lang\.\w+|System\.\w+Exception",
    re.MULTILINE,
)
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer. `check` is the property that it breaks; `says` are JSON Pointers into the document."""

    check: str
    problem: str
    says: tuple[str, ...]
    severity: Severity = "error"


class Judge:
    """Judges answers against one document. Safe to share between threads."""

    def __init__(self, document: Document, schemas: Schemas, target: Target) -> None:
        self._document, self._schemas = document, schemas
        self._keys = target.keys
        self._tenants = Tenants(target)

    def faults(self, operation: Operation, exchange: Exchange) -> list[Fault]:
        """Everything that is wrong with an answer by itself."""
        return [
            *self._leaks(operation, exchange),
            *self._status(operation, exchange.answer, exchange.sent.method),
        ]

    def _status(self, operation: Operation, answer: Answer, method: str) -> Iterator[Fault]:
        status = answer.status
        if status >= 500:
            problem = f"the server failed: it answered {status}"
            yield Fault("answers.no-server-error", problem, (operation.pointer,), "critical")
            return
        response = operation.response(status)
        if response is None:
            if status not in ALWAYS_LAWFUL:
                known = ", ".join(one.status for one in operation.responses)
                problem = f"the status {status} is not documented, which names {known}"
                where = (f"{operation.pointer}/responses",)
                severity: Severity = "warning" if _is_silent(operation, status) else "error"
                yield Fault("answers.status", problem, where, severity)
            return
        yield from self._headers(response, answer)
        if method != "HEAD" and status not in _NO_BODY:
            yield from self._body(response, answer)

    def _body(self, response: Response, answer: Answer) -> Iterator[Fault]:
        if not response.content:
            return
        content = _matching(response.content, answer.media_type)
        where = (f"{response.pointer}/content",)
        if content is None:
            names = " or ".join(one.name for one in response.content)
            got = answer.media_type or "no media type"
            problem = f"the answer {answer.status} is {got}, the document promises {names}"
            yield Fault("answers.media-type", problem, where)
        elif _is_json(answer.media_type):
            yield from self._json(content, answer)

    def _json(self, content: MediaType, answer: Answer) -> Iterator[Fault]:
        try:
            value = json.loads(answer.body.decode("utf-8"), parse_constant=_no_json)
        except (ValueError, RecursionError) as error:
            what = "is empty" if not answer.body else f"is no JSON: {error}"
            problem = f"the body of the answer {answer.status} {what}"
            yield Fault("answers.media-type", problem, (content.pointer,))
            return
        if content.schema is not None:
            yield from self._schema(content.schema, value, f"the answer {answer.status}")

    def _schema(self, schema: Schema, value: Any, what: str) -> Iterator[Fault]:
        validator = self._schemas.validator(schema, "response")
        if validator.is_valid(value):
            return
        for error in validator.iter_errors(value):
            place = pointer.write(error.instance_path) or "the root"
            problem = f"{what} breaks the document at {place}: {error.message[:_LONGEST]}"
            where = written_at(self._document, schema.pointer, error.evaluation_path)
            yield Fault("answers.schema", problem, (where,))

    def _headers(self, response: Response, answer: Answer) -> Iterator[Fault]:
        for header in response.headers:
            value = answer.header(header.name)
            if value is None:
                if header.required:
                    problem = f"the answer {answer.status} lacks the header {header.name}"
                    yield Fault("answers.headers", problem, (header.pointer,))
            elif header.schema is not None:
                yield from self._header(header, header.schema, value)

    def _header(self, header: Header, schema: Schema, value: str) -> Iterator[Fault]:
        """A header's value is text: it fits when one of its readings does."""
        validator = self._schemas.validator(schema, "response")
        if not any(validator.is_valid(reading) for reading in _readings(value)):
            problem = f"the header {header.name}: {value[:_LONGEST]!r} does not fit its schema"
            yield Fault("answers.headers", problem, (header.pointer,))

    def _leaks(self, operation: Operation, exchange: Exchange) -> Iterator[Fault]:
        text = exchange.answer.body.decode("utf-8", "replace")
        headers = "\n".join(f"{name}: {value}" for name, value in exchange.answer.headers)
        sent = exchange.sent.url + exchange.sent.body.decode("utf-8", "replace")
        where = (operation.pointer,)
        if any(key in text or key in headers for key in self._keys if key not in sent):
            yield Fault("answers.no-leak", "an answer carries an API key", where, "critical")
        trace = _TRACE.search(text.replace('\\"', '"').replace("\\n", "\n"))  # as JSON escapes them
        if trace and trace[0] not in sent:
            problem = f"the answer shows the server's inside: {trace[0].strip()!r}"
            yield Fault("answers.no-leak", problem, where)
        foreign = self._tenants.foreign(operation, exchange, text, sent)
        if foreign:
            problem = f"the answer to {exchange.principal} carries {foreign}"
            yield Fault("answers.no-leak", problem, where, "critical")


def _is_silent(operation: Operation, status: int) -> bool:
    """Whether the document says nothing at all of refusals of this kind: a gap of the document, and no deployment's fault."""
    kind = next((group for group in _REFUSALS if status in group), None)
    return kind is not None and all(operation.response(one) is None for one in kind)


def written_at(document: Document, start: str, path: Mapping[int, Any] | Any) -> str:
    """The JSON Pointer of a keyword that a validator came to from the schema at `start`, references followed."""
    at = pointer.read(start)
    for token in path:
        if token == "$ref":  # noqa: S105  # a keyword, no secret
            at = tuple(str(one) for one in references.follow_schema(document.content, at)[0])
            continue
        # The 3.0 dialect is translated for the validator: what the document does not have is said of the place around it.
        try:
            document.at(pointer.write((*at, token)))
        except KeyError:
            break
        at = (*at, str(token))
    return pointer.write(at)


def _matching(content: tuple[MediaType, ...], name: str) -> MediaType | None:
    """The entry for a media type: itself, else its range, else any (OAS 3.1 section 4.8.17: the most specific applies)."""
    by_name = {one.name.partition(";")[0].strip().lower(): one for one in content}
    for candidate in (name, name.partition("/")[0] + "/*", "*/*"):
        if candidate in by_name:
            return by_name[candidate]
    return None


def _is_json(media_type: str) -> bool:
    return media_type == "application/json" or media_type.endswith("+json")


def _no_json(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def _readings(value: str) -> Iterator[Any]:
    yield value
    with contextlib.suppress(ValueError):
        yield json.loads(value)
    yield [part.strip() for part in value.split(",")]
