"""`upsert.race`: what is sent at the same time is as if it were sent in some order."""

from collections.abc import Sequence
from contextlib import suppress

from contract_tests.bench import Bench
from contract_tests.draft import Draft
from contract_tests.exchange import Answer
from contract_tests.properties.rows import Rows, ruled_rows
from contract_tests.property import Property
from contract_tests.target import STRANGER
from contract_tests.trial import Attempt, Broken, Masked, NotShown, Sender, Trial, Trials
from spec.operations import Operation

_AT_ONCE = 8
_ROUNDS = 3


def plan(bench: Bench, operation: Operation) -> Trials:
    rows = ruled_rows(bench, operation)
    if rows is None:
        return
    where = (f"{rows.upsert.pointer}/key",)
    if rows.model.own:
        yield Trial("simultaneous first submits of one key are one row", where, _one_row(rows))
    yield Trial("simultaneous submits are each answered with their own", where, _own_answers(rows))
    if rows.free_texts():
        told = "simultaneous replaces of one row are each answered with their own"
        yield Trial(told, where, _own_replaces(rows))


def _one_row(rows: Rows) -> Attempt:
    row = rows.row("race")

    def attempt(sender: Sender) -> None:
        for _ in range(_ROUNDS):
            new = rows.fresh(row, "race")
            answers = _together(rows, sender, [new] * _AT_ONCE)
            answers.append(sender.accept(new, "once more, after all of them"))
            for name in rows.upsert.keeps:
                values = list(dict.fromkeys(repr(answer.member(name)) for answer in answers))
                if len(values) > 1:
                    raise Broken(
                        f"{_AT_ONCE} submits of one key at one time made more than one row: "
                        f"{name} is {', '.join(values)}",
                        (f"{rows.upsert.pointer}/key",),
                    )

    return attempt


def _own_answers(rows: Rows) -> Attempt:
    drafts = _different(rows)

    def attempt(sender: Sender) -> None:
        for _ in range(_ROUNDS):
            answers = _together(rows, sender, drafts)
            for draft, answer in zip(drafts, answers, strict=True):
                for difference in rows.model.differences(draft, answer):
                    raise Broken(
                        f"at the same time as others, {difference.member} {difference.problem}"
                    )
            ids = [rows.identity(answer) for answer in answers]
            if rows.model.own and len(set(map(repr, ids))) < len(ids):
                raise Broken("submits of different keys at the same time were answered with one id")

    return attempt


def _own_replaces(rows: Rows) -> Attempt:
    row = rows.row("race")
    drafts = [_told_apart(rows, row, number) for number in range(_AT_ONCE)]

    def attempt(sender: Sender) -> None:
        before = sender.accept(row)
        for draft, answer in zip(drafts, _together(rows, sender, drafts), strict=True):
            for difference in rows.model.differences(draft, answer, before):
                raise Broken(
                    f"at the same time as others, {difference.member} {difference.problem}"
                )

    return attempt


def _different(rows: Rows) -> list[Draft]:
    """Requests that differ in their key and in every text, half of them by another principal where there is one."""
    drafts: list[Draft] = []
    for number in range(_AT_ONCE):
        draft = rows.row(f"race {number}")
        if number % 2:
            with suppress(NotShown):  # one principal will do
                draft = rows.row(f"race {number}", STRANGER)
        drafts.append(_told_apart(rows, draft, number))
    return drafts


def _told_apart(rows: Rows, draft: Draft, number: int) -> Draft:
    for name in rows.free_texts():
        draft = draft.with_member((name,), f"request {number} of {_AT_ONCE}")
    return draft


def _together(rows: Rows, sender: Sender, drafts: Sequence[Draft]) -> list[Answer]:
    answers = sender.together(drafts)
    success = rows.bench.success(rows.operation)
    for answer in answers:
        if answer.status not in success:
            raise Masked(
                f"one of {len(drafts)} requests at the same time was answered {answer.status}"
            )
    return answers


PROPERTIES = (
    Property(
        id="upsert.race",
        claim="Simultaneous submits of one key yield one row, and nobody gets another's answer.",
        plan=plan,
        severity="critical",
        fresh=_ROUNDS,
        cost="rows that are made twice under load would not be seen",
    ),
)
