"""A witness as a customer meets it: the request that worked, or the answer that comes now, the rest of it filled in."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from contract_tests.regression import call
from contract_tests.regression.call import Call, Wanted
from contract_tests.regression.records import Exchange, Proof
from contract_tests.regression.samples import Samples
from spec.containment.records import Escapes
from spec.diff.records import ABSENT, Change, Comparison, OperationPair, Place, Slot
from spec.operations import MediaType, Operation, Parameter, Response
from spec.schemas import Schemas

_SEEN = frozenset("parameter body media-type status header security rule".split())
_PLACES = ("path ", "query ", "header ", "cookie ")
# Of changes that no schema shows: each needs samples, and a reader looks at the first.
_MOST_ILLUSTRATED = 100
_MOST_SECONDS = 0.5  # for all of these: schemas may refer to a thousand others

Runner = Callable[[Call], str]


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
            found = Exchange("", self._answered(slot, answer.value), answer.value, "", "")
        return replace(found, marked=answer.where, reason=answer.reason)

    def of_change(self, change: Change, reason: str) -> Exchange | None:
        """An exchange that shows a change of no schema, for a reason; None where none would."""
        start = time.monotonic()
        found = self._illustration(change) if _is_seen(change) else None
        self._seconds += time.monotonic() - start
        return replace(found, reason=reason) if found is not None else None

    def _illustration(self, change: Change) -> Exchange | None:
        pair = next((one for one in change.operations if one.base is not None), None)
        if pair is None and change.area == "document" and change.aspect.startswith("servers"):
            pair = next((one for one in self.comparison.operations if one.base is not None), None)
        if pair is None or pair.base is None:
            return None
        if self._illustrated >= _MOST_ILLUSTRATED or self._seconds >= _MOST_SECONDS:
            return None
        self._illustrated += 1
        if change.direction == "answer":
            return self._shown_answer(change, pair)
        if change.direction == "request" and change.area in ("status", "header"):
            return None
        return self._shown_request(change, pair.base)

    # --- From a proof ---------------------------------------------------------------------------------------------------

    def _sent(self, slot: Slot, value: Any) -> Exchange:
        """A call, as a command when a client sends it and as a message when the server does."""
        side = slot.operation.base if slot.direction == "request" else slot.operation.head
        document = self.comparison.base if slot.direction == "request" else self.comparison.head
        samples = self._base if slot.direction == "request" else self._head
        if side is None:
            return Exchange("", call.json_text(value), value, "", "")
        built = call.build(document, side, samples, _wanted(side, slot, value))
        if slot.direction == "request":
            return self._requested(built, value)
        body = "" if built.body is ABSENT else f"\n\n{call.body_text(built.media_type, built.body)}"
        return Exchange("", f"{built.method} {built.path}{body}", value, "", "")

    def _requested(self, built: Call, value: Any) -> Exchange:
        executed = self._run(built) if self._run is not None else ""
        return Exchange(call.curl(built), "", value, "", "", executed)

    def _answered(self, slot: Slot, value: Any) -> str:
        status, _, rest = slot.where.partition(" ")
        if rest.startswith("header "):
            return f"{_concrete(status)}\n{rest.removeprefix('header ')}: {_plain(value)}"
        return f"{_concrete(status)}\nContent-Type: {rest}\n\n{call.body_text(rest, value)}"

    # --- From a change --------------------------------------------------------------------------------------------------

    def _shown_request(self, change: Change, operation: Operation) -> Exchange:
        wanted = Wanted()
        if change.area == "parameter":
            wanted = Wanted(parameter=_parameter(operation, self._meant(change.base, is_base=True)))
        elif change.area == "media-type":
            wanted = Wanted(media_type=_media_type(operation, change))
        elif change.area == "body" and operation.body is not None and not operation.body.required:
            wanted = Wanted(no_body=change.action != "removed")
        built = call.build(self.comparison.base, operation, self._base, wanted)
        return self._requested(built, _none(built.body))

    def _shown_answer(self, change: Change, pair: OperationPair) -> Exchange | None:
        operation = pair.base if change.action == "removed" else pair.head
        samples = self._base if change.action == "removed" else self._head
        if operation is None or pair.base is None:
            return None
        if (
            change.area == "media-type"
            and change.action == "removed"
            and isinstance(change.before, str)
        ):
            wanted = Wanted(accept=change.before)
            built = call.build(self.comparison.base, pair.base, self._base, wanted)
            return self._requested(built, None)
        if change.area == "header":
            operation, samples = pair.head or operation, self._head
        went = change.action == "removed"
        where = self._meant(change.base if went else change.head, is_base=went)
        response = _response(operation, where, change)
        return None if response is None else _answer(response, samples)

    def _meant(self, place: Place | None, *, is_base: bool) -> str:
        """The pointer of what stands at a place, or of what a reference there leads to."""
        document = self.comparison.base if is_base else self.comparison.head
        try:
            return document.follow(place.pointer)[0] if place else ""
        except KeyError:
            return ""


def _answer(response: Response, samples: Samples) -> Exchange:
    lines = [_concrete(response.status)]
    lines += [
        f"{header.name}: {_plain(samples.of_schema(header.schema, 'response'))}"
        for header in response.headers
        if header.required
    ]
    media = next(iter(response.content), None)
    if media is None:
        return Exchange("", "\n".join(lines), None, "", "")
    value = samples.of_media_type(media, "response")
    lines += [f"Content-Type: {media.name}", "", call.body_text(media.name, value)]
    return Exchange("", "\n".join(lines), value, "", "")


def _is_seen(change: Change) -> bool:
    """Whether an exchange looks otherwise for it."""
    if change.area == "operation":
        return change.aspect in ("path", "servers") or change.action == "removed"
    if change.area == "document":
        return change.aspect == "servers"
    return change.area in _SEEN


def _is_sent_by_caller(where: str) -> bool:
    return where.startswith(("body", "request body", *_PLACES))


def _wanted(operation: Operation, slot: Slot, value: Any) -> Wanted:
    for parameter in operation.parameters:
        if f"{slot.where} ".startswith(f"{parameter.place} {parameter.name} "):
            return Wanted(parameter=parameter, value=value)
    # In a path the name may be another one on the other side: the schema's place tells.
    for parameter in operation.parameters:
        pointers = {slot.base.pointer, slot.head.pointer}
        if (
            parameter.schema is not None
            and parameter.schema.pointer in pointers
            and slot.where.startswith(_PLACES)
        ):
            return Wanted(parameter=parameter, value=value)
    media = [
        one
        for one in (operation.body.content if operation.body else ())
        if slot.where.lower().endswith(one.name.lower()) or _points_there(one, slot)
    ]
    return Wanted(media_type=media[0] if media else None, body=value)


def _points_there(media: MediaType, slot: Slot) -> bool:
    return media.schema is not None and media.schema.pointer in (
        slot.base.pointer,
        slot.head.pointer,
    )


def _parameter(operation: Operation, where: str) -> Parameter | None:
    found = [
        one
        for one in operation.parameters
        if where == one.pointer or where.startswith(one.pointer + "/")
    ]
    return found[0] if found else None


def _media_type(operation: Operation, change: Change) -> MediaType | None:
    where = change.base.pointer if change.base else ""
    content = operation.body.content if operation.body else ()
    return next((one for one in content if where.startswith(one.pointer)), None)


def _response(operation: Operation, where: str, change: Change) -> Response | None:
    """The answer that a place is in; where several statuses share one by reference, the one that the subject names."""
    found = [
        one
        for one in operation.responses
        if where == one.pointer or where.startswith(one.pointer + "/")
    ]
    named = [one for one in found if one.status in change.subject.split()]
    return next(iter((*named, *found)), None)


def _concrete(status: str) -> str:
    """A status that is sent: a range's first, and for `default` the plainest error."""
    if status.lower() == "default":
        return "500"
    return status.upper().replace("X", "0")


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else call.json_text(value)


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


def value_at(value: Any, where: str) -> Any:
    """What a pointer leads to, ABSENT where that is nothing: a member that is missing."""
    for token in where.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, Mapping) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return ABSENT
    return value
