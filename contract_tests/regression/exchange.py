"""A witness as a customer meets it: the request that worked, or the answer that comes now, the rest of it filled in."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from contract_tests.regression import answers, bodies, call, outcome
from contract_tests.regression.call import KEY, Call, Wanted
from contract_tests.regression.command import curl
from contract_tests.regression.encounter import Encounters
from contract_tests.regression.outcome import Runner
from contract_tests.regression.records import Exchange, Proof
from contract_tests.regression.samples import Samples
from spec.containment.records import Escapes
from spec.diff.records import ABSENT, Change, Comparison, Slot
from spec.operations import MediaType, Operation, Parameter
from spec.schemas import Schemas

_SEEN = frozenset("parameter body media-type status header security rule".split())
_PLACES = ("path ", "query ", "header ", "cookie ")
# Of changes that no schema shows: each needs samples, and a reader looks at the first.
_MOST_ILLUSTRATED = 100
# Of the processor, for all of these: schemas may refer to a thousand others. Far more than is needed, so that what is shown does
# not depend on the machine.
_MOST_SECONDS = 20.0


class Exchanges:
    """Exchanges of one comparison. Requests are the base's, so that they were allowed; answers are of who gives them."""

    def __init__(
        self,
        comparison: Comparison,
        run: Runner | None = None,
        schemas: tuple[Schemas, Schemas] | None = None,
    ) -> None:
        """`run` sends a request to both sides, and says what they answered. `schemas` are those of the base and of the head."""
        base, head = schemas or (Schemas(comparison.base), Schemas(comparison.head))
        self.comparison = comparison
        self._run = run
        self._base = Samples(base)
        self._head = Samples(head)
        self._encounters = Encounters(comparison, self._base, self._head)
        self._illustrated = 0
        self._seconds = 0.0

    def of_proof(self, proof: Proof) -> Exchange | None:
        """The whole of a proof's value; None where the proof has none."""
        answer, slot = proof.answer, proof.slot
        if not isinstance(answer, Escapes):
            return None
        if _is_sent_by_caller(slot.where):
            found = self._sent(slot, answer.value)
        else:
            found = Exchange("", answers.of_slot(slot, answer.value), answer.value, "", "")
        return replace(found, marked=answer.where, reason=answer.reason)

    def of_change(self, change: Change, reason: str) -> Exchange | None:
        """An exchange that shows a change of no schema, for a reason; None where none would."""
        if not _is_seen(change) or self._illustrated >= _MOST_ILLUSTRATED:
            return None
        if self._seconds >= _MOST_SECONDS:
            return None
        self._illustrated += 1
        start = time.process_time()
        shown = self._illustration(change)
        self._seconds += time.process_time() - start
        if isinstance(shown, Call):
            shown = self._requested(shown, _none(shown.body), outcome.limit(change))
        return replace(shown, reason=reason) if shown is not None else None

    def _illustration(self, change: Change) -> Exchange | Call | None:
        if change.direction == "answer" and not answers.is_asked_for(change):
            return answers.of_change(self.comparison, change, (self._base, self._head))
        if change.direction == "request" and change.area in ("status", "header"):
            return None
        met = self._encounters.of(change)
        if met is None or met.pair.base is None:
            return None
        return call.build(met.server, met.pair.base, self._base, met.wanted)

    # --- From a proof ---------------------------------------------------------------------------------------------------

    def _sent(self, slot: Slot, value: Any) -> Exchange:
        """A call, as a command when a client sends it and as a message when the server does."""
        is_request = slot.direction == "request"
        side = slot.operation.base if is_request else slot.operation.head
        if side is None:
            return Exchange("", bodies.json_text(value), value, "", "")
        samples = self._base if is_request else self._head
        schema = slot.base if is_request else slot.head
        wanted = _wanted(side, slot.where, schema.pointer, value)
        if is_request:
            server = self._encounters.addresses.staying(slot.operation)
            return self._requested(call.build(server, side, samples, wanted), value)
        return Exchange("", _message(call.build("", side, samples, wanted)), value, "", "")

    def _requested(self, built: Call, value: Any, limit: str = "") -> Exchange:
        executed = outcome.told(*self._run(built), limit) if self._run is not None else ""
        return Exchange(curl(built), "", value, "", "", executed)


def _message(built: Call) -> str:
    """What the server sends: no command, and without credentials, which are those of who calls it."""
    query = "&".join(one for one in built.query if KEY not in one)
    lines = [f"{built.method} {built.path}{'?' if query else ''}{query}"]
    lines += [f"{name}: {value}" for name, value in built.headers if KEY not in value]
    if built.body is ABSENT:
        return "\n".join(lines)
    lines += [f"Content-Type: {bodies.content_type(built)}", "", bodies.text(built)]
    return "\n".join(lines)


def _is_seen(change: Change) -> bool:
    """Whether an exchange looks otherwise for it."""
    if change.area == "operation":
        return change.aspect in ("path", "servers") or change.action == "removed"
    if change.area == "document":
        return change.aspect == "servers"
    return change.area in _SEEN


def _is_sent_by_caller(where: str) -> bool:
    return where.startswith(("body", "request body", *_PLACES))


def _wanted(operation: Operation, where: str, pointer: str, value: Any) -> Wanted:
    """The part of a call whose schema is at a pointer: a parameter of the path may have another name on the other side. Where
    several share one by reference, the one that is named."""
    if where.startswith(_PLACES):
        named = [
            one
            for one in operation.parameters
            if f"{where} ".startswith(f"{one.place} {one.name} ")
        ]
        placed = [one for one in operation.parameters if _pointer(one) == pointer]
        both = [one for one in placed if one in named]
        return Wanted(parameter=next(iter((*both, *placed, *named)), None), value=value)
    content = operation.body.content if operation.body else ()
    pointed = [one for one in content if one.schema and one.schema.pointer == pointer]
    said = [one for one in content if where.lower().endswith(one.name.lower())]
    twice = [one for one in pointed if one in said]
    return Wanted(media_type=next(iter((*twice, *pointed, *said)), None), body=value)


def _pointer(parameter: Parameter) -> str:
    """Where the schema of its values is."""
    media: MediaType | None = parameter.content
    schema = parameter.schema or (media.schema if media else None)
    return schema.pointer if schema else ""


def _none(value: Any) -> Any:
    return None if value is ABSENT else value


def marked_lines(text: str, exchange: Exchange) -> Iterator[tuple[str, bool]]:
    """The lines of a request or an answer, each with whether the failing member is on it."""
    lines = text.split("\n")
    name = _last_name(exchange.marked)
    hits = [index for index, line in enumerate(lines) if name and f'"{name}":' in line]
    for index, line in enumerate(lines):
        yield line, hits[:1] == [index]


def _last_name(where: str) -> str:
    """The last member that a pointer names; an item is shown by the member that holds it."""
    names = [one.replace("~1", "/").replace("~0", "~") for one in where.split("/")[1:]]
    return next((one for one in reversed(names) if not one.isdigit()), "")
