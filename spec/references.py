"""`$ref`: where references stand, where they lead, and how other files become part of one document.

A reference into another file is embedded under the root member `x-troth-files`, so that everything after this stage reads one
document whose references are all local JSON Pointers (OAS 3.1 section 4.6, "Relative References in URIs").
"""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import unquote, urldefrag

from spec import pointer, source
from spec.errors import BadReference, Unreadable
from spec.pointer import Tokens

FILES = "x-troth-files"
MAX_FILES = 1000

# Members whose value maps free names to objects: a schema property called `example` is no example.
_NAMED = frozenset(
    "properties patternProperties $defs definitions dependentSchemas schemas responses parameters examples requestBodies "
    "headers securitySchemes links callbacks pathItems paths webhooks content encoding variables scopes".split()
)
# Members whose value is data: whatever looks like a reference in there is none.
_DATA = frozenset("example default const enum value mapping".split())

Fetch = Callable[[str], bytes]


class Folder(Protocol):
    """Where the files beside a document are, when that is no folder of the file system."""

    @property
    def document(self) -> str:
        """The document's own name there, by which other files refer back to it."""

    def read(self, key: str) -> source.Source:
        """The file at a path from there. Raises Unreadable."""


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


def embed(
    content: dict[str, Any], *, name: str, base: Path | Folder | None, fetch: Fetch | None
) -> dict[str, Any]:
    """A copy in which every reference is local. Files are read below `base` only; URLs through `fetch` only, if given.

    Raises BadReference for a reference that may not or cannot be followed.
    """
    if all(map(_is_plain, objects(content))):
        return content
    return _Embedding(name, base, fetch).run(content)


def _is_plain(found: tuple[Tokens, Mapping[str, Any]]) -> bool:
    """Whether an object's reference, if it has one, is a local JSON Pointer already."""
    target = found[1].get("$ref", "#")
    is_local = not isinstance(target, str) or target.startswith("#/") or target == "#"
    return is_local and "$dynamicRef" not in found[1]


class _Embedding:
    """Reads the files that references name, once each, and rewrites the references."""

    def __init__(self, name: str, base: Path | Folder | None, fetch: Fetch | None) -> None:
        self.name, self.base, self.fetch = name, base, fetch
        # How other files in the folder call the document.
        self.own = Path(name).name if isinstance(base, Path | None) else base.document
        self.files: dict[str, Any] = {}

    def run(self, content: dict[str, Any]) -> dict[str, Any]:
        result = self._rewrite(content, "")
        return {**result, FILES: self.files} if self.files else dict(result)

    def _rewrite(self, content: Any, file: str) -> Any:
        """A copy of one file's content with local references; `file` is "" for the document itself."""
        anchors = _anchors(content)
        copy = _copy(content)
        for tokens, node in objects(copy):
            _fix(node, anchors)
            target = node.get("$ref")
            if isinstance(target, str):
                node["$ref"] = self._local(target, file, anchors, tokens)
        return copy

    def _local(self, target: str, file: str, anchors: Mapping[str, Tokens], at: Tokens) -> str:
        if target in anchors:
            return "#" + pointer.write((*_home(file), *anchors[target]))
        address, fragment = urldefrag(target)
        key = self._key(address, file, at) if address else file
        if key not in self.files and key:
            self._read(key, at)
        if fragment and not fragment.startswith("/"):
            raise self._bad(target, at, "names an anchor that no schema declares", None)
        return "#" + pointer.write(_home(key)) + fragment

    def _key(self, address: str, file: str, at: Tokens) -> str:
        """What a file is called in the document: its URL, or its path from the document's folder."""
        if "://" in address:
            return address
        if "://" in file:
            from urllib.parse import urljoin  # only documents that span URLs come here

            return urljoin(file, address)
        path = PurePosixPath(file).parent / unquote(address)
        parts: list[str] = []
        for part in path.parts:
            if part == "..":
                if not parts:
                    hint = "move the file below the document's folder"
                    raise self._bad(address, at, "leaves the document's folder", hint)
                parts.pop()
            else:
                parts.append(part)
        if path.is_absolute():
            raise self._bad(address, at, "is an absolute path", "write it relative to the document")
        key = "/".join(parts)
        return "" if key == self.own else key

    def _read(self, key: str, at: Tokens) -> None:
        if len(self.files) >= MAX_FILES:
            raise self._bad(key, at, f"is one file more than {MAX_FILES}", None)
        self.files[key] = {}  # a file that refers back to itself or to its reader finds it known
        try:
            parsed = self._open(key, at)
        except Unreadable as error:
            raise self._bad(key, at, f"cannot be followed: it {error.problem}", None) from None
        self.files[key] = self._rewrite(parsed.content, key)

    def _open(self, key: str, at: Tokens) -> source.Source:
        if "://" in key:
            if self.fetch is None:
                hint = "allow it with --allow-remote-refs, or save the file beside the document"
                raise self._bad(key, at, "is remote, and nothing is fetched unasked", hint)
            return source.parse(self.fetch(key), key)
        if self.base is None:
            raise self._bad(key, at, "names a file, and the document is not one itself", None)
        if not isinstance(self.base, Path):
            return self.base.read(key)
        path = self.base / key
        if not path.resolve().is_relative_to(self.base.resolve()):
            raise self._bad(key, at, "leaves the document's folder through a link", None)
        return source.read(path, key)

    def _bad(self, target: str, at: Tokens, problem: str, hint: str | None) -> BadReference:
        where = pointer.write((*at, "$ref"))
        return BadReference(
            f"the reference {target!r} {problem}", self.name, pointer=where, hint=hint
        )


def _home(file: str) -> Tokens:
    return (FILES, file) if file else ()


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(member) for name, member in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value


def _fix(node: dict[str, Any], anchors: Mapping[str, Tokens]) -> None:
    """Changes `node`: a dynamic reference that can lead to one place only is an ordinary one (JSON Schema 2020-12 section
    8.2.3.2). Any other is left, and no validator of ours reads it."""
    target = node.get("$dynamicRef")
    if isinstance(target, str) and "$ref" not in node and (target in anchors or "/" in target):
        node["$ref"] = node.pop("$dynamicRef")


def _anchors(content: Any) -> dict[str, Tokens]:
    """`#name` of every `$anchor` and the URI of every `$id` (JSON Schema 2020-12 section 8.2) with where it is; of dynamic
    anchors those that are the only one of their name."""
    anchors: dict[str, Tokens] = {}
    dynamic: dict[str, list[Tokens]] = {}
    for tokens, node in objects(content):
        if isinstance(node.get("$anchor"), str):
            anchors["#" + node["$anchor"]] = tokens
        if isinstance(node.get("$dynamicAnchor"), str):
            dynamic.setdefault("#" + node["$dynamicAnchor"], []).append(tokens)
        if isinstance(node.get("$id"), str):
            anchors[node["$id"]] = tokens
    anchors.update((name, places[0]) for name, places in dynamic.items() if len(places) == 1)
    return anchors


def check(content: Mapping[str, Any], *, name: str) -> None:
    """Every reference leads somewhere, and no chain of them runs in a circle. Raises BadReference."""
    for found in find(content):
        where = pointer.write((*found.tokens, "$ref"))
        seen = [found.target]
        while True:
            value = _target(content, seen[-1], name, where)
            following = value.get("$ref") if isinstance(value, dict) else None
            if not isinstance(following, str):
                break
            if following in seen:
                circle = " -> ".join([*seen, following])
                raise BadReference(f"the references {circle} run in a circle", name, pointer=where)
            seen.append(following)


def _target(content: Mapping[str, Any], target: str, name: str, where: str) -> Any:
    try:
        return pointer.get(content, read_target(target))
    except (KeyError, ValueError) as error:
        problem = f"the reference {target!r} leads nowhere"
        raise BadReference(problem, name, pointer=where, hint=_suggest(content, error)) from None


def _suggest(content: Mapping[str, Any], error: Exception) -> str | None:
    if not isinstance(error, KeyError):
        return str(error)
    *parent, last = pointer.read(error.args[0])
    siblings = pointer.get(content, parent)
    names = list(siblings) if isinstance(siblings, dict) else []
    close = difflib.get_close_matches(last, names, 1)
    if close:
        return f"did you mean {pointer.write((*parent, close[0]))!r}?"
    return f"there is no {last!r} at {pointer.write(parent) or 'the root'}"


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
