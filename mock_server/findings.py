"""openapi-core's errors as faults: the place in the request, the keyword of the document that decided, its correction."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, cast

from jsonschema.exceptions import ValidationError
from openapi_core.deserializing.styles.exceptions import EmptyQueryParameterValue
from openapi_core.validation.request.exceptions import (
    MissingRequiredParameter,
)
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue
from openapi_core.validation.schemas.validators import SchemaValidator

from mock_server.content import Undecodable
from mock_server.faults import Decision, Fault, Where, expectation, fault, shown
from spec import pointer, references
from spec.document import Document
from spec.operations import Operation, Parameter, Schema
from spec.pointer import Tokens

# How the errors of openapi-core 0.23 are read:
#
#   of a parameter (ParameterValidationError)          keyword
#     MissingRequiredParameter                         required
#     InvalidParameter from InvalidSchemaValue         that of each schema error
#     from EmptyQueryParameterValue                    allowEmptyValue
#     from a decoding error of ours                    that of its fault
#     from DeserializeError and anything else          style
#   of a body, whose validator is asked without its request validator: that of each schema error

MAX_ERRORS = 1000  # that are looked for in one body: each costs some 50 microseconds


MAX_DECISIONS = 10_000


class Findings:
    """Reads errors against one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._decisions: dict[tuple[str, Tokens], Decision] = {}

    def of_parameter(self, operation: Operation, error: Exception) -> Iterator[Fault]:
        name, place = str(getattr(error, "name", "")), cast(Where, getattr(error, "location", ""))
        parameter = _find(operation, name, place)
        cause = error.__cause__
        if isinstance(error, MissingRequiredParameter):
            where = parameter.pointer + "/required" if parameter else None
            yield fault(place, (name,), "required", "be there", decided=Decision(where, None))
        elif isinstance(cause, InvalidSchemaValue) and (schema := _schema(parameter)):
            yield from self._of_schema(_errors(cause), schema, place, (name,))
        elif cause is not None and isinstance(cause.__context__, Undecodable):
            decoding = cause.__context__.fault
            tokens = (name, *pointer.read(decoding.pointer))
            yield fault(place, tokens, decoding.keyword, decoding.expected, actual=decoding.actual)
        elif isinstance(cause, EmptyQueryParameterValue):
            yield fault(place, (name,), "allowEmptyValue", "not be empty")
        else:
            style = f"serialized in the style {parameter.style}" if parameter else "readable"
            yield fault(place, (name,), "style", style)

    def of_value(self, validator: SchemaValidator, value: Any, schema: Schema) -> Iterator[Fault]:
        """The faults of a decoded body, up to a number."""
        # Not `validator.validate`: that looks up the schema's type in the document for a message that nobody reads.
        errors = islice(validator.validator.iter_errors(value), MAX_ERRORS)
        yield from self._of_schema(errors, schema, "body", ())

    def _of_schema(
        self, errors: Iterable[ValidationError], schema: Schema, place: Where, base: Tokens
    ) -> Iterator[Fault]:
        for error in errors:
            yield from self._of_keyword(error, schema, place, base)

    def _of_keyword(
        self, error: ValidationError, schema: Schema, place: Where, base: Tokens
    ) -> Iterator[Fault]:
        keyword = str(error.validator or "false")
        tokens = (*base, *error.absolute_path)
        decided = self._decision(schema, tuple(error.absolute_schema_path))
        expected = _expected(error)
        if error.context and expected.startswith("match "):
            expected += f" (nearest: {_nearest(error, place, base)})"
        says_it_all = expected.startswith(("have ", "not be there"))
        actual = None if says_it_all else shown(error.instance)
        yield fault(place, tokens, keyword, expected, actual=actual, decided=decided)

    def _decision(self, schema: Schema, path: Tokens) -> Decision:
        """What decided, remembered: a document has as many keywords as it has, and the same ones decide again and again."""
        known = self._decisions.get((schema.pointer, path))
        if known is None:
            where = self._keyword_pointer(schema, path)
            correction = self._document.correction_at(where)
            known = Decision(where, correction.name if correction else None)
            if len(self._decisions) >= MAX_DECISIONS:  # a recursive schema has paths without end
                self._decisions.clear()
            self._decisions[schema.pointer, path] = known
        return known

    def _keyword_pointer(self, schema: Schema, path: Tokens) -> str:
        """Where in the document a keyword stands: references on the way followed to where they lead."""
        tokens: Tokens = pointer.read(schema.pointer)
        value: Any = schema.value
        for step in path:
            # jsonschema leaves `$ref` out of its paths.
            while isinstance(value, dict) and "$ref" in value and step not in value:
                target = references.read_target(value["$ref"])
                tokens, value = references.follow_schema(self._document.content, target)
            try:
                value = pointer.get(value, (step,))
            except KeyError:
                break
            tokens = (*tokens, step)
        return pointer.write(tokens)


def _find(operation: Operation, name: str, place: str) -> Parameter | None:
    return next((p for p in operation.parameters if (p.name, p.place) == (name, place)), None)


def _schema(parameter: Parameter | None) -> Schema | None:
    if parameter is None or parameter.content is None:
        return parameter.schema if parameter else None
    return parameter.content.schema


def _errors(cause: InvalidSchemaValue) -> list[ValidationError]:
    return [error for error in cause.schema_errors if isinstance(error, ValidationError)]


def _nearest(error: ValidationError, place: Where, base: Tokens) -> str:
    """What the branch asks for that the value is nearest to, through branches of branches."""
    while error.context and _alternatives(error) is None:
        error = min(_branches(error).values(), key=_distance)[0]
    return fault(place, (*base, *error.absolute_path), "", _expected(error)).message


def _expected(error: ValidationError) -> str:
    keyword, value = str(error.validator or "false"), error.validator_value
    if keyword in ("anyOf", "oneOf"):
        return _alternatives(error) or expectation(keyword, value)
    if keyword == "additionalProperties":
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        return expectation(keyword, list(known))
    if keyword in ("minimum", "maximum") and isinstance(error.schema, dict):
        # OpenAPI 3.0 makes a bound exclusive with a flag beside it.
        exclusive = "exclusive" + keyword.capitalize()
        if error.schema.get(exclusive) is True:
            return expectation(exclusive, value)
    return expectation(keyword, value)


def _branches(error: ValidationError) -> dict[Any, list[ValidationError]]:
    branches: dict[Any, list[ValidationError]] = {}
    for part in error.context or ():
        branches.setdefault(part.relative_schema_path[0], []).append(part)
    return branches


def _distance(errors: list[ValidationError]) -> tuple[bool, bool, int]:
    """A value of another type is farthest; of branches that a constant tells apart, the one of another constant."""
    return (
        any(error.validator == "type" and not error.relative_path for error in errors),
        any(error.validator in ("const", "enum") for error in errors),
        len(errors),
    )


def _alternatives(error: ValidationError) -> str | None:
    """What would do, when every branch fails only because a member is missing, or only as a whole."""
    branches = _branches(error)
    first = [parts[0] for parts in branches.values() if len(parts) == 1]
    if not first or len(first) < len(branches) or any(part.relative_path for part in first):
        return None
    if all(part.validator == "required" for part in first):
        names = ", ".join(dict.fromkeys(str(part.validator_value) for part in first))
        return f"have {'exactly' if error.validator == 'oneOf' else 'at least'} one of {names}"
    texts = dict.fromkeys(_expected(part) for part in first)
    if any(text.startswith(("have ", "match ", "not ")) for text in texts):
        return None
    return " or ".join(texts)
