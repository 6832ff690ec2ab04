"""`$ref`: where references stand and where they lead, in a document whose references are all local (spec.embedding)."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from spec import pointer
from spec.errors import BadReference, raise_first
from spec.pointer import Tokens

FILES = pointer.FILES

# Members whose value maps free names to objects: a schema property called `example` is no example.
_NAMED = frozenset(
    "properties patternProperties $defs definitions dependentSchemas schemas responses parameters examples requestBodies "
    "headers securitySchemes links callbacks pathItems paths webhooks content encoding variables scopes".split()
)
# Members whose value is data: whatever looks like a reference in there is none.
_DATA = frozenset("example default const enum value mapping".split())


@dataclass(frozen=True, slots=True)
class Found:
    """A reference as it stands in a document: at `tokens` is the object that holds it."""

    tokens: Tokens
    target: str


def find(content: Any) -> Iterator[Found]:
    """Every reference in an OpenAPI document, in document order."""
    for tokens, node in objects(content):
        target = node.get("$ref")
        if isinstance(target, str):
            yield Found(tokens, target)


def objects(content: Any) -> Iterator[tuple[Tokens, dict[str, Any]]]:
    """Every object of an OpenAPI document that can hold a `$ref`: no example values, defaults, enums or extensions."""
    root: tuple[Tokens, Any, bool] = ((), content, False)
    stack = [root] if _is_holder(content) else []
    while stack:
        tokens, node, named = stack.pop()
        if isinstance(node, list):
            inner = _items(tokens, node)
        else:
            if not named:
                yield tokens, node
            inner = _members(tokens, node, named)
        inner.reverse()
        stack += inner


def _items(tokens: Tokens, node: list[Any]) -> list[tuple[Tokens, Any, bool]]:
    return [((*tokens, i), item, False) for i, item in enumerate(node) if _is_holder(item)]


def _members(tokens: Tokens, node: dict[str, Any], named: bool) -> list[tuple[Tokens, Any, bool]]:
    """The members that may hold objects; True for one that maps free names to them."""
    found: list[tuple[Tokens, Any, bool]] = []
    for name, value in node.items():
        if not _is_holder(value):
            continue
        if named or name == FILES:
            found.append(((*tokens, name), value, name == FILES and not named))
        elif name in _NAMED:
            if isinstance(value, dict):  # a list under `examples` (JSON Schema) is data
                found.append(((*tokens, name), value, True))
            elif name != "examples":
                found.append(((*tokens, name), value, False))
        elif name not in _DATA and not name.startswith("x-"):
            found.append(((*tokens, name), value, False))
    return found


def _is_holder(value: Any) -> bool:
    return isinstance(value, dict | list)


def read_target(target: str) -> tuple[str, ...]:
    """The tokens of a local reference. Raises ValueError when it is none."""
    if not target.startswith("#"):
        raise ValueError(f"{target!r} leads out of the document")
    return pointer.read(unquote(target[1:]))


def shown(target: str) -> str:
    """A local reference as it is written where other files are not embedded: `FILE#/PLACE`."""
    if not target.startswith(f"#/{FILES}/"):
        return target
    tokens = pointer.read(unquote(target[1:]))
    return f"{tokens[1]}#{pointer.write(tokens[2:])}" if tokens[2:] else tokens[1]


def check(content: Mapping[str, Any], *, name: str) -> None:
    """Every reference leads somewhere, and no chain of them runs in a circle. Raises BadReference."""
    raise_first(_faults(content, name))


def _faults(content: Mapping[str, Any], name: str) -> Iterator[BadReference]:
    for found in find(content):
        where = pointer.write((*found.tokens, "$ref"))
        seen = [found.target]
        while True:
            try:
                value = _target(content, seen[-1], name, where)
            except BadReference as error:
                yield error
                break
            following = value.get("$ref") if isinstance(value, dict) else None
            if not isinstance(following, str):
                break
            if following in seen:
                circle = " -> ".join(map(shown, [*seen, following]))
                problem = f"the references {circle} run in a circle"
                yield BadReference(problem, name, pointer=where)
                break
            seen.append(following)


def _target(content: Mapping[str, Any], target: str, name: str, where: str) -> Any:
    try:
        return pointer.get(content, read_target(target))
    except (KeyError, ValueError) as error:
        problem = f"the reference {shown(target)!r} leads nowhere"
        raise BadReference(problem, name, pointer=where, hint=_suggest(content, error)) from None


def _suggest(content: Mapping[str, Any], error: Exception) -> str | None:
    if not isinstance(error, KeyError):
        return str(error)
    *parent, last = pointer.read(error.args[0])
    siblings = pointer.get(content, parent)
    names = list(siblings) if isinstance(siblings, dict) else []
    close = difflib.get_close_matches(last, names, 1)
    if close:
        return f"did you mean {pointer.within(pointer.write((*parent, close[0])))!r}?"
    return f"there is no {last!r} at {pointer.within(pointer.write(parent)) or 'the root'}"


def follow(content: Any, tokens: Tokens) -> tuple[Tokens, Any]:
    """Where the object at `tokens` really is, and the object: references to it followed to their end."""
    value = pointer.get(content, tokens)
    while isinstance(value, dict) and isinstance(value.get("$ref"), str):
        tokens = read_target(value["$ref"])
        value = pointer.get(content, tokens)
    return tokens, value


def follow_schema(content: Mapping[str, Any], tokens: Tokens) -> tuple[Tokens, Any]:
    """Where the schema at `tokens` really is, and the schema. One with keywords beside its reference stands where it is: they
    count, but in 3.0 (JSON Schema 2020-12 section 8.2.3.1; OAS 3.0.3 section 4.7.23)."""
    value = pointer.get(content, tokens)
    while is_bare(content, value):
        tokens = read_target(value["$ref"])
        value = pointer.get(content, tokens)
    return tokens, value


def is_bare(content: Mapping[str, Any], schema: Any) -> bool:
    """Whether a schema of a document says nothing but what it refers to."""
    if not isinstance(schema, Mapping) or not isinstance(schema.get("$ref"), str):
        return False
    return len(schema) == 1 or str(content.get("openapi", "")).startswith("3.0")


def chain(content: Mapping[str, Any], schema: Any) -> Iterator[Mapping[str, Any]]:
    """The schema and what it refers to, in turn: those of them that say something."""
    while isinstance(schema, Mapping):
        if not is_bare(content, schema):
            yield schema
        if not isinstance(schema.get("$ref"), str):
            return
        schema = pointer.get(content, read_target(schema["$ref"]))
