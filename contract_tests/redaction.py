"""Secrets out of texts: keys become the variable that holds them, in every spelling that they may have."""

import base64
import json
import re
from urllib.parse import quote

from contract_tests.target import PRIMARY, Target

_SECRET_HEADERS = frozenset("authorization cookie set-cookie proxy-authorization x-api-key".split())


def variable(principal: str) -> str:
    """The environment variable that a report names in place of a principal's key."""
    name = "API" if principal == PRIMARY else re.sub(r"\W", "_", principal).upper()
    return f"TROTH_{name}_KEY"


class Redaction:
    """What may be shown of a run against one target."""

    def __init__(self, target: Target) -> None:
        spellings: dict[str, str] = {}
        for one in target.principals.values():
            for text in _spellings(one.key) if one.key else ():
                spellings[text] = f"${variable(one.name)}"
        self._spellings = spellings
        # The longest first: a key may begin with another.
        found = sorted(map(re.escape, spellings), key=len, reverse=True)
        self._pattern = re.compile("|".join(found)) if found else None

    def text(self, text: str) -> str:
        """The text with every key replaced by `$VARIABLE`."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda match: self._spellings[match[0]], text)

    def header(self, name: str, value: str) -> str:
        """A header's value, hidden when it may hold a secret that is not ours to know."""
        shown = self.text(value)
        if name.lower() == "set-cookie":
            return "…"
        if name.lower() in _SECRET_HEADERS and shown != value:
            return shown
        return shown


def _spellings(key: str) -> set[str]:
    return {
        key,
        quote(key, safe=""),
        quote(key),
        json.dumps(key)[1:-1],
        base64.b64encode(key.encode()).decode(),
        key.encode("utf-8", "replace").decode("latin-1"),
    }
