"""A real server on loopback that publishes documents, and misbehaves when it is told to."""

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """`pause` is in seconds, before each byte; `cut` leaves the last bytes out that the length promised."""

    body: str | bytes
    media_type: str = "text/plain"
    etag: str = ""
    modified: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0
    cut: int = 0

    @property
    def data(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else self.body.encode()

    def is_current(self, headers: Message) -> bool:
        """RFC 9110 section 13.2.2: an entity tag goes before a date."""
        if self.etag and "If-None-Match" in headers:
            return headers["If-None-Match"] == self.etag
        return bool(self.modified) and headers.get("If-Modified-Since") == self.modified


class Site:
    """`pages` by path; `log` has the path and the status of every answer."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pages: dict[str, Page] = {}
        self.log: list[tuple[str, int]] = []

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        page = self.site.pages.get(self.path, Page("nothing here", status=404))
        is_current = page.status == 200 and page.is_current(self.headers)
        status = 304 if is_current else page.status
        self.site.log.append((self.path, status))
        headers = {"Content-Type": page.media_type, "ETag": page.etag, **page.headers}
        headers["Last-Modified"] = page.modified
        if not is_current:
            headers["Content-Length"] = str(len(page.data))
        self.send_response(status)
        for name in filter(headers.get, headers):
            self.send_header(name, headers[name])
        self.end_headers()
        if not is_current:
            self._send(page)

    def _send(self, page: Page) -> None:
        data = page.data[: len(page.data) - page.cut]
        parts = [data[at : at + 1] for at in range(len(data))] if page.pause else [data]
        with contextlib.suppress(OSError):  # the client has given up, as it should
            for part in parts:
                time.sleep(page.pause)
                self.wfile.write(part)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Site]:
    class Handler(_Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_port}")
    Handler.site = site
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def api(paths: str = "{}", title: str = "Test", rest: str = "") -> str:
    """A document in YAML."""
    return f"openapi: 3.1.0\ninfo: {{title: {title}, version: '1'}}\npaths: {paths}\n{rest}"


def page(document: str, title: str = "A page") -> str:
    """Documentation of one operation in Markdown, as sites generate it; with other blocks around."""
    return (
        f"# {title}\n\nSome prose.\n\n```bash\ncurl https://api.example.com\n```\n\n"
        f"````yaml openapi.json post /a\n{document}````\n\n```yaml\nopenapi: 3.1.0\n```\n"
    )
