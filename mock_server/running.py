"""A mock that runs beside the caller, on a free port in a thread, with all its handles in one object."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_server import journal, target
from mock_server.assembly import Assembly, open_mock
from mock_server.limits import Limits, Refuse
from mock_server.refusal import Refusal
from mock_server.session import Session
from mock_server.settings import Settings
from mock_server.world import World
from spec.document import Document


@dataclass(frozen=True, slots=True)
class Mock:
    """A running mock: `url` to call it at, a `key` that works, `ids` that exist, and what it has seen.

    `key` and `ids` are those of the first owner; `principals` has every owner's, by the names of a target file.
    """

    url: str
    session: Session

    @property
    def principals(self) -> dict[str, Any]:
        """`primary`, `stranger` and so on, each with `api_key` and its ids by plural kind, as in a target file."""
        return target.principals(self.session)

    @property
    def key(self) -> str:
        key: str = self.principals["primary"]["api_key"]["value"]
        return key

    @property
    def ids(self) -> dict[str, list[str]]:
        """The primary's ids by the plural of their kind; any of them goes with any other."""
        return {k: v for k, v in self.principals["primary"].items() if k != "api_key"}

    def requests(self, **wanted: Any) -> list[dict[str, Any]]:
        """The requests seen so far, oldest first: filter by `method`, `path`, `operation`, `status`."""
        keys = self.session.keys()
        return [journal.as_json(entry, keys) for entry in self.session.journal.find(**wanted)]

    def rows(self, resource: str) -> list[dict[str, Any]]:
        """What was submitted, oldest first."""
        return list(self.session.rows(resource, limit=2**31))

    def reset(self) -> None:
        """Back to before the first request."""
        self.session.reset()


@contextmanager
def serve(
    document: str | Path | Document | None = None,
    *,
    fixtures: str | Path | World | None = None,
    settings: Settings | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
) -> Iterator[Mock]:
    """Serve in a thread until the block ends. Raises SpecError, or CannotStart when the port cannot be had."""
    from mock_server import serving  # uvicorn: not for those who use the app in-process

    assembly = open_mock(document, fixtures_file=fixtures, settings=settings or Settings())
    limits, refuse = limits_of(assembly), refuser(assembly)
    with serving.serve(assembly.app, host=host, port=port, limits=limits, refuse=refuse) as url:
        yield Mock(url, assembly.session)


def limits_of(assembly: Assembly) -> Limits:
    """What the settings say of the network."""
    settings = assembly.session.settings
    return Limits(
        header_bytes=settings.max_header_bytes,
        header_seconds=settings.header_seconds,
        body_seconds=settings.body_seconds,
        connections=settings.max_connections,
    )


def refuser(assembly: Assembly) -> Refuse:
    """What the protocol answers before a request reaches the application: in the document's error shape too."""
    server = assembly.app.server

    def refuse(status: int, message: str) -> tuple[list[tuple[bytes, bytes]], bytes]:
        title = "Bad request" if status == 400 else None
        answer = assembly.pipeline.refuse(Refusal(status, message, title=title))
        return [server, *answer.headers], answer.body

    return refuse
