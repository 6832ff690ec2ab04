"""What can go wrong on the way to a deployment.

TargetError          the target file, the options or the deployment's address: nothing was tested
 |-- BadTarget       what the user wrote is wrong (exit code 2)
 `-- Unreachable     nothing answers there (exit code 3)
NoAnswer             one request got no answer, or none that can be read, or it took too long
 |-- Dropped         the connection was closed before the first byte of the answer
 `-- NotConnected    there was no connection: nothing was sent
RunEnded             the run cannot go on
 |-- BudgetSpent     the requests that were allowed are used up
 |-- Busy            the deployment asks for more patience than a run has
 `-- Failing         the deployment fails again and again: going on would only do harm
"""

from dataclasses import dataclass


@dataclass(eq=False)
class TargetError(Exception):
    """`problem` says what is wrong, `where` in which file or address, `hint` what to do."""

    problem: str
    where: str | None = None
    hint: str | None = None
    exit_code = 2

    def __post_init__(self) -> None:
        super().__init__(self.problem)

    def __str__(self) -> str:
        text = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{text}\n  hint: {self.hint}" if self.hint else text


class BadTarget(TargetError):
    """The target as written cannot be used."""


class Unreachable(TargetError):
    """Nothing answers at the target's address."""

    exit_code = 3


class NoAnswer(Exception):
    """A request got no answer. `problem` is a clause for a finding."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


class Dropped(NoAnswer):
    """The connection was closed before the answer began: whether the request was carried out is unknown."""


class NotConnected(NoAnswer):
    """No connection came about. `hint` says what to do."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.hint = hint


class RunEnded(Exception):
    """The run ends here; what was found so far stands."""


class BudgetSpent(RunEnded):
    """No further request is allowed."""


class Busy(RunEnded):
    """The deployment asks to wait longer than a run does."""


class Failing(RunEnded):
    """Too many 5xx or lost requests."""
