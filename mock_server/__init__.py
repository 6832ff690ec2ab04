"""The mock server: one OpenAPI document, served for real.

`create_app` gives the ASGI application, `serve` runs it on a free port in a thread. Names are imported on first use, so that
`import mock_server` costs nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mock_server.assembly import create_app
    from mock_server.running import Mock, serve
    from mock_server.settings import Settings

__all__ = ["Mock", "Settings", "create_app", "serve"]

_HOMES = {
    "Mock": "mock_server.running",
    "Settings": "mock_server.settings",
    "create_app": "mock_server.assembly",
    "serve": "mock_server.running",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
