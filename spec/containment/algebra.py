"""The schema algebra of jsonschema-rs, which is experimental: pinned below 0.61, and behind this module alone.

Only a "yes" of `covers` or a "no" of `satisfiability` proves something. Formats are asserted: without, it is wrong about them.
"""

from typing import Any

import jsonschema_rs
from jsonschema_rs import CanonicalSchema, canonical, canonicalize

_DRAFT = 20  # 2020-12


def covers(new: Any, old: Any) -> bool:
    """Whether `new` is proved to accept whatever `old` accepts."""
    before, after = _read(old), _read(new)
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
    before, after = _read(old), _read(new)
    if before is None or after is None:
        return None
    try:
        return before.subtract(after).to_json_schema()
    except ValueError:
        return None


def _read(schema: Any) -> CanonicalSchema | None:
    try:
        return canonicalize(schema, draft=_DRAFT, validate_formats=True, offline=True)
    except (ValueError, jsonschema_rs.ReferencingError):
        return None
