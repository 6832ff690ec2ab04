"""What an output may not show: keys become the variables that hold them, and credentials that nobody told us of are masked."""

import base64
import json
import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

from contract_tests.target import PRIMARY, Target

MASK = "[masked]"
# The longest body that is shown, in characters.
LONGEST = 4000

# Header names whose values are credentials, or look like them (the vocabulary of Schemathesis' sanitizing, as one pattern).
_SECRET_NAME = re.compile(
    r"authorization|cookie|token|secret|password|passwd|session|csrf|xsrf|credential|signature"
    r"|api[-_]?key|access[-_]?key|private[-_]?key",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(?:Basic|Bearer|Digest|Negotiate|Token) ", re.IGNORECASE)


class Redaction:
    """Hides the keys of one target."""

    def __init__(self, target: Target) -> None:
        spelled = {
            text: f"${variable(one.name)}"
            for one in reversed(list(target.principals.values()))  # of two with one key, the first
            if one.key
            for text in _spellings(one.key)
        }
        self._variables = spelled
        # The longest first: one key may begin like another.
        longest_first = sorted(spelled, key=len, reverse=True)
        self._keys = re.compile("|".join(map(re.escape, longest_first))) if spelled else None

    def text(self, text: str) -> str:
        """The text with `$TROTH_…` in place of every key, in whatever coding a key stands there."""
        if self._keys is None:
            return text
        return self._keys.sub(lambda found: self._variables[found[0]], text)

    def header(self, name: str, value: str) -> str:
        """A header's value. What must be a credential and is no known key is masked, its scheme kept."""
        shown = self.text(value)
        if shown != value or not _SECRET_NAME.search(name):
            return shown
        scheme = _SCHEME.match(value)
        return f"{scheme[0] if scheme else ''}{MASK}"

    def body(self, body: bytes) -> str:
        """A body to be read: text as it is, else what it is, cut when it is long."""
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return f"({len(body):,} bytes that are no text: {body[:40].hex(' ')}{'…' if len(body) > 40 else ''})"
        shown = self.text(text)
        if len(shown) <= LONGEST:
            return shown
        return f"{shown[:LONGEST]}…\n({len(shown) - LONGEST:,} more characters)"


def variable(principal: str) -> str:
    """The environment variable for a principal's key."""
    if principal == PRIMARY:
        return "TROTH_API_KEY"
    return f"TROTH_{re.sub(r'[^A-Za-z0-9]+', '_', principal).upper()}_KEY"


def _spellings(key: str) -> Iterator[str]:
    """A key as it may come to stand in a text: raw, in a URL, in JSON, in a Basic credential, in latin-1."""
    yield key
    yield quote(key, safe="")
    yield quote_plus(key)
    yield json.dumps(key)[1:-1]
    yield json.dumps(key, ensure_ascii=False)[1:-1]
    yield base64.b64encode(key.encode()).decode()
    yield key.encode().decode("latin-1")
