"""What validation says of a request: what it carries, or what is wrong with it."""

from typing import Any, NamedTuple

from mock_server.faults import Fault


class Accepted(NamedTuple):
    """A valid request's parsed body, None where there is none. Rules read parameters as the texts that were sent."""

    body: Any


class Refused(NamedTuple):
    """Every fault of a request, at least one."""

    faults: tuple[Fault, ...]
