"""`requires.flag`, `requires.exists`, `requires.stranger`: preconditions, with their status, on create and on replace."""

import uuid
from collections.abc import Iterator

from contract_tests.bench import Bench
from contract_tests.draft import ABSENT, Draft
from contract_tests.properties.rows import rows_of
from contract_tests.properties.twins import accepted, expect, refused
from contract_tests.property import Property
from contract_tests.target import PRIMARY, STRANGER
from contract_tests.trial import Attempt, Sender, Trial, Trials
from spec.expressions import Expression
from spec.kinds import disabled, plural
from spec.operations import Operation
from spec.rules import RequiresFlag, RequiresRecord

_NIL = str(uuid.UUID(int=0))
_UNKNOWN = "5f3c9d1e-8a47-4c6b-9e20-d71f6b8a4c35"


def plan_flag(bench: Bench, operation: Operation) -> Trials:
    for rule in operation.rules.requires if operation.rules else ():
        if isinstance(rule, RequiresFlag):
            yield from _without_flag(bench, operation, rule)


def _without_flag(bench: Bench, operation: Operation, rule: RequiresFlag) -> Iterator[Trial]:
    who, statuses = disabled(rule.flag), frozenset({rule.status})
    bench.principal(who)
    draft = _keyed(bench, bench.full(operation, who), "flag")
    cases = {
        "is": draft,
        "is again": draft,
        "with the least request is": _least(bench, operation, who),
    }
    if isinstance(draft.body, dict):
        claims = draft.with_member((rule.flag,), True)
        if bench.is_allowed(operation, claims.body):
            cases["that claims to have it is"] = claims
    for name, one in cases.items():
        told = f"a principal without {rule.flag} {name} refused"
        yield Trial(told, (rule.pointer,), refused(_own(bench, operation), one, statuses))
    told = f"{rule.flag} counts on a new row"
    yield Trial(told, (rule.pointer,), _refused_new(bench, draft, statuses))


def plan_exists(bench: Bench, operation: Operation) -> Trials:
    for rule in bench.references(operation).values():
        row = _lone(bench, _own(bench, operation), rule)
        for name, id in _unknown(bench, rule):
            draft = _with_id(row, rule, id)
            if not bench.is_allowed(operation, draft.body):
                continue
            statuses = _statuses(operation, rule)
            if id == _NIL:  # some take it for no UUID at all, against RFC 9562 section 5.9
                statuses |= bench.refusals(operation)
            told = f"a {rule.kind} that {name} is refused"
            yield Trial(told, (rule.pointer,), refused(row, draft, statuses))
            yield Trial(
                f"{told} for a new row", (rule.pointer,), _refused_new(bench, draft, statuses)
            )
        yield from _shaped(bench, row, rule, _UNKNOWN, "that does not exist")
        if rule.optional:
            without = _with_id(row, rule, ABSENT)
            yield Trial(
                f"a request need not name a {rule.kind}", (rule.pointer,), accepted(without)
            )
        yield from _others(bench, operation, rule, row)


def plan_stranger(bench: Bench, operation: Operation) -> Trials:
    rules = [rule for rule in bench.references(operation).values() if rule.within]
    if not rules:
        return
    bench.principal(STRANGER)
    for rule in rules:
        for who, whose in ((PRIMARY, STRANGER), (STRANGER, PRIMARY)):
            yield from _isolated(bench, operation, rule, who, whose)


def _isolated(
    bench: Bench, operation: Operation, rule: RequiresRecord, who: str, whose: str
) -> Iterator[Trial]:
    own = _lone(bench, _keyed(bench, bench.full(operation, who), "isolation"), rule)
    statuses = frozenset({rule.status})
    for number, id in enumerate(bench.ids(rule.kind, whose)[:2], 1):
        draft = _with_id(own, rule, id)
        if not bench.is_allowed(operation, draft.body):
            continue
        told = f"{who} may not name {rule.kind} {number} of {whose}"
        yield Trial(told, (rule.pointer,), refused(own, draft, statuses))
        yield Trial(f"{told} for a new row", (rule.pointer,), _refused_new(bench, draft, statuses))
        if number == 1:
            yield from _shaped(bench, own, rule, id, f"of {whose} for {who}")
    if rule.id.part == "path":
        yield Trial(
            f"{who} changes no row of {whose}",
            (rule.pointer,),
            _untouched(bench, operation, who, whose),
        )


def _shaped(bench: Bench, row: Draft, rule: RequiresRecord, id: str, what: str) -> Iterator[Trial]:
    """The same fault in requests of other shapes: what a check looks at may depend on what else is there."""
    for told, twin in _shapes(bench, row, rule):
        draft = _with_id(twin, rule, id)
        if bench.is_allowed(row.operation, draft.body):
            attempt = refused(twin, draft, _statuses(row.operation, rule))
            yield Trial(f"a {rule.kind} {what}, {told}, is refused", (rule.pointer,), attempt)
    if rule.id.part == "path":
        twin = bench.keyed(bench.full(row.operation, row.principal), "requires")
        # Other references may not go with this id: which of the faults is told is open.
        statuses = frozenset(one.status for one in bench.references(row.operation).values())
        attempt = refused(twin, _with_id(twin, rule, id), statuses)
        yield Trial(f"a {rule.kind} {what}, with all else, is refused", (rule.pointer,), attempt)


def _shapes(bench: Bench, row: Draft, rule: RequiresRecord) -> Iterator[tuple[str, Draft]]:
    """The request without each member that may be missing, and without all of them."""
    least = row
    for name in row.body if isinstance(row.body, dict) else ():
        if rule.id.part == "body" and name == rule.id.tokens[0]:
            continue
        without = row.with_member((name,), ABSENT)
        if bench.is_allowed(row.operation, without.body):
            yield f"without {name}", without
        fewer = least.with_member((name,), ABSENT)
        least = fewer if bench.is_allowed(row.operation, fewer.body) else least
    yield "with nothing else", least


def _untouched(bench: Bench, operation: Operation, who: str, whose: str) -> Attempt:
    """The very request of another, with one's own key: refused, and the row stays as it was."""
    rows = rows_of(bench, operation)
    theirs = _keyed(bench, bench.full(operation, whose), "isolation of rows")
    for rule in bench.references(operation).values():
        theirs = _lone(bench, theirs, rule) if rule.id.part == "path" else theirs
    statuses = frozenset(
        rule.status for rule in bench.references(operation).values() if rule.within
    )

    def attempt(sender: Sender) -> None:
        before = sender.accept(theirs)
        expect(sender, theirs.by(who), statuses)
        if rows is None:
            sender.accept(theirs)
        else:
            rows.submit(sender, theirs, before)

    return attempt


def _unknown(bench: Bench, rule: RequiresRecord) -> Iterator[tuple[str, str]]:
    known = bench.ids(rule.kind)
    yield "does not exist", _UNKNOWN
    yield "is the nil UUID", _NIL
    taken = {
        id for one in bench.target.principals.values() for ids in one.ids.values() for id in ids
    }
    for place, told in ((len(known[0]) - 1, "last"), (0, "first")):
        near = (known[0][:place] + sign + known[0][place + 1 :] for sign in "ecb8")
        for id in [one for one in near if one not in taken][:1]:
            yield f"differs from a known one in its {told} sign", id
    principal = bench.principal(PRIMARY)
    for other in principal.ids:
        if other != plural(rule.kind) and principal.ids[other]:
            yield f"is one of {other}", principal.ids[other][0]


def _others(
    bench: Bench, operation: Operation, rule: RequiresRecord, row: Draft
) -> Iterator[Trial]:
    """Every id of the target is good: a deployment that knows the first only would pass otherwise."""
    for number, id in enumerate(bench.ids(rule.kind)[1:3], 2):
        draft = _with_id(row, rule, id)
        if bench.is_allowed(operation, draft.body):
            yield Trial(
                f"{rule.kind} {number} of {PRIMARY} is taken", (rule.pointer,), accepted(draft)
            )


def _statuses(operation: Operation, rule: RequiresRecord) -> frozenset[int]:
    """The rule's status. What a body names and nobody has may also be told as not found, where that is documented."""
    if rule.id.part == "body" and operation.response(404) is not None:
        return frozenset({rule.status, 404})
    return frozenset({rule.status})


def _with_id(draft: Draft, rule: RequiresRecord, id: object) -> Draft:
    where: Expression = rule.id
    if where.part == "body":
        return draft.with_member(where.tokens, id)
    return draft.with_parameter(where.part, where.name, id)


def _own(bench: Bench, operation: Operation) -> Draft:
    return _keyed(bench, bench.full(operation), "requires")


def _lone(bench: Bench, draft: Draft, rule: RequiresRecord) -> Draft:
    """The request without other references, which need not go with an id that is put in: one fault, and no second."""
    for other in bench.references(draft.operation).values():
        if other is not rule and other.optional:
            without = _with_id(draft, other, ABSENT)
            draft = without if bench.is_allowed(draft.operation, without.body) else draft
    return draft


def _least(bench: Bench, operation: Operation, who: str) -> Draft:
    return _keyed(bench, bench.least(operation, who), "flag")


def _keyed(bench: Bench, draft: Draft, name: str) -> Draft:
    return bench.keyed(draft, name)


def _refused_new(bench: Bench, draft: Draft, statuses: frozenset[int]) -> Attempt:
    """The same for a row that does not exist: a check may be made where a row is created, or only there."""
    twin = bench.keyed(bench.full(draft.operation), "requires")

    def attempt(sender: Sender) -> None:
        sender.twin(twin)
        expect(sender, bench.fresh(draft, "requires"), statuses)

    return attempt


PROPERTIES = (
    Property(
        id="requires.flag",
        claim="Whoever lacks what a rule asks for is refused with the rule's status.",
        plan=plan_flag,
        cost="a deployment that serves everybody would not be seen",
    ),
    Property(
        id="requires.exists",
        claim="A record that a request names must exist, or it is refused with the rule's status; all that exist are taken.",
        plan=plan_exists,
    ),
    Property(
        id="requires.stranger",
        claim="Nobody reaches what is another's: neither its records nor its rows.",
        plan=plan_stranger,
        severity="critical",
        cost="a deployment that mixes its customers up would not be seen",
    ),
)
