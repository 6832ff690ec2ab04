"""What a property is made of: trials, each an attempt that returns, or raises what it found.

A property reads the document and yields trials. A trial's attempt sends requests and ends in one of five ways:

    returns None        the promise was kept by every answer
    returns Seen        an open question: the document does not decide it, and this is what the deployment does
    raises Broken       the promise was broken
    raises Masked       nothing was proved: the twin that differs in the one fault was not accepted
    raises NotShown     the target lacks what the attempt needs

An attempt can be made again: it keeps nothing between two calls.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from contract_tests.draft import Draft
from contract_tests.exchange import Answer, Exchange, Sent
from contract_tests.result import Severity
from spec.operations import Operation


class Sender(Protocol):
    """Sends drafts and keeps what was exchanged for the finding. Every answer is judged against the document on the way:
    its status, media type, headers, schema, secrets. What is wrong there is a finding of its own and never raises here."""

    def send(self, draft: Draft, note: str = "") -> Answer:
        """`note` says in the finding what this request is for."""
        ...

    def together(self, drafts: Sequence[Draft]) -> list[Answer]:
        """Send at the same time, each on a connection of its own; answers in the order of the drafts."""
        ...

    def accept(self, draft: Draft, note: str = "") -> Answer:
        """Send a request that the document allows and the target's ids make acceptable: raises Masked unless the answer is
        the documented success, Refused when it is refused for what the document allows."""
        ...

    def twin(self, draft: Draft) -> None:
        """As `accept`, and skipped when this very request was the last that was sent and was accepted."""
        ...

    def begin(self) -> None:
        """What was sent before does not belong to what is found after: a generated example starts anew."""
        ...

    def shown(self) -> tuple[Exchange, ...]:
        """The last of what was sent and answered since `begin`."""
        ...

    def show(self, exchanges: Sequence[Exchange]) -> None:
        """What a finding is to show, in place of what was sent last."""
        ...

    def exchange(self, sent: Sent, operation: Operation, principal: str | None) -> Answer:
        """Send what is serialized already."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """What the deployment does where the document leaves it open."""

    what: str


class Ended(Exception):
    """The ways in which an attempt ends early."""


@dataclass(eq=False)
class Broken(Ended):
    """`says` are JSON Pointers into the document, those of the trial when empty."""

    problem: str
    says: tuple[str, ...] = ()
    severity: Severity | None = None

    def __post_init__(self) -> None:
        super().__init__(self.problem)


@dataclass(eq=False)
class Masked(Ended):
    reason: str

    def __post_init__(self) -> None:
        super().__init__(self.reason)


class Refused(Masked):
    """A request that the document allows was refused as if it broke the document: nothing was proved of the promise under
    test, and another one is broken."""


@dataclass(eq=False)
class NotShown(Ended):
    """`needs` says what to add to the target or the document to show it."""

    reason: str
    needs: str = ""

    def __post_init__(self) -> None:
        super().__init__(self.reason)


Attempt = Callable[[Sender], Seen | None]


@dataclass(frozen=True, slots=True)
class Trial:
    """One claim about one operation. `name` is stable and unique within the property and operation: it is part of a finding's
    id. `promises` are JSON Pointers into the corrected document of what is put to the test. A search has seen its failure more
    than once when it ends: it is not made again."""

    name: str
    promises: tuple[str, ...]
    attempt: Attempt
    is_search: bool = False


Trials = Iterable[Trial]
