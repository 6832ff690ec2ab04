"""Values to the bytes of a body: JSON, indented for people with curl."""

import json
from typing import Any

import orjson

_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def compact(value: Any) -> bytes:
    """The same value on one line without blanks: the text that rows are known by."""
    try:
        return _own(orjson.dumps(value))
    except TypeError:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def _own(text: bytes) -> bytes:
    """A copy in memory of its own size: what orjson returns keeps the buffer that it was written in, some 4 KB."""
    return bytes(memoryview(text))


def render(value: Any) -> bytes:
    try:
        return _own(orjson.dumps(value, option=_OPTIONS))
    except TypeError:
        # orjson writes integers of 64 bits at the most, and JSON has no such limit (RFC 8259 section 6).
        return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"
