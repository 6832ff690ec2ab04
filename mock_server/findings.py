"""openapi-core's errors as faults: the place in the request, the keyword of the document that decided, its correction."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

from jsonschema.exceptions import ValidationError
from openapi_core.casting.schemas.exceptions import CastError
from openapi_core.deserializing.styles.exceptions import EmptyQueryParameterValue
from openapi_core.validation.request.exceptions import (
    MissingRequiredParameter,
)
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue
from openapi_core.validation.schemas.validators import SchemaValidator

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
#     from CastError                                   type
#     from EmptyQueryParameterValue                    allowEmptyValue
#     from anything else (styles, media types)         style
#   of a body (RequestBodyValidationError)
#     InvalidRequestBody from InvalidSchemaValue       that of each schema error
#     from anything else (a form that cannot be read)  body


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
            schema = parameter.pointer + "/required" if parameter else None
            yield fault(place, (name,), "required", "be there", decided=Decision(schema, None))
        elif isinstance(cause, InvalidSchemaValue) and parameter and parameter.schema:
            errors = _errors(cause)
            yield from self._of_schema(errors, parameter.schema, place, (name,))
        elif isinstance(cause, CastError):
            expected = expectation("type", cause.type or "string")
            yield fault(place, (name,), "type", expected, actual=shown(cause.value))
        elif isinstance(cause, EmptyQueryParameterValue):
            yield fault(place, (name,), "allowEmptyValue", "not be empty")
        else:
            style = f"serialized in the style {parameter.style}" if parameter else "readable"
            yield fault(place, (name,), "style", style)

    def of_body(self, schema: Schema | None, error: Exception) -> Iterator[Fault]:
        cause = error.__cause__
        if isinstance(cause, InvalidSchemaValue) and schema is not None:
            yield from self._of_schema(_errors(cause), schema, "body", ())
        else:
            yield fault("body", (), "body", "readable as its Content-Type")

    def of_value(self, validator: SchemaValidator, value: Any, schema: Schema) -> Iterator[Fault]:
        """The faults of a decoded JSON body."""
        # Not `validator.validate`: that looks up the schema's type in the document for a message that nobody reads.
        errors = validator.validator.iter_errors(value)
        yield from self._of_schema(errors, schema, "body", ())

    def _of_schema(
        self, errors: Iterable[ValidationError], schema: Schema, place: Where, base: Tokens
    ) -> Iterator[Fault]:
        for error in errors:
            yield from self._of_keyword(error, schema, place, base)

    def _of_keyword(
        self, error: ValidationError, schema: Schema, place: Where, base: Tokens
    ) -> Iterator[Fault]:
        keyword = str(error.validator)
        tokens = (*base, *error.absolute_path)
        decided = self._decision(schema, tuple(error.absolute_schema_path))
        if keyword == "required":
            missing = _missing(error)
            if _read_only(error, missing):
                return
            expected = expectation("required", missing)
            yield fault(place, tokens, keyword, expected, decided=decided)
            return
        expected = _expected(error)
        actual = None if expected.startswith("have ") else shown(error.instance)
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
                tokens, value = references.follow(self._document.content, target)
            try:
                value = pointer.get(value, (step,))
            except KeyError:
                break
            tokens = (*tokens, step)
        return pointer.write(tokens)


def _find(operation: Operation, name: str, place: str) -> Parameter | None:
    return next((p for p in operation.parameters if (p.name, p.place) == (name, place)), None)


def _errors(cause: InvalidSchemaValue) -> list[ValidationError]:
    return [error for error in cause.schema_errors if isinstance(error, ValidationError)]


def _missing(error: ValidationError) -> str:
    """jsonschema names the missing member in its message only."""
    match = re.match(r"'(.*)' is a required property", error.message, re.DOTALL)
    return match[1] if match else ""


def _read_only(error: ValidationError, name: str) -> bool:
    """A member that only the server writes is not required of a client (see `spec.schemas`)."""
    properties = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    member = properties.get(name)
    return isinstance(member, dict) and member.get("readOnly") is True


def _expected(error: ValidationError) -> str:
    keyword, value = str(error.validator), error.validator_value
    if keyword in ("anyOf", "oneOf"):
        return _alternatives(error) or expectation(keyword, value)
    if keyword == "additionalProperties" and value is False:
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        return expectation(keyword, list(known))
    if keyword in ("minimum", "maximum") and isinstance(error.schema, dict):
        # OpenAPI 3.0 makes a bound exclusive with a flag beside it.
        exclusive = "exclusive" + keyword.capitalize()
        if error.schema.get(exclusive) is True:
            return expectation(exclusive, value)
    return expectation(keyword, value)


def _alternatives(error: ValidationError) -> str | None:
    """What would do, when every branch fails only because a member is missing, or only by its type."""
    branches: dict[Any, list[ValidationError]] = {}
    for part in error.context or ():
        branches.setdefault(part.relative_schema_path[0], []).append(part)
    first = [parts[0] for parts in branches.values() if len(parts) == 1]
    if not first or len(first) < len(branches):
        return None
    if all(part.validator == "required" and not part.relative_path for part in first):
        names = ", ".join(dict.fromkeys(_missing(part) for part in first))
        return f"have at least one of {names}"
    if all(not part.relative_path for part in first):
        return " or ".join(dict.fromkeys(_expected(part) for part in first))
    return None
