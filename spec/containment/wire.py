"""Values that travel as text, as parameters, headers and forms do: what is written `5` is a number to one schema and a text to
the next (OAS 3.1 section 4.8.12: the schema says which type a serialized value has).

Both functions err on the side of what is refused: a value is refused where no reading of its text is taken, and a schema is
widened only by what every reader of its text takes.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from spec.canonical import canonical
from spec.containment.node import Node
from spec.containment.world import World

_DEEPEST = 8  # references that are followed
# Beside these, what is widened is still read as one: no two of them judge the same text by another reading of it.
_APART = frozenset(
    "type required items prefixItems minItems maxItems properties additionalProperties minProperties maxProperties".split()
)
_LONGEST = 300  # characters of a number: those of the largest double
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?")  # as lenient as readers are
_FRACTION = r"(\.[0-9]+)?"


def readings(value: Any) -> list[Any]:
    """The value, and others that are written alike: all of its texts read, and all else as texts."""
    found = [value, _mapped(value, _read), _mapped(value, _written)]
    return list({canonical(one): one for one in found}.values())


def widened(schema: Node, world: World, depth: int = 0) -> Node:
    """The schema with other readings of what it takes, where that can be said."""
    if not isinstance(schema, Mapping):
        return schema
    if set(schema) == {"$ref"}:
        is_followed = depth < _DEEPEST and not world.is_recursive(schema)
        return widened(world.resolve(schema["$ref"]), world, depth + 1) if is_followed else schema
    if set(schema) == {"anyOf"}:
        return {"anyOf": [widened(one, world, depth) for one in schema["anyOf"]]}
    if "enum" in schema:
        return _listed(schema, world)
    return _typed(_nested(schema, world, depth))


def _nested(schema: Mapping[str, Any], world: World, depth: int) -> dict[str, Any]:
    """Members and items widened; not within `not`, `if` and `oneOf`, where more is less, nor in `allOf`, whose parts agree."""
    result = dict(schema)
    if not schema.keys() <= _APART:
        return result
    for name, value in schema.items():
        if name in ("items", "additionalProperties"):
            result[name] = widened(value, world, depth)
        elif name == "properties":
            result[name] = {key: widened(one, world, depth) for key, one in value.items()}
        elif name == "prefixItems":
            result[name] = [widened(one, world, depth) for one in value]
    return result


def _listed(schema: Mapping[str, Any], world: World) -> Node:
    if not schema.keys() <= {"type", "enum"}:
        return schema
    values = [value for value in schema["enum"] if world.accepts(schema, value)]
    return {
        "enum": list({canonical(one): one for value in values for one in readings(value)}.values())
    }


def _typed(schema: dict[str, Any]) -> Node:
    types = set(schema.get("type", ()))
    if "string" in types and len(schema) == 1:
        return {"type": sorted(types - {"integer"} | {"number", "boolean"})}
    ways: list[Node] = []
    if types & {"number", "integer"} and schema.keys() <= {"type", "minimum"}:
        low = schema.get("minimum")
        sign = "-?" if low is None else ""
        fraction = _FRACTION if "number" in types else ""
        if low is None or low <= 0:
            ways.append({"type": ["string"], "pattern": f"^{sign}[0-9]+{fraction}$"})
    if "boolean" in types and len(schema) == 1:
        ways.append({"enum": ["true", "false"]})
    return {"anyOf": [schema, *ways]} if ways else schema


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, Mapping):
        return {name: _mapped(one, change) for name, one in value.items()}
    return [_mapped(one, change) for one in value] if isinstance(value, list) else change(value)


def _read(value: Any) -> Any:
    if not isinstance(value, str) or len(value) > _LONGEST:
        return value
    if value in ("true", "false"):
        return value == "true"
    if not _NUMBER.fullmatch(value):
        return value
    return int(value) if value.removeprefix("-").isdigit() else float(value)


def _written(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else json.dumps(value)
