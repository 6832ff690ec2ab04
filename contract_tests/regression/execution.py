"""Witnesses put to the test: each request is sent to a mock of the base and to one of the head.

Both mocks run the corrected documents as they were compared, and let ids exist that a request names.
"""

import http.client
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from contract_tests.launch import own_mock
from contract_tests.regression import call
from contract_tests.regression.call import KEY, Call
from contract_tests.target import PRIMARY, Target
from spec import catalog
from spec.document import Document
from spec.errors import Unreadable
from spec.writer import to_json

_SECONDS = 10.0  # for one answer


class Mocks:
    """A mock of each document. Called with a request, it says what both answer, in one sentence."""

    def __init__(self, base: Target, head: Target) -> None:
        self.base = base
        self.head = head

    def __call__(self, sent: Call) -> str:
        before, after = _status(self.base, sent), _status(self.head, sent)
        return f"the mock of the base answered {before}, that of the head {after}"


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
            targets.append(stack.enter_context(own_mock(arguments)))
        yield Mocks(*targets)


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


def _status(target: Target, sent: Call) -> str:
    """The status of the answer, or why there is none."""
    principal = target.principals.get(PRIMARY)
    key = (principal.key if principal else None) or ""
    parts = urlsplit(target.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_SECONDS)
    query = "&".join(sent.query).replace(KEY, key)
    path = f"{parts.path}{sent.path}{'?' if query else ''}{query}"
    headers = {name: value.replace(KEY, key) for name, value in sent.headers}
    body = call.body_bytes(sent)
    if body is not None:
        headers["Content-Type"] = sent.media_type
    try:
        connection.request(sent.method, path, body, headers)
        return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"nothing ({str(error) or type(error).__name__})"
    finally:
        connection.close()
