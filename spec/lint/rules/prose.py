"""Prose that promises what the schema does not say."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec.lint.fixing import replaced, update
from spec.lint.problem import Action, Found, Rule
from spec.lint.prose_members import Together, is_conditional, together
from spec.lint.prose_places import Told, all_told
from spec.lint.subject import Subject
from spec.operations import MediaType
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


def _limits(subject: Subject) -> Iterator[Found]:
    """What one sentence lacks is one problem, with one correction."""
    for told in all_told(subject):
        stated = (one for one in told.stated() if one.keyword not in _OTHER_RULES)
        missing = [one for one in stated if not _is_said(subject, told.schema, one.keyword)]
        if missing:
            names = " and no ".join(f"`{one.keyword}`" for one in missing)
            values = {one.keyword: one.value for one in missing if one.sure}
            message = f"{_quoted(told.sentence)}, and the schema has no {names}"
            yield Found(told.pointer, message, _update(told, _spelled(subject, values)))


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
    for told in all_told(subject):
        for one in told.stated():
            said = [view[one.keyword] for view in subject.views(told.schema) if one.keyword in view]
            if one.keyword in _COMPARED and said and one.value not in said:
                message = (
                    f"{_quoted(told.sentence)}, and the schema's `{one.keyword}` is {said[0]!r}"
                )
                yield Found(told.pointer, message)


def _defaults(subject: Subject) -> Iterator[Found]:
    for told in all_told(subject):
        for one in told.stated():
            if one.keyword == "default" and not _is_said(subject, told.schema, "default"):
                message = f"{_quoted(told.sentence)}, and the schema has no `default`"
                yield Found(told.pointer, message, _update(told, {"default": one.value}))


def _nulls(subject: Subject) -> Iterator[Found]:
    for told in all_told(subject):
        if not told.kinds or _allows_null(subject, told):
            continue
        if any(one.keyword == "null" for one in told.stated()):
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
    """A sentence about a body of several media types, or of several operations, is one problem."""
    fixes: dict[tuple[str, str], list[Action]] = {}
    for found in _asked(subject):
        actions = fixes.setdefault((found.pointer, found.message), [])
        actions += (one for one in found.fix if one not in actions)
    for (where, message), actions in fixes.items():
        yield Found(where, message, tuple(actions))


def _asked(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        where = f"{place.pointer}/description"
        yield from _choices(subject, place.value, place.value, where, place.tokens)
    for operation in (*subject.operations, *subject.received):
        for one in operation.body.content if operation.body else ():
            described = (operation.body.pointer, operation.pointer) if operation.body else ()
            for holder in described:
                yield from _of_body(subject, holder, one)


def _of_body(subject: Subject, holder: str, body: MediaType) -> Iterator[Found]:
    """What the description of a request body, or of its operation, asks of the body's members."""
    content = subject.document.at(body.pointer)
    if isinstance(content.get("schema"), Mapping):
        at = (*subject.tokens(body.pointer), "schema")
        where = f"{holder}/description"
        described = subject.document.at(holder)
        yield from _choices(subject, described, content["schema"], where, at)


def _choices(
    subject: Subject,
    described: Mapping[str, Any],
    schema: Mapping[str, Any],
    where: str,
    at: Tokens,
) -> Iterator[Found]:
    text = described.get("description")
    views = subject.views(schema) if isinstance(text, str) else ()
    members = frozenset(name for view in views for name in view.get("properties", ()))
    for sentence in sentences(str(text)) if members else ():
        asked = together(sentence, members)
        if asked is not None and not _is_asked(views, asked):
            message = f"{_quoted(sentence)}, and the schema does not ask for it"
            alone = subject.is_30 and "$ref" in schema
            free = not alone and not schema.keys() & {"anyOf", "oneOf"}
            yield Found(where, message, (update(at, _choice(asked)),) if free else ())


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
    for told in all_told(subject):
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
