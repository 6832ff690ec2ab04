"""`x-troth`: what a document says only in prose, declared once under the operation and obeyed by the mock, asserted by the tests.

The vocabulary is closed: `schemas/x-troth.json` describes it, and any other word is an error with its pointer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spec.expressions import Expression


@dataclass(frozen=True, slots=True)
class FromRecord:
    """`from KIND`: the member of the same name of a record that a precondition found, or of the `credential`."""

    kind: str


@dataclass(frozen=True, slots=True)
class Constant:
    value: Any


Value = Expression | FromRecord | Constant


@dataclass(frozen=True, slots=True)
class RequiresFlag:
    """The record of kind `of` that the credential belongs to has `flag` set, or the answer is `status`."""

    flag: str
    of: str
    status: int
    pointer: str


@dataclass(frozen=True, slots=True)
class RequiresRecord:
    """A record of `kind` with this id exists within the credential's `within`, or the answer is `status`.

    `optional`: a request that does not name an id passes. `where`: members of the record that must equal these values.
    """

    kind: str
    id: Expression
    within: str | None
    where: Mapping[str, Value]
    optional: bool
    status: int
    pointer: str


Requirement = RequiresFlag | RequiresRecord


@dataclass(frozen=True, slots=True)
class Upsert:
    """Create or replace the one record of `resource` that has this `key` (compared code point for code point).

    A replace keeps the members in `keeps` and takes nothing else from the record before. `sets` maps members of the answer
    to where their value comes from. `created` and `updated` name the members that the clock sets, if any.
    """

    resource: str
    key: tuple[Expression, ...]
    keeps: tuple[str, ...]
    sets: Mapping[str, Value]
    created: str | None
    updated: str | None
    pointer: str


@dataclass(frozen=True, slots=True)
class Rules:
    requires: tuple[Requirement, ...]
    upsert: Upsert | None
    pointer: str
