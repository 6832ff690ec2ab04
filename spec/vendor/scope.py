"""What a document says of all its operations, or of all of a path, before it is merged with another that says something else.

Root `security` and `servers` are defaults of the document's own operations (OpenAPI Object), `parameters` and `servers` of a
path those of the operations below (Path Item Object). Where documents are at odds, each one's defaults are written into its
operations: nothing else keeps what they mean. A document without operations describes the whole, and is a default for those that
say nothing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from spec import pointer
from spec.canonical import canonical

Content = dict[str, Any]

_METHODS = frozenset("get put post delete options head patch trace query".split())
# What holds for an operation of a document that has no such member at its root.
_DEFAULTS: dict[str, list[Any]] = {"security": [], "servers": [{"url": "/"}]}


def settle(contents: Sequence[Content]) -> None:
    """Change the documents so that what they share at the root and at a path may be merged."""
    for path in _shared_paths(contents):
        _settle_path(contents, path)
    for name in _DEFAULTS:
        _settle_root(contents, name)


def _settle_root(contents: Sequence[Content], name: str) -> None:
    own = [content for content in contents if any(_operations(content))]
    frame = next((one[name] for one in contents if name in one and not any(_operations(one))), None)
    said = [content.get(name, frame) for content in own]
    kept = _most(said) if frame is None else frame
    for content, value in zip(own, said, strict=True):
        if canonical(value) != canonical(kept):
            _write_root(content, name, _DEFAULTS[name] if value is None else value)
            content.pop(name, None)
            if kept is not None:
                content[name] = deepcopy(kept)


def _most(values: Sequence[Any]) -> Any:
    """What most of them are, and in a draw the first."""
    votes = Counter(map(canonical, values))
    return next((one for one in values if votes[canonical(one)] == max(votes.values())), None)


def _write_root(content: Content, name: str, value: Any) -> None:
    for item, operation in _operations(content):
        if name == "security" or "servers" not in item:
            operation.setdefault(name, deepcopy(value))


def _shared_paths(contents: Sequence[Content]) -> list[str]:
    times = Counter(path for content in contents for path in _items(content))
    return [path for path, count in times.items() if count > 1]


def _settle_path(contents: Sequence[Content], path: str) -> None:
    sharing = [(content, _items(content)[path]) for content in contents if path in _items(content)]
    for name in ("parameters", "servers"):
        if len({canonical(item.get(name)) for _, item in sharing}) < 2:
            continue
        for content, item in sharing:
            value = item.pop(name, None)
            if isinstance(value, list):
                for operation in _methods(item):
                    _write(content, operation, name, value)


def _write(content: Content, operation: Content, name: str, value: list[Any]) -> None:
    if name == "servers":
        operation.setdefault(name, deepcopy(value))
        return
    own = operation.get(name, [])
    known = [_identity(content, one) for one in own] if isinstance(own, list) else []
    added = [deepcopy(one) for one in value if _identity(content, one) not in known]
    if added and isinstance(own, list):
        operation[name] = [*added, *own]


def _identity(content: Content, parameter: Any) -> Any:
    """What a parameter of an operation overrides one of its path by: name and place (Operation Object, `parameters`)."""
    reference = parameter.get("$ref") if isinstance(parameter, dict) else None
    if isinstance(reference, str) and reference.startswith("#/"):
        parameter = _at(content, reference[1:])
    if isinstance(parameter, dict) and {"name", "in"} <= set(parameter):
        return str(parameter["name"]), str(parameter["in"])
    return canonical({"$ref": reference})


def _at(content: Any, where: str) -> Any:
    for token in pointer.read(where):
        content = content.get(token) if isinstance(content, dict) else None
    return content


def _items(content: Content) -> dict[str, Content]:
    paths = content.get("paths")
    items = paths.items() if isinstance(paths, dict) else ()
    return {path: item for path, item in items if isinstance(item, dict)}


def _operations(content: Content) -> Iterator[tuple[Content, Content]]:
    """Each operation with its path item: below `paths` and `webhooks`, and in the items that others refer to."""
    components = content.get("components")
    named = components.get("pathItems") if isinstance(components, dict) else None
    for items in (content.get("paths"), content.get("webhooks"), named):
        for item in items.values() if isinstance(items, dict) else ():
            if isinstance(item, dict):
                yield from ((item, operation) for operation in _methods(item))


def _methods(item: Content) -> list[Content]:
    return [one for name, one in item.items() if name in _METHODS and isinstance(one, dict)]
