"""Saying no: one exception for every answer that is not a success, whoever decides it."""

from collections.abc import Mapping
from typing import Any

from mock_server.exchange import Headers

TITLES = {
    400: "Validation failed",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    408: "Request timeout",
    413: "Payload too large",
    414: "URI too long",
    415: "Unsupported media type",
    422: "Validation failed",
    431: "Request header fields too large",
    500: "Mock failure",
    501: "Not implemented",
    503: "Service unavailable",
    507: "Insufficient storage",
}


class Refusal(Exception):
    """The answer is `status`; `message` is one sentence for a person, `details` say the same to a program.

    `faults` are the one-line reasons that the journal keeps.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        title: str | None = None,
        details: Mapping[str, Any] | None = None,
        headers: Headers | None = None,
        faults: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.status, self.message = status, message
        self.title = title or TITLES.get(status, "Refused")
        self.details = details or {}
        self.headers = headers or []
        self.faults = faults or (message,)
