"""What two mocks answered to one request, and what that shows."""

from collections.abc import Callable
from dataclasses import dataclass

from contract_tests.regression.call import Call
from spec.diff.records import Change


@dataclass(frozen=True, slots=True)
class Reply:
    """A status with its media type; a status of 0 is no answer, for a `problem`."""

    status: int
    media_type: str = ""
    problem: str = ""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def __str__(self) -> str:
        return str(self.status) if self.status else f"nothing ({self.problem})"


Runner = Callable[[Call], tuple[Reply, Reply]]

# What two mocks answer alike, whatever the documents say.
_LIMITS = {
    "body": "a mock does not mind a body that nobody describes",
    "document": "a mock has one address, whatever the servers are",
    "operation": "a mock has one address, whatever the servers are",
    "security": "a mock knows keys, and neither scopes nor flows",
    "rule": "a mock without such objects has nothing to hold the rule against",
}


def limit(change: Change) -> str:
    """Why mocks may not tell a change, empty where they should."""
    return _LIMITS.get(change.area, "")


def told(before: Reply, after: Reply, limit: str = "") -> str:
    """One sentence: both answers, and where they do not show a request that worked and fails now, that they do not."""
    if before.is_good and not after.is_good and after.status:
        return f"the mock of the base answered {before}, that of the head {after}"
    if (before.status, before.problem) != (after.status, after.problem):
        sides = f"the mock of the base answered {before}, that of the head {after}"
        return f"{sides}: this does not show the break"
    if before.is_good and before.media_type != after.media_type:
        types = [one.media_type or "without a body" for one in (before, after)]
        return f"both mocks answered {before}, that of the base {types[0]}, that of the head {types[1]}"
    why = limit if before.is_good and limit else "this does not show the break"
    return f"both mocks answered {before}: {why}"
