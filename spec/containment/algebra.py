"""The schema algebra of jsonschema-rs, which is experimental: pinned below 0.61, and behind this module alone.

Only a "yes" of `covers` or a "no" of `satisfiability` proves something. Formats are asserted: without, it is wrong about them.
"""

from typing import Any

import jsonschema_rs
from jsonschema_rs import CanonicalSchema, canonical, canonicalize

_DRAFT = 20  # 2020-12


def covers(new: Any, old: Any) -> bool:
    """Whether `new` is proved to accept whatever `old` accepts."""
    both = _both(old, new)
    if both is None:
        return False
    before, after = both
    if after.covers(before) == canonical.Containment.YES:
        return True
    difference = _subtracted(before, after)
    return difference is not None and difference.satisfiability() == canonical.Satisfiability.NO


def is_empty(schema: Any) -> bool:
    """Whether a schema is proved to accept nothing."""
    read = _read(schema)
    return read is not None and read.satisfiability() == canonical.Satisfiability.NO


def difference(old: Any, new: Any) -> Any | None:
    """A schema of what `old` accepts and `new` refuses, to draw values from; None where the algebra has none."""
    both = _both(old, new)
    if both is None:
        return None
    result = _subtracted(*both)
    return None if result is None else result.to_json_schema()


def _both(old: Any, new: Any) -> tuple[CanonicalSchema, CanonicalSchema] | None:
    before, after = _read(old), _read(new)
    return None if before is None or after is None else (before, after)


def _read(schema: Any) -> CanonicalSchema | None:
    try:
        return canonicalize(schema, draft=_DRAFT, validate_formats=True, offline=True)
    except (ValueError, jsonschema_rs.ReferencingError):
        return None


def _subtracted(old: CanonicalSchema, new: CanonicalSchema) -> CanonicalSchema | None:
    try:
        return old.subtract(new)
    except ValueError:
        return None
