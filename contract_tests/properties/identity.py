"""`upsert.identity`: one key is one row, and keys that differ in any code point are different rows."""

from collections.abc import Iterator

from contract_tests import texts
from contract_tests.bench import Bench
from contract_tests.draft import Draft
from contract_tests.properties.rows import Rows, changed, rows_of
from contract_tests.property import Property
from contract_tests.target import STRANGER
from contract_tests.trial import Attempt, Broken, NotShown, Sender, Trial, Trials
from spec.operations import Operation


def plan(bench: Bench, operation: Operation) -> Trials:
    rows = rows_of(bench, operation)
    if rows is None or not rows.model.own:
        return
    where = (f"{rows.upsert.pointer}/key",)
    yield Trial("one key is one row, whatever else is sent", where, _same(rows))
    yield Trial("a new key is one row from the start", where, _same_from_new(rows))
    for name, one, other in _pairs(rows):
        yield Trial(f"keys that differ {name} are two rows", where, _different(rows, one, other))


def _same(rows: Rows) -> Attempt:
    full, least = rows.row("identity"), rows.least("identity")
    drafts = [full, least, changed(full, rows), full]

    def attempt(sender: Sender) -> None:
        _one_row(rows, sender, drafts)

    return attempt


def _same_from_new(rows: Rows) -> Attempt:
    def attempt(sender: Sender) -> None:
        full = rows.fresh(rows.row("identity"), "identity")
        _one_row(rows, sender, [full, full, changed(full, rows)])

    return attempt


def _one_row(rows: Rows, sender: Sender, drafts: list[Draft]) -> None:
    ids = [rows.identity(sender.accept(draft)) for draft in drafts]
    if any(one != ids[0] for one in ids):
        raise Broken(
            f"one key was answered with different ids: {', '.join(map(repr, dict.fromkeys(ids)))}"
        )
    if ids[0] is None:
        raise Broken(f"the answer has no {rows.model.own[0]}")


def _pairs(rows: Rows) -> Iterator[tuple[str, Draft, Draft]]:
    for pair in texts.LOOK_ALIKES:
        yield pair.name, rows.row(f"pair {pair.one}"), rows.row(f"pair {pair.other}")
    yield from _long_pairs(rows)
    row = rows.row("identity")
    for other in rows.elsewhere(row):
        yield "in another part than the free one", row, other
    try:
        yield "in their principal", row, rows.row("identity", STRANGER)
    except NotShown:
        return  # named by the properties of isolation


def _long_pairs(rows: Rows) -> Iterator[tuple[str, Draft, Draft]]:
    """Keys of the greatest length that differ in one sign: a store that cuts them takes them for one."""
    length = rows.key_length()
    start = len(rows.bench.keys.text(""))
    if length is None or length <= start + 8:
        return
    name = "x" * (length - start)
    for cut in texts.CUTS:
        if start < cut < length:
            place = cut - start
            other = name[:place] + "y" + name[place + 1 :]
            yield f"after {cut} characters", rows.row(name), rows.row(other)


def _different(rows: Rows, one: Draft, other: Draft) -> Attempt:
    def attempt(sender: Sender) -> None:
        first = rows.submit(sender, one)
        second = rows.submit(sender, other)
        if rows.identity(first) == rows.identity(second):
            raise Broken(
                f"two different keys are one row: both have the {rows.model.own[0]} {rows.identity(first)!r}"
            )
        rows.submit(sender, one, first)

    return attempt


PROPERTIES = (
    Property(
        id="upsert.identity",
        claim="One key is one row however often it is sent; keys that differ in any code point are different rows.",
        plan=plan,
        severity="critical",
        fresh=1,
    ),
)
