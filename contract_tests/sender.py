"""Drafts out, answers in: every request of a trial goes through here, is judged, counted and kept for the finding."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from contract_tests.bench import Bench
from contract_tests.disputed import is_disputed
from contract_tests.draft import Draft
from contract_tests.exchange import Answer, Exchange, Sent
from contract_tests.judge import Fault, Judge
from contract_tests.tally import Tally
from contract_tests.transport import Transport
from contract_tests.trial import Masked, Refused
from contract_tests.wire import render
from contract_tests.writes import Writes
from spec.operations import Operation

# What a finding may show of a long sequence: its last exchanges.
KEPT = 12
_SAFE = frozenset(
    {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"}
)  # RFC 9110 section 9.2.2: idempotent


@dataclass(frozen=True, slots=True)
class Line:
    """What all senders of a run share."""

    bench: Bench
    transport: Transport
    judge: Judge
    tally: Tally
    writes: Writes


@dataclass(frozen=True, slots=True)
class FaultyAnswer:
    """A fault of an answer, and the exchange that has it."""

    fault: Fault
    exchange: Exchange


@dataclass(slots=True)
class TrialSender:
    """The sender of one attempt. `requests` are those that it sent; `exchanges` the last of them."""

    line: Line
    accepted: Draft | None = None  # the last request, if it was accepted
    requests: int = 0
    exchanges: deque[Exchange] = field(default_factory=lambda: deque(maxlen=KEPT))
    faults: list[FaultyAnswer] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def send(self, draft: Draft, note: str = "") -> Answer:
        sent = render(draft, self.line.bench.target, self.line.bench.settings)
        answer = self.line.transport.send(sent, retry_safe=is_repeatable(draft.operation))
        self._keep(draft, sent, answer, note)
        if answer.status == 429:
            raise Masked("the deployment had too many requests, and no pause helped")
        return answer

    def together(self, drafts: Sequence[Draft]) -> list[Answer]:
        bench = self.line.bench
        sent = [render(draft, bench.target, bench.settings) for draft in drafts]
        answers = self.line.transport.together(sent)
        for draft, one, answer in zip(drafts, sent, answers, strict=True):
            self._keep(draft, one, answer, "sent at the same time as the others")
        return answers

    def accept(self, draft: Draft, note: str = "") -> Answer:
        answer = self.send(draft, note)
        bench = self.line.bench
        if answer.status in bench.success(draft.operation):
            return answer
        told = (
            f"a request that the document allows was answered {answer.status}: {_excerpt(answer)}"
        )
        is_plain = draft.raw is None and not draft.headers and not is_disputed(draft.body)
        if answer.status in bench.refusals(draft.operation) and is_plain:
            raise Refused(told)
        raise Masked(told)

    def twin(self, draft: Draft) -> None:
        if self.accepted != draft:
            self.accept(draft, "the twin without the fault")

    def begin(self) -> None:
        self.exchanges.clear()

    def shown(self) -> tuple[Exchange, ...]:
        return tuple(self.exchanges)

    def show(self, exchanges: Sequence[Exchange]) -> None:
        self.exchanges.clear()
        self.exchanges.extend(exchanges)

    def exchange(self, sent: Sent, operation: Operation, principal: str | None) -> Answer:
        answer = self.line.transport.send(sent, retry_safe=is_repeatable(operation))
        self._keep(Draft(operation, principal), sent, answer, "")
        return answer

    def _keep(self, draft: Draft, sent: Sent, answer: Answer, note: str) -> None:
        operation = draft.operation
        exchange = Exchange(operation.id, draft.principal, sent, answer, note)
        accepted = answer.status in self.line.bench.success(operation)
        with self._lock:
            self.requests += 1
            self.accepted = draft if accepted else None
            self.exchanges.append(exchange)
            faults = self.line.judge.faults(operation, exchange)
            self.faults.extend(FaultyAnswer(fault, exchange) for fault in faults)
        self.line.tally.count(operation, answer.status, faults)
        if accepted:
            self.line.writes.note(operation, draft, sent, answer)


def is_repeatable(operation: Operation) -> bool:
    """Whether sending a request twice does what sending it once does."""
    return operation.method in _SAFE or bool(operation.rules and operation.rules.upsert)


def _excerpt(answer: Answer) -> str:
    text = " ".join(answer.body.decode("utf-8", "replace").split())
    return text if len(text) <= 200 else text[:200] + "…"
