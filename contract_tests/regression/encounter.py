"""A request that meets a change: allowed by the base, and refused, or answered otherwise, for that change alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contract_tests.regression import bodies
from contract_tests.regression.address import Addresses
from contract_tests.regression.call import Call, Wanted, concrete, written
from contract_tests.regression.samples import Samples
from spec.diff.content import covers, normal
from spec.diff.records import Change, Comparison, OperationPair
from spec.operations import MediaType, Operation, Parameter

_STYLES = frozenset("style explode content".split())
_ENCODING = "encoding"
# Of a range, those that a body of JSON can be sent as, then those that a text can.
_OF_JSON = ("application/json", "application/vnd.api+json")
_OF_TEXT = ("text/plain", "text/csv", "application/xml", "application/octet-stream", "image/png")
# Values of all kinds: one of them is none of nearly every schema.
_KINDS: tuple[Any, ...] = ({}, "text", 0, [], None)
_NOTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Encounter:
    """The operation, the server, and what the call must have."""

    pair: OperationPair
    server: str
    wanted: Wanted


class Encounters:
    """Those of one comparison. `base` and `head` have the values of each."""

    def __init__(self, comparison: Comparison, base: Samples, head: Samples) -> None:
        self.addresses = Addresses(comparison)
        self._comparison = comparison
        self._base = base
        self._head = head

    def of(self, change: Change) -> Encounter | None:
        """None where no request meets it that is known."""
        if change.area in ("document", "operation"):
            return self._elsewhere(change)
        for pair in change.operations:
            wanted = self._wanted(change, pair) if pair.base is not None else None
            if wanted is not None:
                return Encounter(pair, self.addresses.staying(pair), wanted)
        return None

    def _elsewhere(self, change: Change) -> Encounter | None:
        """A call whose URL goes: of a server, or of an operation."""
        where = change.base.pointer if change.base is not None else ""
        pairs = change.operations or self._comparison.operations
        for pair in pairs:
            if pair.base is None or not is_ours(pair.base):
                continue
            server = self.addresses.going(pair, where if "servers/" in where else "")
            if server is not None:
                return Encounter(pair, server, _NOTHING)
        return None

    def _wanted(self, change: Change, pair: OperationPair) -> Wanted | None:
        assert pair.base is not None  # noqa: S101  # asked before
        if not is_ours(pair.base):
            return None
        if change.area == "parameter":
            return self._parameter(change, pair.base, pair.head)
        if change.area == "media-type" and change.direction == "answer":
            return Wanted(accept=concrete(str(change.before)))
        if change.area == "media-type":
            return self._media_type(change, pair.base, pair.head)
        if change.area == "body":
            is_needed_now = change.action != "removed"
            return Wanted(no_body=is_needed_now)
        if change.area == "security":
            return Wanted(alternative=_alternative(pair.base, change))
        return _NOTHING

    # --- Parameters -----------------------------------------------------------------------------------------------------

    def _parameter(
        self, change: Change, operation: Operation, head: Operation | None
    ) -> Wanted | None:
        """Without what is required now, empty where that is no longer allowed, otherwise with it."""
        own = _parameter(operation, self._meant(change))
        if change.aspect == "required" or own is None:
            return Wanted(without=own)
        if change.aspect == "allowReserved":
            return None  # of whom servers understand, nothing is known
        if change.aspect == "allowEmptyValue":
            return Wanted(parameter=own, value="")
        if change.aspect not in _STYLES:
            return Wanted(parameter=own)
        schema = own.content.schema if own.content is not None else own.schema
        value = self._base.several(schema, "request")
        twin = _twin(own, head)
        is_same = twin is not None and written(own, value) == written(twin, value)
        return None if is_same or not any(written(own, value)) else Wanted(own, value)

    def _meant(self, change: Change) -> str:
        """The pointer of what stands at the change's place in the base, or of what a reference there leads to."""
        try:
            return self._comparison.base.follow(change.base.pointer)[0] if change.base else ""
        except KeyError:
            return change.base.pointer if change.base else ""

    # --- Bodies ---------------------------------------------------------------------------------------------------------

    def _media_type(
        self, change: Change, operation: Operation, head: Operation | None
    ) -> Wanted | None:
        content = operation.body.content if operation.body else ()
        where = change.base.pointer if change.base else ""
        media = next((one for one in content if within(where, one.pointer)), None)
        if media is None:
            return None
        if change.aspect == "schema":
            return self._described(media, head)
        if change.aspect == _ENCODING:
            return self._encoded(media, head)
        body = self._base.of_media_type(media, "request")
        taken = [one.name for one in (head.body.content if head and head.body else ())]
        name = next(_left(media.name, taken, body), "")
        return Wanted(media_type=media, content_type=name, body=body) if name else None

    def _encoded(self, media: MediaType, head: Operation | None) -> Wanted | None:
        """A form that is written otherwise now."""
        body = self._base.several(media.schema, "request")
        twin = _same_type(media, head)
        forms = [
            bodies.text(
                Call("POST", "", "", media_type=media.name, body=body, encoding=one.encoding)
            )
            for one in (media, twin)
            if one is not None
        ]
        return Wanted(media_type=media, body=body) if len(set(forms)) > 1 else None

    def _described(self, media: MediaType, head: Operation | None) -> Wanted | None:
        """A body that nothing was said of, and that the schema which came refuses."""
        new = _same_type(media, head)
        if new is None or new.schema is None:
            return None
        for value in _KINDS:
            if not self._head.is_valid(new.schema, "request", value):
                return Wanted(media_type=media, body=value)
        return None


def is_ours(operation: Operation) -> bool:
    """Whether clients call it: not of a webhook, nor of a callback, which the server calls."""
    return operation.pointer.startswith("/paths/") and operation.pointer.count("/") == 3


def within(where: str, pointer: str) -> bool:
    return where == pointer or where.startswith(f"{pointer}/")


def _parameter(operation: Operation, where: str) -> Parameter | None:
    return next((one for one in operation.parameters if within(where, one.pointer)), None)


def _twin(parameter: Parameter, head: Operation | None) -> Parameter | None:
    """The same one of the head, by its name. Those of a path may have another one: there the twin is not looked for."""
    return next(
        (
            one
            for one in (head.parameters if head else ())
            if (one.place, one.name.lower()) == (parameter.place, parameter.name.lower())
        ),
        None,
    )


def _same_type(media: MediaType, head: Operation | None) -> MediaType | None:
    content = head.body.content if head is not None and head.body is not None else ()
    return next((one for one in content if normal(one.name) == normal(media.name)), None)


def _left(name: str, taken: list[str], body: Any) -> Iterator[str]:
    """Of what a media type or range speaks for, what the head does not take."""
    names = (*_OF_TEXT, *_OF_JSON) if isinstance(body, str) else (*_OF_JSON, *_OF_TEXT)
    for one in names if "*" in name else (name,):
        is_own = normal(one) == normal(name) or covers(name, one)
        if is_own and not any(normal(one) == normal(two) or covers(two, one) for two in taken):
            yield one


def _alternative(operation: Operation, change: Change) -> int | None:
    """The one that the change is in, or the first that has the scheme that it is in; None for what is required now."""
    where = change.base.pointer if change.base else ""
    last = where.rpartition("/")[2]
    if "/security/" in where and last.isdigit():
        return int(last)
    for index, alternative in enumerate(operation.security):
        if any(within(where, one.pointer) for one in alternative):
            return index
    return None
