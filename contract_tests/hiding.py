"""How a secret is spoken of without being told: by the environment variable that holds it.

Each spelling of a key has a shell expression that yields it. So has a credential that is nearly a key (cut, lengthened, with one
character changed, in another case): it is shown as what was done to the key, since the rest of it gives the key away.
"""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from contract_tests.target import PRIMARY
from contract_tests.wire import latin1

MASK = "[masked]"
_MOST_CHANGED = 2  # characters of a key that a near one may lack
_MOST_ADDED = 16
_SHORTEST_PART = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text as it may be shown. `shell` is what yields it within double quotes, None for what is no secret."""

    text: str
    shell: str | None = None


def variable(principal: str) -> str:
    """The environment variable for a principal's key."""
    if principal == PRIMARY:
        return "TROTH_API_KEY"
    return f"TROTH_{re.sub(r'[^A-Za-z0-9]+', '_', principal).upper()}_KEY"


def spellings(key: str, name: str) -> Iterator[tuple[str, Piece]]:
    """A key as it may come to stand in a text: in JSON, in a URL, in a Basic credential, in a header, and as it is."""
    shown = f"${name}"
    yield json.dumps(key)[1:-1], Piece(shown, shown)
    yield json.dumps(key, ensure_ascii=False)[1:-1], Piece(shown, shown)
    in_url = Piece(shown, f'$(printf %s "{shown}" | jq -sRr @uri)')
    yield quote_plus(key), in_url
    yield quote(key, safe=""), in_url
    yield _base64(key), Piece(shown, f'$(printf %s "{shown}" | base64 | tr -d "\\n")')
    yield latin1(key), Piece(shown, shown)
    yield key, Piece(shown, shown)


def near(credential: str, key: str, name: str) -> list[Piece]:
    """A credential that is nearly a key, as what was done to the key. Empty when it is none of these."""
    if changed := _recased(credential, key):
        expression = f'$(printf %s "${name}" | tr {changed})'
        return [Piece(expression, expression)]
    start = _alike(credential, key)
    shorter = min(len(credential), len(key)) - start
    end = min(_alike(credential[::-1], key[::-1]), shorter)
    added = credential[start : len(credential) - end]
    if not _tells_little(added, start, end, len(key) - start - end):
        return []
    before, after = f"${{{name}:0:{start}}}", f"${{{name}:{len(key) - end}}}"
    pieces = [Piece(before, before) if start else Piece(""), Piece(added)]
    return [*pieces, Piece(after, after) if end else Piece("")]


def _tells_little(added: str, start: int, end: int, lacking: int) -> bool:
    """Whether what was added may be shown: it is short, and stands in for next to nothing of the key, or for a whole end."""
    is_cut = not added and not (start and end)
    is_edited = lacking <= _MOST_CHANGED and len(added) <= _MOST_ADDED
    return start + end >= _SHORTEST_PART and (is_cut or is_edited)


def _recased(credential: str, key: str) -> str | None:
    """What `tr` needs to make a key the credential that differs from it in case."""
    if credential == key.upper():
        return "a-z A-Z"
    if credential == key.lower():
        return "A-Z a-z"
    return "a-zA-Z A-Za-z" if credential == key.swapcase() else None


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
