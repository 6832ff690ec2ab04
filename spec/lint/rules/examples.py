"""Examples and defaults that their own schema refuses."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jsonschema_rs import ValidationError

from spec import pointer, references
from spec.lint.problem import Found, Rule
from spec.lint.subject import Subject
from spec.operations import Schema
from spec.pointer import Tokens
from spec.schemas import Direction

_LONGEST = 160
_BOTH: tuple[Direction, ...] = ("request", "response")
# RFC 6839 section 3.1; a stream of JSON texts (application/json-seq, x-ndjson) is not one.
_JSON = re.compile(r"(?:application|text)/json|[^/]+/[^/]+\+json")
# What is written as one text, and described as the members that it stands for.
_FORMS = re.compile(r"application/x-www-form-urlencoded|multipart/.*")
_XML = re.compile(r"(?:application|text)/xml|[^/]+/[^/]+\+xml")
_DATA = re.compile(rf"{_FORMS.pattern}|\*/\*|application/\*|application/(?:x-)?yaml")


def _schema_examples(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        ways = sorted(place.directions) or _BOTH
        for member, value in _values(place.value):
            at = (*place.tokens, *member)
            yield from _judged(subject, Schema(place.pointer, place.value), ways, at, value)


def _values(schema: Mapping[str, Any]) -> Iterator[tuple[Tokens, Any]]:
    for name in ("default", "example"):
        if name in schema:
            yield (name,), schema[name]
    examples = schema.get("examples")
    if isinstance(examples, list):
        yield from ((("examples", index), value) for index, value in enumerate(examples))


def _judged(
    subject: Subject, schema: Schema, ways: Iterable[Direction], at: Tokens, value: Any
) -> Iterator[Found]:
    """A value that the schema takes in none of the directions, told at the place inside it that is wrong."""
    refusals = [_refusal(subject, schema, way, value) for way in ways]
    if refusals and all(refusals):
        path, message = next(one for one in refusals if one)
        what = f"`{pointer.write(path)}` in it" if path else "it"
        yield Found(pointer.write((*at, *path)), f"the schema refuses {what}: {message}")


def _refusal(
    subject: Subject, schema: Schema, direction: Direction, value: Any
) -> tuple[Tokens, str] | None:
    """Where in a value, and why, a schema refuses it."""
    found = subject.gathered.refusal(schema, direction, value)
    if found is None:
        return None
    error = _nearest(found.error)
    path: Tokens = tuple(error.instance_path[found.depth :])
    cause = _cause(subject, schema.value, path) if error.instance is None else ""
    return path, _short(error.message) + cause


def _nearest(error: ValidationError) -> ValidationError:
    """What the one branch of an `anyOf` or `oneOf` says that is of the value's type, where it is one; else that none fits."""
    branches: list[list[ValidationError]] = getattr(error.kind, "context", None) or []
    near = [
        errors
        for errors in branches
        if not any(
            one.kind.name == "type" and one.instance_path == error.instance_path for one in errors
        )
    ]
    return _nearest(near[0][0]) if len(near) == 1 and near[0] else error


def _short(message: str) -> str:
    """A message begins with the value, which may be long, and ends with what is wrong."""
    half = _LONGEST // 2
    return message if len(message) <= _LONGEST else f"{message[:half]}...{message[-half:]}"


def _cause(subject: Subject, schema: Any, path: Tokens) -> str:
    """Why a null is refused where the author wrote `nullable` (OAS 3.0.3, clarification of `nullable`)."""
    views = subject.views(schema)
    for token in path:
        views = tuple(
            inner for view in views for one in _members(view, token) for inner in subject.views(one)
        )
    flagged = [view for view in views if subject.is_30 and view.get("nullable") is True]
    if any("type" not in view for view in flagged):
        return ": `nullable` counts only beside a `type` in the same schema"
    return ": `nullable` does not add null to the `enum`" if flagged else ""


def _members(schema: Mapping[str, Any], token: str | int) -> Iterator[Any]:
    if isinstance(token, int):
        yield schema.get("items")
    else:
        yield schema.get("properties", {}).get(token, schema.get("additionalProperties"))


def _once(check: Callable[[Subject], Iterator[Found]]) -> Callable[[Subject], Iterator[Found]]:
    """An example that several places refer to is told once."""

    def found(subject: Subject) -> Iterator[Found]:
        return iter({one.pointer: one for one in check(subject)}.values())

    return found


@_once
def _media_examples(subject: Subject) -> Iterator[Found]:
    ways: dict[str, set[Direction]] = {}
    for _, media_type, direction in subject.media_types():
        ways.setdefault(media_type.pointer, set()).add(direction)
    for tokens, node in subject.objects:
        if tokens[-2:-1] == ("content",) and "schema" in node:
            schema = _schema(subject, tokens)
            known = sorted(ways.get(pointer.write(tokens), _BOTH))
            for at, value in _given(subject, tokens, node):
                if _is_judged(subject, str(tokens[-1]), schema, value):
                    yield from _judged(subject, schema, known, at, value)


def _is_judged(subject: Subject, media_type: str, schema: Schema, value: Any) -> bool:
    """Whether an example is the value that the schema describes, and not its text in another notation.

    What JSON cannot hold naturally is a string (OAS 3.1 section 4.8.19.1): XML, CSV, an event stream, an encoded form.
    """
    essence = media_type.partition(";")[0].strip().lower()
    if _JSON.fullmatch(essence):
        return True
    if isinstance(value, str):
        is_encoded = _XML.fullmatch(essence) or _FORMS.fullmatch(essence)
        return not is_encoded and subject.kinds(schema.value) == {"string"}
    return _DATA.fullmatch(essence) is not None


@_once
def _parameter_examples(subject: Subject) -> Iterator[Found]:
    for tokens, node in subject.objects:
        is_parameter = "in" in node and "name" in node
        if "schema" in node and (is_parameter or tokens[-2:-1] == ("headers",)):
            schema = _schema(subject, tokens)
            for at, value in _given(subject, tokens, node):
                yield from _judged(subject, schema, _BOTH, at, value)


def _schema(subject: Subject, holder: Tokens) -> Schema:
    home, value = references.follow_schema(subject.content, (*holder, "schema"))
    return Schema(pointer.write(home), value)


def _given(
    subject: Subject, tokens: Tokens, holder: Mapping[str, Any]
) -> Iterator[tuple[Tokens, Any]]:
    """The examples that stand at a media type, parameter or header, `examples` by name."""
    if "example" in holder:
        yield (*tokens, "example"), holder["example"]
    named = holder.get("examples", {})
    for name in named if isinstance(named, Mapping) else ():
        home, example = references.follow(subject.content, (*tokens, "examples", name))
        if isinstance(example, Mapping) and "value" in example:
            yield (*home, "value"), example["value"]


def _both(subject: Subject) -> Iterator[Found]:
    """`example` beside `examples`, and `value` beside `externalValue` (OAS 3.1 sections 4.8.12, 4.8.14, 4.8.19)."""
    for tokens, node in subject.objects:
        is_holder = ("schema" in node or "content" in node) and "properties" not in node
        if is_holder and "example" in node and isinstance(node.get("examples"), Mapping):
            yield Found(
                pointer.write((*tokens, "example")), "`example` and `examples` exclude each other"
            )
        if tokens[-2:-1] == ("examples",) and "value" in node and "externalValue" in node:
            yield Found(
                pointer.write((*tokens, "value")), "`value` and `externalValue` exclude each other"
            )


_WHY = "people copy examples, mocks answer with them, and generators fill in defaults: all of them produce what is refused"

RULES: tuple[Rule, ...] = (
    Rule(
        "oas3-valid-schema-example",
        "error",
        "A schema accepts its own examples and default.",
        _WHY,
        _schema_examples,
    ),
    Rule(
        "oas3-valid-media-example", "error", "An example of a body is valid.", _WHY, _media_examples
    ),
    Rule(
        "oas3-valid-parameter-example",
        "error",
        "An example of a parameter is valid.",
        _WHY,
        _parameter_examples,
    ),
    Rule(
        "oas3-examples-value-or-externalValue",
        "warn",
        "An example has one value.",
        "the specification forbids it, and some tools show the one, some the other",
        _both,
    ),
)
