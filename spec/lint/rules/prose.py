"""Prose that promises what the schema does not say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spec import pointer
from spec.lint.fixing import replaced, update
from spec.lint.problem import Action, Found, Rule
from spec.lint.prose_limits import Limit, limits
from spec.lint.prose_members import Together, is_conditional, together
from spec.lint.subject import Subject
from spec.pointer import Tokens
from spec.prose import sentences

# A limit is there already when one of these says something of it.
_SAID_BY = {
    "minimum": ("minimum", "exclusiveMinimum", "enum", "const"),
    "maximum": ("maximum", "exclusiveMaximum", "enum", "const"),
    "exclusiveMinimum": ("minimum", "exclusiveMinimum", "enum", "const"),
    "exclusiveMaximum": ("maximum", "exclusiveMaximum", "enum", "const"),
    "enum": ("enum", "const", "pattern"),
    "format": ("format", "pattern", "enum", "const"),
    "minLength": ("minLength", "pattern", "enum", "const"),
    "maxLength": ("maxLength", "pattern", "enum", "const", "format"),
}
_COMPARED = frozenset("minimum maximum minLength maxLength minItems maxItems default".split())
_OTHER_RULES = frozenset({"null", "default"})


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence about the values of a schema. `at` is where a correction goes, None where it would change other values too."""

    sentence: str
    pointer: str
    schema: Any
    kinds: frozenset[str]
    at: Tokens | None


@lru_cache(maxsize=2)  # six rules ask
def _told(subject: Subject) -> tuple[Told, ...]:
    return tuple(_all_told(subject))


def _all_told(subject: Subject) -> Iterator[Told]:
    for place in subject.schemas:
        at = None if subject.is_30 and "$ref" in place.value else place.tokens
        yield from _sentences(subject, place.tokens, place.value, place.value, at)
    for where in dict.fromkeys(_carriers(subject)):
        tokens = subject.tokens(where)
        value = subject.document.at(where)
        if isinstance(value.get("schema"), Mapping):
            alone = subject.is_30 and "$ref" in value["schema"]
            at = None if alone else (*tokens, "schema")
            yield from _sentences(subject, tokens, value, value["schema"], at)


def _carriers(subject: Subject) -> Iterator[str]:
    """Parameters and headers: their own description speaks of their schema's values."""
    for operation in subject.operations:
        yield from (one.pointer for one in operation.parameters)
        yield from (header.pointer for one in operation.responses for header in one.headers)


def _sentences(
    subject: Subject, tokens: Tokens, described: Mapping[str, Any], schema: Any, at: Tokens | None
) -> Iterator[Told]:
    text = described.get("description")
    if isinstance(text, str) and text:
        kinds = subject.kinds(schema)
        where = pointer.write((*tokens, "description"))
        for sentence in sentences(text):
            yield Told(sentence, where, schema, kinds, at)


def _limits(subject: Subject) -> Iterator[Found]:
    """What one sentence lacks is one problem, with one correction."""
    for told in _told(subject):
        missing = [one for one in _stated(told) if not _is_said(subject, told.schema, one.keyword)]
        if missing:
            names = " and no ".join(f"`{one.keyword}`" for one in missing)
            values = {one.keyword: one.value for one in missing if one.sure}
            message = f"{_quoted(told.sentence)}, and the schema has no {names}"
            yield Found(told.pointer, message, _update(told, _spelled(subject, values)))


def _stated(told: Told) -> Iterator[Limit]:
    for one in limits(told.sentence, told.kinds):
        if one.keyword not in _OTHER_RULES:
            yield one


def _is_said(subject: Subject, schema: Any, keyword: str) -> bool:
    words = _SAID_BY.get(keyword, (keyword,))
    return any(word in view for view in subject.views(schema) for word in words)


def _spelled(subject: Subject, values: dict[str, Any]) -> dict[str, Any]:
    """In 3.0 an exclusive limit is a flag beside the limit."""
    spelled = dict(values)
    for flag, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if subject.is_30 and flag in spelled:
            spelled |= {bound: spelled[flag], flag: True}
    return spelled


def _update(told: Told, values: Mapping[str, Any]) -> tuple[Action, ...]:
    return (update(told.at, dict(values)),) if told.at is not None and values else ()


def _quoted(sentence: str) -> str:
    return f'the description says "{sentence}"'


def _contradictions(subject: Subject) -> Iterator[Found]:
    for told in _told(subject):
        for one in limits(told.sentence, told.kinds):
            said = [view[one.keyword] for view in subject.views(told.schema) if one.keyword in view]
            if one.keyword in _COMPARED and said and one.value not in said:
                message = (
                    f"{_quoted(told.sentence)}, and the schema's `{one.keyword}` is {said[0]!r}"
                )
                yield Found(told.pointer, message)


def _defaults(subject: Subject) -> Iterator[Found]:
    for told in _told(subject):
        for one in limits(told.sentence, told.kinds):
            if one.keyword == "default" and not _is_said(subject, told.schema, "default"):
                message = f"{_quoted(told.sentence)}, and the schema has no `default`"
                yield Found(told.pointer, message, _update(told, {"default": one.value}))


def _nulls(subject: Subject) -> Iterator[Found]:
    for told in _told(subject):
        if not told.kinds or _allows_null(subject, told):
            continue
        if any(one.keyword == "null" for one in limits(told.sentence, told.kinds)):
            message = f"{_quoted(told.sentence)}, and the schema refuses null"
            yield Found(told.pointer, message, _nullable(subject, told))


def _allows_null(subject: Subject, told: Told) -> bool:
    """Also where `nullable` says so in 3.1, which another rule tells."""
    return "null" in told.kinds or any(
        view.get("nullable") is True for view in subject.views(told.schema)
    )


def _nullable(subject: Subject, told: Told) -> tuple[Action, ...]:
    kind = told.schema.get("type")
    if told.at is None or not isinstance(kind, str):
        return ()
    values = told.schema.get("enum")
    listed = (update((*told.at, "enum"), [None]),) if values and None not in values else ()
    if subject.is_30:
        return (update(told.at, {"nullable": True}), *listed)
    return (*replaced(told.at, "type", [kind, "null"]), *listed)


def _together(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        views = subject.views(place.value)
        members = frozenset(name for view in views for name in view.get("properties", ()))
        for sentence in sentences(str(place.value.get("description", ""))) if members else ():
            asked = together(sentence, members)
            if asked is not None and not _is_asked(views, asked):
                message = f"{_quoted(sentence)}, and the schema does not ask for it"
                free = "anyOf" not in place.value and "oneOf" not in place.value
                at = place.tokens if free and "$ref" not in place.value else None
                fix = (update(at, _choice(asked)),) if at is not None else ()
                yield Found(f"{place.pointer}/description", message, fix)


def _is_asked(views: tuple[Mapping[str, Any], ...], asked: Together) -> bool:
    """Whether some part of the schema speaks of which of the names must be there."""
    required: set[str] = set()
    for view in views:
        required |= set(view.get("required", ()))
        for part in (view.get("not"), *view.get("dependentSchemas", {}).values()):
            required |= set(part.get("required", ())) if isinstance(part, Mapping) else set()
    return bool(required & set(asked.names))


def _choice(asked: Together) -> dict[str, Any]:
    if asked.how == "apart":
        return {"not": {"required": list(asked.names)}}
    word = "oneOf" if asked.how == "one" else "anyOf"
    return {word: [{"required": [name]} for name in asked.names]}


def _conditions(subject: Subject) -> Iterator[Found]:
    for told in _told(subject):
        if is_conditional(told.sentence):
            yield Found(told.pointer, f"{_quoted(told.sentence)}, and no schema states a condition")


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
        "prose-contradiction",
        "warn",
        "The description and the schema state the same limit.",
        "one of the two is wrong, and each reader goes by another",
        _contradictions,
    ),
    Rule(
        "prose-some-of",
        "warn",
        '"At least one of" in the description is in the schema.',
        _WHY,
        _together,
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
    Rule(
        "prose-condition",
        "hint",
        '"Required if" in the description is in the schema.',
        "a client that validates its request is told that it is right, and gets a 400",
        _conditions,
    ),
)
