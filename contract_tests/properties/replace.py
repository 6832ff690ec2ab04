"""`upsert.replace` and `upsert.keeps`: an answer depends on the last submit alone, but for what the rule keeps."""

from collections.abc import Iterator, Sequence

from contract_tests.bench import Bench
from contract_tests.draft import ABSENT, Draft
from contract_tests.exchange import Answer
from contract_tests.properties.rows import (
    Rows,
    all_changed,
    alone,
    changed,
    ruled_rows,
    with_others,
)
from contract_tests.property import Property
from contract_tests.trial import Attempt, Sender, Trial, Trials
from spec.operations import Operation


def plan_replace(bench: Bench, operation: Operation) -> Trials:
    rows = ruled_rows(bench, operation)
    if rows is None:
        return
    where = (f"{rows.upsert.pointer}/replaces",)
    for name, drafts in _replacements(rows):
        yield Trial(name, where, _in_turn(rows, drafts))


def plan_keeps(bench: Bench, operation: Operation) -> Trials:
    rows = ruled_rows(bench, operation)
    if rows is None or not rows.upsert.keeps:
        return
    where = tuple(f"{rows.upsert.pointer}/keeps/{index}" for index in range(len(rows.upsert.keeps)))
    row = rows.row("keeps")
    turns = {
        "an equal submit": [row, row, row],
        "another value": [row, changed(row, rows), row],
        "fewer members": [row, rows.least("keeps"), row],
        "five submits": [row, changed(row, rows), rows.least("keeps"), row, changed(row, rows)],
    }
    for name, drafts in turns.items():
        yield Trial(f"{name} keeps what the rule keeps", where, _in_turn(rows, drafts))
        yield Trial(f"{name} keeps it on a new row", where, _on_a_new_row(rows, drafts))
    for name, drafts in _one_member_each(rows):
        yield Trial(f"what the rule keeps stays when {name} changes", where, _in_turn(rows, drafts))


def _replacements(rows: Rows) -> Iterator[tuple[str, list[Draft]]]:
    full, least = rows.row("replace"), rows.least("replace")
    other = all_changed(full, rows)
    optional = rows.optional()
    yield "every member takes another value", [full, other, full]
    for name in optional:
        for told, last in (("", full), (" with other values", other)):
            without = last.with_member((name,), ABSENT)
            if rows.allowed(without):
                turns = [full, without, full]
                yield f"{name} is gone when it is not sent again{told}", turns
            for only in alone(last, name, rows):
                turns = [full, only, full]
                yield f"nothing but {name} is left when only that is sent again{told}", turns
    yield "the least submit leaves nothing of a full one", [full, least, least, full]
    if optional:
        stages = [full, *(full.with_member((name,), ABSENT) for name in optional), least]
        yield "each submit replaces the one before it", [one for one in stages if rows.allowed(one)]


def _one_member_each(rows: Rows) -> Iterator[tuple[str, list[Draft]]]:
    """A row in which one member alone is another: a store may take that one for part of its key."""
    row = rows.row("keeps")
    for name in rows.model.echoes:
        without = row.with_member((name,), ABSENT)
        others = [
            *list(with_others(row, name, rows))[:1],
            *([without] if rows.allowed(without) else []),
        ]
        if others:
            yield name, [row, *others, row]


def _in_turn(rows: Rows, drafts: Sequence[Draft]) -> Attempt:
    def attempt(sender: Sender) -> None:
        _submit_all(rows, sender, drafts)

    return attempt


def _on_a_new_row(rows: Rows, drafts: Sequence[Draft]) -> Attempt:
    def attempt(sender: Sender) -> None:
        part = rows.bench.key_part(rows.operation)
        if part is None:
            return
        key = rows.bench.keys.fresh(part, "keeps")
        _submit_all(rows, sender, [part.put(draft, key) for draft in drafts])

    return attempt


def _submit_all(rows: Rows, sender: Sender, drafts: Sequence[Draft]) -> None:
    before: Answer | None = None
    for draft in drafts:
        before = rows.submit(sender, draft, before)


PROPERTIES = (
    Property(
        id="upsert.replace",
        claim="An answer depends on the last submit alone: what is not sent again is gone.",
        plan=plan_replace,
        cost="what is left of a submit before would not be seen",
    ),
    Property(
        id="upsert.keeps",
        claim="A replace keeps what the rule keeps, and a row stays the row that it was.",
        plan=plan_keeps,
        severity="critical",
        fresh=4,
        cost="rows that change their id or their birthday would not be seen",
    ),
)
