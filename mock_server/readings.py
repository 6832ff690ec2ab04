"""Where openapi-core reads otherwise than the specifications: what it is given in place of its own.

Keywords of schemas, and the styles of parameters (`parameters`): openapi-core 0.23 reads no exploded object and no deepObject
without `explode: true`, looks for `%20` in what is decoded already, and raises TypeError for a type union.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema_path import SchemaPath
from openapi_core.deserializing.exceptions import DeserializeError
from openapi_core.validation.request.exceptions import MissingParameter, MissingRequiredParameter
from openapi_core.validation.schemas.validators import SchemaValidator

from mock_server.parameters import Fields, TextReader, Wire, read
from spec import references

_MOST = 100  # errors that are looked for in one branch


@lru_cache(maxsize=1024)
def _is_valid(keyword: str, value: str | float | bool) -> Callable[[Any], bool]:
    """jsonschema-rs's reading of one keyword."""
    return jsonschema_rs.Draft202012Validator({keyword: value}).is_valid


def _read_by_jsonschema_rs(keyword: str) -> Callable[..., Iterator[ValidationError]]:
    def check(_: Any, value: Any, instance: Any, __: Any) -> Iterator[ValidationError]:
        if not _is_valid(keyword, value)(instance):
            yield ValidationError(f"{instance!r} does not satisfy {keyword} {value!r}")

    return check


def _properties(
    validator: Any, value: Mapping[str, Any], instance: Any, _: Any
) -> Iterator[ValidationError]:
    for name, schema in value.items() if isinstance(instance, dict) else ():
        if name in instance:
            yield from _descend(validator, instance, name, schema, name)


def _pattern_properties(
    validator: Any, value: Mapping[str, Any], instance: Any, _: Any
) -> Iterator[ValidationError]:
    for name in instance if isinstance(instance, dict) else ():
        for pattern, schema in value.items():
            if _is_valid("pattern", pattern)(name):
                yield from _descend(validator, instance, name, schema, pattern)


def _descend(
    validator: Any, instance: Mapping[str, Any], name: str, schema: Any, at: str
) -> Iterator[ValidationError]:
    if schema is False:  # jsonschema itself does not say where
        yield ValidationError(f"{name!r} is not allowed", "false", [name], schema_path=[at])
    else:
        yield from validator.descend(instance[name], schema, path=name, schema_path=at)


def _additional_properties(
    validator: Any, value: Any, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    known = schema.get("properties", {})
    patterns = [_is_valid("pattern", pattern) for pattern in schema.get("patternProperties", {})]
    for name in instance:
        if name in known or any(matches(name) for matches in patterns):
            continue
        if value is False:
            yield ValidationError(f"{name!r} is not allowed", path=[name])
        elif isinstance(value, Mapping):
            yield from validator.descend(instance[name], value, path=name)


def _property_names(validator: Any, value: Any, instance: Any, _: Any) -> Iterator[ValidationError]:
    for name in instance if isinstance(instance, dict) else ():
        if not validator.evolve(schema=value).is_valid(name):
            yield ValidationError(f"{name!r} is not allowed", path=[name])


def _dependent_required(
    _: Any, value: Mapping[str, Any], instance: Any, __: Any
) -> Iterator[ValidationError]:
    for present, names in value.items() if isinstance(instance, dict) else ():
        for name in names if present in instance else ():
            if name not in instance:
                problem = f"{name!r} is a dependency of {present!r}"
                yield ValidationError(problem, validator_value=(name, present))


def _any_of(
    validator: Any, value: Sequence[Any], instance: Any, _: Any
) -> Iterator[ValidationError]:
    branches = [_branch(validator, instance, index, schema) for index, schema in enumerate(value)]
    if all(branches):
        yield ValidationError("no branch matches", context=[*chain(*branches)])


def _one_of(
    validator: Any, value: Sequence[Any], instance: Any, _: Any
) -> Iterator[ValidationError]:
    branches = [_branch(validator, instance, index, schema) for index, schema in enumerate(value)]
    matching = branches.count([])
    if matching != 1:
        context = [] if matching else [*chain(*branches)]
        yield ValidationError(f"{matching} branches match", context=context)


def _branch(validator: Any, instance: Any, index: int, schema: Any) -> list[ValidationError]:
    if schema is False:
        return [ValidationError("no value is allowed", "false", schema_path=[index])]
    return list(islice(validator.descend(instance, schema, schema_path=index), _MOST))


def _unevaluated_properties(*arguments: Any) -> Iterator[ValidationError]:
    try:
        yield from Draft202012Validator.VALIDATORS["unevaluatedProperties"](*arguments)
    except re.error:
        return  # a pattern that Python cannot read: what it evaluates is not known, and nobody is refused for it


def _required(content: Mapping[str, Any]) -> Callable[..., Iterator[ValidationError]]:
    """A member that only the server writes is not required of a client (see `spec.schemas`)."""

    def is_read_only(member: Any) -> bool:
        return any(one.get("readOnly") is True for one in references.chain(content, member))

    def check(_: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        for name in value if isinstance(instance, dict) else ():
            if name not in instance and not is_read_only(schema.get("properties", {}).get(name)):
                yield ValidationError(f"{name!r} is a required property", validator_value=name)

    return check


def _nothing(*_: Any) -> Iterator[ValidationError]:
    return iter(())


# - Patterns are ECMA-262's (JSON Schema 2020-12 core section 6.4): Python's `\d` takes any script's digits, its `$` matches
#   before a final newline, and it does not know `\p{L}`.
# - `multipleOf` is exact: 0.3 is a multiple of 0.1, and in binary fractions it is not.
# - `uniqueItems` of objects takes jsonschema time that grows with the square of their number: 23 s for a body of 30 kB.
# - Members that are not allowed are named one by one, each where it stands, and so is each that is missing.
# - A discriminator helps to find a branch and decides nothing (OAS 3.1.1 section 4.8.25): openapi-schema-validator 0.8 refuses
#   what has none, and falls over one that is an array.
_KEYWORDS = {
    "pattern": _read_by_jsonschema_rs("pattern"),
    "multipleOf": _read_by_jsonschema_rs("multipleOf"),
    "uniqueItems": _read_by_jsonschema_rs("uniqueItems"),
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "allOf": Draft202012Validator.VALIDATORS["allOf"],
    "anyOf": _any_of,
    "oneOf": _one_of,
}
# OAS 3.0.3 section 4.7.24.2: a read-only member "SHOULD NOT be sent", which is no MUST: it is accepted, and has no effect.
_KEYWORDS_30 = {"readOnly": _nothing}
_KEYWORDS_31 = {
    "unevaluatedProperties": _unevaluated_properties,
    "propertyNames": _property_names,
    "dependentRequired": _dependent_required,
}


def keywords(content: Mapping[str, Any], version: tuple[int, int]) -> Mapping[str, Any]:
    """What a document's schemas are read by in place of openapi-core's own."""
    more = _KEYWORDS_30 if version == (3, 0) else _KEYWORDS_31
    return {**_KEYWORDS, **more, "required": _required(content)}


class Styles:
    """Stands in for openapi-core's StyleDeserializersFactory. The readers are made once and kept."""

    def __init__(
        self, root: SchemaPath, reader: TextReader, validator: Callable[..., SchemaValidator]
    ) -> None:
        self._root, self._reader, self._validator = root, reader, validator
        self._kept: dict[tuple[str | int, ...], _StyleReader] = {}

    def create(
        self, _: SchemaPath, schema: SchemaPath, style: str, explode: bool, name: str
    ) -> "_StyleReader":
        key = tuple(schema.parts)
        if key not in self._kept:
            parameter = self._root
            for token in key[:-1]:
                parameter = parameter / token
            wire = Wire(name, (parameter / "in").read_str(), style, explode)
            required = (parameter / "required").read_bool(default=False)
            validator = self._validator(self._root, schema).validator
            self._kept[key] = _StyleReader(wire, required, self._reader, validator)
        return self._kept[key]


class _StyleReader:
    """Reads one parameter."""

    def __init__(self, wire: Wire, required: bool, reader: TextReader, validator: Any) -> None:
        self._wire, self._required, self._reader = wire, required, reader
        self._schema, self._validator = validator.schema, validator
        self._shape = reader.shape(self._schema)
        self._or_string = "string" in reader.types(self._schema)

    def deserialize(self, fields: Fields) -> Any:
        """Raises what openapi-core knows. A default is never judged: it is the document's, and no fault of the request."""
        try:
            texts = read(fields, self._wire, self._shape)
        except KeyError:
            missing = MissingRequiredParameter if self._required else MissingParameter
            raise missing(self._wire.name, self._wire.place) from None
        except ValueError:
            raise DeserializeError from None
        value = self._reader.cast(self._schema, texts)
        if self._or_string and isinstance(texts, str) and not self._validator.is_valid(value):
            return texts  # of a union, the text itself may be what is valid
        return value
