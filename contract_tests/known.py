"""Deviations that are known: what a team has decided to live with, why, and until when.

    [[known]]
    finding = "da2611515f"                 # the id of a finding, or
    property = "answers.*"                 # a property, and if need be an operation, a trial
    operation = "createCustomer"
    trial = "*blank*"
    problem = "the status 401"             # and a part of the problem
    reason = "the gateway answers before us, ticket 1234"
    expires = 2026-12-31                   # the last day on which it excuses

In `property`, `operation` and `trial` the signs * and ? stand for others, as in a shell. An entry that is past its date excuses
nothing, and one that met no finding is to be deleted: both are told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from contract_tests import dated
from contract_tests.errors import BadTarget
from contract_tests.result import Finding, PropertyRun, Result

_PATTERNS = ("property", "operation", "trial")
_TEXTS = ("finding", *_PATTERNS, "problem")


@dataclass(frozen=True, slots=True)
class Known:
    """One entry. `wanted` are the texts that a finding must have; `place` says where it is written."""

    wanted: Mapping[str, str]
    reason: str
    expires: date
    place: str

    def meets(self, found: Finding) -> bool:
        if self.wanted.get("finding", found.id) != found.id:
            return False
        if self.wanted.get("problem", "") not in found.problem:
            return False
        return all(self._allows(name, getattr(found, name)) for name in _PATTERNS)

    def was_tried(self, run: PropertyRun) -> bool:
        """Whether the run could have met what this entry is about."""
        names = (("property", run.property), ("operation", run.operation))
        return run.verdict != "not shown" and all(self._allows(*one) for one in names)

    def _allows(self, name: str, text: str) -> bool:
        return dated.matches(self.wanted.get(name, text), text)


def read(path: Path) -> tuple[Known, ...]:
    """The entries of a file. Raises BadTarget naming the file and the line."""
    content, text = dated.read(path)
    entries = content.get("known", [])
    if set(content) - {"known"} or not isinstance(entries, list):
        raise BadTarget("holds more than a list of entries", str(path), "write [[known]]")
    return tuple(_entry(*one) for one in dated.placed(path, text, "known", entries))


def apply(result: Result, known: Sequence[Known], today: date) -> Result:
    """The result with known findings marked by their reason, and the entries told that have lapsed.

    What a run did not put to the test has not gone away: an entry about that is not told. Nor is any when the run is one of
    several parts, or ended early.
    """
    valid = [one for one in known if one.expires >= today]
    findings = tuple(_marked(found, valid) for found in result.findings)
    idle = [
        f"{one.place} met no finding, delete it if the run was a whole one: {one.reason}"
        for one in valid
        if _is_idle(one, result)
    ]
    return replace(result, findings=findings, expired=(*dated.lapsed(known, today), *idle))


def _is_idle(entry: Known, result: Result) -> bool:
    if result.stopped or result.shard[1] > 1 or any(map(entry.meets, result.findings)):
        return False
    return "property" not in entry.wanted or any(map(entry.was_tried, result.properties))


def _marked(found: Finding, known: Sequence[Known]) -> Finding:
    entry = next((one for one in known if one.meets(found)), None)
    return replace(found, known=entry.reason) if entry else found


def _entry(entry: Mapping[str, Any], place: str) -> Known:
    dated.check(entry, place, _TEXTS, ("finding", "property"))
    wanted = {word: entry[word] for word in _TEXTS if word in entry}
    return Known(wanted, entry["reason"], entry["expires"], place)
