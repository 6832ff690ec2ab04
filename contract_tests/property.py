"""A property: one promise of a document or of its rules, and how to put it to the test on one operation."""

from collections.abc import Callable
from dataclasses import dataclass

from contract_tests.bench import Bench
from contract_tests.result import Severity
from contract_tests.trial import Trials
from spec.operations import Operation


@dataclass(frozen=True, slots=True)
class Property:
    """`claim` is one sentence, true of a deployment that holds. `plan` yields the trials, none where the property does not
    apply to the operation; it raises NotShown when the target or the document lacks what it needs. It sends nothing.

    `cost` says what stays unknown when the property is skipped. `fresh` is how many keys that were never used before one run
    of its trials takes on one operation: each leaves a row that no later run uses again.
    """

    id: str
    claim: str
    plan: Callable[[Bench, Operation], Trials]
    severity: Severity = "error"
    cost: str = ""
    fresh: int = 0
