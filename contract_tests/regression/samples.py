"""Values that a document allows, for the parts of an exchange that a witness says nothing of."""

from typing import Any

from spec import samples
from spec.errors import SpecError
from spec.operations import Example, MediaType, Parameter, Schema
from spec.schemas import Direction, Schemas

_UNITS = 20_000  # what one sample may cost: it illustrates, and must not be waited for
# What stands for a value that none was found for.
PLACEHOLDER = "…"


class Samples:
    """The plain samples of one document, each found once."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._found: dict[tuple[str, Direction], Any] = {}

    def of_schema(self, schema: Schema | None, direction: Direction) -> Any:
        """A valid value, or the placeholder where none is found."""
        if schema is None:
            return PLACEHOLDER
        key = (schema.pointer, direction)
        if key not in self._found:
            self._found[key] = self._sampled(schema, direction)
        return self._found[key]

    def of_media_type(self, media: MediaType, direction: Direction) -> Any:
        """The author's example if it is valid, else a sample."""
        return self._first(media.examples, media.schema, direction)

    def of_parameter(self, parameter: Parameter) -> Any:
        if parameter.content is not None:
            return self.of_media_type(parameter.content, "request")
        return self.of_schema(parameter.schema, "request")

    def is_valid(self, schema: Schema, direction: Direction, value: Any) -> bool:
        try:
            return self._schemas.validator(schema, direction).is_valid(value)
        except (SpecError, ValueError):
            return False

    def _first(
        self, examples: tuple[Example, ...], schema: Schema | None, direction: Direction
    ) -> Any:
        for example in examples:
            if schema is None or self.is_valid(schema, direction, example.value):
                return example.value
        return self.of_schema(schema, direction)

    def _sampled(self, schema: Schema, direction: Direction) -> Any:
        try:
            bundle = self._schemas.bundle(schema, direction)
            validator = self._schemas.validator(schema, direction)
            return samples.static(bundle, validator.is_valid, units=_UNITS)
        except (samples.NoSample, SpecError):
            return PLACEHOLDER
