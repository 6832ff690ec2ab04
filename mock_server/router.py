"""Which operation a method and a path mean: a tree of path segments, compiled once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic, TypeVar
from urllib.parse import unquote_to_bytes

T = TypeVar("T")

# Clients call few paths again and again: those found last are remembered. With 8 KiB a path, 8 MiB at the most.
MAX_KNOWN = 1024

_TEMPLATE = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """What stands at a path: the entry of each method, and the decoded path parameters."""

    methods: Mapping[str, T]
    parameters: Mapping[str, str]


class UndecodablePath(Exception):
    """A segment whose percent-encoding is no UTF-8 (RFC 3986 section 2.5)."""


@dataclass(slots=True)
class _Node(Generic[T]):
    literal: dict[str, "_Node[T]"] = field(default_factory=dict)
    # The lone `{name}` and the mixed `{name}.json` of a level, mixed first: they are the more concrete.
    templated: list[tuple[str, re.Pattern[str] | None, "_Node[T]"]] = field(default_factory=list)
    methods: dict[str, T] = field(default_factory=dict)
    names: tuple[str, ...] = ()


class Router(Generic[T]):
    """Concrete paths are matched before templated ones (OAS 3.1 section 4.8.8)."""

    def __init__(self, routes: Iterable[tuple[str, str, T]]) -> None:
        """`routes` are method, path template and entry."""
        self._root: _Node[T] = _Node()
        self._known: dict[bytes, Match[T]] = {}
        for method, template, entry in routes:
            self._add(method, template, entry)

    def match(self, raw_path: bytes) -> Match[T] | None:
        """What stands at a path as sent. Segments are split before they are decoded: `%2F` is no separator.

        Raises UndecodablePath.
        """
        known = self._known.get(raw_path)
        if known is not None:
            return known
        values: list[str] = []
        node = _descend(self._root, _segments(raw_path), values)
        if node is None:
            return None
        if len(self._known) >= MAX_KNOWN:
            self._known.clear()
        match = Match(node.methods, MappingProxyType(dict(zip(node.names, values, strict=True))))
        self._known[raw_path] = match
        return match

    def _add(self, method: str, template: str, entry: T) -> None:
        node, names = self._root, []
        for segment in template.split("/")[1:]:
            found = _TEMPLATE.findall(segment)
            names.extend(found)
            node = _templated(node, segment) if found else _literal(node, segment)
        node.methods[method] = entry
        # Templates that differ in names only are one path, and OAS 3.1 section 4.8.8 forbids having both.
        node.names = tuple(names)


def _literal(node: _Node[T], segment: str) -> _Node[T]:
    return node.literal.setdefault(segment, _Node())


def _templated(node: _Node[T], segment: str) -> _Node[T]:
    shape = _TEMPLATE.sub("{}", segment)
    for known, _, same in node.templated:
        if known == shape:
            return same
    child: _Node[T] = _Node()
    pattern = None
    if shape != "{}":
        parts = [re.escape(part) for part in shape.split("{}")]
        pattern = re.compile("(.+?)".join(parts), re.DOTALL)
    node.templated.append((shape, pattern, child))
    node.templated.sort(key=lambda item: item[1] is None)
    return child


def _segments(raw_path: bytes) -> list[str]:
    try:
        if b"%" not in raw_path:
            return raw_path.decode("ascii").split("/")[1:]
        segments = raw_path.split(b"/")[1:]
        return [unquote_to_bytes(segment).decode("utf-8") for segment in segments]
    except UnicodeDecodeError:
        raise UndecodablePath from None


def _descend(node: _Node[T], segments: list[str], values: list[str]) -> _Node[T] | None:
    """The way down as long as there is no choice, which is nearly always all the way; `_walk` takes over at the first."""
    for depth, segment in enumerate(segments):
        child = node.literal.get(segment)
        if child is None:
            if len(node.templated) != 1 or node.templated[0][1] is not None or not segment:
                return _walk(node, segments, depth, values)
            child = node.templated[0][2]
            values.append(segment)
        elif node.templated:
            return _walk(node, segments, depth, values)
        node = child
    return node if node.methods else None


def _walk(node: _Node[T], segments: list[str], depth: int, values: list[str]) -> _Node[T] | None:
    """Depth first, the concrete branch before the templated ones; `values` holds what templates took on the way."""
    if depth == len(segments):
        return node if node.methods else None
    segment = segments[depth]
    child = node.literal.get(segment)
    if child is not None:
        found = _walk(child, segments, depth + 1, values)
        if found is not None:
            return found
    for _, pattern, child in node.templated:
        taken = _take(pattern, segment)
        if taken:
            values.extend(taken)
            found = _walk(child, segments, depth + 1, values)
            if found is not None:
                return found
            del values[-len(taken) :]
    return None


def _take(pattern: re.Pattern[str] | None, segment: str) -> tuple[str, ...]:
    if pattern is None:
        return (segment,) if segment else ()  # a path parameter is never empty
    match = pattern.fullmatch(segment)
    return match.groups() if match else ()
