"""One edit is one change: a shared schema is met through every reference to it, and edited once."""

import json
from dataclasses import replace
from typing import Any

from spec.diff.records import Change, Comparison


def merge(comparison: Comparison) -> Comparison:
    """The comparison with the changes of schemas, extensions among them, that are one edit made one, which has all their uses."""
    found: dict[Any, Change] = {}
    for change in comparison.changes:
        key = _edit(change) if change.uses else id(change)
        known = found.get(key)
        if known is None:
            found[key] = change
        else:
            found[key] = replace(known, uses=(*known.uses, *change.uses))
    return replace(comparison, changes=tuple(found.values()))


def _edit(change: Change) -> tuple[str, ...]:
    """What is edited, where, and to what."""
    places = [place.pointer if place else "" for place in (change.base, change.head)]
    values = json.dumps([change.before, change.after], sort_keys=True, default=repr)
    return (change.aspect, change.action, *places, values)
