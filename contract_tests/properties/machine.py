"""`machine.model`: sequences of submits, refused requests and other principals, each answer compared with the model.

Hypothesis writes the sequences and shrinks one that fails to the shortest that still does.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from contract_tests.bench import Bench
from contract_tests.draft import ABSENT, Draft
from contract_tests.exchange import Answer
from contract_tests.generation import Search
from contract_tests.model import Model
from contract_tests.properties.rows import ruled_rows
from contract_tests.property import Property
from contract_tests.target import PRIMARY, STRANGER
from contract_tests.trial import Broken, Ended, NotShown, Sender, Trial, Trials
from spec.members import properties
from spec.operations import Operation
from spec.rules import Upsert

_STEPS = 12
_MOST_SEQUENCES = 12
# What hardly a member takes, and most must have.
_FORBIDDEN: tuple[Any, ...] = (ABSENT, [], {"not": "allowed"})
_OWN = object()  # the row's own value: an id of its own principal
# Rows whose names a careless comparison takes for one.
_NAMES = ("machine a", "machine A", "machine a ", "machine \u00e1", "machine a\u0301")


def plan(bench: Bench, operation: Operation) -> Trials:
    rows = ruled_rows(bench, operation)
    if rows is None:
        return []
    upsert = rows.upsert
    actions = Actions(bench, operation, upsert)
    promises = (f"{upsert.pointer}/key", f"{upsert.pointer}/replaces", *_kept(upsert))
    name = "generated sequences agree with the model"
    return [Trial(name, promises, actions.attempt, is_search=True)]


def _kept(upsert: Upsert) -> tuple[str, ...]:
    return tuple(f"{upsert.pointer}/keeps/{index}" for index in range(len(upsert.keeps)))


class Actions:
    """What the machine may do: the requests, made while planning."""

    def __init__(self, bench: Bench, operation: Operation, upsert: Upsert) -> None:
        self.bench, self.operation = bench, operation
        self.model = Model(bench, operation, upsert)
        self.rows: list[Draft] = []
        for principal in (PRIMARY, STRANGER):
            self.rows.extend(self._rows_of(principal))
        self.optional = _optional(bench, operation)
        self.values = _values(bench, operation, self.model.echoes)
        self.refused = list(_refused(bench, operation, self.rows[0]))

    def _rows_of(self, principal: str) -> list[Draft]:
        if principal not in self.bench.target.principals:
            return []
        try:
            full = self.bench.full(self.operation, principal)
        except NotShown:
            if principal == PRIMARY:
                raise
            return []
        places = [full, *self._elsewhere(full, principal)]
        return [self.bench.keyed(draft, name) for draft in places for name in _NAMES]

    def _elsewhere(self, draft: Draft, principal: str) -> Iterator[Draft]:
        """The request under another id of each kind that the path names: another row, under the same free part of the key."""
        for reference in self.bench.references(self.operation).values():
            if reference.id.part == "path":
                for other in self.bench.ids(reference.kind, principal)[1:2]:
                    yield self.bench.claim(draft.with_parameter("path", reference.id.name, other))

    def compare(self, draft: Draft, answer: Answer, row: int, last: Mapping[int, Answer]) -> None:
        """Raises Broken where an answer is not what the model says after the last answers of each row."""
        for difference in self.model.differences(draft, answer, last.get(row)):
            raise Broken(f"{difference.member} {difference.problem}")
        others = [known for other, known in last.items() if other != row]
        for name in self.model.own:
            if any(known.member(name) == answer.member(name) for known in others):
                told = f"two rows with different keys have one {name}"
                raise Broken(f"{told}: {answer.member(name)!r}")

    def attempt(self, sender: Sender) -> None:
        """Raises Broken with the shortest sequence that Hypothesis came to."""
        search = Search(sender)
        budget = max(2, min(self.bench.settings.max_examples // 2, _MOST_SEQUENCES))
        how = settings(
            max_examples=budget,
            stateful_step_count=_STEPS,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            report_multiple_bugs=False,
            verbosity=Verbosity.quiet,
        )

        def test() -> None:
            machine = _machine(self, sender, search)
            seeded = hypothesis.seed(self.bench.settings.seed)(machine)
            run_state_machine_as_test(seeded, settings=how)

        try:
            search.run(test)
        except Flaky as flaky:
            raise Broken(f"the same sequence gave different answers: {flaky}") from None


def _machine(actions: Actions, sender: Sender, search: Search) -> type[RuleBasedStateMachine]:
    class Rows(RuleBasedStateMachine):
        """One sequence. `last` is the last accepted answer of each row, in this sequence."""

        def __init__(self) -> None:
            super().__init__()
            sender.begin()
            self.last: dict[int, Answer] = {}

        @rule(row=st.sampled_from(range(len(actions.rows))), body=_bodies(actions))
        def submit(self, row: int, body: dict[str, Any]) -> None:
            draft = _merged(actions.rows[row], body)
            if not actions.bench.is_allowed(actions.operation, draft.body):
                return
            try:
                answer = sender.accept(draft)
                actions.compare(draft, answer, row, self.last)
            except Ended as ended:
                search.ended(ended)
            self.last[row] = answer

        @rule(draft=st.sampled_from(actions.refused))
        def refuse(self, draft: Draft) -> None:
            answer = sender.send(draft, "must be refused")
            if answer.status in actions.bench.success(actions.operation):
                told = f"a request that must be refused was answered {answer.status}"
                search.ended(Broken(told))

    return Rows


def _bodies(actions: Actions) -> st.SearchStrategy[dict[str, Any]]:
    """A value or nothing for each member that may be left out."""
    members = {
        name: st.sampled_from([*actions.values.get(name, []), ABSENT]) for name in actions.optional
    }
    return st.fixed_dictionaries(members)


def _merged(draft: Draft, body: dict[str, Any]) -> Draft:
    """The draft with the members that were drawn."""
    for name, value in body.items():
        if value is not _OWN:
            draft = draft.with_member((name,), value)
    return draft


def _optional(bench: Bench, operation: Operation) -> tuple[str, ...]:
    """The members of the full body that may be missing, by themselves or with others."""
    full = bench.full(operation)
    key = bench.key_member(operation)
    names = full.body if isinstance(full.body, dict) else {}
    return tuple(
        name
        for name in names
        if (name,) != key and bench.is_allowed(operation, full.with_member((name,), ABSENT).body)
    )


def _values(bench: Bench, operation: Operation, echoes: tuple[str, ...]) -> dict[str, list[Any]]:
    """A few allowed values of each echoed member, and of a reference the ids that are known."""
    full = bench.full(operation)
    candidates: list[Any] = ["pass-through", "Ünïcode ✓", "", 0, 1, 12.25, 100, True, False]
    found: dict[str, list[Any]] = {}
    for name in echoes:
        present = full.member((name,))
        if present is ABSENT:
            continue
        more = [*_enumerated(bench, operation, name), *candidates]
        found[name] = [present]
        for value in more:
            allowed = bench.is_allowed(operation, full.with_member((name,), value).body)
            if allowed and value not in found[name]:
                found[name].append(value)
    for reference in bench.references(operation).values():
        if reference.id.part == "body" and reference.id.tokens:
            found[reference.id.tokens[0]] = [_OWN]
    return found


def _enumerated(bench: Bench, operation: Operation, name: str) -> list[Any]:
    member = properties(bench.body_schema(operation)).get(name)
    return list(member.get("enum", [])) if isinstance(member, dict) else []


def _refused(bench: Bench, operation: Operation, row: Draft) -> list[Draft]:
    """Requests for one of the rows that must be refused: no credential, a member missing or of another type."""
    names = row.body if isinstance(row.body, dict) else ()
    drafts = [row.with_member((name,), value) for name in names for value in _FORBIDDEN]
    forbidden = [draft for draft in drafts if not bench.is_allowed(operation, draft.body)]
    return [*forbidden, row.by(None)] if operation.security else forbidden


PROPERTIES = (
    Property(
        id="machine.model",
        claim="Whatever the order of submits, refused requests and principals, each answer is what the rule says.",
        plan=plan,
        cost="faults that show only after several steps may stay unseen",
    ),
)
