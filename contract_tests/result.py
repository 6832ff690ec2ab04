"""The outcome of a run: plain records, free of secrets, all that a report needs. JSON in and out is `result_json`."""

import builtins
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["held", "broken", "masked", "not shown", "open"]
Severity = Literal["critical", "error", "warning"]


@dataclass(frozen=True, slots=True)
class Clause:
    """What the document says: `quote` is its prose or keyword, `pointer` where (RFC 6901), `source` and `line` (from 1) in
    which file; `correction` names the overlay action that put it there."""

    pointer: str
    quote: str
    source: str
    line: int | None = None
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One exchange as it may be shown: keys replaced by `$TROTH_…` variables, long bodies cut. `curl` sends it again."""

    note: str
    curl: str
    request: str
    status: int
    answer: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`id` is stable over runs: a digest of property, operation and trial. The last of `steps` shows the fault.

    `reproduced` of `retries` is how often it came again; `count` how many trials found the same.
    """

    id: str
    property: str
    operation: str
    severity: Severity
    problem: str
    trial: str
    says: tuple[Clause, ...]
    steps: tuple[Step, ...]
    seed: int
    reproduced: int = 0
    retries: int = 0
    count: int = 1
    known: str | None = None  # the reason, when the deviation is a known one

    @builtins.property  # the plain name is a field's here
    def intermittent(self) -> bool:
        return self.reproduced < self.retries


@dataclass(frozen=True, slots=True)
class Promise:
    """One row of the ledger. `kind` is what carries it: prose, a rule, a constraint of a request or of an answer, a status.

    `requests` are those that put it to the test unmasked. `note` says what an open question's answer is, or what to add to the
    target when it could not be shown.
    """

    kind: Literal["prose", "rule", "request", "answer", "status", "security"]
    operation: str
    text: str
    clause: Clause
    properties: tuple[str, ...]
    verdict: Verdict
    requests: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class PropertyRun:
    """One property on one operation. `note` says why it is masked or could not be shown, and what that costs."""

    property: str
    claim: str
    operation: str
    verdict: Verdict
    trials: int
    requests: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class MaskedTrial:
    property: str
    operation: str
    trial: str
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """An open question, and what the deployment does."""

    property: str
    operation: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Write:
    """A request that was accepted and may have left something behind. `key` tells which row, by the rule's key."""

    operation: str
    principal: str
    method: str
    path: str
    key: str
    status: int
    times: int


@dataclass(frozen=True, slots=True)
class Result:
    """`statuses` count answers by operation and status; `shard` is which part of how many; `stopped` says why a run ended."""

    version: str
    document: str
    title: str
    digest: str
    url: str
    seed: int
    started: str
    seconds: float
    requests: int
    statuses: Mapping[str, Mapping[str, int]]
    promises: tuple[Promise, ...]
    properties: tuple[PropertyRun, ...]
    findings: tuple[Finding, ...]
    masked: tuple[MaskedTrial, ...]
    questions: tuple[Question, ...]
    writes: tuple[Write, ...]
    shard: tuple[int, int] = (1, 1)
    stopped: str | None = None
    expired: tuple[str, ...] = field(
        default=()
    )  # known deviations that no longer fire, or are past their date

    @property
    def is_proof(self) -> bool:
        """Whether something was held and nothing is masked: a run that proved nothing must not pass for one that holds. A part
        of a run may have had nothing to do."""
        is_part = self.shard[1] > 1
        return not self.masked and (is_part or any(one.verdict == "held" for one in self.promises))

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that count: all but the known ones, and warnings, which are about the document."""
        found = (one for one in self.findings if one.known is None)
        return tuple(finding for finding in found if finding.severity != "warning")
