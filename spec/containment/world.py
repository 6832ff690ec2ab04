"""The schemas of two sides in one name space, without what decides nothing: what every later stage reads.

A definition that is the same on both sides, with all that it refers to, keeps its name and is one definition; the others bear the
name of their side, so that no reference of one side is ever taken for the other's.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal
from urllib.parse import unquote

from spec import pointer
from spec.canonical import canonical
from spec.containment.accepting import Accepting, Refusal
from spec.containment.node import Node
from spec.formats import FORMATS
from spec.keywords import LISTS, MAPS, ONES, held

Side = Literal["old", "new"]

_DEFINITIONS = "#/$defs/"
_FEW = 40
# JSON Schema 2020-12 Validation section 9, OAS 3.1 section 4.8.24: annotations, which refuse nothing.
_ANNOTATIONS = frozenset(
    "title description default examples example deprecated readOnly writeOnly externalDocs xml discriminator contentEncoding "
    "contentMediaType contentSchema $comment $schema $id $anchor $defs definitions nullable".split()
)
_NOTHING = {
    "minLength": 0,
    "minItems": 0,
    "minProperties": 0,
    "uniqueItems": False,
    "required": [],
    "allOf": [],  # which 3.0 lets pass
    "properties": {},
}


class World:
    """`definitions` are those of both sides, cleaned; `old` and `new` read a side's schema into the common name space."""

    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        before = {name: _cleaned(value) for name, value in old.items()}
        equal = {name for name in old.keys() & new.keys() if _same(old[name], new[name])}
        after = {
            name: before[name] if name in equal else _cleaned(value) for name, value in new.items()
        }
        self._shared = _alike(before, after)
        self.definitions = {
            self._name("old", name): self._renamed(value, "old") for name, value in before.items()
        } | {
            self._name("new", name): self._renamed(value, "new")
            for name, value in after.items()
            if name not in self._shared
        }
        self._keys: dict[int, tuple[Any, str]] = {}
        self._needs: dict[str, frozenset[str]] = {}
        self._reach: dict[int, tuple[Node, set[str]]] = {}
        self._recursive: dict[str, bool | None] = {}  # None: being looked at
        self._accepting = Accepting(self.standalone, self.key)

    def read(self, schema: Any, side: Side) -> Node:
        """A side's schema, cleaned; its references lead into `definitions`."""
        node: Node = self._renamed(_cleaned(schema), side)
        return node

    def resolve(self, reference: str) -> Node:
        node: Node = self.definitions.get(_named(reference), True)
        return node

    def standalone(self, schema: Node) -> dict[str, Any] | bool:
        """The schema with the definitions that it reaches, for any other tool."""
        names = self._reached(schema)
        if not names:
            return schema if isinstance(schema, bool) else dict(schema)
        members = {} if schema is True else {"not": {}} if schema is False else dict(schema)
        return {**members, "$defs": {name: self.definitions[name] for name in sorted(names)}}

    def key(self, schema: Node) -> str:
        """A text that equal schemas share."""
        known = self._keys.get(id(schema))
        if known is None or known[0] is not schema:
            known = (schema, canonical(schema))
            self._keys[id(schema)] = (
                known  # the schema is kept too, or its id might become another's
            )
        return known[1]

    def expect(self, schemas: Iterable[Node]) -> None:
        """Schemas that will be asked what they accept, most of them more than once."""
        self._accepting.expect(schemas)

    def accepts(self, schema: Node, value: Any) -> bool:
        return self._accepting.accepts(schema, value)

    def accepts_all(self, schemas: Iterable[Node], value: Any) -> bool:
        return all(self.accepts(schema, value) for schema in schemas)

    def errors(self, schema: Node, value: Any) -> list[Refusal]:
        return self._accepting.errors(schema, value)

    def reached(self, *schemas: Node) -> Iterator[Node]:
        """The schemas, and every definition that they reach."""
        yield from schemas
        names = {name for schema in schemas for name in self._reached(schema)}
        yield from (self.definitions[name] for name in sorted(names))

    def is_small(self, schema: Node) -> bool:
        """Whether the schema reaches few enough definitions for what is done with all of them at once."""
        return len(self._reached(schema)) <= _FEW

    def is_recursive(self, schema: Node) -> bool:
        """Whether the schema reaches a definition that reaches itself."""
        return any(self._reaches_itself(name) for name in set(_references(schema)))

    def _reaches_itself(self, name: str) -> bool:
        """Whether a cycle is met from a definition on; every definition is looked at once."""
        ahead: list[tuple[str, Iterator[str]]] = []
        if name not in self._recursive:
            ahead.append((name, iter(self._direct(name))))
            self._recursive[name] = None
        while ahead:
            here, below = ahead[-1]
            other = next(below, None)
            if other is None:
                ahead.pop()
                self._recursive[here] = bool(self._recursive[here])
            elif other not in self._recursive:
                self._recursive[other] = None
                ahead.append((other, iter(self._direct(other))))
            elif self._recursive[other] is not False:  # it is open, or meets a cycle
                for one, _ in ahead:
                    self._recursive[one] = True
        return bool(self._recursive[name])

    def _name(self, side: Side, name: str) -> str:
        return name if name in self._shared else f"{side}:{name}"

    def _renamed(self, schema: Any, side: Side) -> Any:
        return _mapped(
            schema, lambda reference: _DEFINITIONS + _escaped(self._name(side, _named(reference)))
        )

    def _reached(self, schema: Node) -> set[str]:
        key = id(schema)
        known = self._reach.get(key)
        if known is not None and known[0] is schema:
            return known[1]
        reached: set[str] = set()
        ahead = list(_references(schema))
        while ahead:
            name = ahead.pop()
            if name not in reached and name in self.definitions:
                reached.add(name)
                ahead.extend(self._direct(name))
        self._reach[key] = (schema, reached)
        return reached

    def _direct(self, name: str) -> frozenset[str]:
        if name not in self._needs:
            self._needs[name] = frozenset(_references(self.definitions.get(name, True)))
        return self._needs[name]


def join(old: Any, new: Any) -> tuple[World, Node, Node]:
    """Two standalone schemas, whose references lead into their own `$defs`, as one world."""
    world = World(_definitions(old), _definitions(new))
    return world, world.read(old, "old"), world.read(new, "new")


def _definitions(schema: Any) -> Mapping[str, Any]:
    return schema.get("$defs", {}) if isinstance(schema, Mapping) else {}


def _alike(old: Mapping[str, Node], new: Mapping[str, Node]) -> frozenset[str]:
    """The names that mean the same on both sides: the same text, and every name in it means the same."""
    alike = {name for name in old.keys() & new.keys() if _same(old[name], new[name])}
    needs = {name: frozenset(_references(old[name])) for name in alike}
    while True:
        broken = {name for name in alike if not needs[name] <= alike}
        if not broken:
            return frozenset(alike)
        alike -= broken


def _same(one: Node, other: Node) -> bool:
    """For Python 1, 1.0 and True are equal, and a schema tells them apart."""
    return one is other or (one == other and canonical(one) == canonical(other))


def _cleaned(schema: Any) -> Any:
    """Annotations gone, one spelling for what has several; validity stays as it was."""
    if not isinstance(schema, Mapping):
        return schema
    result = {
        name: _cleaned_member(name, value)
        for name, value in schema.items()
        if not _is_silent(name, value)
    }
    if isinstance(result.get("type"), str):
        result["type"] = [result["type"]]
    if isinstance(result.get("type"), list):
        result["type"] = _types(result["type"])
    if "const" in result:
        value = result.pop("const")
        if "enum" in result:
            result["allOf"] = [*result.get("allOf", ()), {"enum": [value]}]
        else:
            result["enum"] = [value]
    return result or True


def _is_silent(name: str, value: Any) -> bool:
    """Whether a keyword refuses nothing."""
    if name in _ANNOTATIONS or name.startswith("x-"):
        return True
    return (name in _NOTHING and value == _NOTHING[name]) or (
        name == "format" and value not in FORMATS
    )


def _cleaned_member(name: str, value: Any) -> Any:
    if name in ONES:
        return _cleaned(value)
    if name in LISTS and isinstance(value, list):
        return [_cleaned(item) for item in value]
    if name in MAPS and isinstance(value, Mapping):
        return {key: _cleaned(item) for key, item in value.items()}
    return sorted(value) if name == "required" and isinstance(value, list) else value


def _types(types: list[str]) -> list[str]:
    kinds = set(types)
    return sorted(kinds - {"integer"} if "number" in kinds else kinds)


def _mapped(schema: Any, rename: Any) -> Any:
    """The schema with every reference renamed. What has none is kept, not copied."""
    if not isinstance(schema, Mapping):
        return schema
    result: dict[str, Any] = {}
    for name, value in schema.items():
        if name == "$ref" and isinstance(value, str) and value.startswith(_DEFINITIONS):
            result[name] = rename(value)
        elif name in ONES:
            result[name] = _mapped(value, rename)
        elif name in LISTS and isinstance(value, list):
            result[name] = [_mapped(item, rename) for item in value]
        elif name in MAPS and isinstance(value, Mapping):
            result[name] = {key: _mapped(item, rename) for key, item in value.items()}
        else:
            result[name] = value
    return result


def _references(schema: Any) -> Iterator[str]:
    stack: list[Any] = [schema]
    while stack:
        node = stack.pop()
        if not isinstance(node, Mapping):
            continue
        target = node.get("$ref")
        if isinstance(target, str) and target.startswith(_DEFINITIONS):
            yield _named(target)
        stack.extend(held(node, node))


def _named(reference: str) -> str:
    tokens = pointer.read(unquote(reference.removeprefix("#")))
    return tokens[1] if len(tokens) > 1 else ""


def _escaped(name: str) -> str:
    return pointer.write((name,))[1:].replace("%", "%25")
