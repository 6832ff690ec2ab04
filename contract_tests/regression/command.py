"""A call as a command for a shell: what is pasted sends the call, on any shell that POSIX describes, with curl 7.55 or later."""

import shlex
from collections.abc import Iterator, Mapping

from contract_tests.regression import bodies
from contract_tests.regression.call import KEY, Call
from spec.diff.records import ABSENT

_SAFE = frozenset('"\\`$!')  # what a shell would act on within double quotes, or an interactive one


def curl(call: Call) -> str:
    """One option on a line. The key is a variable of the environment."""
    words = ["curl -i"]
    words[0] += _method(call)
    words[0] += " --globoff" if any(sign in call.url for sign in "[]{}") else ""
    words[0] += " --path-as-is" if {".", ".."} & set(call.path.split("/")) else ""
    words[0] += f" {_word(call.url)}"
    words += [f"-H {_word(_header(name, value))}" for name, value in call.headers]
    if call.method != "HEAD":  # with a body, curl waits for one in the answer too
        words += _body_words(call)
    return " \\\n  ".join(words)


def _method(call: Call) -> str:
    """What curl would not choose by itself: it sends GET, and with a body POST. `-X HEAD` would wait for a body."""
    if call.method == "HEAD":
        return " --head"
    own = "GET" if call.body is ABSENT else "POST"
    return "" if call.method == own else f" -X {shlex.quote(call.method)}"


def _header(name: str, value: str) -> str:
    """curl takes `Name:` for the wish to send no such header, and `Name;` for an empty one."""
    return f"{name}: {value}" if value.strip() else f"{name};"


def _body_words(call: Call) -> Iterator[str]:
    if call.body is ABSENT:
        return
    if bodies.is_multipart(call.media_type) and isinstance(call.body, Mapping) and call.body:
        for part in bodies.parts(call):
            yield _part(part)
        return
    yield f"-H {shlex.quote(f'Content-Type: {bodies.content_type(call)}')}"
    yield f"--data-raw {shlex.quote(bodies.text(call))}"


def _part(part: bodies.Part) -> str:
    """`-F` reads files and types out of a value, `--form-string` takes it as it is."""
    if not part.media_type:
        return f"--form-string {shlex.quote(f'{part.name}={part.text}')}"
    quoted = part.text.replace("\\", "\\\\").replace('"', '\\"')
    return "-F " + shlex.quote(f'{part.name}="{quoted}";type={part.media_type}')


def _word(text: str) -> str:
    """One word of the shell, in which the key's variable is left to the shell."""
    if KEY not in text:
        return shlex.quote(text)
    if not _SAFE & set(text.replace(KEY, "")):
        return f'"{text}"'
    return f'"{KEY}"'.join(shlex.quote(part) if part else "" for part in text.split(KEY))
