"""Text to values: YAML 1.2 (core schema) and JSON, with the line of every value."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spec import pointer, yaml_text
from spec.errors import Unreadable
from spec.lines import JsonLines, Lines

# What a file is read as.
DOCUMENT, OVERLAY, RULE_FILE = "an OpenAPI document", "an overlay", "a rule file"

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed text. `content` holds plain values."""

    name: str
    text: str
    content: Any
    lines: Lines = field(repr=False, compare=False)

    def line(self, where: str) -> int | None:
        """The line (from 1) of the value at a JSON Pointer, or of its nearest ancestor in this text."""
        tokens = pointer.read(where)
        for length in range(len(tokens), -1, -1):
            line = self.lines.get(pointer.write(tokens[:length]))
            if line is not None:
                return line
        return None


def read(path: str | Path, name: str | None = None, *, kind: str = DOCUMENT) -> Source:
    """Read and parse a file; `name` is what messages call it, and `kind` what it should be. Raises Unreadable."""
    shown = name or str(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(
            f"cannot be read: {error.strerror or error}",
            shown,
            hint=f"give the path of {kind} in YAML or JSON",
        ) from None
    return parse(data, shown)


def parse(data: bytes | str, name: str) -> Source:
    """Parse a text of YAML or JSON. Raises Unreadable with the line that is wrong."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES // 2**20} MiB", name)
    text = data if isinstance(data, str) else _decode(data, name)
    try:
        content, lines = _values(text)
    except Unreadable as error:
        error.source = name
        raise
    except RecursionError:
        problem = f"is nested deeper than {yaml_text.MAX_DEPTH} levels"
        raise Unreadable(problem, name) from None
    return Source(name, text, content, lines)


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(f"is not UTF-8 at byte {error.start}", name, line) from None


def _values(text: str) -> tuple[Any, Lines]:
    if text.lstrip()[:1] in ("{", "["):
        try:
            return _json(text), JsonLines(text)
        except ValueError:
            pass  # YAML in flow style starts with a brace too; and that reader knows the line of a number that is too long
    return yaml_text.read(text)


def _json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        problem = f"has the member {twice!r} twice in one object"
        raise Unreadable(problem, hint="keep one of the two")
    return members


def _refuse_constant(text: str) -> Any:
    raise Unreadable(f"has the number {text}, which JSON does not know")
