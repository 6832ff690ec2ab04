"""`upsert.constants` and `upsert.read-only`: what the rule sets is set by the rule, and by nothing that a request says."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

from contract_tests.bench import Bench
from contract_tests.cases.candidates import look_alikes
from contract_tests.draft import ABSENT, Draft
from contract_tests.exchange import Answer
from contract_tests.model import same, same_id
from contract_tests.properties.rows import Rows, ruled_rows
from contract_tests.property import Property
from contract_tests.target import PRIMARY, STRANGER
from contract_tests.trial import Attempt, Broken, NotShown, Sender, Trial, Trials
from spec.expressions import Expression
from spec.members import properties
from spec.operations import Operation
from spec.rules import Constant, FromRecord, Value

_CREDENTIAL = FromRecord("credential")
_LONG_AGO = "2001-02-03T04:05:06Z"


def plan_constants(bench: Bench, operation: Operation) -> Trials:
    rows = ruled_rows(bench, operation)
    if rows is None:
        return
    for name, value in rows.upsert.sets.items():
        where = (f"{rows.upsert.pointer}/sets/{name}",)
        match value:
            case Constant() | Expression():
                yield Trial(f"{name} is what the rule says", where, _as_said(rows, name, value))
            case FromRecord():
                yield Trial(
                    f"{name} is one for one {value.kind}", where, _steady(rows, name, value)
                )
        if value == _CREDENTIAL and _is_id(rows, name):
            yield Trial(f"{name} tells principals apart", where, _apart(rows, name))


def plan_read_only(bench: Bench, operation: Operation) -> Trials:
    rows = ruled_rows(bench, operation)
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
    for name, other in _misspelt(rows):
        attempt = _nothing_of(rows, name, other)
        yield Trial(f"{other} is not taken for {name}", rows.says_of(name), attempt)
    for told, forged in _together(rows):
        if forged and rows.allowed(_with(rows.row("read-only"), forged)):
            where = (rows.upsert.pointer,)
            yield Trial(f"{told} have no effect", where, _ignored(rows, forged))
            yield Trial(
                f"{told} in a first request have no effect", where, _ignored_new(rows, forged)
            )
    if STRANGER in bench.target.principals:
        where = (rows.upsert.pointer,)
        yield Trial("what another was answered has no effect", where, _ignored_copy(rows))


def _together(rows: Rows) -> Iterator[tuple[str, dict[str, Any]]]:
    """Several members at once: as they are, in other spellings, and with ids that exist."""
    every = dict(_unasked(rows))
    yield "all of them together", every
    yield "all of them in snake case", {_snake(name): value for name, value in every.items()}
    ids = [name for name in every if _answer_member(rows, name).get("format") == "uuid"]
    for who in (PRIMARY, STRANGER):
        one = rows.bench.target.principals.get(who)
        for kind, known in one.ids.items() if one else ():
            for id in known[-1:]:
                yield f"ids that are one of {kind} of {who}", dict.fromkeys(ids, id)


def _snake(name: str) -> str:
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return snake if snake != name else f"_{name}"


def _as_said(rows: Rows, name: str, value: Value) -> Attempt:
    """What the model knows is compared on a replace, on the least request and on a new row; a constant letter by letter."""
    drafts = [
        rows.row("constants"),
        rows.least("constants"),
        *rows.elsewhere(rows.row("constants")),
    ]

    def attempt(sender: Sender) -> None:
        for draft in [*drafts, rows.fresh(drafts[0], "constants")]:
            got = rows.submit(sender, draft).member(name)
            if isinstance(value, Constant) and not same(value.value, got):
                raise Broken(f"{name} is {got!r}, expected {value.value!r}")

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


def _misspelt(rows: Rows) -> Iterator[tuple[str, str]]:
    """Members that may be missing, each with names that a lenient reader takes for theirs."""
    full = rows.row("read-only")
    for name in rows.optional():
        without = full.with_member((name,), ABSENT)
        for other in look_alikes(name) if name in rows.model.echoes else ():
            if rows.allowed(without.with_member((other,), full.member((name,)))):
                yield name, other


def _nothing_of(rows: Rows, name: str, other: str) -> Attempt:
    full = rows.row("read-only")
    draft = full.with_member((name,), ABSENT).with_member((other,), full.member((name,)))

    def attempt(sender: Sender) -> None:
        rows.submit(sender, draft)

    return attempt


def _ignored(rows: Rows, forged: dict[str, Any]) -> Attempt:
    row = rows.row("read-only")

    def attempt(sender: Sender) -> None:
        before = rows.submit(sender, row)
        answer = rows.submit(sender, _with(row, forged), before)
        _refuse_forged(before, answer, forged)
        _same_source(rows, before, answer)
        rows.submit(sender, row, before)

    return attempt


def _ignored_new(rows: Rows, forged: dict[str, Any]) -> Attempt:
    row = rows.row("read-only")

    def attempt(sender: Sender) -> None:
        known = sender.accept(row)
        first = _with(rows.fresh(row, "read-only"), forged)
        answer = rows.submit(sender, first)
        _refuse_forged(known, answer, forged)
        _same_source(rows, known, answer)

    return attempt


def _ignored_copy(rows: Rows) -> Attempt:
    """What a stranger was answered, put into a request of one's own."""
    theirs, row = rows.row("read-only", STRANGER), rows.row("read-only")

    def attempt(sender: Sender) -> None:
        answer = sender.accept(theirs)
        forged = {name: answer.member(name) for name, _ in _unasked(rows)}
        forged = {name: value for name, value in forged.items() if value is not None}
        for draft in (row, rows.fresh(row, "read-only")):
            known = rows.submit(sender, row)
            got = rows.submit(sender, _with(draft, forged), known if draft is row else None)
            _same_source(rows, known, got)
            if rows.model.own and rows.identity(got) == rows.identity(answer):
                raise Broken(f"{rows.model.own[0]} is that of another's row, as the request had it")

    return attempt


def _refuse_forged(known: Answer, answer: Answer, forged: dict[str, Any]) -> None:
    """`known` is an answer to what was not forged: it may have a value that was tried, as an id that the path names too."""
    for name, value in forged.items():
        is_telling = not isinstance(value, bool | int | list | dict)
        if is_telling and answer.member(name) == value != known.member(name):
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
        cost="answers that name the wrong owner would not be seen",
    ),
    Property(
        id="upsert.read-only",
        claim="Members that only answers have, and names that the document does not know, are ignored in a request.",
        plan=plan_read_only,
        severity="critical",
        fresh=15,
        cost="a deployment that lets a request choose its id would not be seen",
    ),
)
