"""`upsert.constants` and `upsert.read-only`: what the rule sets is set by the rule, and by nothing that a request says."""

import uuid
from collections.abc import Iterator
from typing import Any

from contract_tests.bench import Bench
from contract_tests.draft import Draft
from contract_tests.exchange import Answer
from contract_tests.model import same_id
from contract_tests.properties.rows import Rows, rows_of
from contract_tests.property import Property
from contract_tests.target import PRIMARY, STRANGER
from contract_tests.trial import Attempt, Broken, NotShown, Sender, Trial, Trials
from spec.members import properties
from spec.operations import Operation
from spec.rules import Constant, Expression, FromRecord

_CREDENTIAL = FromRecord("credential")
_LONG_AGO = "2001-02-03T04:05:06Z"


def plan_constants(bench: Bench, operation: Operation) -> Trials:
    rows = rows_of(bench, operation)
    if rows is None:
        return
    for name, value in rows.upsert.sets.items():
        where = (f"{rows.upsert.pointer}/sets/{name}",)
        match value:
            case Constant() | Expression():
                yield Trial(f"{name} is what the rule says", where, _as_said(rows))
            case FromRecord():
                yield Trial(
                    f"{name} is one for one {value.kind}", where, _steady(rows, name, value)
                )
        if value == _CREDENTIAL and _is_id(rows, name):
            yield Trial(f"{name} tells principals apart", where, _apart(rows, name))


def plan_read_only(bench: Bench, operation: Operation) -> Trials:
    rows = rows_of(bench, operation)
    if rows is None:
        return
    for name, value in _unasked(rows):
        draft = rows.row("read-only").with_member((name,), value)
        if rows.allowed(draft):
            where = rows.says_of(name)
            yield Trial(f"{name} in a request has no effect", where, _ignored(rows, {name: value}))
            yield Trial(
                f"{name} in a first request has no effect", where, _ignored_new(rows, {name: value})
            )
    every = dict(_unasked(rows))
    if every and rows.allowed(_with(rows.row("read-only"), every)):
        where = (rows.upsert.pointer,)
        yield Trial("all of them together have no effect", where, _ignored(rows, every))


def _as_said(rows: Rows) -> Attempt:
    """What the model knows of constants is compared on a replace, on the least request and on a new row."""
    drafts = [
        rows.row("constants"),
        rows.least("constants"),
        *rows.elsewhere(rows.row("constants")),
    ]

    def attempt(sender: Sender) -> None:
        for draft in [*drafts, rows.fresh(drafts[0], "constants")]:
            rows.submit(sender, draft)

    return attempt


def _steady(rows: Rows, name: str, value: FromRecord) -> Attempt:
    row = rows.row("constants")
    drafts = [row, rows.least("constants"), rows.row("constants 2")]
    if value == _CREDENTIAL:
        drafts.extend(rows.elsewhere(row))

    def attempt(sender: Sender) -> None:
        answers = [sender.accept(draft) for draft in [*drafts, rows.fresh(row, "constants")]]
        values = list(dict.fromkeys(repr(answer.member(name)) for answer in answers))
        if len(values) > 1:
            raise Broken(f"{name} is not one for one {value.kind}: {', '.join(values)}")
        if answers[0].member(name) is None:
            raise Broken(f"the answer has no {name}")

    return attempt


def _apart(rows: Rows, name: str) -> Attempt:
    def attempt(sender: Sender) -> None:
        own = sender.accept(rows.row("constants", PRIMARY)).member(name)
        other = sender.accept(rows.row("constants", STRANGER)).member(name)
        if same_id(own, other):
            raise Broken(f"{name} is the same for {PRIMARY} and {STRANGER}: {own!r}")

    rows.bench.principal(STRANGER)
    return attempt


def _is_id(rows: Rows, name: str) -> bool:
    """Whether a member identifies something, and the target has somebody else to compare with."""
    if STRANGER not in rows.bench.target.principals:
        return False
    try:
        rows.row("constants", STRANGER)
    except NotShown:
        return False
    schema = _answer_member(rows, name)
    return schema.get("format") == "uuid"


def _answer_member(rows: Rows, name: str) -> dict[str, Any]:
    where = rows.model.answer_schema
    root = rows.bench.schemas.bundle(where, "response") if where else True
    member = properties(root).get(name)
    return member if isinstance(member, dict) else {}


def _unasked(rows: Rows) -> Iterator[tuple[str, Any]]:
    """The members of answers that no request has, each with a value that it could have."""
    for name in rows.model.answered:
        if name not in rows.model.sent:
            yield name, _other_value(_answer_member(rows, name))


def _other_value(schema: dict[str, Any]) -> Any:
    if schema.get("format") == "uuid":
        return str(uuid.UUID(int=0xDEC0DE, version=4))
    if schema.get("format") == "date-time":
        return _LONG_AGO
    kind = schema.get("type")
    kinds = [kind] if isinstance(kind, str) else kind or ["string"]
    examples = {
        "string": "forged",
        "number": 1,
        "integer": 1,
        "boolean": True,
        "array": [],
        "object": {},
    }
    return next((examples[one] for one in kinds if one in examples), "forged")


def _with(draft: Draft, members: dict[str, Any]) -> Draft:
    for name, value in members.items():
        draft = draft.with_member((name,), value)
    return draft


def _ignored(rows: Rows, forged: dict[str, Any]) -> Attempt:
    row = rows.row("read-only")

    def attempt(sender: Sender) -> None:
        before = rows.submit(sender, row)
        answer = rows.submit(sender, _with(row, forged), before)
        _refuse_forged(answer, forged)
        _same_source(rows, before, answer)
        rows.submit(sender, row, before)

    return attempt


def _ignored_new(rows: Rows, forged: dict[str, Any]) -> Attempt:
    row = rows.row("read-only")

    def attempt(sender: Sender) -> None:
        known = sender.accept(row)
        first = _with(rows.fresh(row, "read-only"), forged)
        answer = rows.submit(sender, first)
        _refuse_forged(answer, forged)
        _same_source(rows, known, answer)

    return attempt


def _refuse_forged(answer: Answer, forged: dict[str, Any]) -> None:
    for name, value in forged.items():
        if answer.member(name) == value and not isinstance(value, bool | int | list | dict):
            raise Broken(f"the answer took {name} from the request: {value!r}")


def _same_source(rows: Rows, before: Answer, answer: Answer) -> None:
    for name, value in rows.upsert.sets.items():
        if isinstance(value, FromRecord) and before.member(name) != answer.member(name):
            told = f"was {before.member(name)!r} and is {answer.member(name)!r}"
            raise Broken(f"{name} follows what the request says of it: it {told}")


PROPERTIES = (
    Property(
        id="upsert.constants",
        claim="What the rule sets has the rule's value: in every answer, for every row.",
        plan=plan_constants,
        fresh=6,
    ),
    Property(
        id="upsert.read-only",
        claim="Members that only answers have are ignored in a request.",
        plan=plan_read_only,
        severity="critical",
        fresh=8,
    ),
)
