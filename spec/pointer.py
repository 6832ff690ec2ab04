"""JSON Pointer (RFC 6901) as tuples of tokens inside and as text at the edges."""

from collections.abc import Mapping, Sequence
from typing import Any

Tokens = tuple[str | int, ...]

# The root member that spec.embedding keeps other files in, each under its name.
FILES = "x-troth-files"


def write(tokens: Sequence[str | int]) -> str:
    """The text of a pointer; the empty tuple is the whole document, written as the empty string."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


def read(text: str) -> tuple[str, ...]:
    """The tokens of a pointer's text. Raises ValueError unless it is empty or starts with `/`."""
    if text == "":
        return ()
    if not text.startswith("/"):
        raise ValueError(f"a JSON Pointer is empty or starts with '/', not {text!r}")
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in text[1:].split("/"))


def within(text: str) -> str:
    """The pointer as who wrote the value would say it: from the root of that file, if it is one of the embedded."""
    return write(read(text)[2:]) if text.startswith(f"/{FILES}/") else text


def get(root: Any, tokens: Sequence[str | int]) -> Any:
    """The value at `tokens`. Raises KeyError naming the first pointer that leads nowhere."""
    value = root
    for depth, token in enumerate(tokens):
        try:
            value = _step(value, token)
        except (KeyError, IndexError, ValueError):
            raise KeyError(write(tokens[: depth + 1])) from None
    return value


def _step(value: Any, token: str | int) -> Any:
    if isinstance(value, (dict, Mapping)):  # dict first: the others are asked for at a cost
        # A YAML author may write the status 200 without quotes; both spellings are one member.
        return value[token] if token in value else value[str(token)]
    if isinstance(value, (list, Sequence)) and not isinstance(value, str):
        index = str(token)
        # RFC 6901 section 4: digits only, no leading zero.
        if index != "0" and (not index.isascii() or not index.isdigit() or index[0] == "0"):
            raise ValueError(index)
        return value[int(index)]
    raise KeyError(token)
