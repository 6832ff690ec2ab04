"""`questions`: what documents leave open. Each trial sees what the deployment does and fails nobody over it."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from contract_tests.bench import Bench
from contract_tests.draft import Draft
from contract_tests.exchange import Answer
from contract_tests.moments import wait_for_tick
from contract_tests.properties.rows import Rows, ruled_rows
from contract_tests.property import Property
from contract_tests.target import STRANGER
from contract_tests.trial import Attempt, NotShown, Seen, Sender, Trial, Trials
from spec.operations import Operation
from spec.rules import RequiresRecord

_UNKNOWN = "5f3c9d1e-8a47-4c6b-9e20-d71f6b8a4c36"
_TEXTS = {"of blanks only": "   ", "with a NUL": "a\0b", "with a lone surrogate": "a\ud800b"}


def plan(bench: Bench, operation: Operation) -> Trials:
    rows = ruled_rows(bench, operation)
    if rows is None:
        return
    yield from _texts(rows)
    yield from _numbers(rows)
    yield from _clock(rows)
    yield from _references(rows)
    yield from _faults(rows)


def _texts(rows: Rows) -> Iterator[Trial]:
    key = rows.bench.key_member(rows.operation)
    free = [(name,) for name in rows.free_texts()]
    for at in [*([key] if key else []), *free]:
        name = str(at[-1])
        where = (_member(rows, name),)
        for told, text in _TEXTS.items():
            draft = rows.bench.claim(rows.row("questions").with_member(at, text))
            yield Trial(f"what becomes of a {name} {told}", where, _fate(rows, draft, name, text))
        if at != key and rows.allowed(rows.row("questions").with_member(at, "")):
            draft = rows.row("questions").with_member(at, "")
            yield Trial(f"what an empty {name} comes back as", where, _fate(rows, draft, name, ""))
            yield Trial(f"whether two rows may have one {name}", where, _shared(rows, name))


def _numbers(rows: Rows) -> Iterator[Trial]:
    for name in rows.model.echoes:
        draft = rows.row("questions").with_member((name,), 12.3456789012)
        if rows.allowed(draft):
            told = f"how precisely {name} is kept"
            yield Trial(told, (_member(rows, name),), _fate(rows, draft, name, 12.3456789012))


def _clock(rows: Rows) -> Iterator[Trial]:
    updated = rows.upsert.updated
    if updated is None:
        return
    row = rows.row("questions 2")

    def attempt(sender: Sender) -> Seen:
        before = sender.accept(row).member(updated)
        wait_for_tick(before)
        after = sender.accept(row).member(updated)
        return Seen(f"{updated} {'stays' if after == before else 'moves'}")

    yield Trial("what an equal submit does to the time", (f"{rows.upsert.pointer}/clock",), attempt)


def _references(rows: Rows) -> Iterator[Trial]:
    for rule in rows.bench.references(rows.operation).values():
        row = rows.row("questions")
        where = (rule.pointer,)
        known = rows.bench.ids(rule.kind)[0]
        if known != known.upper():
            draft = _with_id(row, rule, known.upper())
            yield Trial(f"a {rule.kind} in upper case", where, _status(draft))
        unknown = _with_id(row, rule, _UNKNOWN)
        yield Trial(f"a {rule.kind} that nobody has", where, _status(unknown))
        if rule.id.part == "path":
            yield Trial(
                f"a {rule.kind} that is no id", where, _status(_with_id(row, rule, "no-id"))
            )
        if rule.within:
            yield from _told_apart(rows, rule, unknown)


def _told_apart(rows: Rows, rule: RequiresRecord, unknown: Draft) -> Iterator[Trial]:
    try:
        foreign = _with_id(unknown, rule, rows.bench.ids(rule.kind, STRANGER)[0])
    except NotShown:
        return  # named by the properties of isolation

    def attempt(sender: Sender) -> Seen:
        same = _without_ids(sender.send(foreign)) == _without_ids(sender.send(unknown))
        return Seen("they are answered alike" if same else "their answers differ")

    yield Trial(
        f"whether another's {rule.kind} and an unknown one are told apart", (rule.pointer,), attempt
    )


def _faults(rows: Rows) -> Iterator[Trial]:
    """Which of two faults is answered: tests assert no order."""
    row = rows.row("questions")
    broken = row.with_body([])
    faults: dict[str, Callable[[Draft], Draft]] = {}
    if rows.operation.security:
        faults["no key"] = lambda draft: draft.by(None)
    for rule in rows.bench.references(rows.operation).values():
        if rule.id.part == "path":
            faults[f"an unknown {rule.kind}"] = _naming(rule)
    for name, fault in faults.items():
        told = f"which is answered of {name} and a body that breaks the document"
        yield Trial(told, (rows.operation.pointer,), _status(fault(broken)))


def _naming(rule: RequiresRecord) -> Callable[[Draft], Draft]:
    return lambda draft: _with_id(draft, rule, _UNKNOWN)


def _fate(rows: Rows, draft: Draft, name: str, sent: Any) -> Attempt:
    def attempt(sender: Sender) -> Seen:
        answer = sender.send(draft)
        if answer.status not in rows.bench.success(rows.operation):
            return Seen(f"refused with {answer.status}")
        got = answer.member(name)
        return Seen("kept as it is" if got == sent else f"taken, and comes back as {got!r}")

    return attempt


def _shared(rows: Rows, name: str) -> Attempt:
    drafts = [
        rows.row(row).with_member((name,), "troth shared") for row in ("questions", "questions 2")
    ]

    def attempt(sender: Sender) -> Seen:
        statuses = [sender.send(draft).status for draft in drafts]
        taken = statuses[0] == statuses[1]
        return Seen("they may" if taken else f"the second is refused with {statuses[1]}")

    return attempt


def _status(draft: Draft) -> Attempt:
    def attempt(sender: Sender) -> Seen:
        return Seen(f"answered with {sender.send(draft).status}")

    return attempt


def _with_id(draft: Draft, rule: RequiresRecord, id: str) -> Draft:
    if rule.id.part == "body":
        return draft.with_member(rule.id.tokens, id)
    return draft.with_parameter(rule.id.part, rule.id.name, id)


def _without_ids(answer: Answer) -> tuple[int, str]:
    """An answer without the ids that it repeats, which differ because the requests do."""
    try:
        value = answer.json
    except ValueError:
        return answer.status, ""
    text = json.dumps(value, sort_keys=True) if isinstance(value, Mapping) else ""
    signs = [sign for sign in text if sign not in "0123456789abcdef-"]
    return answer.status, "".join(signs)


def _member(rows: Rows, name: str) -> str:
    """Where the request's schema has a member, or the operation when it stands elsewhere."""
    media_type = rows.bench.media_type(rows.operation)
    schema = media_type.schema if media_type else None
    where = f"{schema.pointer}/properties/{name}" if schema else rows.operation.pointer
    try:
        rows.bench.document.at(where)
    except KeyError:
        return rows.operation.pointer
    return where


PROPERTIES = (
    Property(
        id="questions",
        claim="What the document leaves open is seen, and nobody is blamed for it.",
        plan=plan,
        fresh=len(_TEXTS),  # where such a text is the key, a row of that name stays
    ),
)
