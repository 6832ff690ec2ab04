"""The preconditions of `x-troth`, compiled: each holds, and leaves what it found in the call, or refuses the request."""

from collections.abc import Callable, Mapping
from typing import Any

from mock_server.call import ABSENT, Call, evaluator, member_evaluator
from mock_server.refusal import Refusal
from mock_server.settings import Settings
from mock_server.world import Record, id_member
from spec.rules import Requirement, RequiresFlag, RequiresRecord

Check = Callable[[Call], None]


def compile_requirement(requirement: Requirement, settings: Settings) -> Check:
    """A function that raises Refusal where the requirement does not hold."""
    if isinstance(requirement, RequiresFlag):
        return _flag(requirement)
    return _record(requirement, settings)


def _flag(rule: RequiresFlag) -> Check:
    details = {"rule": {"flag": rule.flag, "of": rule.of}}
    message = f"{rule.flag} is not set for your {rule.of}"

    def check(call: Call) -> None:
        if call.principal is None or call.principal.members.get(rule.flag) is not True:
            raise Refusal(rule.status, message, details=details)

    return check


def _record(rule: RequiresRecord, settings: Settings) -> Check:
    id_of = evaluator(rule.id)
    where = [(name, member_evaluator(name, value)) for name, value in rule.where.items()]
    kind, text, within = rule.kind, rule.id.text, rule.within
    provision = settings.auto_provision and rule.id.part == "path"

    def check(call: Call) -> None:
        id = id_of(call)
        if id is ABSENT or id is None:
            if rule.optional:
                return
            raise _missing(rule, "which the request does not name")
        record = call.state.world.find(kind, str(id))
        if record is None and provision:
            record = _provision(rule, str(id), call, settings)
        if record is None or not (within is None or _owned(record, call)):
            # One text for what is unknown and for what is another's: the answer tells nobody which ids exist.
            raise _missing(rule, f"with the id {id}")
        for name, expected in where:
            if record.members.get(name) != expected(call):
                raise _missing(rule, f"with the id {id} and the {name} that this call has")
        call.records[kind] = record
        call.ids[text] = record.id

    return check


def _owned(record: Record, call: Call) -> bool:
    return call.principal is not None and record.owner == call.principal.owner.id


def _missing(rule: RequiresRecord, which: str) -> Refusal:
    place = f" in your {rule.within}" if rule.within else ""
    details = {"rule": {"exists": rule.kind, "in": rule.within, "id": rule.id.text}}
    return Refusal(rule.status, f"there is no {rule.kind} {which}{place}", details=details)


def _provision(rule: RequiresRecord, id: str, call: Call, settings: Settings) -> Record | None:
    """A new record in the principal's own world, its other members those of the first record that it owns."""
    if call.principal is None or call.state.provisioned >= settings.max_provisioned:
        return None
    owner = call.principal.owner
    world = call.state.world
    model = next((known for known in world.records(rule.kind) if known.owner == owner.id), None)
    members: Mapping[str, Any] = model.members if model else _first_of_each(call, owner)
    record = Record(rule.kind, id, owner.id, {**members, "id": id})
    world.add(record)
    call.state.provisioned += 1
    return record


def _first_of_each(call: Call, owner: Record) -> dict[str, str]:
    """References to the first record of every kind that the owner has."""
    world = call.state.world
    found = {id_member(owner.kind): owner.id}
    for kind in world.kinds():
        for record in world.records(kind):
            if record.owner == owner.id:
                found.setdefault(id_member(kind), record.id)
    return found
