"""An exchange as it may be shown, and the curl command that makes it again."""

import base64
import re
import shlex
from collections.abc import Iterator

from contract_tests.exchange import Answer, Exchange, Sent
from contract_tests.redaction import Redaction
from contract_tests.result import Step

# What a report shows of a body, in characters; a curl command has it whole up to this many bytes.
_SHOWN, _SENT = 2_000, 20_000
_VARIABLE = re.compile(r"\$TROTH_\w+_KEY")
_QUIET_HEADERS = frozenset({"date", "server", "connection", "content-length", "keep-alive"})


def step(exchange: Exchange, note: str, redaction: Redaction) -> Step:
    """One exchange, free of keys."""
    return Step(
        note=note,
        curl=curl(exchange.sent, redaction),
        request=_request(exchange.sent, redaction),
        status=exchange.answer.status,
        answer=_answer(exchange.answer, redaction),
    )


def curl(sent: Sent, redaction: Redaction) -> str:
    """A command for a POSIX shell. Keys stand as `"$TROTH_…"`: set the variable first."""
    words = ["curl", "-i"]
    if sent.method != "GET" or sent.body:
        words += ["-X", sent.method]
    words.append(_quoted(redaction.text(sent.url)))
    for name, value in _curl_headers(sent):
        words += ["-H", _header(name, redaction.header(name, value))]
    command = " ".join(words)
    if not sent.body:
        return command
    if len(sent.body) > _SENT:
        return f"{command} --data-binary @body  # a body of {len(sent.body):,} bytes"
    try:
        text = sent.body.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" not in text:
        return f"{command} --data-binary {_quoted(redaction.text(text))}"
    encoded = base64.b64encode(sent.body).decode()
    return f"printf %s {encoded} | base64 -d | {command} --data-binary @-"


def _curl_headers(sent: Sent) -> Iterator[tuple[str, str]]:
    yield from sent.headers
    names = {name.lower() for name, _ in sent.headers}
    if sent.body and "content-type" not in names:
        yield "Content-Type", ""  # curl would send one of its own


def _header(name: str, value: str) -> str:
    if not value:
        # `Name;` sends an empty header, `Name:` sends none.
        return _quoted(f"{name}:" if name == "Content-Type" else f"{name};")
    if value.isascii():
        return _quoted(f"{name}: {value}")
    # The very bytes, whatever the terminal's encoding is.
    return "\"$(printf '" + _octal(f"{name}: {value}".encode("latin-1", "replace")) + "')\""


def _octal(data: bytes) -> str:
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b"%'\\" else f"\\{byte:03o}" for byte in data
    )


def _quoted(text: str) -> str:
    """A shell word in which `$TROTH_…_KEY` is still replaced by its value."""
    parts = _VARIABLE.split(text)
    names = _VARIABLE.findall(text)
    words = [shlex.quote(parts[0]) if parts[0] or not names else ""]
    for name, part in zip(names, parts[1:], strict=True):
        words.append(f'"{name}"' + (shlex.quote(part) if part else ""))
    return "".join(words)


def _request(sent: Sent, redaction: Redaction) -> str:
    lines = [f"{sent.method} {redaction.text(sent.url)}"]
    lines += [f"{name}: {redaction.header(name, value)}" for name, value in sent.headers]
    return "\n".join(lines) + _shown(sent.body, redaction)


def _answer(answer: Answer, redaction: Redaction) -> str:
    headers = [
        f"{name}: {redaction.header(name, value)}"
        for name, value in answer.headers
        if name.lower() not in _QUIET_HEADERS
    ]
    return "\n".join([str(answer.status), *headers]) + _shown(answer.body, redaction)


def _shown(body: bytes, redaction: Redaction) -> str:
    """The body as text, cut after redaction, so that no half of a key is left."""
    if not body:
        return ""
    text = redaction.text(body[: _SHOWN * 8].decode("utf-8", "backslashreplace"))
    if len(text) > _SHOWN:
        text = f"{text[:_SHOWN]}… ({len(body):,} bytes)"
    return "\n\n" + text
