"""Values that a document allows, for the parts of an exchange that a witness says nothing of."""

from collections.abc import Iterator
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

    def several(self, schema: Schema | None, direction: Direction) -> Any:
        """A value whose lists have two items where they may: with one, many styles look alike."""
        value = self.of_schema(schema, direction)
        for more in _doubled(value):
            if schema is not None and self.is_valid(schema, direction, more):
                return more
        return value

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


def _doubled(value: Any) -> Iterator[Any]:
    """The value, and the members of an object, with a second item in each list of one: another one, or the same again. An object
    of nothing gets a member."""
    if value == {}:
        yield {"name": "text"}
    for is_other in (True, False):
        if isinstance(value, dict):
            yield {name: _longer(one, is_other=is_other) for name, one in value.items()}
        else:
            yield _longer(value, is_other=is_other)


def _longer(value: Any, *, is_other: bool) -> Any:
    if not isinstance(value, list) or len(value) != 1:
        return value
    (one,) = value
    if not is_other or not isinstance(one, str | int) or isinstance(one, bool):
        return [one, one]
    return [one, f"{one}2" if isinstance(one, str) else one + 1]
