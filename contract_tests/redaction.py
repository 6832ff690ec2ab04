"""What an output may not show: keys become the variables that hold them, and credentials that nobody told us of are masked."""

import re
from collections.abc import Collection, Iterator, Sequence

from contract_tests.exchange import Sent
from contract_tests.hiding import MASK, Piece, near, spellings, variable
from contract_tests.target import Target

# The longest body that is shown, in characters.
LONGEST = 4000

# Header names whose values are credentials, or look like them (the vocabulary of Schemathesis' sanitizing, as one pattern).
_SECRET_NAME = re.compile(
    r"authorization|cookie|token|secret|password|passwd|session|csrf|xsrf|credential|signature"
    r"|api[-_]?key|access[-_]?key|private[-_]?key",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(?:Basic|Bearer|Digest|Negotiate|Token) +", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tab and line feed
# A shorter credential stands in too many texts to hide it in all of them.
_SHORTEST_UNKNOWN = 6


class Redaction:
    """Hides the keys of one target. `headers` are names of headers whose values are hidden as well, whatever they are."""

    def __init__(self, target: Target, headers: Collection[str] = ()) -> None:
        # Of two principals with one key, the first gives the name: the later entry of a dictionary wins.
        principals = [one for one in reversed(list(target.principals.values())) if one.key]
        self._names = {one.key or "": variable(one.name) for one in principals}
        self._known = dict(
            entry for key, name in self._names.items() for entry in spellings(key, name)
        )
        self._headers = frozenset(name.lower() for name in headers)
        # The longest first: one key may begin like another.
        self._texts = sorted(filter(None, self._known), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, self._texts)) or r"(?!)")

    def text(self, text: str) -> str:
        """The text with `$TROTH_…` in place of every key, in whatever coding a key stands there."""
        return _joined(self.pieces(text))

    def header(self, name: str, value: str) -> str:
        """A header's value. What must be a credential and is no known key is masked, its scheme kept."""
        return _joined(self.header_pieces(name, value))

    def body(self, body: bytes, sent: Sent | None = None) -> str:
        """A body to be read, cut when it is long. Credentials of `sent` do not come back in it."""
        text = visible(body.decode("utf-8", "backslashreplace"))
        for unknown in self._unknown(sent) if sent else ():
            text = text.replace(unknown, MASK)
        shown = self.text(text)
        if len(shown) <= LONGEST:
            return shown
        return f"{shown[:LONGEST]}…\n({len(shown) - LONGEST:,} more characters)"

    def raw(self, body: bytes) -> bytes:
        """Bytes that are shown in a coding, in which nobody would find a key."""
        for text in self._texts:
            body = body.replace(text.encode(), MASK.encode())
        return body

    def pieces(self, text: str) -> list[Piece]:
        """The text in order, what is plain and what is hidden."""
        pieces: list[Piece] = []
        end = 0
        for found in self._pattern.finditer(text):
            pieces += [Piece(text[end : found.start()]), self._known[found[0]]]
            end = found.end()
        return [piece for piece in (*pieces, Piece(text[end:])) if piece.text]

    def header_pieces(self, name: str, value: str) -> list[Piece]:
        """The same for the value of a header."""
        pieces = self.pieces(value)
        if any(piece.shell for piece in pieces) or not (value.strip() and self._is_secret(name)):
            return pieces
        scheme = _SCHEME.match(value)
        start = scheme.end() if scheme else 0
        return [Piece(value[:start]), *self._nearly(value[start:])]

    def _nearly(self, credential: str) -> list[Piece]:
        found = (near(credential, key, name) for key, name in self._names.items())
        return next(filter(None, found), [Piece(MASK, MASK)])

    def _unknown(self, sent: Sent) -> Iterator[str]:
        """The credentials of a request that are no key, and may be nearly one."""
        for name, value in sent.headers:
            credential = _SCHEME.sub("", value, count=1).strip()
            unknown = self._is_secret(name) and credential not in self._known
            if unknown and len(credential) >= _SHORTEST_UNKNOWN:
                yield credential

    def _is_secret(self, name: str) -> bool:
        return name.lower() in self._headers or _SECRET_NAME.search(name) is not None


def visible(text: str) -> str:
    """Control characters as escapes: an answer does not get to steer the reader's terminal."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _joined(pieces: Sequence[Piece]) -> str:
    """Variables in braces where the name would go on."""
    text = ""
    for piece in reversed(pieces):
        goes_on = piece.shell and re.match(r"\w", text) and re.fullmatch(r"\$\w+", piece.text)
        text = (f"${{{piece.text[1:]}}}" if goes_on else piece.text) + text
    return text
