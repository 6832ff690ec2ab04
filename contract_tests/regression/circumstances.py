"""What a row of the policy may ask about a change beside its kind.

required        what came or went must be there: a member of the base for what went, of the head for what came
optional        it need not be
covered         another alternative asks for no more than the one that went
on, off         a flag was raised, or taken down
scalar          one value is written in one way, whatever its style
in-path         the parameter is one of the path
behind          another path, a template, takes the requests of an operation that went
unreachable     a path that takes requests from a template takes none: the template never had its values
outgoing        the body of a call that the server makes, or of the answer to one
kept            some media type of before is among those of now
first           nothing was said of a body before
success         the status is no error
wider, narrower a name stands for more, or less, than before
open, closed    the object around a member takes members that it has no name for, or refuses them; within a `not` or a
                condition it counts as closed, for there less is more
exclusive       the object around a member is an alternative of a `oneOf`: who meets two of them is refused
mentioned       a member that went is described elsewhere for the same object
bytes           they are described as the other version of OpenAPI does
nullable        null is new, where OpenAPI 3.0's `nullable` was written in a 3.1 document
retired, early  what went was deprecated, and its time is over or not
deprecated      what the change is about is deprecated
no-sunset, soon a deprecation tells no date, or one that is too near, where the policy asks for one
past            the date is over on the day on which it is told
earlier, lower, unreadable  a date or a level is moved to the worse, or cannot be read
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from contract_tests.regression.lives import life
from contract_tests.regression.settings import Settings
from contract_tests.regression.shadowed import is_reachable
from contract_tests.regression.styles import of_style
from contract_tests.regression.surroundings import of_schema
from spec import pointer
from spec.diff.paths import shadows
from spec.diff.records import ABSENT, Area, Change, Comparison, Place
from spec.document import Document
from spec.operations import Operation


def circumstances(comparison: Comparison, change: Change, settings: Settings) -> frozenset[str]:
    """The words that hold for a change."""
    own = _BY_AREA.get(change.area, _of_nothing)
    return frozenset(
        {*_flag(change), *life(comparison, change, settings), *own(comparison, change)}
    )


_BYTES = "application/octet-stream"


def _of_nothing(_comparison: Comparison, _change: Change) -> Iterator[str]:
    yield from ()


def _of_body(_comparison: Comparison, change: Change) -> Iterator[str]:
    if not change.aspect:
        yield from _needed(_value(change))


def _of_header(comparison: Comparison, change: Change) -> Iterator[str]:
    yield from of_style(comparison, change)
    yield from _of_body(comparison, change)


def _needed(value: Any) -> set[str]:
    is_required = isinstance(value, Mapping) and value.get("required") is True
    return {"required"} if is_required else {"optional"}


def _value(change: Change) -> Any:
    """What came or went; for a change, what it is now."""
    return change.before if change.after is ABSENT else change.after


def _flag(change: Change) -> Iterator[str]:
    before, after = change.before is True, change.after is True
    if after and not before:
        yield "on"
    elif before and not after:
        yield "off"


def _of_operation(comparison: Comparison, change: Change) -> Iterator[str]:
    if not change.aspect and change.action == "removed":
        operations = [pair.base for pair in change.operations if pair.base is not None]
        if any(_is_behind(comparison.head, one) for one in operations):
            yield "behind"
    if change.aspect in ("shadows", "overlaps") and change.head is not None:
        literal = pointer.read(change.head.pointer)[-1]
        if not any(is_reachable(comparison, pair, literal) for pair in change.operations):
            yield "unreachable"


def _is_behind(document: Document, operation: Operation) -> bool:
    """Whether a template takes the requests of an operation that is gone."""
    method = operation.method.lower()
    return any(
        operation.path.startswith(path.partition("{")[0])  # cheap, for thousands of paths
        and shadows(operation.path, path)
        and method in item
        for path, item in document.content.get("paths", {}).items()
    )


def _of_parameter(comparison: Comparison, change: Change) -> Iterator[str]:
    yield from of_style(comparison, change)
    value = _value(change)
    if isinstance(value, Mapping) and not change.aspect:
        yield from _needed(value)
        if value.get("in") == "path":
            yield "in-path"


def _of_alternative(comparison: Comparison, change: Change) -> Iterator[str]:
    """Whether who met an alternative that went meets one that stays."""
    kept = comparison.head.find(change.head.pointer) if change.head else None
    before = change.before
    if change.aspect != "alternative" or not isinstance(before, Mapping):
        return
    # Where nothing is asked for, nothing stands: an empty list, or none at all.
    for one in (isinstance(kept, list | tuple) and kept) or [{}]:
        if all(name in before and set(one[name]) <= set(before[name]) for name in one):
            yield "covered"
            return


def _of_status(_comparison: Comparison, change: Change) -> Iterator[str]:
    names = [str(one) for one in (change.before, change.after) if isinstance(one, str)]
    if not names and change.base is not None and change.after is ABSENT:
        names = [_last(change.base)]
    elif not names and change.head is not None:
        names = [_last(change.head)]
    if any(name[:1] in ("1", "2", "3") for name in names):
        yield "success"
    if change.action == "changed" and len(names) == 2:
        before, after = (name.upper() for name in names)
        yield "wider" if _status_covers(after, before) else "narrower"


def _status_covers(wide: str, narrow: str) -> bool:
    return wide == "DEFAULT" or (wide.endswith("XX") and wide[:1] == narrow[:1])


def _of_media_type(comparison: Comparison, change: Change) -> Iterator[str]:
    yield from _of_names(change)
    if _is_outgoing(change):
        yield "outgoing"
    before, after = _content(comparison.base, change.base), _content(comparison.head, change.head)
    if not change.aspect and not before:
        yield "first"
    if not before.isdisjoint(after):
        yield "kept"


def _is_outgoing(change: Change) -> bool:
    """What is asked runs from client to server, unless it is the server that calls."""
    if change.direction == "answer":
        return change.subject.endswith(" of the request body")
    return change.direction == "request" and " of status " in change.subject


def _content(document: Document, place: Place | None) -> set[str]:
    """The media types around a place: it is that of one, or of what holds them."""
    tokens = pointer.read(place.pointer) if place else ()
    holder = document.find(pointer.write(tokens[:-1] if "content" in tokens[-2:-1] else tokens))
    names = holder.get("content", holder) if isinstance(holder, Mapping) else ()
    return {name.lower() for name in names if "/" in name}


def _of_names(change: Change) -> Iterator[str]:
    if change.aspect not in ("name", "encoding.contentType"):
        return
    before, after = (str(one).split(", ") for one in (change.before, change.after))
    if change.aspect != "name":  # of a part these are bytes of any kind
        before, after = (
            ["*/*" if _BYTES in side else one for one in side] for side in (before, after)
        )
    is_wider, is_narrower = _all_covered(before, after), _all_covered(after, before)
    if is_wider or not is_narrower:
        yield "wider"
    if is_narrower or not is_wider:
        yield "narrower"


def _all_covered(names: list[str], wide: list[str]) -> bool:
    return all(name in wide or any(_range_covers(one, name) for one in wide) for name in names)


def _range_covers(wide: str, narrow: str) -> bool:
    """Whether a media range (RFC 9110 section 12.5.1) holds a media type, or one with parameters."""
    essence = narrow.lower().partition(";")[0].strip()
    if wide.lower() in ("*/*", essence):
        return wide.lower() != narrow.lower()
    return wide.endswith("/*") and essence.startswith(wide.lower()[:-1])


def _last(place: Place) -> str:
    return pointer.read(place.pointer)[-1] if place.pointer else ""


_BY_AREA: Mapping[Area, Callable[[Comparison, Change], Iterator[str]]] = {
    "schema": of_schema,
    "operation": _of_operation,
    "security": _of_alternative,
    "status": _of_status,
    "media-type": _of_media_type,
    "parameter": _of_parameter,
    "body": _of_body,
    "header": _of_header,
}
