"""Answers as text: the status, the headers and the body, of who gives them."""

from collections.abc import Iterator
from typing import Any

from contract_tests import styles
from contract_tests.regression import bodies
from contract_tests.regression.call import concrete
from contract_tests.regression.encounter import is_ours, within
from contract_tests.regression.records import Exchange
from contract_tests.regression.samples import Samples
from contract_tests.styles import Style
from spec.diff.records import Change, Comparison, OperationPair, Place, Slot
from spec.document import Document
from spec.operations import Header, MediaType, Operation, Response


def is_asked_for(change: Change) -> bool:
    """Whether a request shows it better: a media type that a client may ask for, of an answer to a call that works."""
    pair = next((one for one in change.operations if one.base is not None), None)
    if pair is None or pair.base is None or not is_ours(pair.base):
        return False
    is_gone = change.area == "media-type" and change.action == "removed" and not change.aspect
    where = change.base.pointer if change.base else ""
    found = [one for one in pair.base.responses if within(where, one.pointer)]
    return is_gone and any(one.status.startswith("2") for one in found)


# --- From a proof -------------------------------------------------------------------------------------------------------


def of_slot(slot: Slot, value: Any) -> str:
    """The value of a slot, in its answer."""
    status, _, rest = slot.where.partition(" ")
    status = _told(slot, status)
    if rest.startswith("header "):
        name = rest.removeprefix("header ")
        return f"{status}\n{name}: {styles.in_header(Style(name, 'simple', explode=False), value)}"
    media_type = concrete(rest)
    return f"{status}\nContent-Type: {media_type}\n\n{bodies.shown(media_type, value)}"


def _told(slot: Slot, status: str) -> str:
    """A status that has the slot's schemas on both sides: what `default` says may be of a 404 that had its own."""
    sides = [one for one in (slot.operation.base, slot.operation.head) if one is not None]
    known = [_concrete(one.status) for side in sides for one in side.responses]
    pointers = slot.base.pointer, slot.head.pointer
    for one in (_concrete(status), *known):
        if all(
            one.isdigit() and pointer in _pointers(side.response(int(one)))
            for side, pointer in zip(sides, pointers, strict=False)
        ):
            return one
    return _concrete(status)


def _pointers(response: Response | None) -> Iterator[str]:
    if response is None:
        return
    schemas = [one.schema for one in response.content] + [one.schema for one in response.headers]
    yield from (one.pointer for one in schemas if one is not None)


# --- From a change ------------------------------------------------------------------------------------------------------


def of_change(
    comparison: Comparison, change: Change, samples: tuple[Samples, Samples]
) -> Exchange | None:
    """An answer that could come before where the change took it away, else one that may come now."""
    pair = next((one for one in change.operations if one.base is not None), None)
    if pair is None:
        return None
    went = change.action == "removed"
    side = _Side(comparison.base if went else comparison.head, samples[0 if went else 1])
    return side.answer(_operation(pair, went=went), change, change.base if went else change.head)


def _operation(pair: OperationPair, *, went: bool) -> Operation | None:
    return pair.base if went else pair.head


class _Side:
    def __init__(self, document: Document, samples: Samples) -> None:
        self.document = document
        self.samples = samples

    def answer(
        self, operation: Operation | None, change: Change, place: Place | None
    ) -> Exchange | None:
        if operation is None or place is None:
            return None
        places = (place.pointer, self._followed(place.pointer))
        response = _response(operation, places, change)
        if response is None:
            return None
        meant = [one for one in response.headers if _is_meant(one.pointer, places)]
        if change.area == "header" and change.aspect == "required":
            meant = []  # it need not come any more
        if change.aspect == "explode" and all(map(self._is_one_way, meant)):
            return None
        return self._whole(response, places, meant)

    def _is_one_way(self, header: Header) -> bool:
        """Whether it is written alike, exploded or not."""
        value = self.samples.several(header.schema, "response")
        ways = (Style(header.name, "simple", explode) for explode in (False, True))
        return len({styles.in_header(way, value) for way in ways}) == 1

    def _followed(self, pointer: str) -> str:
        """What a reference at a place leads to."""
        try:
            return self.document.follow(pointer)[0]
        except KeyError:
            return pointer

    def _whole(
        self, response: Response, places: tuple[str, ...], headers: list[Header]
    ) -> Exchange:
        """With the headers that are promised and those that are meant, and the body that is meant, or else the first."""
        lines = [_concrete(response.status)]
        lines += [
            self._line(header)
            for header in response.headers
            if header.required or header in headers
        ]
        contents = [one for one in response.content if _is_meant(one.pointer, places)]
        media: MediaType | None = next(iter((*contents, *response.content)), None)
        if media is None:
            return Exchange("", "\n".join(lines), None, "", "")
        value = self.samples.of_media_type(media, "response")
        name = concrete(media.name)
        lines += [f"Content-Type: {name}", "", bodies.shown(name, value, media.encoding)]
        return Exchange("", "\n".join(lines), value, "", "")

    def _line(self, header: Header) -> str:
        """Headers have one style, which may explode (OAS 3.1 section 4.8.21)."""
        explode = bool(self.document.at(header.pointer).get("explode", False))
        value = self.samples.several(header.schema, "response")
        return f"{header.name}: {styles.in_header(Style(header.name, 'simple', explode), value)}"


def _is_meant(pointer: str, places: tuple[str, ...]) -> bool:
    return any(within(place, pointer) for place in places)


def _response(operation: Operation, places: tuple[str, ...], change: Change) -> Response | None:
    """The answer that a place is in; where several statuses share one by reference, the one that the subject names."""
    found = [one for one in operation.responses if _is_meant(one.pointer, places)]
    named = [one for one in found if one.status in change.subject.split()]
    return next(iter((*named, *found)), None)


def _concrete(status: str) -> str:
    """A status that is sent: a range's first, and for `default` the plainest error."""
    if status.lower() == "default":
        return "500"
    return status.upper().replace("X", "0")
