"""A variant of the correct server: one decision taken otherwise, said in one sentence, and shown by one exchange."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from contract_tests.tests.defects.client import Client
from contract_tests.tests.defects.server import Body, Call, Refused, Server, refuse


@dataclass(frozen=True, slots=True)
class Variant:
    """`change` is what the server's class has otherwise, by attribute. `shows` asks a server something whose outcome differs from
    that of the correct one. `lawful` says that the document allows it all the same."""

    name: str
    says: str
    shows: Callable[[Client], Any]
    change: Mapping[str, Any]
    lawful: bool = False

    @property
    def kind(self) -> type[Server]:
        return cast("type[Server]", type(self.name, (Server,), dict(self.change)))


def defect(name: str, says: str, shows: Callable[[Client], Any], **change: Any) -> Variant:
    return Variant(name, says, shows, _known(name, change))


def lawful(name: str, says: str, shows: Callable[[Client], Any], **change: Any) -> Variant:
    return Variant(name, says, shows, _known(name, change), lawful=True)


def _known(name: str, change: Mapping[str, Any]) -> Mapping[str, Any]:
    """A change of what the server does not have would change nothing."""
    for attribute, value in change.items():
        was = getattr(Server, attribute)
        if callable(was) and len(inspect.signature(was).parameters) != _arity(value):
            raise TypeError(f"{name}: {attribute} takes {inspect.signature(was)}")
    return change


def _arity(value: Any) -> int:
    return len(inspect.signature(value).parameters)


# --- changes that many variants make ------------------------------------------------------------------------------------------


def receiving(name: str, read: Callable[[Any], Any]) -> Callable[[Server, Body], Body]:
    """`received`: a member is turned into another value before it is validated; into None: dropped."""

    def received(_self: Server, body: Body) -> Body:
        if name not in body:
            return body
        value = read(body[name])
        others = {key: kept for key, kept in body.items() if key != name}
        return others if value is None else {**others, name: value}

    return received


def keeping(name: str, change: Callable[[Any], Any]) -> Callable[[Server, str, Any], Any]:
    """`value`: a member is kept, and answered, as something else than was sent."""

    def value(self: Server, member: str, given: Any) -> Any:
        kept = Server.value(self, member, given)
        return change(kept) if member == name else kept

    return value


def refusing(when: Callable[[Body], Any], status: int = 400) -> Callable[[Server, Call], None]:
    """`object`: a valid body is refused."""

    def step(_self: Server, call: Call) -> None:
        if when(call.body):
            refuse(status, "this server does not like it")

    return step


def failing(when: Callable[[Call], Any], status: int = 500) -> Callable[[Server, Call], None]:
    """`inspect`: the server falls over what it reads."""

    def step(_self: Server, call: Call) -> None:
        if when(call):
            refuse(status, "something went wrong")

    return step


def member_fails(name: str, when: Callable[[Any], Any]) -> Callable[[Server, Call], None]:
    """`inspect`: the server falls over a value of a member."""

    def meets(call: Call) -> Any:
        return isinstance(call.body, dict) and name in call.body and when(call.body[name])

    return failing(meets)


def showing(change: Callable[[Body], Any]) -> Callable[[Server, Call], Body]:
    """`shown`: the answer to an accepted request is another."""

    def shown(self: Server, call: Call) -> Body:
        answer = Server.shown(self, call)
        return cast("Body", change(answer))

    return shown


def showing_replaced(change: Callable[[Body], Any]) -> Callable[[Server, Call], Body]:
    """`shown`: the same, for a submit that replaced a row only."""

    def shown(self: Server, call: Call) -> Body:
        answer = Server.shown(self, call)
        return cast("Body", change(answer)) if call.old else answer

    return shown


def instead(status: int, new: int, method: str) -> Callable[[Server, Call], None]:
    """A step that refuses with another status than it should."""

    def step(self: Server, call: Call) -> None:
        try:
            getattr(Server, method)(self, call)
        except Refused as refused:
            raise Refused(
                new if refused.status == status else refused.status, str(refused)
            ) from None

    return step


def on_create(method: str) -> Callable[[Server, Call], None]:
    """A step that is taken only when the row is new."""

    def step(self: Server, call: Call) -> None:
        if not replaces(self, call):
            getattr(Server, method)(self, call)

    return step


def on_replace(method: str) -> Callable[[Server, Call], None]:
    """A step that is taken only when there is a row already."""

    def step(self: Server, call: Call) -> None:
        if replaces(self, call):
            getattr(Server, method)(self, call)

    return step


def replaces(self: Server, call: Call) -> bool:
    """Whether there is a row, wherever on its way a call is."""
    body = call.body
    label = body.get("label") if isinstance(body, dict) else None
    return isinstance(label, str) and (call.path_id, self.fold(label)) in self.rows
