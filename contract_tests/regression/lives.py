"""How long things live: what a change says of deprecation, sunset and stability."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from contract_tests.regression import moments
from contract_tests.regression.settings import Settings
from spec import pointer
from spec.diff.records import ABSENT, Change, Comparison, Place
from spec.document import Document


def life(comparison: Comparison, change: Change, settings: Settings) -> Iterator[str]:
    """The words of `circumstances` that speak of time."""
    if change.action == "removed":
        value = change.before
        if change.area == "schema" and change.aspect == "property" and isinstance(value, Mapping):
            value = next(iter(value.values()), None)
        ending = moments.retirement(value, settings.today, settings.deprecation_days)
        yield from [ending] if ending else []
    owner = _owner(comparison.head, change.head)
    if moments.is_deprecated(owner):
        yield "deprecated"
    if change.aspect == "deprecated":
        yield from _announced(owner, settings)
    elif change.aspect in moments.SUNSET:
        yield from _sunset(change, settings)
    elif change.aspect in moments.STABILITY:
        found = moments.compare_stability(change.before, change.after)
        yield from [found] if found else []


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


def _sunset(change: Change, settings: Settings) -> Iterator[str]:
    if change.after is ABSENT:
        return
    end, before = moments.read_date(change.after), moments.read_date(change.before)
    if end is None:
        yield "unreadable"
    elif before is not None and end < before:
        yield "earlier"
    elif before is None and end < settings.today + timedelta(days=settings.deprecation_days or 0):
        yield "soon"
