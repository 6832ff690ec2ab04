"""Values that travel as text, as parameters, headers and forms do: what is written `5` is a number to one schema and a text to
the next (OAS 3.1 section 4.8.12: the schema says which type a serialized value has).

A value is refused where no reading of its text is taken, a schema is widened only by what every reader of its text takes, and
narrowed only by what nobody can write.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

from spec.canonical import canonical
from spec.containment.node import Node
from spec.containment.texts import texts
from spec.containment.world import World

_DEEPEST = 8  # references that are followed
# Beside these, what is widened is still read as one: no two of them judge the same text by another reading of it.
_APART = frozenset(
    "type required items prefixItems minItems maxItems properties additionalProperties minProperties maxProperties".split()
)
_LONGEST = 300  # characters of a number: those of the largest double
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?")  # as lenient as readers are
_FRACTION = r"(\.[0-9]+)?"
_MOST_LISTS = 4  # members that are tried as lists, each alone and together
_SCALAR: Node = {"type": ["boolean", "number", "string"]}
_JOINED: Node = {"type": ["array", "object"], "items": _SCALAR, "additionalProperties": _SCALAR}
_NOT_NULL: Node = {"type": ["array", "boolean", "number", "object", "string"]}
_OF_PARAMETERS: tuple[tuple[Any, Node], ...] = (([], {"minItems": 1}), ({}, {"minProperties": 1}))
_LIMITS: Mapping[str, tuple[tuple[Any, Node], ...]] = {
    "path": (("", {"minLength": 1}),),
    "header": (("\n", {"pattern": r"^[^\r\n\x00]*$"}),),
}
_EMPTY: Mapping[str, tuple[Any, Node]] = {
    "query": ("", {"minLength": 1}),
    "cookie": ("", {"minLength": 1}),
    "": ({}, {"minProperties": 1}),
}
_OF_TEXTS = frozenset("type minLength maxLength pattern".split())
_MOST_DIGITS = 18
_LISTS = frozenset("type items minItems maxItems uniqueItems".split())


def readings(value: Any) -> list[Any]:
    """The value, and others that are written alike: all of its texts read, all else as texts, and lists of one as that one, at
    the top and as members of an object."""
    found = [value, _mapped(value, _read), _mapped(value, _written)]
    found += [other for one in found for other in _lists(one)]
    return list({canonical(one): one for one in found}.values())


def has_odd_number(value: Any) -> bool:
    """Whether a value has a whole number in the form of a fraction, as nobody writes it: 5.0."""
    if isinstance(value, Mapping):
        return any(map(has_odd_number, value.values()))
    if isinstance(value, list):
        return any(map(has_odd_number, value))
    return isinstance(value, float) and value.is_integer()


def _lists(value: Any) -> Iterator[Any]:
    if not isinstance(value, Mapping):
        yield _other(value)
        return
    names = list(value)
    most = len(names) if len(names) <= _MOST_LISTS else 1
    for number in range(1, most + 1):
        for chosen in combinations(names, number):
            yield {name: _other(one) if name in chosen else one for name, one in value.items()}


def _other(value: Any) -> Any:
    """A list of one for that one, and the other way round: `q=a` is either."""
    if isinstance(value, list):
        return value[0] if len(value) == 1 else value
    return value if value is None or isinstance(value, Mapping) else [value]


# --- What can be written ------------------------------------------------------------------------------------------------


def writable(schema: Node, world: World, where: str) -> Node:
    """The schema without the values that no text stands for, in a place as a `Slot` names it: null; of a parameter or header a
    list or object of nothing, which is as if it were not there; nothing in a path, whose segment would then not be there; a line
    break in a header (RFC 9110 section 5.5). What has no type is a text."""
    found = place(where)
    if not found:
        return _form(without_null(schema, world), world)
    if schema is True or schema == {}:
        schema = _SCALAR
    limits = [limit for value, limit in _LIMITS.get(found, ()) if world.accepts(schema, value)]
    limits += [limit for value, limit in _OF_PARAMETERS if world.accepts(schema, value)]
    narrow = without_null(schema, world)
    return {"allOf": [narrow, *limits]} if limits else narrow


def filled(schema: Node, world: World, where: str) -> Node | None:
    """The schema without an empty text in a query or a form of nothing, which many servers take for something that is not there;
    None if it takes neither."""
    empty, limit = _EMPTY.get(place(where), ("", None))
    return {"allOf": [schema, limit]} if limit and world.accepts(schema, empty) else None


def without_null(schema: Node, world: World) -> Node:
    if schema is True or not world.accepts(schema, None):
        return schema
    return {"allOf": [schema, _NOT_NULL]}


def _form(schema: Node, world: World) -> Node:
    """Without null for a member that is described."""
    whole = schema
    if isinstance(schema, Mapping) and set(schema) == {"$ref"}:
        whole = world.resolve(schema["$ref"])
    known = whole.get("properties", {}).values() if isinstance(whole, Mapping) else ()
    if not any(one is not True and world.accepts(one, None) for one in known):
        return schema
    return {"allOf": [schema, {"additionalProperties": _NOT_NULL}]}


def place(where: str) -> str:
    """Where a parameter or header is, empty for the body of a form."""
    first, _, rest = where.partition(" ")
    if first in ("path", "query", "header", "cookie"):
        return first
    return "header" if rest.startswith("header ") else ""


# --- What is read -------------------------------------------------------------------------------------------------------


def widened(schema: Node, world: World, depth: int = 0, *, lists: bool = True) -> Node:
    """The schema with other readings of what it takes, where that can be said. `lists`: a list may be written as its one item."""
    if not isinstance(schema, Mapping):
        return schema
    if set(schema) == {"$ref"}:
        is_followed = depth < _DEEPEST and not world.is_recursive(schema)
        if not is_followed:
            return schema
        return widened(world.resolve(schema["$ref"]), world, depth + 1, lists=lists)
    if set(schema) == {"anyOf"}:
        return {"anyOf": [widened(one, world, depth, lists=lists) for one in schema["anyOf"]]}
    if "enum" in schema:
        return _listed(schema, world)
    wide = _typed(_nested(schema, world, depth, lists=lists))
    item = _only_item(wide) if lists else None
    return wide if item is None else {"anyOf": [wide, item]}


def joined(wide: Node, where: str) -> Node:
    """In a header or a path, whose lists and objects are each one text (OAS 3.1 section 4.8.12.2, `simple`), whoever takes any
    text takes these too."""
    is_any = isinstance(wide, Mapping) and set(wide) == {"type"} and "string" in wide["type"]
    return {"anyOf": [wide, _JOINED]} if is_any and place(where) in ("header", "path") else wide


def _only_item(schema: Node) -> Node | None:
    """What a list takes as its only item, if that is a scalar."""
    if not isinstance(schema, Mapping) or not schema.keys() <= _LISTS:
        return None
    fits = schema.get("minItems", 0) <= 1 <= schema.get("maxItems", 1)
    if schema.get("type") != ["array"] or not fits:
        return None
    return {"allOf": [schema.get("items", True), _SCALAR]}


def _nested(schema: Mapping[str, Any], world: World, depth: int, *, lists: bool) -> dict[str, Any]:
    """Members and items widened; not within `not`, `if` and `oneOf`, where more is less, nor in `allOf`, whose parts agree."""
    result = dict(schema)
    if not schema.keys() <= _APART:
        return result
    for name, value in schema.items():
        if name == "items":
            result[name] = widened(value, world, depth, lists=False)
        elif name == "additionalProperties":
            result[name] = _member(value, world, depth, lists=lists)
        elif name == "properties":
            result[name] = {
                key: _member(one, world, depth, lists=lists) for key, one in value.items()
            }
        elif name == "prefixItems":
            result[name] = [widened(one, world, depth, lists=False) for one in value]
    return result


def _member(schema: Node, world: World, depth: int, *, lists: bool) -> Node:
    """A member of an object: a list of its own, but no object in an object, which has no text."""
    wide = widened(schema, world, depth, lists=False)
    item = _only_item(wide) if lists else None
    return wide if item is None else {"anyOf": [wide, item]}


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
    if types == {"string"} and schema.keys() <= _OF_TEXTS:
        ways.extend(_spelled(schema))
    return {"anyOf": [schema, *ways]} if ways else schema


def _spelled(schema: Mapping[str, Any]) -> Iterator[Node]:
    """What no text is, and whose texts a schema of texts takes all the same."""
    longest = schema.get("maxLength", _MOST_DIGITS + 1)
    bounds = {"maximum": 10**longest - 1} if 0 < longest <= _MOST_DIGITS else {}
    digits = f"[0-9]{{0,{longest - 1}}}" if bounds else "[0-9]*"
    forms: tuple[tuple[str, dict[str, int]], ...] = (
        (f"^-?(0|[1-9]{digits})$", {}),
        (f"^(0|[1-9]{digits})$", {"minimum": 0, **bounds}),
        (f"^[1-9]{digits}$", {"minimum": 1, **bounds}),
    )
    for pattern, limits in forms:
        if _takes(schema, pattern):
            yield {"type": ["integer"], **limits}
            break
    if _takes(schema, "^(true|false)$"):
        yield {"type": ["boolean"]}


def _takes(schema: Mapping[str, Any], pattern: str) -> bool:
    """Whether a schema of texts is proved to take all that match a pattern."""
    left = texts(({"pattern": pattern},))
    return all(left.keeps(word, schema[word]) for word in schema if word != "type")


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
