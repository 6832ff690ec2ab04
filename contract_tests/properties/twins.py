"""Twins: what must be refused is sent between two requests that differ in that one thing and are accepted.

Without the twin a refusal proves nothing: the request may be refused for another reason, and the fault under test never judged.
"""

from contract_tests.draft import Draft
from contract_tests.statuses import in_words
from contract_tests.trial import Attempt, Broken, Sender


def accepted(draft: Draft) -> Attempt:
    """The request is accepted."""

    def attempt(sender: Sender) -> None:
        sender.accept(draft)

    return attempt


def refused(
    twin: Draft, faulty: Draft, statuses: frozenset[int], note: str = "must be refused"
) -> Attempt:
    """The faulty request is refused with one of these statuses, its twin accepted before and after."""

    def attempt(sender: Sender) -> None:
        sender.twin(twin)
        expect(sender, faulty, statuses, note)
        sender.twin(twin)

    return attempt


def expect(
    sender: Sender, faulty: Draft, statuses: frozenset[int], note: str = "must be refused"
) -> None:
    """Raises Broken unless the answer has one of these statuses."""
    answer = sender.send(faulty, note)
    if answer.status not in statuses:
        raise Broken(f"expected {in_words(statuses)}, the answer is {answer.status}")
