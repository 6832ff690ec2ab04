"""What requests leave open and answers leave unsaid."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec import pointer
from spec.lint.exemplified import SchemaPlace
from spec.lint.fixing import update
from spec.lint.problem import Found, Rule
from spec.lint.subject import Subject, is_branch, raw_schema
from spec.operations import Operation, Schema


def _is(place: SchemaPlace, kind: str) -> bool:
    kinds = place.value.get("type")
    return kind == kinds or (isinstance(kinds, list) and kind in kinds)


def _named(place: SchemaPlace) -> str:
    return f"`{place.tokens[-1]}`" if place.tokens[-2:-1] == ("properties",) else "it"


def _open(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        value = place.value
        is_open = "additionalProperties" not in value and "unevaluatedProperties" not in value
        if (
            "request" in place.directions
            and value.get("properties")
            and is_open
            and not is_branch(place.tokens)
        ):
            yield Found(
                place.pointer,
                "it allows members that it does not describe: a misspelt one is accepted without an error",
            )


def _unbounded(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        value = place.value
        if "request" not in place.directions or "enum" in value or "const" in value:
            continue
        if _is(place, "string") and not any(
            word in value for word in ("maxLength", "format", "pattern")
        ):
            yield Found(
                place.pointer,
                f"{_named(place)} has no maxLength: clients cannot know what is too long",
            )
        if _is(place, "array") and "maxItems" not in value:
            yield Found(
                place.pointer,
                f"{_named(place)} has no maxItems: clients cannot know how many are too many",
            )


def _answer_texts(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        free = not any(
            word in place.value for word in ("maxLength", "format", "pattern", "enum", "const")
        )
        if place.directions == {"response"} and _is(place, "string") and free:
            yield Found(
                place.pointer,
                f"{_named(place)} has no maxLength: clients do not know how much room to keep for it",
            )


def _blank_key(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        for schema, name in _keys(operation):
            member = raw_schema(schema).get("properties", {}).get(name)
            if isinstance(member, Mapping) and _may_be_blank(member):
                where = f"{schema.pointer}/properties{pointer.write((name,))}"
                message = f"`{name}` identifies the resource and may be blank: ask for a sign that shows, as in the pattern \\S"
                yield Found(where, message)


def _keys(operation: Operation) -> Iterator[tuple[Schema, str]]:
    """The members of the body that identify what is written."""
    upsert = operation.rules.upsert if operation.rules else None
    for expression in upsert.key if upsert else ():
        for media_type in operation.body.content if operation.body else ():
            if (
                (expression.side, expression.part) == ("request", "body")
                and expression.tokens
                and media_type.schema
            ):
                yield media_type.schema, str(expression.tokens[0])


def _may_be_blank(member: Mapping[str, Any]) -> bool:
    closed = any(word in member for word in ("pattern", "enum", "const", "format", "$ref"))
    return member.get("type") == "string" and not closed


def _unsaid(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        if place.directions != {"response"} or "properties" not in place.value:
            continue
        optional = [
            name
            for name, member in place.value["properties"].items()
            if name not in place.value.get("required", ())
            and isinstance(member, Mapping)
            and _may_be_null(member)
        ]
        if optional:
            names = ", ".join(f"`{name}`" for name in optional)
            yield Found(
                place.pointer,
                f"{names}: optional and nullable: clients must handle a missing member and a null alike",
            )


def _may_be_null(member: Mapping[str, Any]) -> bool:
    kinds = member.get("type")
    return member.get("nullable") is True or (isinstance(kinds, list) and "null" in kinds)


def _server_set(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        upsert = operation.rules.upsert if operation.rules else None
        if upsert is None:
            continue
        set_ = {*upsert.keeps, *upsert.sets, upsert.created, upsert.updated} - {None}
        for response in operation.responses:
            for media_type in response.content:
                if response.status.startswith("2") and media_type.schema is not None:
                    yield from _not_read_only(subject, media_type.schema, set_)


def _not_read_only(subject: Subject, schema: Schema, names: set[Any]) -> Iterator[Found]:
    for name, member in raw_schema(schema).get("properties", {}).items():
        if name in names and isinstance(member, Mapping) and member.get("readOnly") is not True:
            at = f"{schema.pointer}/properties{pointer.write((name,))}"
            fix = update(subject.tokens(at), {"readOnly": True})
            yield Found(at, f"the server sets `{name}`, and nothing says readOnly", (fix,))


def _examples(subject: Subject) -> Iterator[Found]:
    seen: set[str] = set()
    for operation, media_type, direction in subject.media_types():
        if direction != "request" or media_type.pointer in seen or media_type.examples:
            continue
        seen.add(media_type.pointer)
        if not any(
            "example" in view or "examples" in view
            for view in subject.views(raw_schema(media_type.schema))
        ):
            yield Found(media_type.pointer, f"{operation.id} has no example of a request")


RULES: tuple[Rule, ...] = (
    Rule(
        "request-open-object",
        "hint",
        "A request's object refuses what it does not know.",
        "what a client meant to send is lost, and nobody notices",
        _open,
    ),
    Rule(
        "request-unbounded",
        "hint",
        "Texts and arrays of requests have limits.",
        "clients learn the limit from an error in production",
        _unbounded,
    ),
    Rule(
        "answer-unbounded",
        "hint",
        "Texts of answers have limits.",
        "a value that is longer than the field of a client is cut off or refused there",
        _answer_texts,
    ),
    Rule(
        "blank-key",
        "hint",
        "What identifies a resource is not blank.",
        "two clients overwrite each other's nameless resource",
        _blank_key,
    ),
    Rule(
        "absent-or-null",
        "hint",
        "An answer has one way to say nothing.",
        "clients that test for the one fail on the other",
        _unsaid,
    ),
    Rule(
        "server-set-read-only",
        "hint",
        "What the server sets is readOnly.",
        "clients send it, and it is ignored",
        _server_set,
    ),
    Rule(
        "request-example",
        "hint",
        "A request has an example.",
        "the first call is a guess",
        _examples,
    ),
)
