"""Deviations that are known: what a team has decided to live with, why, and until when.

    [[known]]
    finding = "da2611515f"                 # the id of a finding, or
    property = "answers.status"            # a property, and if need be an operation and a part of the problem
    operation = "createCustomer"
    problem = "the status 401"
    reason = "the gateway answers before us, ticket 1234"
    expires = 2026-12-31

An entry that is past its date excuses nothing, and one that met no finding is to be deleted: both are told.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from contract_tests.errors import BadTarget
from contract_tests.result import Finding, Result

_TEXTS = ("finding", "property", "operation", "problem")


@dataclass(frozen=True, slots=True)
class Known:
    """One entry. `wanted` are the texts that a finding must have; `place` says where it is written."""

    wanted: Mapping[str, str]
    reason: str
    expires: date
    place: str

    def meets(self, found: Finding) -> bool:
        if "finding" in self.wanted and self.wanted["finding"] != found.id:
            return False
        if self.wanted.get("property", found.property) != found.property:
            return False
        if self.wanted.get("operation", found.operation) != found.operation:
            return False
        return self.wanted.get("problem", "") in found.problem


def read(path: Path) -> tuple[Known, ...]:
    """The entries of a file. Raises BadTarget naming the file and the entry."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadTarget(f"cannot be read: {error.strerror}", str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadTarget(f"is no TOML: {error}", str(path)) from None
    entries = content.get("known", [])
    if set(content) - {"known"} or not isinstance(entries, list):
        raise BadTarget("holds more than a list of entries", str(path), "write [[known]]")
    return tuple(
        _entry(entry, f"{path}, entry {number}") for number, entry in enumerate(entries, 1)
    )


def apply(result: Result, known: Sequence[Known], today: date) -> Result:
    """The result with known findings marked by their reason, and the entries told that have lapsed."""
    valid = [one for one in known if one.expires >= today]
    findings = tuple(_marked(found, valid) for found in result.findings)
    lapsed = [
        f"{one.place} is past its date, {one.expires}: {one.reason}"
        for one in known
        if one.expires < today
    ]
    idle = [
        f"{one.place} meets no finding any more, delete it: {one.reason}"
        for one in valid
        if not any(one.meets(found) for found in result.findings)
    ]
    return replace(result, findings=findings, expired=(*lapsed, *idle))


def _marked(found: Finding, known: Sequence[Known]) -> Finding:
    entry = next((one for one in known if one.meets(found)), None)
    return replace(found, known=entry.reason) if entry else found


def _entry(entry: Any, place: str) -> Known:
    if not isinstance(entry, dict):
        raise BadTarget("is no table", place, "write [[known]]")
    unknown = [word for word in entry if word not in (*_TEXTS, "reason", "expires")]
    if unknown:
        known = ", ".join((*_TEXTS, "reason", "expires"))
        raise BadTarget(f"{unknown[0]!r} is not known", place, f"known are {known}")
    wanted = {word: entry[word] for word in _TEXTS if word in entry}
    if not wanted.keys() & {"finding", "property"}:
        raise BadTarget("says not which finding it means", place, "give finding or property")
    for word, value in {**wanted, "reason": entry.get("reason")}.items():
        if not isinstance(value, str) or not value.strip():
            raise BadTarget(f"{word} is missing or no text", place, f'write {word} = "…"')
    expires = entry.get("expires")
    if isinstance(expires, datetime) or not isinstance(expires, date):
        raise BadTarget("has no date on which it expires", place, "write expires = 2026-12-31")
    return Known(wanted, entry["reason"], expires, place)
