"""`upsert.clock`: the times in answers are moments, and go forward only."""

from collections.abc import Iterator
from datetime import timedelta

from contract_tests.bench import Bench
from contract_tests.exchange import Answer
from contract_tests.moments import is_earlier, parse, resolution, wait_for_tick
from contract_tests.properties.rows import Rows, changed, ruled_rows, with_others
from contract_tests.property import Property
from contract_tests.trial import Attempt, Broken, Sender, Trial, Trials
from spec.operations import Operation

_ROWS = 4
# A clock that has to be waited for so long is looked at a few times only.
_COARSE, _FEW = timedelta(milliseconds=50), 3


def plan(bench: Bench, operation: Operation) -> Trials:
    rows = ruled_rows(bench, operation)
    if rows is None or not (rows.upsert.created or rows.upsert.updated):
        return
    where = (f"{rows.upsert.pointer}/clock",)
    yield Trial("times are moments with a zone", where, _moments(rows))
    yield Trial("times never go backwards", where, _forward(rows))
    yield Trial("a new row is created after what was written before it", where, _new(rows))
    if rows.upsert.updated:
        yield Trial("a changed submit is later", (f"{where[0]}/updated",), _moves(rows))


def _moments(rows: Rows) -> Attempt:
    drafts = [rows.row("clock"), rows.least("clock"), rows.row("clock")]

    def attempt(sender: Sender) -> None:
        for draft in [*drafts, rows.fresh(drafts[0], "clock")]:
            _check(rows, sender.accept(draft))

    return attempt


def _check(rows: Rows, answer: Answer) -> None:
    """Each clock member is a moment, and what is created is not created after it was updated."""
    for name in _clocks(rows):
        if parse(answer.member(name)) is None:
            raise Broken(f"{name} is no RFC 3339 time with a zone: {answer.member(name)!r}")
    created, updated = (answer.member(name or "") for name in _names(rows))
    if is_earlier(
        updated, created, zeros_count=True
    ):  # times of one answer are compared as they are written
        raise Broken(f"the row was created after it was updated: {created} > {updated}")


def _names(rows: Rows) -> tuple[str | None, str | None]:
    return rows.upsert.created, rows.upsert.updated


def _clocks(rows: Rows) -> Iterator[str]:
    yield from (name for name in _names(rows) if name)


def _forward(rows: Rows) -> Attempt:
    drafts = [rows.row(f"clock {number}") for number in range(_ROWS)]
    others = [changed(draft, rows) for draft in drafts]

    def attempt(sender: Sender) -> None:
        for draft in (
            drafts
        ):  # an equal submit need not move the time: from here on each is another than before
            _check(rows, sender.accept(draft))
        name = rows.upsert.updated
        before: Answer | None = None
        for draft in [*others, *reversed(drafts), *others]:
            answer = sender.accept(draft)
            _check(rows, answer)
            if name and before:
                _in_order(before, name, answer, name)
            before = answer

    return attempt


def _in_order(before: Answer, first: str, after: Answer, second: str) -> None:
    if is_earlier(after.member(second), before.member(first)):
        raise Broken(
            f"time went backwards: {second} is {after.member(second)}, "
            f"an answer before it said {before.member(first)}"
        )


def _new(rows: Rows) -> Attempt:
    known = rows.row("clock new")
    moved = changed(known, rows)

    def attempt(sender: Sender) -> None:
        sender.accept(known)
        before = sender.accept(moved)
        wait_for_tick(before.member(rows.upsert.updated or rows.upsert.created or ""))
        answer = sender.accept(rows.fresh(known, "clock"))
        if rows.upsert.created:
            _in_order(
                before, rows.upsert.updated or rows.upsert.created, answer, rows.upsert.created
            )

    return attempt


def _moves(rows: Rows) -> Attempt:
    row = rows.row("clock")
    changes = [changed(row, rows), rows.least("clock"), row]
    for name in rows.model.echoes:  # a change of one member alone may be taken for none
        for other in list(with_others(row, name, rows))[:1]:
            changes += [other, row]

    def attempt(sender: Sender) -> None:
        name = rows.upsert.updated or ""
        before = sender.accept(row)
        is_coarse = resolution(before.member(name)) >= _COARSE
        for draft in changes[:_FEW] if is_coarse else changes:
            wait_for_tick(before.member(name))
            answer = sender.accept(draft)
            earlier, later = parse(before.member(name)), parse(answer.member(name))
            if earlier and later and later <= earlier:
                told = f"it is {answer.member(name)}"
                raise Broken(f"{name} did not move with a changed submit: {told}")
            before = answer

    return attempt


PROPERTIES = (
    Property(
        id="upsert.clock",
        claim="Times have a zone, never go backwards, and move with a changed submit; no row is created after its update.",
        plan=plan,
        fresh=2,
        cost="times without a zone or out of order would not be seen",
    ),
)
