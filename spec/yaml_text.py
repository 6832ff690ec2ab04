"""YAML 1.2 (core schema) to values, and the line of each, in one pass over the parser's events.

OpenAPI 3 documents are YAML 1.2 limited to what JSON can say (OAS 3.1 section 4.3). PyYAML reads YAML 1.1, where `no` is false,
`2026-01-01` a date and `1:30` ninety: so its parser gives the structure only, and scalars are resolved here by the core schema.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from spec.errors import Unreadable
from spec.lines import Mark, Marks

try:
    from yaml import CSafeLoader as Loader  # libyaml: ten times the speed
except ImportError:  # a PyYAML built without libyaml reads the same texts, slowly
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MAX_NODES = 5_000_000  # aliases may be expanded ("billion laughs"): bound what they expand to
MAX_DEPTH = 400

# YAML 1.2.2 section 10.3.2, core schema tag resolution.
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_JSON = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_STARTS = frozenset("~nNtTfF.-+0123456789")  # of all of these; any other plain text is a string
_STRING = "tag:yaml.org,2002:str"


def read(text: str) -> tuple[Any, Marks]:
    """The value of a text, None of an empty one, and the lines of what is in it. Raises Unreadable,
    which does not know the file."""
    try:
        return _Reading(text).run()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        if mark and _is_tab(text, mark):
            problem = "is not valid YAML: a tab stands where a value begins"
            raise _fault(problem, mark.line + 1, "indent with blanks") from None
        problem = f"is not valid YAML: {error.problem or error.context}"
        raise _fault(problem, mark.line + 1 if mark else None) from None
    except yaml.YAMLError as error:
        raise _fault(f"is not valid YAML: {' '.join(str(error).split())}") from None


def _is_tab(text: str, mark: yaml.Mark) -> bool:
    """Whether a reader stopped at a tab, which YAML has no indentation of (YAML 1.2.2 section 6.1)."""
    lines = text.split("\n", mark.line + 1)
    return mark.line < len(lines) and lines[mark.line][mark.column : mark.column + 1] == "\t"


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an alias stands for. `text` is that of a scalar, which may name a member."""

    value: Any
    mark: Mark
    text: str | None


class _Reading:
    """One text; the count bounds what aliases expand to."""

    def __init__(self, text: str) -> None:
        self._next: Callable[[], Any] = Loader(text).get_event
        self._anchors: dict[str, _Anchored | None] = {}  # None while it is being read
        self._count = 0

    def run(self) -> tuple[Any, Marks]:
        self._next()  # the stream starts
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None, Marks((1, None))
        value, (_, inside) = self._node(self._next(), 0)
        self._next()  # the document ends
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise _fault("holds more than one YAML document", _line(event), "keep one")
        return value, Marks((1, inside))

    def _node(self, event: yaml.NodeEvent, depth: int) -> tuple[Any, Mark]:
        self._bound(event, depth)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, depth)
        if event.anchor:
            self._anchors[event.anchor] = None
        inside: Any = None
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            value, inside = self._mapping(depth)
        else:
            value, inside = self._sequence(depth)
        mark = _line(event), inside
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(value, mark, getattr(event, "value", None))
        return value, mark

    def _mapping(self, depth: int) -> tuple[dict[str, Any], dict[str, Mark]]:
        members: dict[str, Any] = {}
        marks: dict[str, Mark] = {}
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            name = self._member_name(key)
            if name in members:
                problem = f"has the member {name!r} twice in one object"
                raise _fault(problem, _line(key), "keep one of the two")
            members[name], mark = self._node(self._next(), depth + 1)
            marks[name] = _line(key), mark[1]  # a member stands at its name
        return members, marks

    def _sequence(self, depth: int) -> tuple[list[Any], list[Mark]]:
        items: list[Any] = []
        marks: list[Mark] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            item, mark = self._node(event, depth + 1)
            items.append(item)
            marks.append(mark)
        return items, marks

    def _member_name(self, key: yaml.NodeEvent) -> str:
        """JSON member names are strings: an unquoted 200 or `no` is meant as its text."""
        if isinstance(key, yaml.ScalarEvent):
            if key.anchor:
                self._node(key, 0)  # for the aliases that follow
            return str(key.value)
        text = self._anchored(key).text if isinstance(key, yaml.AliasEvent) else None
        if text is None:
            raise _fault("has a member name that is no string", _line(key))
        return text

    def _alias(self, event: yaml.AliasEvent, depth: int) -> tuple[Any, Mark]:
        found = self._anchored(event)
        return self._copy(found.value, event, depth), (_line(event), found.mark[1])

    def _anchored(self, event: yaml.AliasEvent) -> _Anchored:
        if event.anchor not in self._anchors:
            raise _fault(f"is not valid YAML: found undefined alias {event.anchor!r}", _line(event))
        found = self._anchors[event.anchor]
        if found is None:
            problem = f"has the alias {event.anchor!r} in what it stands for"
            raise _fault(problem, _line(event), "JSON has no values that hold themselves")
        return found

    def _copy(self, value: Any, event: yaml.Event, depth: int) -> Any:
        self._bound(event, depth)
        if isinstance(value, dict):
            return {name: self._copy(one, event, depth + 1) for name, one in value.items()}
        if isinstance(value, list):
            return [self._copy(one, event, depth + 1) for one in value]
        return value

    def _bound(self, event: yaml.Event, depth: int) -> None:
        self._count += 1
        if self._count > MAX_NODES or depth > MAX_DEPTH:
            limit = f"nested deeper than {MAX_DEPTH} levels" if depth > MAX_DEPTH else "too large"
            raise _fault(f"is {limit} once its aliases are expanded", _line(event))


def _scalar(event: yaml.ScalarEvent) -> Any:
    text: str = event.value
    if event.style in ("'", '"', "|", ">") or event.tag == _STRING:
        return text
    if text and text[0] not in _STARTS:
        return text
    for matches, resolve in _RESOLVERS:
        if matches(text):
            return _finite(resolve, text, event)
    return text


def _finite(resolve: Callable[[str], Any], text: str, event: yaml.Event) -> Any:
    try:
        value = resolve(text)
    except ValueError:
        raise _fault(f"has a number of {len(text)} digits", _line(event)) from None
    if isinstance(value, float) and not math.isfinite(value):
        raise _fault(f"has the number {text}, which JSON does not know", _line(event))
    return value


def _fault(problem: str, line: int | None = None, hint: str | None = None) -> Unreadable:
    return Unreadable(problem, line=line, hint=hint)


def _line(event: yaml.Event) -> int:
    mark: Any = event.start_mark
    return int(mark.line) + 1


_RESOLVERS: tuple[tuple[Callable[[str], Any], Callable[[str], Any]], ...] = (
    (_NULL.__contains__, lambda _: None),
    (_TRUE.__contains__, lambda _: True),
    (_FALSE.__contains__, lambda _: False),
    (_INTEGER.fullmatch, int),
    (_OCTAL.fullmatch, lambda text: int(text[2:], 8)),
    (_HEX.fullmatch, lambda text: int(text[2:], 16)),
    (_FLOAT.fullmatch, float),
    (_NOT_JSON.fullmatch, lambda text: float(text.lower().replace(".", ""))),
)
