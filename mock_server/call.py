"""What rules can name while a request is acted on, and the runtime expressions that name it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from mock_server.exchange import Request
from mock_server.state import State
from mock_server.world import Principal, Record, id_member
from spec.expressions import Expression
from spec.rules import Constant, FromRecord, Value


class _Absent:
    """Not sent; different from null, which is a value."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()


@dataclass(slots=True)
class Call:
    """One valid request on its way through the rules. `records` and `ids` are filled in by the requirements that hold.

    `ids` maps the text of an expression to the id of the record that it named, in the form that was stored.
    """

    state: State
    principal: Principal | None
    path: Mapping[str, str]
    request: Request
    body: Any
    records: dict[str, Record] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)


Evaluate = Callable[[Call], Any]


def evaluator(value: Value) -> Evaluate:
    """A function that gives the value for a call, or ABSENT."""
    if isinstance(value, Constant):
        constant = value.value
        return lambda _: constant
    if isinstance(value, FromRecord):
        raise TypeError("a record's member needs its name: use member_evaluator")
    return _expression(value)


def member_evaluator(name: str, value: Value) -> Evaluate:
    """The same for a named member: `from KIND` takes the member of that name of the record that was found."""
    if not isinstance(value, FromRecord):
        return evaluator(value)
    if value.kind == "credential":
        return lambda call: call.principal.members.get(name, ABSENT) if call.principal else ABSENT
    kind, is_id = value.kind, name == id_member(value.kind)

    def from_record(call: Call) -> Any:
        record = call.records.get(kind)
        if record is None:
            return ABSENT
        return record.id if is_id else record.members.get(name, ABSENT)

    return from_record


def _expression(expression: Expression) -> Evaluate:
    text, name, tokens = expression.text, expression.name, expression.tokens
    if expression.part == "body":
        sent: Evaluate = _one_member(tokens[0]) if len(tokens) == 1 else _body(tokens)
    elif expression.part == "path":
        sent = _path(name)
    else:
        sent = _query(name) if expression.part == "query" else _header(name)

    def evaluate(call: Call) -> Any:
        known = call.ids.get(text)
        return sent(call) if known is None else known

    return evaluate


def _path(name: str) -> Evaluate:
    return lambda call: call.path.get(name, ABSENT)


def _query(name: str) -> Evaluate:
    def first(call: Call) -> Any:
        pairs = parse_qsl(call.request.query.decode("latin-1"), keep_blank_values=True)
        return next((value for key, value in pairs if key == name), ABSENT)

    return first


def _header(name: str) -> Evaluate:
    wanted = name.lower().encode()

    def header(call: Call) -> Any:
        value = call.request.headers.get(wanted)
        return ABSENT if value is None else value.decode("utf-8", "replace")

    return header


def _one_member(name: str) -> Evaluate:
    def member(call: Call) -> Any:
        body = call.body
        return body.get(name, ABSENT) if isinstance(body, dict) else ABSENT

    return member


def _body(tokens: tuple[str, ...]) -> Evaluate:
    def walk(call: Call) -> Any:
        value = call.body
        for token in tokens:
            if isinstance(value, dict) and token in value:
                value = value[token]
            elif isinstance(value, list) and token.isdigit() and int(token) < len(value):
                value = value[int(token)]
            else:
                return ABSENT
        return value

    return walk
