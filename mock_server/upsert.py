"""The `upsert` rule, compiled: one row for each key, replaced as a whole, kept only when its answer conforms."""

import uuid
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

import jsonschema_rs
import orjson

from mock_server.call import ABSENT, Call, Evaluate, evaluator, member_evaluator
from mock_server.refusal import Refusal
from mock_server.rendering import compact, render
from mock_server.store import Row, StoreFull
from spec import pointer
from spec.errors import RuleError
from spec.members import is_nullable, properties
from spec.rules import Upsert

Members = dict[str, Any]


class NonConforming(Exception):
    """The mock made an answer that the document does not allow: the mock's fault or its fixtures', never the request's."""

    def __init__(self, validator: jsonschema_rs.Validator, value: Any) -> None:
        error = next(validator.iter_errors(value))
        place = pointer.write(error.instance_path) or "the root"
        super().__init__(f"its answer breaks the document at {place}: {error.message[:200]}")


class UpsertAction:
    """Creates or replaces a row and returns the body of the answer."""

    def __init__(
        self,
        rule: Upsert,
        answer: Mapping[str, Any],
        request: Mapping[str, Any],
        validator: jsonschema_rs.Validator,
        looked_up: frozenset[str],
    ) -> None:
        """`answer` and `request` are the bundled schemas of the two bodies; `looked_up` the expressions whose ids the
        requirements look up."""
        self._rule = rule
        self._key = tuple(evaluator(part) for part in rule.key)
        self._validator, self._is_valid = validator, validator.is_valid
        self._plan = tuple(_plan(rule, answer, request, looked_up))

    def __call__(self, call: Call) -> Row:
        """The row after, rendered. Raises Refusal at the store's bound and NonConforming."""
        key = compact([_part(evaluate(call)) for evaluate in self._key])

        def replace(before: Row | None) -> Row:
            members = self._build(call, orjson.loads(before) if before else None)
            if not self._is_valid(members):
                raise NonConforming(self._validator, members)
            return render(members)

        try:
            return call.state.store.upsert((self._rule.resource, key), replace)
        except StoreFull as full:
            hint = f"raise --{full.bound} or POST /_mock/reset"
            message = f"the mock is full: {full.bound} is {full.limit:,}; {hint}"
            raise Refusal(507, message, details={"bound": full.bound}) from None

    def _build(self, call: Call, before: Members | None) -> Members:
        """The members of the answer, in the document's order."""
        stamp = self._stamp(call, before)
        body = call.body
        members: Members = {}
        for name, kept, source, empty in self._plan:
            if kept and before is not None and name in before:
                value = before[name]
            elif source is _ECHO:
                value = body.get(name, empty)
            elif source is _CLOCK:
                value = stamp
            else:
                value = source(call)
            if value is not ABSENT:
                members[name] = value
        return members

    def _stamp(self, call: Call, before: Members | None) -> str:
        clock, updated = call.state.clock, self._rule.updated
        stamp = clock.stamp()
        if before is not None and updated and stamp <= str(before.get(updated, "")):
            # The row is from a snapshot that was taken under a clock further on.
            clock.pass_by(before[updated])
            stamp = clock.stamp()
        return stamp


class _Mark(Enum):
    """Sources that `_build` reads itself: a call for each would double its time."""

    ECHO = "the request body"
    CLOCK = "the clock"


_ECHO: Final = _Mark.ECHO
_CLOCK: Final = _Mark.CLOCK

# A member's name, whether a replace keeps it, where its value comes from, and what stands there when nothing was sent.
Source = tuple[str, bool, Evaluate | _Mark, Any]


def _plan(
    rule: Upsert, answer: Mapping[str, Any], request: Mapping[str, Any], looked_up: frozenset[str]
) -> list[Source]:
    sent, answered = properties(request), properties(answer)
    _refuse_unknown(rule, answered)
    clocks = {rule.created, rule.updated} - {None}
    plan: list[Source] = []
    for name, schema in answered.items():
        kept = name in rule.keeps
        empty = None if is_nullable(schema) else ABSENT
        if name in clocks:
            source: Evaluate | _Mark = _CLOCK
        elif name in rule.sets:
            source = member_evaluator(name, rule.sets[name])
        elif kept:
            source = _new_id
        elif _in_body(name) in looked_up:
            # What a requirement looked up is answered in the form that was stored.
            source = _stored_form(name, empty)
        else:
            source = _ECHO if name in sent else _always(empty)
        plan.append((name, kept, source, empty))
    return plan


def _refuse_unknown(rule: Upsert, answered: Mapping[str, Any]) -> None:
    """A rule about a member that no answer has is a typo, and would do nothing."""
    for name in (*rule.keeps, *rule.sets, rule.created, rule.updated):
        if name is not None and name not in answered:
            known = ", ".join(answered)
            problem = f"the rule names the member {name!r}, which the answer does not have"
            raise RuleError(problem, pointer=rule.pointer, hint=f"its members are {known}")


def _in_body(name: str) -> str:
    """The runtime expression of a member of the request body."""
    return "$request.body#" + pointer.write((name,))


def _stored_form(name: str, empty: Any) -> Evaluate:
    text = _in_body(name)
    return lambda call: call.ids.get(text, call.body.get(name, empty))


def _new_id(_: Call) -> str:
    return str(uuid.uuid4())


def _always(value: Any) -> Evaluate:
    return lambda _: value


def _part(value: Any) -> Any:
    """One part of a key; what was not sent is no value of JSON's, and different from null."""
    return {} if value is ABSENT else value
