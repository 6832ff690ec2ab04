"""Examples and defaults that their own schema refuses."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec import pointer, references
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


def _reason(subject: Subject, schema: Schema | None, direction: Direction, value: Any) -> str:
    """What a schema has against a value; empty where it takes it."""
    return "" if schema is None else subject.gathered.reason(schema, direction, value)[:_LONGEST]


def _media_examples(subject: Subject) -> Iterator[Found]:
    seen: set[tuple[str, str]] = set()
    for _, media_type, direction in subject.media_types():
        for example in media_type.examples if media_type.schema is not None else ():
            key = (example.pointer, direction)
            reason = (
                "" if key in seen else _reason(subject, media_type.schema, direction, example.value)
            )
            seen.add(key)
            if reason:
                yield Found(example.pointer, f"the schema refuses it: {reason}")


def _parameter_examples(subject: Subject) -> Iterator[Found]:
    for schema, where, direction in dict.fromkeys(_holders(subject)):
        for at, value in _given(subject, where):
            reason = _reason(subject, Schema(schema, subject.document.at(schema)), direction, value)
            if reason:
                yield Found(at, f"the schema refuses it: {reason}")


def _holders(subject: Subject) -> Iterator[tuple[str, str, Direction]]:
    """The schema and the place of every parameter and header."""
    for operation in subject.operations:
        for one in operation.parameters:
            if one.schema is not None:
                yield one.schema.pointer, one.pointer, "request"
        for response in operation.responses:
            for header in response.headers:
                if header.schema is not None:
                    yield header.schema.pointer, header.pointer, "response"


def _given(subject: Subject, where: str) -> Iterator[tuple[str, Any]]:
    """The examples that stand at a parameter, `examples` by name."""
    holder = subject.document.at(where)
    if "example" in holder:
        yield f"{where}/example", holder["example"]
    for name in holder.get("examples", {}):
        home, example = references.follow(
            subject.content, (*subject.tokens(where), "examples", name)
        )
        if "value" in example:
            yield pointer.write((*home, "value")), example["value"]


def _both(subject: Subject) -> Iterator[Found]:
    """`example` beside `examples`, and `value` beside `externalValue` (OAS 3.1 sections 4.8.12, 4.8.14, 4.8.19)."""
    for tokens, node in references.objects(subject.content):
        is_holder = ("schema" in node or "content" in node) and "properties" not in node
        if is_holder and "example" in node and isinstance(node.get("examples"), Mapping):
            yield Found(
                pointer.write((*tokens, "example")), "`example` and `examples` exclude each other"
            )
        if tokens[-2:-1] == ("examples",) and "value" in node and "externalValue" in node:
            yield Found(
                pointer.write((*tokens, "value")), "`value` and `externalValue` exclude each other"
            )


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
    Rule(
        "oas3-examples-value-or-externalValue",
        "warn",
        "An example has one value.",
        "which one is shown is left to chance",
        _both,
    ),
)
