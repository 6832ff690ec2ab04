"""Witnesses put to the test: each request is sent to a mock of the base and to one of the head.

Both mocks run the corrected documents as they were compared, and let ids exist that a request names.
"""

import base64
import http.client
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from contract_tests.errors import Unreachable
from contract_tests.launch import own_mock
from contract_tests.regression import bodies
from contract_tests.regression.call import KEY, Call
from contract_tests.regression.outcome import Reply
from contract_tests.target import PRIMARY, Target
from spec import catalog
from spec.document import Document
from spec.errors import Unreadable
from spec.writer import to_json

_SECONDS = 10.0  # for one answer


class Mocks:
    """A mock of each document. Called with a request, it gives what both answer."""

    def __init__(self, base: Target, head: Target) -> None:
        self.base = base
        self.head = head

    def __call__(self, sent: Call) -> tuple[Reply, Reply]:
        return _reply(self.base, sent), _reply(self.head, sent)


@contextmanager
def mocks(base: Document, head: Document, sides: tuple[str, str]) -> Iterator[Mocks]:
    """Two mocks for as long as the context lasts. `sides` are what the user called the documents.

    Raises Unreachable when one does not start.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="troth-diff-"))
        fixtures = _fixtures(sides)
        targets = []
        for name, document in (("base", base), ("head", head)):
            path = Path(folder, f"{name}.json")
            path.write_text(to_json(document.content), encoding="utf-8")
            arguments = [str(path), "--no-overlay", "--auto-provision", *fixtures]
            try:
                targets.append(stack.enter_context(own_mock(arguments)))
            except Unreachable as error:
                raise _named(error, path, document.name) from None
        yield Mocks(*targets)


def _named(error: Unreachable, path: Path, name: str) -> Unreachable:
    """The error with the document's name for that of its copy, whose lines are others."""
    pattern = re.compile(rf"{re.escape(str(path))}(:\d+)?")
    problem, hint = (
        pattern.sub(lambda _: name, text or "") for text in (error.problem, error.hint)
    )
    return Unreachable(problem, error.where, hint)


def _fixtures(sides: tuple[str, str]) -> list[str]:
    """The fixtures beside the one document or the other."""
    for side in reversed(sides):
        try:
            found = catalog.find(side).fixtures
        except Unreadable:
            continue  # of another revision, where nothing stands beside it
        if found is not None:
            return ["--fixtures", str(found)]
    return []


def _reply(target: Target, sent: Call) -> Reply:
    principal = target.principals.get(PRIMARY)
    key = (principal.key if principal else None) or ""
    parts = urlsplit(target.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_SECONDS)
    query = "&".join(sent.query).replace(KEY, key)
    path = f"{parts.path}{sent.path}{'?' if query else ''}{query}"
    headers = {name: _credential(value, key) for name, value in sent.headers}
    body = bodies.sent(sent)
    if body is not None:
        headers["Content-Type"] = bodies.content_type(sent)
    try:
        connection.request(sent.method, path, body, headers)
        answer = connection.getresponse()
        media_type = answer.getheader("Content-Type", "").partition(";")[0]
        return Reply(answer.status, media_type)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Reply(0, problem=str(error) or type(error).__name__)
    finally:
        connection.close()


def _credential(value: str, key: str) -> str:
    """A header's value with the key in it: for `Basic` it is the base64 of `user:password` (RFC 7617)."""
    if value == f"Basic {KEY}":
        key = base64.b64encode(key.encode()).decode()
    return value.replace(KEY, key)
