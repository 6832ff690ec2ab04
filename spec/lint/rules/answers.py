"""What operations answer."""

import re
from collections.abc import Iterator

from spec.lint.problem import Found, Rule
from spec.lint.subject import Subject, raw_schema
from spec.operations import Operation, Response


def _responses(operation: Operation) -> str:
    return f"{operation.pointer}/responses"


def _has(operation: Operation, *statuses: str) -> bool:
    return any(one.status.upper() in statuses for one in operation.responses)


def _success(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        if not any(one.status[:1] in "23" for one in operation.responses) and not _has(
            operation, "DEFAULT"
        ):
            yield Found(_responses(operation), "no success is documented")


def _client_error(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        if not any(one.status.startswith("4") for one in operation.responses) and not _has(
            operation, "DEFAULT"
        ):
            yield Found(
                _responses(operation),
                "no 4xx is documented: clients cannot know how a wrong request is answered",
            )


def _unauthorized(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        if (
            operation.security
            and all(operation.security)
            and not _has(operation, "401", "4XX", "DEFAULT")
        ):
            yield Found(_responses(operation), "it needs a credential, and no 401 is documented")


def _too_many(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        if not _has(operation, "429", "4XX", "DEFAULT"):
            yield Found(
                _responses(operation),
                "no 429 is documented: clients do not learn to slow down (RFC 6585)",
            )


def _server_error(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        if not any(one.status.startswith("5") for one in operation.responses) and not _has(
            operation, "DEFAULT"
        ):
            yield Found(
                _responses(operation),
                "neither a 5xx nor a default is documented: clients cannot know what a failure looks like",
            )


def _located(subject: Subject) -> Iterator[Found]:
    seen: set[str] = set()
    for operation in subject.operations:
        for one in operation.responses:
            if one.status == "201" and one.pointer not in seen and not _header(one, "location"):
                seen.add(one.pointer)
                yield Found(
                    one.pointer,
                    "a 201 without Location: the client cannot tell where the new resource is (RFC 9110 section 15.3.2)",
                )


def _challenged(subject: Subject) -> Iterator[Found]:
    seen: set[str] = set()
    for operation in subject.operations:
        for one in operation.responses:
            if (
                one.status == "401"
                and not _header(one, "www-authenticate")
                and one.pointer not in seen
            ):
                seen.add(one.pointer)
                yield Found(
                    one.pointer,
                    "a 401 without WWW-Authenticate, which RFC 9110 section 15.5.2 demands",
                )


def _header(response: Response, name: str) -> bool:
    return any(one.name.lower() == name for one in response.headers)


_MAY_REPLACE = re.compile(r"\breplac(?:e|es|ing)\b|\bupsert|\bidempotent|\boverwrit")
# "A is missing, or B is wrong": two clauses, or two alternatives of one.
_SEVERAL = re.compile(r",\s+or\s+(?:the|an?|no|it|its|your)\b|;\s|\bor\s+the\b")


def _replaced(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        text = str(subject.document.at(operation.pointer).get("description", "")).lower()
        statuses = [one.status for one in operation.responses if one.status.startswith("2")]
        if statuses == ["201"] and _MAY_REPLACE.search(text):
            yield Found(
                f"{_responses(operation)}/201",
                "201 says created, and the description says that it may replace: clients cannot tell which it was",
            )


def _causes(subject: Subject) -> Iterator[Found]:
    seen: set[str] = set()
    for operation in subject.operations:
        for one in operation.responses:
            if (
                one.status.startswith("4")
                and one.pointer not in seen
                and _SEVERAL.search(one.description)
                and not _has_code(subject, one)
            ):
                seen.add(one.pointer)
                yield Found(
                    f"{one.pointer}/description",
                    f"several causes share {one.status}, and the body has no code to tell them apart",
                )


def _has_code(subject: Subject, response: Response) -> bool:
    return any(
        name in view.get("properties", {})
        for media_type in response.content
        for view in subject.views(raw_schema(media_type.schema))
        for name in ("code", "type", "reason", "errorCode", "error_code")
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "operation-success-response",
        "warn",
        "An operation documents a success.",
        "clients do not know what they get when all goes well",
        _success,
    ),
    Rule(
        "operation-4xx-response",
        "warn",
        "An operation documents what a wrong request gets.",
        "clients cannot tell their fault from the server's",
        _client_error,
    ),
    Rule(
        "operation-401-response",
        "warn",
        "A secured operation documents its 401.",
        "clients do not know what they get when their credential is missing or wrong",
        _unauthorized,
    ),
    Rule(
        "operation-429-response",
        "hint",
        "An operation documents what too many requests get.",
        "clients retry at once",
        _too_many,
    ),
    Rule(
        "operation-5xx-response",
        "hint",
        "An operation documents what a failure looks like.",
        "clients parse an error page",
        _server_error,
    ),
    Rule(
        "created-location", "hint", "A 201 says where.", "clients must guess the new URL", _located
    ),
    Rule(
        "unauthorized-challenge",
        "hint",
        "A 401 says how to authenticate.",
        "HTTP libraries do not ask for credentials",
        _challenged,
    ),
    Rule(
        "created-or-replaced",
        "hint",
        "A status tells a creation from a replacement.",
        "clients cannot see that they overwrote",
        _replaced,
    ),
    Rule(
        "shared-status",
        "hint",
        "Causes that share a status are told apart by a code.",
        "clients match texts, which change",
        _causes,
    ),
)
