"""`upsert.identity`: one key is one row, and keys that differ in any code point are different rows."""

from collections.abc import Iterator

from contract_tests import texts
from contract_tests.bench import Bench
from contract_tests.draft import Draft
from contract_tests.exchange import Answer
from contract_tests.properties.rows import Rows, changed, ruled_rows
from contract_tests.property import Property
from contract_tests.target import STRANGER
from contract_tests.trial import Attempt, Broken, NotShown, Seen, Sender, Trial, Trials
from spec.operations import Operation

# Rows that are submitted before the first of them is again.
_MANY = 30


def plan(bench: Bench, operation: Operation) -> Trials:
    rows = ruled_rows(bench, operation)
    if rows is None or not rows.model.own:
        return
    where = (f"{rows.upsert.pointer}/key",)
    yield Trial("one key is one row, whatever else is sent", where, _same(rows))
    yield Trial("a new key is one row from the start", where, _same_from_new(rows))
    yield Trial(f"{_MANY} rows are remembered", where, _remembered(rows))
    for name, one, other in _pairs(rows):
        yield Trial(f"keys that differ {name} are two rows", where, _different(rows, one, other))
    for name, one, other in _other_parts(rows):
        yield Trial(f"keys that differ {name} are two rows", where, _apart(rows, one, other))
    pair = texts.ENDED
    nul = (rows.row(f"pair {pair.one}"), rows.row(f"pair {pair.other}"))
    yield Trial(f"keys that differ {pair.name} are two rows, if taken", where, _if_kept(rows, *nul))


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


def _remembered(rows: Rows) -> Attempt:
    drafts = [rows.row(f"pair {pair.one}") for pair in texts.LOOK_ALIKES[:_MANY]]

    def attempt(sender: Sender) -> None:
        first = [rows.submit(sender, draft) for draft in drafts]
        for draft, before in zip(drafts, first, strict=True):
            rows.submit(sender, draft, before)
        ids = {repr(rows.identity(answer)) for answer in first}
        if len(ids) < len(drafts):
            raise Broken(f"{len(drafts)} rows with different keys have {len(ids)} ids")

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
    for pair in texts.WHOLE:
        yield pair.name, rows.named(pair.one), rows.named(pair.other)
    own = rows.row("pair")
    for told, change in (("leading", " {}"), ("leading and trailing", " {} ")):
        yield f"in a {told} blank", own, rows.named(change.format(rows.bench.keys.text("pair")))
    yield from _long_pairs(rows)


def _other_parts(rows: Rows) -> Iterator[tuple[str, Draft, Draft]]:
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
    for sign, cuts in (("x", texts.CUTS), ("\u4e16", texts.WIDE_CUTS)):
        name = sign * (length - start)
        for cut in (*cuts, length - 1):
            if start < cut < length:
                place = cut - start
                other = name[:place] + "y" + name[place + 1 :]
                yield f"after {cut} times {sign}", rows.row(name), rows.row(other)


def _different(rows: Rows, one: Draft, other: Draft) -> Attempt:
    def attempt(sender: Sender) -> None:
        first, second = rows.submit(sender, one), rows.submit(sender, other)
        _refuse_one_row(rows, first, second)
        rows.submit(sender, other, second)

    return attempt


def _apart(rows: Rows, one: Draft, other: Draft) -> Attempt:
    """Two rows, and what is sent to the one leaves the other as it was."""

    def attempt(sender: Sender) -> None:
        first, second = rows.submit(sender, one), rows.submit(sender, other)
        _refuse_one_row(rows, first, second)
        rows.submit(sender, changed(one, rows), first)
        rows.submit(sender, other, second)

    return attempt


def _if_kept(rows: Rows, one: Draft, other: Draft) -> Attempt:
    """What is answered as it was sent is a key of its own; what is refused or changed is an open question."""

    def attempt(sender: Sender) -> Seen | None:
        answers = []
        for draft in (one, other):
            answer = sender.send(draft)
            is_taken = answer.status in rows.bench.success(rows.operation)
            if not is_taken or any(rows.model.differences(draft, answer)):
                return Seen(f"such a key is {'changed' if is_taken else 'refused'}")
            answers.append(answer)
        _refuse_one_row(rows, *answers)
        return None

    return attempt


def _refuse_one_row(rows: Rows, first: Answer, second: Answer) -> None:
    if rows.identity(first) == rows.identity(second):
        told = f"both have the {rows.model.own[0]} {rows.identity(first)!r}"
        raise Broken(f"two different keys are one row: {told}")


PROPERTIES = (
    Property(
        id="upsert.identity",
        claim="One key is one row however often it is sent; keys that differ in any code point are different rows.",
        plan=plan,
        severity="critical",
        fresh=4 + len(texts.WHOLE),  # with the rows that are named without our prefix
        cost="rows that are mixed up or made twice would not be seen",
    ),
)
