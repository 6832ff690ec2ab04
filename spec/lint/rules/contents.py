"""What requests leave open and answers leave unsaid, components that nobody uses, and the document's head."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from spec import pointer, references
from spec.lint.fixing import update
from spec.lint.problem import Found, Rule
from spec.lint.subject import SchemaPlace, Subject

# https://semver.org, its own pattern without the groups.
_SEMVER = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?"
)


def _is(place: SchemaPlace, kind: str) -> bool:
    kinds = place.value.get("type")
    return kind == kinds or (isinstance(kinds, list) and kind in kinds)


def _open(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        value = place.value
        is_open = "additionalProperties" not in value and "unevaluatedProperties" not in value
        if (
            place.directions == {"request"}
            and value.get("properties")
            and is_open
            and not _is_branch(place)
        ):
            yield Found(
                place.pointer, "the object is open: a misspelt member is taken without a word"
            )


def _is_branch(place: SchemaPlace) -> bool:
    return any(
        word in place.tokens[-2:]
        for word in ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")
    )


def _unbounded(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        value = place.value
        if "request" not in place.directions or "enum" in value or "const" in value:
            continue
        if _is(place, "string") and not any(
            word in value for word in ("maxLength", "format", "pattern")
        ):
            yield Found(place.pointer, "the text has no maxLength: what is too long is not said")
        if _is(place, "array") and "maxItems" not in value:
            yield Found(place.pointer, "the array has no maxItems: what is too many is not said")


def _answer_texts(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        free = not any(
            word in place.value for word in ("maxLength", "format", "pattern", "enum", "const")
        )
        if place.directions == {"response"} and _is(place, "string") and free:
            yield Found(
                place.pointer, "the text has no maxLength: clients cannot size what keeps it"
            )


def _blank_key(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        upsert = operation.rules.upsert if operation.rules else None
        for expression in upsert.key if upsert else ():
            name = str(getattr(expression, "text", expression)).rpartition("#/")[2]
            for media_type in operation.body.content if operation.body else ():
                schema = media_type.schema
                member = (
                    schema.value.get("properties", {}).get(name)
                    if schema and isinstance(schema.value, dict)
                    else None
                )
                if isinstance(member, Mapping) and "pattern" not in member and schema is not None:
                    where = f"{schema.pointer}/properties/{pointer.write((name,))[1:]}"
                    yield Found(
                        where,
                        f"`{name}` identifies the resource and may be blank: ask for a sign that shows, as in the pattern \\S",
                    )


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
                f"{names}: optional and nullable, so that clients must read two ways of saying nothing",
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
                    yield from _not_read_only(
                        media_type.schema.pointer, media_type.schema.value, set_
                    )


def _not_read_only(where: str, schema: Any, names: set[Any]) -> Iterator[Found]:
    for name, member in schema.get("properties", {}).items() if isinstance(schema, Mapping) else ():
        if name in names and isinstance(member, Mapping) and member.get("readOnly") is not True:
            at = f"{where}/properties/{pointer.write((name,))[1:]}"
            yield Found(
                at,
                f"the server sets `{name}`, and nothing says readOnly",
                (update(pointer.read(at), {"readOnly": True}),),
            )


def _examples(subject: Subject) -> Iterator[Found]:
    for operation, media_type, direction in subject.media_types():
        schema = media_type.schema.value if media_type.schema else {}
        has = isinstance(schema, Mapping) and ("example" in schema or "examples" in schema)
        if direction == "request" and not media_type.examples and not has:
            yield Found(media_type.pointer, f"{operation.id} has no example of a request")


def _unused(subject: Subject) -> Iterator[Found]:
    used = {
        pointer.write(references.read_target(found.target)[:3])
        for found in references.find(subject.content)
    }
    schemes = {
        scheme.pointer for one in subject.operations for ways in one.security for scheme in ways
    }
    for kind, values in subject.content.get("components", {}).items():
        for name in values if isinstance(values, Mapping) and not kind.startswith("x-") else ():
            where = pointer.write(("components", kind, name))
            if where not in used and where not in schemes:
                yield Found(where, "nothing uses it")


def _version(subject: Subject) -> Iterator[Found]:
    version = str(subject.content["info"].get("version", ""))
    if not _SEMVER.fullmatch(version):
        yield Found("/info/version", f"{version!r} is no semantic version: tools cannot order it")


RULES: tuple[Rule, ...] = (
    Rule(
        "request-open-object",
        "hint",
        "A request's object refuses what it does not know.",
        "a misspelt optional member is lost without an error",
        _open,
    ),
    Rule(
        "request-unbounded",
        "hint",
        "Texts and arrays of requests have limits.",
        "clients learn the limit from an outage",
        _unbounded,
    ),
    Rule(
        "answer-unbounded",
        "hint",
        "Texts of answers have limits.",
        "a column of a client is too short one day",
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
        "clients that test for one miss the other",
        _unsaid,
    ),
    Rule(
        "server-set-read-only",
        "hint",
        "What the server sets is readOnly.",
        "clients send it, and wonder that nothing comes of it",
        _server_set,
    ),
    Rule(
        "request-example",
        "hint",
        "A request has an example.",
        "the first call is a guess",
        _examples,
    ),
    Rule(
        "oas3-unused-component",
        "warn",
        "Components are used.",
        "readers learn what no operation knows",
        _unused,
    ),
    Rule(
        "info-version-semver",
        "hint",
        "The version is a semantic one.",
        "tools cannot say which of two is newer",
        _version,
    ),
)
