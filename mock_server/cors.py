"""Cross-origin calls from a browser (the Fetch standard, section 3.2): allowed for the API, to build a front end on it.

Credentials are bearer keys that a page must already have, never cookies, so any origin may ask.
"""

import re

from mock_server.exchange import Answer, Headers, Request
from mock_server.routing import Routing, allow

_MAX_AGE = b"600"  # seconds a browser may remember a preflight
_NAMES = re.compile(rb"[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,1024}")


def preflight(request: Request, routing: Routing) -> Answer | None:
    """The answer to OPTIONS: what a path allows. None where the document itself has an OPTIONS operation, or nothing."""
    methods = routing.methods(request.path)
    if not methods or "OPTIONS" in methods:
        return None
    offered = allow(methods).encode()
    headers: Headers = [(b"allow", offered)]
    if b"access-control-request-method" in request.headers:
        headers += [
            (b"access-control-allow-methods", offered),
            (b"access-control-max-age", _MAX_AGE),
        ]
        asked = request.headers.get(b"access-control-request-headers", b"")
        if _NAMES.fullmatch(asked):
            headers.append((b"access-control-allow-headers", asked))
    return Answer(204, headers, b"")


def cors_headers(answer: Answer) -> Headers:
    """What lets a page read an answer, its headers included."""
    exposed = b", ".join(sorted({name for name, _ in answer.headers} | {b"server"}))
    return [
        (b"access-control-allow-origin", b"*"),
        (b"access-control-expose-headers", exposed),
    ]
