"""`upsert.echo`: every member comes back as it was sent, and what was not sent is null or absent."""

from collections.abc import Iterator
from typing import Any

from contract_tests import texts
from contract_tests.bench import Bench
from contract_tests.disputed import is_disputed
from contract_tests.draft import Draft
from contract_tests.properties.rows import Rows, all_changed, alone, ruled_rows
from contract_tests.property import Property
from contract_tests.trial import Attempt, Broken, Seen, Sender, Trial, Trials
from spec.operations import Operation

_NUMBERS = (0, 1, 2, 7, 10, 33.33, 12.25, 0.5, 0.01, 87, 99, 99.5, 99.99, 100, 1000, -1, 1.0)
_LONGEST = 5000


def plan(bench: Bench, operation: Operation) -> Trials:
    rows = ruled_rows(bench, operation)
    if rows is None:
        return
    for name, draft in _cases(rows):
        yield Trial(f"{name} comes back", _promises(rows), _attempt(rows, draft))
    for name in rows.free_texts():
        yield Trial(f"{name} is not cut at a NUL", _promises(rows), _whole(rows, name))
    free = bench.full(operation)
    for name, draft in _created(rows, free):
        yield Trial(f"{name} comes back from a new row", _promises(rows), _attempt_new(rows, draft))


def _whole(rows: Rows, name: str) -> Attempt:
    """Whether a NUL is taken is open. What is taken is not cut: a text that ends at its NUL has lost the rest."""
    draft = rows.row("echo").with_member((name,), "before\0after")

    def attempt(sender: Sender) -> Seen:
        answer = sender.send(draft)
        if answer.status not in rows.bench.success(rows.operation):
            return Seen(f"refused with {answer.status}")
        got = answer.member(name)
        if got == "before":
            raise Broken(f"{name} was taken, and what is after its NUL is lost", rows.says_of(name))
        return Seen("kept as it is" if got == "before\0after" else f"comes back as {got!r}")

    return attempt


def _promises(rows: Rows) -> tuple[str, ...]:
    return (f"{rows.upsert.pointer}/replaces",)


def _attempt(rows: Rows, draft: Draft) -> Any:
    def attempt(sender: Sender) -> None:
        rows.submit(sender, draft)

    return attempt


def _attempt_new(rows: Rows, draft: Draft) -> Any:
    def attempt(sender: Sender) -> None:
        rows.submit(sender, rows.fresh(draft, "echo"))

    return attempt


def _created(rows: Rows, full: Draft) -> Iterator[tuple[str, Draft]]:
    """New rows are written by other code than replaced ones: both are looked at."""
    yield "a full request", full
    yield "the least request", rows.bench.least(rows.operation)
    yield "other values", all_changed(full, rows)
    for name in rows.optional():
        for draft in alone(full, name, rows):
            yield f"{name} alone", draft
    mixed = full
    for name in rows.model.echoes:
        falsy = (mixed.with_member((name,), value) for value in (0, False))
        mixed = next((one for one in falsy if rows.allowed(one)), mixed)
    for name, text in zip(
        rows.free_texts(), ("  \u00e9\U0001f680\r\n<b>&amp; ", "0"), strict=False
    ):
        mixed = mixed.with_member((name,), text)
    if mixed != full and rows.allowed(mixed):
        yield "unusual values", mixed


def _cases(rows: Rows) -> Iterator[tuple[str, Draft]]:
    row = rows.row("echo")
    yield from _texts(rows, row)
    for name in rows.model.echoes:
        yield from _values(rows, row, name)


def _texts(rows: Rows, row: Draft) -> Iterator[tuple[str, Draft]]:
    """One request for each text, in all members that take it."""
    free = rows.free_texts()
    for name, text in texts.HOSTILE.items():
        draft = row
        for member in free:
            other = draft.with_member((member,), text)
            draft = other if rows.allowed(other) else draft
        if draft is not row:
            yield f"text: {name}", draft
    for member in free:
        length = min(rows.member_schema(member).get("maxLength", _LONGEST), _LONGEST)
        for kind, sign in (
            ("ASCII", "x"),
            ("two-byte", "\u00e9"),
            ("three-byte", "\u4e16"),
            ("four-byte", "\U0001f680"),
        ):
            draft = row.with_member((member,), sign * (length - 1) + "z")
            if rows.allowed(draft):
                yield f"{member}: {length} {kind} characters", draft


def _values(rows: Rows, row: Draft, name: str) -> Iterator[tuple[str, Draft]]:
    """Numbers, truths and the values of an enumeration, as far as the schema allows them."""
    schema = rows.member_schema(name)
    limits = [schema[word] for word in ("minimum", "maximum") if word in schema]
    values = [*schema.get("enum", []), *_NUMBERS, *limits, True, False, "", [], {}]
    seen: list[str] = []
    for value in values:
        draft = row.with_member((name,), value)
        if repr(value) not in seen and not is_disputed(value) and rows.allowed(draft):
            seen.append(repr(value))
            yield f"{name}: {value!r}", draft


PROPERTIES = (
    Property(
        id="upsert.echo",
        claim="Every member comes back as it was sent: texts code point for code point, numbers as numbers.",
        plan=plan,
        fresh=12,
        cost="a deployment that changes what it is sent would not be seen",
    ),
)
