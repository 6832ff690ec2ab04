"""Schemas of one document compiled together, as the members of one object: in a document whose schemas all refer to each other
one validator for each would take time that grows with the square of its size."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import jsonschema_rs

from spec import pointer
from spec.errors import Invalid
from spec.operations import Schema
from spec.schemas import Direction, Schemas, compile_schema

Asked = tuple[Schema, Direction]


@dataclass(frozen=True, slots=True)
class _Group:
    """Schemas that are compiled, each under the name that its values are wrapped in."""

    names: Mapping[str, str]
    validator: jsonschema_rs.Validator


@dataclass(frozen=True, slots=True)
class Refusal:
    """`depth` tokens of an error's path lead to the value itself."""

    error: jsonschema_rs.ValidationError
    depth: int


class Gathered:
    """Answers for the schemas that it was made for."""

    def __init__(self, schemas: Schemas, asked: Iterable[Asked]) -> None:
        self._schemas = schemas
        self._asked: dict[Direction, dict[str, Schema]] = {"request": {}, "response": {}}
        for schema, direction in asked:
            self._asked[direction].setdefault(schema.pointer, schema)
        self._groups: dict[Direction, _Group] = {}

    def refusal(self, schema: Schema, direction: Direction, value: Any) -> Refusal | None:
        """What a schema has against a value; None where it takes it, and where the schema is none that can be asked."""
        group = self._group(direction)
        name = group.names.get(schema.pointer)
        if name is not None:
            error = next(group.validator.iter_errors({name: value}), None)
            return None if error is None else Refusal(error, 1)
        try:
            validator = self._schemas.validator(schema, direction)
        except Invalid:
            return None
        error = next(validator.iter_errors(value), None)
        return None if error is None else Refusal(error, 0)

    def _group(self, direction: Direction) -> _Group:
        if direction not in self._groups:
            self._groups[direction] = self._compiled(direction)
        return self._groups[direction]

    def _compiled(self, direction: Direction) -> _Group:
        """The schemas of one direction, without those that lead to one that no validator can read."""
        roots = {
            where: self._schemas.alone(schema, direction)
            for where, schema in self._asked[direction].items()
        }
        definitions = self._schemas.definitions(direction)
        group = _together(roots, definitions)
        if group is None:
            unread = _leading(
                definitions, {name for name in definitions if not _loads(definitions[name])}
            )
            read = {name: one for name, one in definitions.items() if name not in unread}
            group = _together(
                {w: r for w, r in roots.items() if unread.isdisjoint(_references(r)) and _loads(r)},
                read,
            )
        return group or _Group({}, compile_schema(True))


def _together(roots: Mapping[str, Any], definitions: Mapping[str, Any]) -> _Group | None:
    """None where a validator cannot read one of them."""
    # One with an address of its own would take the references in it for its own.
    names = {
        where: str(index) for index, where in enumerate(roots) if not _has_address(roots[where])
    }
    members = {name: roots[where] for where, name in names.items()}
    try:
        return _Group(names, compile_schema({"properties": members, "$defs": definitions}))
    except (ValueError, jsonschema_rs.ReferencingError):
        return None


def _has_address(schema: Any) -> bool:
    return isinstance(schema, Mapping) and "$id" in schema


def _loads(schema: Any) -> bool:
    """Whether a validator can read a schema, whatever it refers to."""
    if not isinstance(schema, Mapping):
        return isinstance(schema, bool)
    names = dict.fromkeys(_references(schema), True)
    try:
        compile_schema({**schema, "$defs": names})
    except (ValueError, jsonschema_rs.ReferencingError):
        return False
    return True


def _references(schema: Any) -> Iterator[str]:
    """The definitions that a schema refers to."""
    ahead = [schema]
    while ahead:
        one = ahead.pop()
        if isinstance(one, Mapping):
            target = one.get("$ref")
            if isinstance(target, str) and target.startswith("#/$defs/"):
                yield pointer.read(unquote(target.removeprefix("#")))[-1]
            ahead.extend(one.values())
        elif isinstance(one, list):
            ahead.extend(one)


def _leading(definitions: Mapping[str, Any], wanted: set[str]) -> set[str]:
    """The definitions that lead to wanted ones, and these."""
    users: dict[str, list[str]] = {}
    for name, one in definitions.items():
        for used in _references(one):
            users.setdefault(used, []).append(name)
    found, ahead = set(wanted), list(wanted)
    while ahead:
        for user in users.get(ahead.pop(), ()):
            if user not in found:
                found.add(user)
                ahead.append(user)
    return found
