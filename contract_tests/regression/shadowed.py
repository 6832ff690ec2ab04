"""Whether a request that met a templated path is taken by a new one."""

from spec.containment.wire import readings
from spec.diff.paths import TEMPLATE
from spec.diff.records import Comparison, OperationPair
from spec.errors import SpecError
from spec.operations import Operation, Parameter
from spec.schemas import Schemas


def is_reachable(comparison: Comparison, pair: OperationPair, literal: str) -> bool:
    """Whether the old operation, by its path parameters, took requests to the path `literal`."""
    operation = pair.base
    if operation is None:
        return True
    schemas = Schemas(comparison.base)
    segments = zip(operation.path.split("/"), literal.split("/"), strict=False)
    return all(_is_taken(schemas, operation, segment, text) for segment, text in segments)


def _is_taken(schemas: Schemas, operation: Operation, segment: str, text: str) -> bool:
    """Whether a segment took a text; what is only in part a template is not looked into."""
    whole = TEMPLATE.fullmatch(segment)
    parameter = whole and _parameter(operation, whole[1])
    if not parameter or parameter.schema is None or "{" in text:
        return True
    try:
        validator = schemas.validator(parameter.schema, "request")
    except (SpecError, ValueError):
        return True
    return any(map(validator.is_valid, readings(text)))


def _parameter(operation: Operation, name: str) -> Parameter | None:
    found = (one for one in operation.parameters if (one.place, one.name) == ("path", name))
    return next(found, None)
