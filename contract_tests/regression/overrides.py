"""What a team has decided to live with, why, and until when; and levels that it gives to rules.

    [levels]
    "operation-id" = "documentation"       # the id of a rule, or one that oasdiff has: `troth diff --rules` lists them

    [[accept]]
    rule = "enum-grown"                    # the id of a rule, or
    finding = "da2611515f"                 # of a finding
    pointer = "/paths/~1orders/*"          # where, in the base or in the head
    reason = "the one customer that reads it is told, ticket 1234"
    expires = 2026-12-31                   # the last day on which it excuses

A name of oasdiff's excuses only what that tool would say it of: its direction, and parameters, headers or bodies. As a level it
is refused where our rule speaks of more.

In `rule` and `pointer` the signs * and ? stand for others, as in a shell. An entry that is past its date excuses nothing, and one
that met no finding is to be deleted: both are told.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from contract_tests import dated
from contract_tests.errors import BadTarget
from contract_tests.regression.records import LEVELS, Finding, Level
from contract_tests.regression.rules import oasdiff
from contract_tests.regression.rules.table import BY_ID
from spec import pointer

_TEXTS = ("rule", "finding", "pointer")


@dataclass(frozen=True, slots=True)
class Accept:
    """One entry. `place` says where it is written; empty texts stand for any."""

    rule: str
    finding: str
    pointer: str
    reason: str
    expires: date
    place: str

    def meets(self, found: Finding) -> bool:
        if self.finding and self.finding != found.id:
            return False
        sides = [place for place in (found.base, found.head) if place is not None]
        if self.rule and not any(
            dated.matches(self.rule, name)
            for name in _names_of(found, [place.pointer for place in sides])
        ):
            return False
        places = [where for place in sides for where in (place.pointer, place.inside)]
        return not self.pointer or any(dated.matches(self.pointer, place) for place in places)


@dataclass(frozen=True, slots=True)
class Overrides:
    levels: Mapping[str, Level] = field(default_factory=dict)
    accepted: tuple[Accept, ...] = ()


def read(path: Path) -> Overrides:
    """The overrides of a file. Raises BadTarget naming the file and the line."""
    content, text = dated.read(path)
    unknown = sorted(set(content) - {"levels", "accept"})
    entries = content.get("accept", [])
    if unknown or not isinstance(entries, list):
        name = unknown[0] if unknown else "accept"
        raise BadTarget(f"{name!r} is not known", str(path), "write [[accept]] or [levels]")
    levels = dict(_levels(content.get("levels", {}), str(path)))
    placed = dated.placed(path, text, "accept", entries)
    return Overrides(levels, tuple(_entry(*one) for one in placed))


def excuse(
    findings: Sequence[Finding], accepted: Sequence[Accept], today: date
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """The findings with those that are accepted marked by the reason, and a note for each entry that has lapsed."""
    valid = [one for one in accepted if one.expires >= today]
    marked = []
    for found in findings:
        entry = next((one for one in valid if one.meets(found)), None)
        marked.append(replace(found, accepted=entry.reason) if entry else found)
    notes = dated.lapsed(accepted, today)
    notes += [
        f"{one.place} met no finding, delete it: {one.reason}"
        for one in valid
        if not any(map(one.meets, findings))
    ]
    return tuple(marked), tuple(notes)


def _names_of(found: Finding, places: Sequence[str]) -> Iterator[str]:
    """What a finding's rule is called: by us, and by those who come from oasdiff, as far as they would say it of that finding."""
    yield found.rule
    tokens = [pointer.read(place) for place in places]
    for name in oasdiff.names(found.rule):
        if oasdiff.is_about(name, found.direction, tokens):
            yield name


def _levels(value: Any, path: str) -> Iterator[tuple[str, Level]]:
    if not isinstance(value, dict):
        raise BadTarget("levels is no table", path, "write [levels]")
    for name, level in value.items():
        if level not in LEVELS:
            hint = f"levels are {', '.join(LEVELS)}"
            raise BadTarget(f"{level!r} is no level for {name!r}", path, hint)
        for rule in _named(name, path):
            yield rule, level


def _named(name: str, path: str) -> list[str]:
    """The rules that an id means: its own, or those that take the place of one of oasdiff's."""
    if name in BY_ID:
        return [name]
    found = [one for one in BY_ID.values() if name in one.oasdiff]
    if not found:
        raise BadTarget(f"there is no rule {name!r}", path, _hint(name))
    for one in found:
        if "schema" in one.areas and one.direction is None and oasdiff.way(name) is not None:
            hint = (
                f"write {one.id!r} where you mean all of it, or [[accept]] what this name is about"
            )
            raise BadTarget(f"{name!r} is only a part of a rule", path, hint)
    return [one.id for one in found]


def _entry(entry: Mapping[str, Any], place: str) -> Accept:
    dated.check(entry, place, _TEXTS, ("rule", "finding"))
    _check_rule(entry.get("rule", "*"), place)
    texts = {word: entry.get(word, "") for word in (*_TEXTS, "reason")}
    return Accept(**texts, expires=entry["expires"], place=place)


def _check_rule(pattern: str, place: str) -> None:
    known = (name for one in BY_ID.values() for name in (one.id, *one.oasdiff))
    if not any(dated.matches(pattern, name) for name in known):
        raise BadTarget(f"there is no rule {pattern!r}", place, _hint(pattern))


def _hint(name: str) -> str:
    close = difflib.get_close_matches(name, BY_ID, 1)
    return f"did you mean {close[0]!r}?" if close else "`troth diff --rules` lists them"
