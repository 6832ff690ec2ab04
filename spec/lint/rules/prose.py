"""Prose that promises what the schema does not say."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec.lint.fixing import replaced, update
from spec.lint.problem import Action, Found, Rule
from spec.lint.prose_limits import Limit, limits, some_of
from spec.lint.subject import SchemaPlace, Subject
from spec.prose import sentences

# A limit is there already when one of these says something of it.
_SAID_BY = {
    "minimum": ("minimum", "exclusiveMinimum"),
    "maximum": ("maximum", "exclusiveMaximum"),
    "exclusiveMinimum": ("minimum", "exclusiveMinimum"),
    "enum": ("enum", "const", "pattern"),
    "format": ("format", "pattern"),
    "minLength": ("minLength", "pattern", "enum", "const"),
    "maxLength": ("maxLength", "pattern", "enum", "const", "format"),
}


def _limits(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        kinds = _kinds(place.value)
        for sentence in sentences(str(place.value.get("description", ""))):
            for limit in limits(sentence, kinds):
                if limit.keyword not in ("null", "default") and not _is_said(place.value, limit):
                    message = f'the description says "{sentence}", and the schema has no `{limit.keyword}`'
                    yield Found(
                        f"{place.pointer}/description",
                        message,
                        (update(place.tokens, {limit.keyword: limit.value}),),
                    )


def _defaults(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        for sentence in sentences(str(place.value.get("description", ""))):
            for limit in limits(sentence, _kinds(place.value)):
                if limit.keyword == "default" and "default" not in place.value:
                    message = f'the description says "{sentence}", and the schema has no `default`'
                    yield Found(
                        f"{place.pointer}/description",
                        message,
                        (update(place.tokens, {"default": limit.value}),),
                    )


def _nulls(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        kinds = _kinds(place.value)
        if not kinds or "null" in kinds or _allows_null(place.value):
            continue
        for sentence in sentences(str(place.value.get("description", ""))):
            if any(limit.keyword == "null" for limit in limits(sentence, kinds)):
                message = f'the description says "{sentence}", and the schema refuses null'
                yield Found(f"{place.pointer}/description", message, _nullable(subject, place))


def _allows_null(schema: Mapping[str, Any]) -> bool:
    return schema.get("nullable") is True or any(
        word in schema for word in ("anyOf", "oneOf", "$ref", "allOf")
    )


def _nullable(subject: Subject, place: SchemaPlace) -> tuple[Action, ...]:
    if subject.is_30:
        return (update(place.tokens, {"nullable": True}),)
    return replaced(place.tokens, "type", [*sorted(_kinds(place.value)), "null"])


def _some_of(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        members = frozenset(place.value.get("properties", ()))
        if not members or "anyOf" in place.value:
            continue
        for sentence in sentences(str(place.value.get("description", ""))):
            names = some_of(sentence, members)
            if names and not set(names) & set(place.value.get("required", ())):
                message = f'the description says "{sentence}", and the schema takes an object with none of them'
                fix = update(place.tokens, {"anyOf": [{"required": [name]} for name in names]})
                yield Found(f"{place.pointer}/description", message, (fix,))


def _kinds(schema: Mapping[str, Any]) -> frozenset[str]:
    kinds = schema.get("type")
    return frozenset({kinds} if isinstance(kinds, str) else kinds or ())


def _is_said(schema: Mapping[str, Any], limit: Limit) -> bool:
    return any(word in schema for word in _SAID_BY.get(limit.keyword, (limit.keyword,)))


_WHY = "people read it and machines do not: mocks, validators and generated clients take what the server refuses"

RULES: tuple[Rule, ...] = (
    Rule(
        "prose-limit",
        "warn",
        "A limit that the description states is in the schema.",
        _WHY,
        _limits,
    ),
    Rule(
        "prose-some-of",
        "warn",
        '"At least one of" in the description is in the schema.',
        _WHY,
        _some_of,
    ),
    Rule(
        "prose-null",
        "warn",
        "What the description says may be null may be null.",
        "clients that validate answers refuse right ones",
        _nulls,
    ),
    Rule(
        "prose-default",
        "hint",
        "A default that the description states is in the schema.",
        "generated clients do not know it",
        _defaults,
    ),
)
