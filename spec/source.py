"""Text to values: YAML 1.2 (core schema) and JSON, with the line of every value.

OpenAPI 3 documents are YAML 1.2 limited to what JSON can say (OAS 3.1 section 4.3). PyYAML reads YAML 1.1, where `no` is false,
`2026-01-01` a date and `1:30` ninety: so its parser gives the structure only, and scalars are resolved here by the core schema.
"""

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from spec import pointer
from spec.errors import Unreadable
from spec.lines import JsonLines, yaml_lines

try:
    from yaml import CSafeLoader as Loader  # libyaml: ten times the speed
except ImportError:  # a PyYAML built without libyaml reads the same texts, slowly
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MAX_BYTES = 64 * 1024 * 1024
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
_STRING = "tag:yaml.org,2002:str"
# What YAML 1.1 takes for a string and 1.2 for a number; any other plain scalar that PyYAML tags as a string is one.
_NUMBER_SINCE_12 = re.compile(
    r"0o[0-7]+|[-+]?[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+|[-+]?\.[0-9]+[eE][0-9]+"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed text. `content` holds plain values; lines are found when first asked for, since most runs never ask."""

    name: str
    text: str
    content: Any
    _lines: dict[str, int] = field(default_factory=dict, repr=False)

    def line(self, where: str) -> int | None:
        """The line (from 1) of the value at a JSON Pointer, or of its nearest ancestor in this text."""
        lines = self._lines or _lines(self.text)
        tokens = pointer.read(where)
        for length in range(len(tokens), -1, -1):
            line = lines.get(pointer.write(tokens[:length]))
            if line is not None:
                return line
        return None


def read(path: str | Path, name: str | None = None, *, lines: bool = False) -> Source:
    """Read and parse a file; `name` is what messages call it, `lines` says that they will be asked for. Raises Unreadable."""
    shown = name or str(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(
            f"cannot be read: {error.strerror or error}",
            shown,
            hint="give the path of an OpenAPI document in YAML or JSON",
        ) from None
    return parse(data, shown, lines=lines)


def parse(data: bytes | str, name: str, *, lines: bool = False) -> Source:
    """Parse a text of YAML or JSON. Raises Unreadable with the line that is wrong.

    With `lines` the lines of a YAML text are found while it is read, and not by reading it again when they are asked for.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES // 2**20} MiB", name)
    text = data if isinstance(data, str) else _decode(data, name)
    found: dict[str, int] = {}
    try:
        content = _json(text) if _is_json(text) else _yaml(text, found if lines else None)
    except _Fault as fault:
        raise Unreadable(fault.problem, name, fault.line, hint=fault.hint) from None
    except RecursionError:
        raise Unreadable(f"is nested deeper than {MAX_DEPTH} levels", name) from None
    return Source(name, text, content, found)


class _Fault(Exception):
    def __init__(self, problem: str, line: int | None = None, hint: str | None = None) -> None:
        super().__init__(problem)
        self.problem, self.line, self.hint = problem, line, hint


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(f"is not UTF-8 at byte {error.start}", name, line) from None


def _json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except json.JSONDecodeError:
        # YAML in flow style also starts with a brace, and is the only other thing it can be.
        return _yaml(text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise _Fault(f"has the member {twice!r} twice in one object", hint="keep one of the two")
    return members


def _refuse_constant(text: str) -> Any:
    raise _Fault(f"has the number {text}, which JSON does not know")


def _is_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def _yaml(text: str, lines: dict[str, int] | None = None) -> Any:
    """The value of a text; `lines`, if given, is filled with those of all values."""
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        problem = f"is not valid YAML: {error.problem or error.context}"
        raise _Fault(problem, mark.line + 1 if mark else None) from None
    except yaml.YAMLError as error:
        raise _Fault(f"is not valid YAML: {error}") from None
    value = None if node is None else _Builder().build(node, 0)
    if lines is not None:
        lines.update(yaml_lines(node, MAX_NODES))
    return value


class _Builder:
    """Values from composed nodes; the count bounds what aliases expand to."""

    def __init__(self) -> None:
        self.count = 0

    def build(self, node: yaml.Node, depth: int) -> Any:
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            limit = f"nested deeper than {MAX_DEPTH} levels" if depth > MAX_DEPTH else "too large"
            raise _Fault(f"is {limit} once its aliases are expanded", _line(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, depth + 1) for item in node.value]
        return _scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for key, value in node.value:
            name = _member_name(key)
            if name in members:
                problem = f"has the member {name!r} twice in one object"
                raise _Fault(problem, _line(key), "keep one of the two")
            members[name] = self.build(value, depth + 1)
        return members


def _member_name(key: yaml.Node) -> str:
    if not isinstance(key, yaml.ScalarNode):
        raise _Fault("has a member name that is no string", _line(key))
    # JSON member names are strings: an unquoted 200 or `no` is meant as its text.
    return str(key.value)


def _scalar(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.style in ("'", '"', "|", ">"):
        return text
    if node.tag == _STRING and not _NUMBER_SINCE_12.fullmatch(text):
        return text
    for matches, resolve in _RESOLVERS:
        if matches(text):
            return _finite(resolve, text, node)
    return text


def _finite(resolve: Callable[[str], Any], text: str, node: yaml.Node) -> Any:
    try:
        value = resolve(text)
    except ValueError:
        raise _Fault(f"has a number of {len(text)} digits", _line(node)) from None
    if isinstance(value, float) and not math.isfinite(value):
        raise _Fault(f"has the number {text}, which JSON does not know", _line(node))
    return value


def is_number_since_12(text: str) -> bool:
    """Whether a plain scalar is a number for YAML 1.2 and a string for YAML 1.1."""
    return _NUMBER_SINCE_12.fullmatch(text) is not None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


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


@lru_cache(maxsize=4)  # the two sides of a comparison, and their overlays
def _lines(text: str) -> dict[str, int] | JsonLines:
    """JSON by its own signs; a text that is none is YAML, in flow style too."""
    if _is_json(text):
        try:
            json.loads(text)
        except ValueError:
            pass
        else:
            return JsonLines(text)
    # Tabs are no YAML indentation, and are lawful white space in JSON.
    return yaml_lines(yaml.compose(text.replace("\t", " "), Loader=Loader), MAX_NODES)
