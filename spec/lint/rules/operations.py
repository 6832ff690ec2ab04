"""What operations answer and who may call them."""

import re
from collections.abc import Iterator

from spec import pointer
from spec.lint.problem import Found, Rule
from spec.lint.subject import Subject
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
                "no 4xx is documented: what a wrong request gets is anybody's guess",
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
                "neither a 5xx nor a default is documented: clients cannot read a failure",
            )


def _located(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        for one in operation.responses:
            if one.status == "201" and not _header(one, "location"):
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


def _replaced(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        text = str(subject.document.at(operation.pointer).get("description", "")).lower()
        statuses = [one.status for one in operation.responses if one.status.startswith("2")]
        if statuses == ["201"] and re.search(r"\breplac|\bupsert|\bidempotent", text):
            yield Found(
                f"{_responses(operation)}/201",
                "201 says created, and the description says that it may replace: clients cannot tell which it was",
            )


def _causes(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        for one in operation.responses:
            if (
                one.status.startswith("4")
                and re.search(r",\s*or\s|\bor the\b", one.description)
                and not _has_code(one)
            ):
                yield Found(
                    f"{one.pointer}/description",
                    f"several causes share {one.status}, and the body has no code to tell them apart",
                )


def _has_code(response: Response) -> bool:
    for media_type in response.content:
        schema = media_type.schema
        members = (
            schema.value.get("properties", {})
            if schema is not None and isinstance(schema.value, dict)
            else {}
        )
        if any(name in members for name in ("code", "type", "reason", "errorCode", "error_code")):
            return True
    return False


def _secured(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        if "security" not in subject.content and "security" not in subject.document.at(
            operation.pointer
        ):
            yield Found(
                operation.pointer,
                "nothing says who may call it: write `security: []` if everybody may",
            )


def _tags_defined(subject: Subject) -> Iterator[Found]:
    defined = {tag.get("name") for tag in subject.content.get("tags", ())}
    for operation in subject.operations:
        for index, tag in enumerate(subject.document.at(operation.pointer).get("tags", ())):
            if defined and tag not in defined:
                yield Found(f"{operation.pointer}/tags/{index}", f"the tag `{tag}` is not declared")


def _tags_used(subject: Subject) -> Iterator[Found]:
    used = {
        tag
        for one in subject.operations
        for tag in subject.document.at(one.pointer).get("tags", ())
    }
    for index, tag in enumerate(subject.content.get("tags", ())):
        if tag.get("name") not in used:
            yield Found(
                pointer.write(("tags", index)), f"no operation has the tag `{tag.get('name')}`"
            )


RULES: tuple[Rule, ...] = (
    Rule(
        "operation-success-response",
        "warn",
        "An operation documents a success.",
        "clients cannot read what they asked for",
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
        "clients cannot read why they are refused",
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
    Rule(
        "operation-security-defined",
        "warn",
        "Every operation says who may call it.",
        "readers take an oversight for an open door",
        _secured,
    ),
    Rule(
        "operation-tag-defined",
        "warn",
        "Tags are declared.",
        "documentation drops or reorders them",
        _tags_defined,
    ),
    Rule(
        "tags-used",
        "hint",
        "Declared tags are used.",
        "readers look for operations that there are not",
        _tags_used,
    ),
)
