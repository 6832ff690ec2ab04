"""What a refused request may not do: shown on a row that must not exist yet, by the server's own clock.

There is no way to read a row. But a row that a refused request has written is older than the submit that should create it, and
one that it has deleted or replaced loses what the rule keeps.
"""

from collections.abc import Callable, Sequence
from typing import Any

from contract_tests.bench import Bench
from contract_tests.draft import ABSENT, Draft
from contract_tests.exchange import Answer
from contract_tests.moments import is_earlier, resolution, wait_for_tick
from contract_tests.properties.rows import Rows, changed, ruled_rows
from contract_tests.property import Property
from contract_tests.target import PRIMARY, STRANGER
from contract_tests.trial import Attempt, Broken, NotShown, Sender, Trial, Trials
from spec.operations import Operation

# What hardly a member takes.
_FORBIDDEN: tuple[Any, ...] = ({"not": "allowed"}, [], 1e9, "-")

Fault = Callable[[Draft], Draft]


def plan(bench: Bench, operation: Operation) -> Trials:
    rows = ruled_rows(bench, operation)
    if rows is None:
        return
    where = (rows.upsert.pointer,)
    for name, fault in _faults(rows):
        yield Trial(f"a request {name} creates nothing", where, creates_nothing(rows, [fault]))
        yield Trial(
            f"a request {name} leaves a row as it was", where, _changes_nothing(rows, fault)
        )


def creates_nothing(
    rows: Rows,
    faults: Sequence[Fault],
    judge: Callable[[Draft, Answer], None] = lambda *_: None,
) -> Attempt:
    """Faulty requests for one new row, each judged; then the valid one must be the first that the row knows of."""
    known = rows.row("effects")
    moved = changed(known, rows)  # an equal submit need not move the time

    def attempt(sender: Sender) -> None:
        row = rows.fresh(known, "effects")
        for fault in faults:
            draft = fault(row)
            answer = sender.send(draft, "must be refused")
            _refused(rows, answer)
            judge(draft, answer)
        answer = sender.accept(known, "tells the server's time")
        times = [answer.member(name) for name in (rows.upsert.created, rows.upsert.updated) if name]
        if times:
            wait_for_tick(max(times, key=resolution))
        now = sender.accept(moved, "tells the server's time, after what was refused")
        created = rows.submit(sender, row)
        _is_new(rows, now, created)

    return attempt


def _refused(rows: Rows, answer: Answer) -> None:
    if answer.status in rows.bench.success(rows.operation):
        raise Broken(f"a request that must be refused was answered {answer.status}")


def _is_new(rows: Rows, now: Answer, created: Answer) -> None:
    upsert = rows.upsert
    if not upsert.created:
        return
    before, moment = now.member(upsert.updated or upsert.created), created.member(upsert.created)
    if is_earlier(moment, before):
        raise Broken(
            f"a refused request has created the row: {upsert.created} is {moment}, before {before}"
        )


def _changes_nothing(rows: Rows, fault: Fault) -> Attempt:
    row, least = rows.row("effects kept"), rows.least("effects kept")

    def attempt(sender: Sender) -> None:
        before = rows.submit(sender, least)
        _refused(rows, sender.send(fault(row), "must be refused"))
        rows.submit(sender, least, before)

    return attempt


def _faults(rows: Rows) -> list[tuple[str, Fault]]:
    """One fault of each kind that this operation and target can have."""
    found: list[tuple[str, Fault]] = []
    if rows.operation.security:
        found.append(("without a key", lambda draft: draft.by(None)))
    key = rows.bench.key_member(rows.operation)
    full = rows.row("effects")
    for name in rows.model.sent:
        if (name,) == key:
            continue
        for value in _FORBIDDEN:
            if full.member((name,)) is not ABSENT and not rows.allowed(
                full.with_member((name,), value)
            ):
                found.append((f"whose {name} breaks the document", _put(name, value)))
                break
    found.extend(_foreign(rows))
    found.extend(_others(rows))
    return found


def _others(rows: Rows) -> list[tuple[str, Fault]]:
    """The request with another principal's key, where a rule keeps principals apart by what the path names."""
    references = rows.bench.references(rows.operation).values()
    if not any(rule.id.part == "path" and rule.within for rule in references):
        return []
    names = [name for name in rows.bench.target.principals if name != PRIMARY]
    return [(f"by {name}", _by(name)) for name in names]


def _by(principal: str) -> Fault:
    return lambda draft: draft.by(principal)


def _put(name: str, value: object) -> Fault:
    return lambda draft: draft.with_member((name,), value)


def _foreign(rows: Rows) -> list[tuple[str, Fault]]:
    """A reference in the body to what belongs to another principal."""
    found: list[tuple[str, Fault]] = []
    for rule in rows.bench.references(rows.operation).values():
        if rule.id.part == "body" and len(rule.id.tokens) == 1 and rule.within:
            try:
                foreign = rows.bench.ids(rule.kind, STRANGER)[0]
            except NotShown:
                continue  # named by the properties of isolation
            found.append((f"that names another's {rule.kind}", _put(rule.id.tokens[0], foreign)))
    return found


PROPERTIES = (
    Property(
        id="refused.no-effect",
        claim="A refused request changes nothing.",
        plan=plan,
        severity="critical",
        fresh=12,
        cost="a refused request that writes all the same would not be seen",
    ),
)
