"""Examples and defaults that their own schema refuses."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec.errors import Invalid
from spec.lint.problem import Found, Rule
from spec.lint.subject import SchemaPlace, Subject
from spec.operations import Schema
from spec.schemas import Direction

_LONGEST = 120


def _schema_examples(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        for member, value in _values(place.value):
            reason = _refused(subject, place, value)
            if reason:
                yield Found(f"{place.pointer}/{member}", f"the schema refuses it: {reason}")


def _values(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in ("default", "example"):
        if name in schema:
            yield name, schema[name]
    examples = schema.get("examples")
    if isinstance(examples, list):
        yield from ((f"examples/{index}", value) for index, value in enumerate(examples))


def _refused(subject: Subject, place: SchemaPlace, value: Any) -> str:
    """Why no direction that the schema travels in takes a value; empty where one does."""
    ways: list[Direction] = sorted(place.directions) or ["request", "response"]
    reasons = [_reason(subject, Schema(place.pointer, place.value), way, value) for way in ways]
    return reasons[0] if all(reasons) else ""


def _reason(subject: Subject, schema: Schema, direction: Direction, value: Any) -> str:
    try:
        validator = subject.validators.validator(schema, direction)
    except Invalid:
        return ""  # which other rules tell
    error = next(validator.iter_errors(value), None)
    return "" if error is None else error.message[:_LONGEST]


def _media_examples(subject: Subject) -> Iterator[Found]:
    for _, media_type, direction in subject.media_types():
        if media_type.schema is not None:
            for example in media_type.examples:
                reason = _reason(subject, media_type.schema, direction, example.value)
                if reason:
                    yield Found(example.pointer, f"the schema refuses it: {reason}")


def _parameter_examples(subject: Subject) -> Iterator[Found]:
    for operation in subject.operations:
        for parameter in operation.parameters:
            value = subject.document.at(parameter.pointer)
            if parameter.schema is not None and "example" in value:
                reason = _reason(subject, parameter.schema, "request", value["example"])
                if reason:
                    yield Found(f"{parameter.pointer}/example", f"the schema refuses it: {reason}")


_WHY = "people copy examples, mocks answer with them, and generators take defaults at their word"

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
)
