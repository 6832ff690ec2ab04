"""Corrections as overlay actions: a place becomes a JSONPath (RFC 9535 section 2.7, normalized paths)."""

from collections.abc import Sequence
from typing import Any

from spec.lint.problem import Action


def path(tokens: Sequence[str | int]) -> str:
    """The normalized path of a place, whose array indexes are numbers."""
    return "$" + "".join(f"[{_selector(token)}]" for token in tokens)


def _selector(token: str | int) -> str:
    if isinstance(token, int):
        return str(token)
    return f"'{''.join(_ESCAPES.get(sign) or _plain(sign) for sign in token)}'"


# RFC 9535 section 2.7: what a normalized path escapes, and how.
_ESCAPES = {
    "\\": "\\\\",
    "'": "\\'",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}


def _plain(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if sign < " " else sign


def update(tokens: Sequence[str | int], value: Any) -> Action:
    return {"target": path(tokens), "update": value}


def remove(tokens: Sequence[str | int]) -> Action:
    return {"target": path(tokens), "remove": True}


def replaced(tokens: Sequence[str | int], name: str, value: Any) -> tuple[Action, Action]:
    """A member with another value: a primitive cannot be merged with an array (Overlay 1.1.0, Action Object)."""
    return remove((*tokens, name)), update(tokens, {name: value})
