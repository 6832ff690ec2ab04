"""How to see a fault again: the exchange in text, and the command that sends the request anew."""

import base64
import gzip
import re
import shlex
from collections.abc import Iterator, Sequence

from contract_tests.exchange import Exchange, Pairs, Sent
from contract_tests.hiding import Piece
from contract_tests.redaction import Redaction, visible
from contract_tests.result import Step

# What a shell keeps in quotes, and a terminal shows as what it is. No shell keeps a NUL.
_TYPEABLE = re.compile(
    r"[\t\n\x20-\x7e\u00a1-\u02ff\u0370-\ud7ff\uf900-\ufdcf\U00010000-\U000e0fff]*"
)

# Headers of an answer that say nothing of its meaning.
_QUIET = frozenset(
    {"date", "server", "connection", "content-length", "keep-alive", "transfer-encoding"}
)
_LONGEST = 8000  # characters or bytes of a body within a command


def step(exchange: Exchange, note: str, redaction: Redaction) -> Step:
    """The exchange as it may be shown."""
    sent, answer = exchange.sent, exchange.answer
    return Step(
        note=redaction.text(note),
        curl=curl(sent, redaction),
        request=_message(
            f"{sent.method} {redaction.text(sent.url)}",
            _lines(sent.headers, redaction),
            redaction.body(sent.body),
        ),
        status=answer.status,
        answer=_message(
            str(answer.status),
            _lines(answer.headers, redaction),
            redaction.body(answer.body, sent),
        ),
    )


def curl(sent: Sent, redaction: Redaction) -> str:
    """A bash command that sends the request again, byte for byte. Keys are variables of the environment; a credential that
    is neither a key nor nearly one is masked, and cannot be sent again."""
    # --path-as-is keeps dots in the path, --globoff brackets and braces.
    parts = ["curl -i --path-as-is --globoff"]
    if sent.method == "HEAD" and not sent.body:
        parts.append("--head")
    elif sent.method != "GET" or sent.body:
        parts.append(f"-X {shlex.quote(sent.method)}")
    parts.append(_word(redaction.pieces(sent.url)))
    parts += [f"-H {header}" for header in _headers(sent, redaction)]
    if not sent.body:
        return " ".join(parts)
    text = _text(sent.body)
    if text is not None and len(text) <= _LONGEST:
        return " ".join([*parts, f"--data-raw {_word(redaction.pieces(text))}"])
    source = _coded(redaction.raw(sent.body))
    if source is None:
        return " ".join([*parts, "--data-binary @BODY", f"# {len(sent.body):,} bytes"])
    return " ".join([source, *parts, "--data-binary @-"])


def _coded(body: bytes) -> str | None:
    """A pipe that yields the bytes; None when it would be too long. What is large on purpose is mostly repetition."""
    packed = gzip.compress(body, mtime=0)
    coded, unpacks = (packed, " | gunzip") if len(packed) < len(body) // 2 else (body, "")
    if len(coded) > _LONGEST:
        return None
    return f"printf %s {base64.b64encode(coded).decode()} | base64 -d{unpacks} |"


def _headers(sent: Sent, redaction: Redaction) -> Iterator[str]:
    for name, value in sent.headers:
        if value:
            pieces = redaction.header_pieces(name, value)
            yield _word([Piece(f"{name}: "), *map(_as_bytes, pieces)])
        else:
            yield shlex.quote(f"{name};")  # curl's spelling of a header without a value
    if sent.body and all(name.lower() != "content-type" for name, _ in sent.headers):
        yield "'Content-Type:'"  # curl would add one of its own


def _as_bytes(piece: Piece) -> Piece:
    """Headers are kept as latin-1 text. What is UTF-8 is written as such, other bytes by printf."""
    if piece.shell is not None or piece.text.isascii():
        return piece
    raw = piece.text.encode("latin-1")
    text = _text(raw)
    if text is not None:
        return Piece(text)
    octal = "".join(f"\\{byte:03o}" for byte in raw)
    return Piece(piece.text, f"$(printf '{octal}')")


def _word(pieces: Sequence[Piece]) -> str:
    """One word of the shell: what is plain in single quotes, an expression in double quotes."""
    word = plain = ""
    for piece in pieces:
        if piece.shell is None:
            plain += piece.text
        else:
            word += (shlex.quote(plain) if plain else "") + f'"{piece.shell}"'
            plain = ""
    return word + (shlex.quote(plain) if plain else "")


def _text(body: bytes) -> str | None:
    """The body as text, None when a shell would not keep it."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if _TYPEABLE.fullmatch(text) else None


def _lines(headers: Pairs, redaction: Redaction) -> list[str]:
    return [
        f"{name}: {_readable(redaction.header(name, value))}"
        for name, value in headers
        if name.lower() not in _QUIET
    ]


def _readable(value: str) -> str:
    """UTF-8 in a header, as it was meant."""
    try:
        return visible(value.encode("latin-1").decode("utf-8"))
    except ValueError:
        return visible(value)


def _message(start: str, headers: Sequence[str], body: str) -> str:
    return "\n".join([start, *headers, *(["", body] if body else [])])
