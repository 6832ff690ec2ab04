"""How long things live: what a change says of deprecation, sunset and stability."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from contract_tests.regression import moments
from contract_tests.regression.settings import Settings
from spec import pointer
from spec.compile import METHODS
from spec.diff.records import ABSENT, Change, Comparison, Place
from spec.diff.schema_views import view
from spec.document import Document


def life(comparison: Comparison, change: Change, settings: Settings) -> Iterator[str]:
    """The words of `circumstances` that speak of time."""
    endings = {
        moments.retirement(one, settings.today, settings.deprecation_days)
        for one in _gone(comparison, change)
    }
    if endings and endings <= {"retired", "early"}:
        yield "early" if "early" in endings else "retired"
    owner = _owner(comparison.head, change.head)
    if moments.is_deprecated(owner):
        yield "deprecated"
    if change.aspect == "deprecated":
        yield from _announced(owner, settings)
    elif change.aspect in moments.SUNSET:
        yield from _sunset(comparison, change, settings)
    elif change.aspect in moments.STABILITY:
        found = moments.compare_stability(change.before, change.after)
        yield from [found] if found else []


def _gone(comparison: Comparison, change: Change) -> Iterator[Any]:
    """What a change takes away, each thing that may have been announced to go."""
    if change.aspect == "path":
        operations = [pair.base for pair in change.operations if pair.base is not None]
        yield from (comparison.base.at(one.pointer) for one in operations)
    elif change.action != "removed":
        return
    elif change.area == "schema" and change.aspect == "required":
        yield from _members(comparison, change)
    elif change.area == "schema" and change.aspect == "property":
        yield next(iter(change.before.values()), None)
    elif change.area in ("callback", "webhook") and not change.aspect:
        yield from _operations(change.before, _DEPTHS)
    else:
        yield change.before


def _members(comparison: Comparison, change: Change) -> Iterator[Any]:
    """The member that need not be there any more, where it went."""
    base, head = comparison.base, comparison.head
    for pair in {use.trail[-1] for use in change.uses if use.trail}:
        if change.before not in view(head, tuple(pointer.read(pair[1]))).members:
            old = view(base, tuple(pointer.read(pair[0]))).members.get(change.before)
            yield pointer.get(base.content, old) if old is not None else None


_DEPTHS = 2  # of a callback: expressions, and the methods of each


def _operations(value: Any, depth: int) -> Iterator[Any]:
    """The operations of a callback or of a Path Item: what has responses."""
    if not isinstance(value, Mapping):
        return
    if "responses" in value or not depth:
        yield value
        return
    for name, one in value.items():
        if name in METHODS or "/" in name or "$" in name:
            yield from _operations(one, depth - 1)


def _owner(document: Document, place: Place | None) -> Any:
    """What a member is one of: the object at a place, or the one around it."""
    if place is None:
        return None
    value = document.find(place.pointer)
    if isinstance(value, Mapping):
        return value
    return document.find(pointer.write(pointer.read(place.pointer)[:-1]))


def _announced(owner: Any, settings: Settings) -> Iterator[str]:
    """A policy of so many days asks for a date that is so far away."""
    if not settings.deprecation_days:
        return
    end = moments.sunset(owner)
    if end is None:
        yield "no-sunset"
    elif end < settings.today + timedelta(days=settings.deprecation_days):
        yield "soon"


def _sunset(comparison: Comparison, change: Change, settings: Settings) -> Iterator[str]:
    """That a date is too early is told of the deprecation, where that is new as well."""
    if change.after is ABSENT:
        return
    is_new = not moments.is_deprecated(_owner(comparison.base, change.base))
    end, before = moments.read_date(change.after), moments.read_date(change.before)
    if end is None:
        yield "unreadable"
    elif before is not None and end < before:
        yield "earlier"
    elif before is None and not (is_new and settings.deprecation_days):
        yield from _nearness(end, settings)


def _nearness(end: date, settings: Settings) -> Iterator[str]:
    if end < settings.today:
        yield "past"
    elif end < settings.today + timedelta(days=settings.deprecation_days or 0):
        yield "soon"
