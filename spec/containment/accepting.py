"""Which values the schemas of a world accept. Compiling costs milliseconds for each definition that a schema reaches, and whole
bodies reach most: those that are known to be asked for are compiled together, as the members of one object."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from spec.canonical import canonical
from spec.containment.node import Node
from spec.schemas import compile_schema


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a schema refuses of a value, by its path, and why."""

    path: tuple[str | int, ...]
    message: str


class Accepting:
    """`standalone` makes of a schema one that any tool can read, `key` a text that equal schemas share."""

    def __init__(
        self, standalone: Callable[[Node], dict[str, Any] | bool], key: Callable[[Node], str]
    ) -> None:
        self._standalone = standalone
        self._key = key
        self._alone: dict[str, jsonschema_rs.Validator] = {}
        self._expected: dict[str, tuple[str, Node]] = {}
        self._together: jsonschema_rs.Validator | None = None

    def expect(self, schemas: Iterable[Node]) -> None:
        """These will be asked for, most of them more than once."""
        for schema in schemas:
            self._expected.setdefault(self._key(schema), (str(len(self._expected)), schema))
        self._together = None

    def accepts(self, schema: Node, value: Any) -> bool:
        if isinstance(schema, Mapping) and set(schema) == {"not"}:
            return not self.accepts(schema["not"], value)
        name = self._name(schema)
        if name is None:
            return self._validator(schema).is_valid(value)
        return self._all().is_valid({name: value})

    def errors(self, schema: Node, value: Any) -> list[Refusal]:
        name = self._name(schema)
        if name is None:
            return [_refusal(error, 0) for error in self._validator(schema).iter_errors(value)]
        return [_refusal(error, 1) for error in self._all().iter_errors({name: value})]

    def _name(self, schema: Node) -> str | None:
        found = self._expected.get(self._key(schema))
        return found[0] if found else None

    def _all(self) -> jsonschema_rs.Validator:
        if self._together is None:
            members = dict(self._expected.values())
            self._together = compile_schema(self._standalone({"properties": members}))
        return self._together

    def _validator(self, schema: Node) -> jsonschema_rs.Validator:
        key = self._key(schema)
        if key not in self._alone:
            self._alone[key] = compile_schema(self._standalone(schema))
        return self._alone[key]


def _refusal(error: jsonschema_rs.ValidationError, depth: int) -> Refusal:
    message = error.message
    if error.kind.name == "not":  # the library's own message has the schema in it, in our spelling
        message = f"{canonical(error.instance)} is what `not` rules out"
    return Refusal(tuple(error.instance_path[depth:]), message)
