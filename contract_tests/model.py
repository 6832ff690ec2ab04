"""What the upsert rule says an answer is, and where one differs: small enough to be seen to be right.

An answer shows each member that was sent, what the rule sets, and nothing of the submit before but what the rule keeps.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.bench import Bench
from contract_tests.draft import ABSENT, Draft, take
from contract_tests.exchange import Answer
from spec.members import properties
from spec.operations import Operation, Schema
from spec.rules import Constant, FromRecord, Upsert, Value

# Numbers with a fraction are equal up to a single-precision float: how precisely one is kept is the deployment's choice.
_PRECISION = 1e-6


@dataclass(frozen=True, slots=True)
class Difference:
    """`member` of the answer is not what the rule says; `problem` is a clause that goes after its name."""

    member: str
    problem: str


class Model:
    """The upsert of one operation. `echoes` are the members that come back as sent; `answered` all members of an answer."""

    def __init__(self, bench: Bench, operation: Operation, upsert: Upsert) -> None:
        self.upsert, self._bench = upsert, bench
        self.answer_schema = _answer_schema(bench, operation)
        root = bench.schemas.bundle(self.answer_schema, "response") if self.answer_schema else True
        self.answered = tuple(properties(root))
        self.sent = tuple(properties(bench.body_schema(operation)))
        decided = {*upsert.sets, *upsert.keeps, upsert.created, upsert.updated}
        self.echoes = tuple(
            name for name in self.sent if name in self.answered and name not in decided
        )
        # What tells rows apart: the kept members that no clock sets.
        clocks = {upsert.created, upsert.updated}
        self.own = tuple(name for name in upsert.keeps if name not in clocks)
        references = bench.references(operation)
        self._looked_up = {
            rule.id.tokens[0]
            for rule in references.values()
            if rule.id.part == "body" and len(rule.id.tokens) == 1
        }

    def differences(
        self, draft: Draft, answer: Answer, before: Answer | None = None
    ) -> Iterator[Difference]:
        """How the answer to an accepted draft differs from the rule; `before` is the answer to the submit of the row before."""
        for name in self.echoes:
            expected, got = take(draft.body, (name,)), answer.member(name)
            if not self._same(name, expected, got):
                yield Difference(name, _told(expected, got))
        for name, value in self.upsert.sets.items():
            expected = expected_value(value, draft)
            equal = same if isinstance(value, Constant) else same_id
            if expected is not ABSENT and not equal(expected, answer.member(name)):
                yield Difference(name, f"is {answer.member(name)!r}, expected {expected!r}")
        for name in self.upsert.keeps if before else ():
            if before and before.member(name) != answer.member(name):
                told = f"was {before.member(name)!r} and is {answer.member(name)!r}"
                yield Difference(name, f"is not kept: it {told}")

    def _same(self, name: str, sent: Any, got: Any) -> bool:
        if sent is ABSENT:
            return got is None
        if name in self._looked_up:
            return same_id(sent, got)
        return same(sent, got)


def expected_value(value: Value, draft: Draft) -> Any:
    """What a rule's value is for a request, ABSENT where only the deployment knows."""
    if isinstance(value, Constant):
        return value.value
    if isinstance(value, FromRecord) or value.side == "response":
        return ABSENT
    if value.part == "body":
        return take(draft.body, value.tokens)
    return draft.parameters.get((value.part, value.name), ABSENT)


def same(sent: Any, got: Any) -> bool:
    """Whether a value came back: texts code point for code point, numbers as numbers, an empty text perhaps as null."""
    if isinstance(sent, bool) or isinstance(got, bool):
        return sent is got
    if isinstance(sent, int | float) and isinstance(got, int | float):
        if float(sent).is_integer():
            return float(sent) == float(got)
        return math.isclose(sent, got, rel_tol=_PRECISION)
    if sent in ("", None):
        return got in ("", None)
    if isinstance(sent, Mapping) and isinstance(got, Mapping):
        return all(same(value, got.get(name)) for name, value in sent.items())
    if isinstance(sent, list) and isinstance(got, list):
        return len(sent) == len(got) and all(map(same, sent, got))
    return bool(sent == got)


def same_id(sent: Any, got: Any) -> bool:
    """Ids are compared without case: a UUID may be answered in the form that was stored."""
    if isinstance(sent, str) and isinstance(got, str):
        return sent.casefold() == got.casefold()
    return bool(sent == got)


def _answer_schema(bench: Bench, operation: Operation) -> Schema | None:
    """The schema of the first documented success that has one."""
    for status in sorted(bench.success(operation)):
        response = operation.response(status)
        for content in response.content if response else ():
            if content.schema is not None:
                return content.schema
    return None


def _told(sent: Any, got: Any) -> str:
    if sent is ABSENT:
        return f"was not sent and is {_cut(got)}"
    return f"was sent as {_cut(sent)} and came back as {_cut(got)}"


def _cut(value: Any) -> str:
    text = repr(value)
    if len(text) <= 120:
        return text
    return f"{text[:60]}…{text[-40:]} ({len(value) if isinstance(value, str) else len(text)} characters)"
