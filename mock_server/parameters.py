"""Parameters on the wire, and the values that their texts stand for (OAS 3.1 section 4.8.12, "Style Values").

A text that is not what its schema wants stays a text, so that the schema says what is wrong with it.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from spec import pointer, references

# RFC 8259 section 6: what a number looks like. `1_000`, ` 5`, `nan`, which Python takes, are none.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_DIGITS = 308  # that every IEEE double has room for

Texts = str | Sequence[str] | Mapping[str, Any]


class Fields(Protocol):
    """Names with their texts, in order; a name may be there more than once. Werkzeug's mappings are such."""

    def getlist(self, key: str, /) -> list[str]: ...
    def __iter__(self) -> Iterator[str]: ...


class Wire(NamedTuple):
    """How a parameter, or a member of a form, is written."""

    name: str
    place: str
    style: str
    explode: bool


class Shape(NamedTuple):
    """What a style has to know of the value: whether it is an `array`, an `object` or neither, and the object's members."""

    kind: str
    members: Mapping[str, Any]


def read(fields: Fields, wire: Wire, shape: Shape) -> Texts:
    """The texts of a parameter. Raises KeyError when it was not sent, ValueError when it has not the form of its style."""
    return _STYLES[wire.style](fields, wire, shape)


def _form(fields: Fields, wire: Wire, shape: Shape) -> Texts:
    if wire.explode and shape.kind == "object":
        # Free members have no names that tell them from other parameters: those that the schema knows are read.
        return _found({name: fields.getlist(name) for name in shape.members}, wire)
    texts = _sent(fields, wire)
    if wire.explode and shape.kind == "array":
        return texts
    return _split(texts[0], _SEPARATORS[wire.style], shape)


def _simple(fields: Fields, wire: Wire, shape: Shape) -> Texts:
    text = _sent(fields, wire)[0]
    if shape.kind != "primitive" and wire.place == "header":
        text = re.sub(r"[ \t]*+,[ \t]*+", ",", text)  # RFC 9110 section 5.6.1
    if wire.explode and shape.kind == "object":
        return _assigned(text.split(","))
    return _split(text, ",", shape)


def _label(fields: Fields, wire: Wire, shape: Shape) -> Texts:
    text = _behind(".", _sent(fields, wire)[0])
    if wire.explode and shape.kind == "object":
        return _assigned(text.split("."))
    return _split(text, "." if wire.explode else ",", shape)


def _matrix(fields: Fields, wire: Wire, shape: Shape) -> Texts:
    text = _behind(";", _sent(fields, wire)[0])
    if wire.explode and shape.kind == "object":
        return _assigned(text.split(";"))
    if wire.explode and shape.kind == "array":
        return [_behind(wire.name + "=", item) for item in text.split(";")]
    return _split(_behind(wire.name + "=", text), ",", shape)


def _deep_object(fields: Fields, wire: Wire, _: Shape) -> Texts:
    """`name[member]=text`. What is nested deeper is in no specification, and is left alone."""
    start = wire.name + "["
    names = [key for key in fields if key.startswith(start) and key.endswith("]")]
    found = {key[len(start) : -1]: fields.getlist(key) for key in names}
    return _found({name: texts for name, texts in found.items() if "[" not in name}, wire)


def _sent(fields: Fields, wire: Wire) -> list[str]:
    texts = fields.getlist(wire.name)
    if not texts:
        raise KeyError(wire.name)
    return texts


def _found(members: Mapping[str, list[str]], wire: Wire) -> Mapping[str, Any]:
    found = {
        name: texts if len(texts) > 1 else texts[0] for name, texts in members.items() if texts
    }
    if not found:
        raise KeyError(wire.name)
    return found


def _split(text: str, separator: str, shape: Shape) -> Texts:
    if shape.kind == "primitive":
        return text
    items = text.split(separator)
    if shape.kind == "array":
        return items
    return dict(zip(items[::2], items[1::2], strict=True))


def _assigned(items: Sequence[str]) -> Mapping[str, str]:
    pairs = [item.partition("=") for item in items]
    if not all(equals for _, equals, _ in pairs):
        raise ValueError(f"{items!r} are not all NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _behind(prefix: str, text: str) -> str:
    if not text.startswith(prefix):
        raise ValueError(f"{text!r} does not start with {prefix!r}")
    return text[len(prefix) :]


_SEPARATORS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_STYLES: Mapping[str, Callable[[Fields, Wire, Shape], Texts]] = {
    "form": _form,
    "spaceDelimited": _form,
    "pipeDelimited": _form,
    "simple": _simple,
    "label": _label,
    "matrix": _matrix,
    "deepObject": _deep_object,
}


class TextReader:
    """Reads texts by the schemas of one document."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._content = content

    def shape(self, schema: Any) -> Shape:
        types = self.types(schema)
        kind = next((name for name in ("array", "object") if name in types), "primitive")
        return Shape(kind, self._members(schema) if kind == "object" else {})

    def types(self, schema: Any) -> frozenset[str]:
        """The types that a schema speaks of, those of its branches included."""
        return frozenset(name for part in self._parts(schema) for name in _types(part))

    def cast(self, schema: Any, value: Any) -> Any:
        """The value that texts stand for."""
        if isinstance(value, str):
            return _cast(value, self.types(schema))
        if isinstance(value, Mapping):
            members = self._members(schema)
            other = self._first(schema, "additionalProperties")
            return {
                name: self._cast_member(members.get(name, other), value[name]) for name in value
            }
        items = self._first(schema, "items")
        return [self.cast(items, item) for item in value]

    def _cast_member(self, schema: Any, value: Any) -> Any:
        if isinstance(value, str) and self.shape(schema).kind == "array":
            value = [value]  # sent once, where it might have been sent again
        return self.cast(schema, value)

    def _members(self, schema: Any) -> Mapping[str, Any]:
        members: dict[str, Any] = {}
        for part in self._parts(schema):
            members = {**part.get("properties", {}), **members}
        return members

    def _first(self, schema: Any, keyword: str) -> Any:
        return next((part[keyword] for part in self._parts(schema) if keyword in part), True)

    def _parts(self, schema: Any) -> Iterator[Mapping[str, Any]]:
        """The schema, what it refers to, and its branches; each once."""
        seen: set[int] = set()
        stack = [schema]
        while stack:
            part = stack.pop()
            if not isinstance(part, Mapping) or id(part) in seen:
                continue
            seen.add(id(part))
            yield part
            if isinstance(part.get("$ref"), str):
                stack.append(pointer.get(self._content, references.read_target(part["$ref"])))
            for keyword in ("oneOf", "anyOf", "allOf"):
                stack.extend(reversed(part.get(keyword, ())))


def _types(schema: Mapping[str, Any]) -> Iterator[str]:
    named = schema.get("type")
    if schema.get("nullable") is True:
        yield "null"
    if isinstance(named, str):
        yield named
    elif named is not None:
        yield from named
    else:
        values = [schema["const"]] if "const" in schema else schema.get("enum", ())
        yield from map(_type, values)


def _type(value: Any) -> str:
    names = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}
    return names.get(type(value), "object" if isinstance(value, Mapping) else "array")


def _cast(text: str, types: frozenset[str]) -> Any:
    if text in ("true", "false") and "boolean" in types:
        return text == "true"
    if text == "null" and "null" in types and "string" not in types:
        return None
    if types & {"integer", "number"} and len(text) <= _DIGITS and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in types and _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text
