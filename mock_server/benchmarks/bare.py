"""The measure of all ratios: an application that reads its request and answers a constant, served as the mock is served.

python -m mock_server.benchmarks.bare STATUS SIZE
"""

import sys
from typing import Any

from mock_server import serving


class Constant:
    """Answers every request with one status and one body."""

    def __init__(self, status: int, size: int) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % size)]
        self._start = {"type": "http.response.start", "status": status, "headers": headers}
        self._body = {"type": "http.response.body", "body": b"x" * size}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            for _ in range(2):
                message = await receive()
                await send({"type": message["type"] + ".complete"})
            return
        while (await receive()).get("more_body"):
            pass
        await send(self._start)
        await send(self._body)


def _announce(url: str) -> None:
    print(f"listening on {url}", flush=True)


if __name__ == "__main__":
    application = Constant(int(sys.argv[1]), int(sys.argv[2]))
    sys.exit(serving.run(application, host="127.0.0.1", port=0, on_ready=_announce))
