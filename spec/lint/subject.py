"""The document as rules ask about it: operations, schemas with the directions that they travel in, and prose."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from spec import pointer, references
from spec.compile import METHODS, compile_item
from spec.document import Document
from spec.errors import Invalid
from spec.gathered import Gathered
from spec.keywords import CHOICES, LISTS, MAPS, ONES, held
from spec.lint.exemplified import SchemaPlace, exemplified
from spec.operations import MediaType, Operation, Schema
from spec.pointer import Tokens
from spec.schema_faults import outermost
from spec.schemas import Direction, Schemas

_SPLIT = frozenset("allOf anyOf oneOf".split())
_ALONE = frozenset("not if then else contains".split())
# Beside a `$ref` that is said to people, and means what it says even where 3.0 ignores it.
_BESIDE = frozenset("$ref title description example default deprecated".split())
_OTHER: Mapping[Direction, Direction] = {"request": "response", "response": "request"}


@dataclass(frozen=True, slots=True)
class Written:
    """An operation as it is written, also one that cannot be compiled."""

    path: str
    method: str
    tokens: Tokens
    value: Mapping[str, Any]

    @property
    def pointer(self) -> str:
        return pointer.write(self.tokens)


@dataclass(frozen=True, eq=False)
class Subject:
    """A document as rules see it; what is costly to find is found once."""

    document: Document

    @property
    def content(self) -> Mapping[str, Any]:
        return self.document.content

    @property
    def is_30(self) -> bool:
        return self.document.version == (3, 0)

    @cached_property
    def objects(self) -> tuple[tuple[Tokens, dict[str, Any]], ...]:
        """Every object that can hold a reference, with its place: no data, no extensions."""
        return tuple(references.objects(self.content))

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The operations of the paths, without those that a rule of its own finds unfit to compile. Raises RuleError."""
        paths = (("paths", path) for path, _ in self.paths())
        return tuple(one for tokens in paths for one in self._item(tokens))

    @cached_property
    def received(self) -> tuple[Operation, ...]:
        """What the server sends and a client answers: webhooks and callbacks."""
        return tuple(one for tokens in self._hooks for one in self._item(tokens))

    @cached_property
    def _hooks(self) -> tuple[Tokens, ...]:
        """The Path Items of webhooks and callbacks."""
        hooks: list[Tokens] = [("webhooks", name) for name in self.content.get("webhooks", {})]
        for operation in self.written():
            for name in operation.value.get("callbacks", {}):
                tokens, callback = references.follow(
                    self.content, (*operation.tokens, "callbacks", name)
                )
                hooks += [(*tokens, key) for key in callback if not key.startswith("x-")]
        return tuple(dict.fromkeys(hooks))

    def _item(self, tokens: Tokens) -> tuple[Operation, ...]:
        try:
            return compile_item(self.document, str(tokens[-1]), pointer.write(tokens))
        except Invalid:
            return ()

    def paths(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for path, item in self.content.get("paths", {}).items():
            if path.startswith("/") and isinstance(item, Mapping):
                yield path, item

    def written(self) -> Iterator[Written]:
        """Every operation of the paths as its text has it."""
        for path, _ in self.paths():
            yield from self._written(("paths", path))

    @cached_property
    def everywhere(self) -> tuple[Written, ...]:
        """The operations of the paths, and those of webhooks and callbacks."""
        written = tuple(self.written())
        known = {one.tokens for one in written}
        hooks = (one for tokens in self._hooks for one in self._written(tokens))
        return (*written, *(one for one in hooks if one.tokens not in known))

    @cached_property
    def items(self) -> tuple[tuple[Tokens, Mapping[str, Any]], ...]:
        """The Path Items of paths, webhooks and callbacks, each once."""
        named = (("paths", path) for path, _ in self.paths())
        found = (references.follow(self.content, tokens) for tokens in (*named, *self._hooks))
        return tuple(dict(found).items())

    def servers(self) -> Iterator[tuple[Tokens, Mapping[str, Any]]]:
        """Every Server Object: the document's, those of paths, and those of operations."""
        operations = ((one.tokens, one.value) for one in self.everywhere)
        for tokens, holder in (((), self.content), *self.items, *operations):
            for index, server in enumerate(holder.get("servers", ())):
                yield (*tokens, "servers", index), server

    def _written(self, tokens: Tokens) -> Iterator[Written]:
        home, item = references.follow(self.content, tokens)
        for method in METHODS:
            if isinstance(item.get(method), Mapping):
                yield Written(str(tokens[-1]), method, (*home, method), item[method])

    @cached_property
    def gathered(self) -> Gathered:
        """The schemas that examples and defaults are held against."""
        return Gathered(self.validators, exemplified(self.content, self.objects, self.schemas))

    @cached_property
    def validators(self) -> Schemas:
        return Schemas(self.document)

    def tokens(self, where: str | Iterable[str | int]) -> Tokens:
        """The tokens of a place, numbers where it leads through an array."""
        found: list[str | int] = []
        value: Any = self.content
        for token in pointer.read(where) if isinstance(where, str) else where:
            found.append(int(token) if isinstance(value, list) else token)
            value = pointer.get(value, (token,))
        return tuple(found)

    @cached_property
    def schemas(self) -> tuple[SchemaPlace, ...]:
        """Every Schema Object, also one that no operation reaches."""
        sent, got = self._reached("request"), self._reached("response")
        declared = self._below(tokens for tokens, _ in outermost(self.content))
        found = []
        for tokens in sorted(declared | sent | got, key=_order):
            value = pointer.get(self.content, tokens)
            if isinstance(value, Mapping):
                ways: list[Direction] = ["request"] if tokens in sent else []
                ways += ["response"] if tokens in got else []
                found.append(SchemaPlace(tokens, self._heard(value), frozenset(ways)))
        return tuple(found)

    def _heard(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """A schema without the keywords beside its `$ref` that 3.0 ignores: nobody vouches for their form."""
        if not self.is_30 or len(schema) == 1 or not isinstance(schema.get("$ref"), str):
            return schema
        return {name: value for name, value in schema.items() if name in _BESIDE}

    def media_types(self) -> Iterator[tuple[Operation, MediaType, Direction]]:
        """Every media type of a body, with its operation and the way that it travels: what a webhook sends is an answer."""
        for operation, is_received in self._all():
            if operation.body is not None:
                for one in operation.body.content:
                    yield operation, one, _way("request", is_received)
            for response in operation.responses:
                for one in response.content:
                    yield operation, one, _way("response", is_received)

    def _all(self) -> Iterator[tuple[Operation, bool]]:
        yield from ((one, False) for one in self.operations)
        yield from ((one, True) for one in self.received)

    def views(self, schema: Any) -> tuple[Mapping[str, Any], ...]:
        """A schema and those that it is made of: its `$ref`, its `allOf`, and the branches of its `anyOf` and `oneOf`."""
        seen: set[int] = set()
        found: list[Mapping[str, Any]] = []
        ahead = [schema]
        while ahead:
            one = ahead.pop(0)
            if not isinstance(one, Mapping) or id(one) in seen:
                continue
            seen.add(id(one))
            one = self._heard(one)
            found.append(one)
            if isinstance(one.get("$ref"), str):
                ahead.append(pointer.get(self.content, references.read_target(one["$ref"])))
            ahead.extend(held(one, CHOICES))
        return tuple(found)

    def kinds(self, schema: Any) -> frozenset[str]:
        """The JSON types that a schema speaks of; none where it is silent."""
        found: set[str] = set()
        for view in self.views(schema):
            kind = view.get("type", ())
            found |= {kind} if isinstance(kind, str) else set(kind)
        return frozenset(found)

    def _roots(self, direction: Direction) -> Iterator[str]:
        for _, media_type, way in self.media_types():
            if way == direction and media_type.schema is not None:
                yield media_type.schema.pointer
        for operation, is_received in self._all():
            if direction == _way("request", is_received):
                for one in operation.parameters:
                    schema = one.schema or (one.content.schema if one.content else None)
                    if schema is not None:
                        yield schema.pointer
            else:
                headers = (header for one in operation.responses for header in one.headers)
                yield from (one.schema.pointer for one in headers if one.schema is not None)

    def _reached(self, direction: Direction) -> set[Tokens]:
        return self._below(self.tokens(where) for where in self._roots(direction))

    def _below(self, roots: Iterable[Tokens]) -> set[Tokens]:
        """The places of the roots, of their parts, and of what they refer to."""
        seen: set[Tokens] = set()
        ahead = list(roots)
        while ahead:
            tokens = ahead.pop()
            if tokens in seen:
                continue
            seen.add(tokens)
            value = pointer.get(self.content, tokens)
            if not isinstance(value, Mapping):
                continue
            if isinstance(value.get("$ref"), str):
                ahead.append(self.tokens(references.read_target(value["$ref"])))
            ahead.extend((*tokens, *step) for step in _parts(value))
        return seen


class Draft(Subject):
    """A document that nothing vouches for: its schemas are looked for where they stand, and no reference is followed."""

    @cached_property
    def schemas(self) -> tuple[SchemaPlace, ...]:
        found: dict[Tokens, SchemaPlace] = {}
        ahead = list(outermost(self.content))
        while ahead:
            tokens, value = ahead.pop()
            if isinstance(value, Mapping) and tokens not in found:
                found[tokens] = SchemaPlace(tokens, value, frozenset())
                ahead += [((*tokens, *step), pointer.get(value, step)) for step in _parts(value)]
        return tuple(found[tokens] for tokens in sorted(found, key=_order))


def raw_schema(holder: Schema | None) -> Mapping[str, Any]:
    """The text of a compiled schema, empty where it is none or a boolean."""
    return holder.value if holder is not None and isinstance(holder.value, Mapping) else {}


def is_branch(tokens: Tokens) -> bool:
    """Whether a schema is a part of another one that speaks of the same value."""
    *_, outer, last = ("", "", *tokens)
    return outer in _SPLIT if isinstance(last, int) else last in _ALONE and outer not in MAPS


def _way(direction: Direction, is_received: bool) -> Direction:
    return _OTHER[direction] if is_received else direction


def _parts(schema: Mapping[str, Any]) -> Iterator[Tokens]:
    for name, value in schema.items():
        if name in ONES and isinstance(value, Mapping):
            yield (name,)
        elif name in LISTS and isinstance(value, list):
            yield from ((name, index) for index in range(len(value)))
        elif name in MAPS and isinstance(value, Mapping):
            yield from ((name, key) for key in value)


def _order(tokens: Tokens) -> tuple[str, ...]:
    return tuple(map(str, tokens))
