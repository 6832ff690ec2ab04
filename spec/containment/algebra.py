"""The schema algebra of jsonschema-rs, which is experimental: pinned below 0.61, and behind this module alone.

Only a "yes" of `covers` or a "no" of `satisfiability` proves something. Formats are asserted: without, it is wrong about them.
"""

import json
from functools import lru_cache
from typing import Any

import jsonschema_rs
from jsonschema_rs import CanonicalSchema, canonical, canonicalize

from spec.canonical import canonical as canonical_text

_DRAFT = 20  # 2020-12
# Characters of both schemas together: beyond, it may take seconds, cannot be stopped, and was not seen to prove anything.
_LONGEST = 2_400


def covers(new: Any, old: Any) -> bool:
    """Whether `new` is proved to accept whatever `old` accepts."""
    texts = canonical_text(new), canonical_text(old)
    return _are_short(*texts) and _covers(*texts)


@lru_cache(maxsize=4096)  # a comparison asks the same of many places
def _covers(new: str, old: str) -> bool:
    before, after = _read(json.loads(old)), _read(json.loads(new))
    if before is None or after is None:
        return False
    try:
        if after.covers(before) == canonical.Containment.YES:
            return True
        return before.subtract(after).satisfiability() == canonical.Satisfiability.NO
    except ValueError:
        return False


def difference(old: Any, new: Any) -> Any | None:
    """A schema of what `old` accepts and `new` refuses, to draw values from; None where the algebra has none."""
    if not _are_short(canonical_text(new), canonical_text(old)):
        return None
    before, after = _read(old), _read(new)
    if before is None or after is None:
        return None
    try:
        return before.subtract(after).to_json_schema()
    except ValueError:
        return None


def _are_short(one: str, other: str) -> bool:
    return len(one) + len(other) <= _LONGEST


def _read(schema: Any) -> CanonicalSchema | None:
    try:
        return canonicalize(schema, draft=_DRAFT, validate_formats=True, offline=True)
    except (ValueError, jsonschema_rs.ReferencingError):
        return None
