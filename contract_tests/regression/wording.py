"""One sentence for a change: what was edited, then what follows."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from contract_tests.regression.records import Level
from contract_tests.regression.rules.record import Rule
from spec.diff.records import ABSENT, Change, Direction

_CHOICES = frozenset({"anyOf", "oneOf"})
_LONGEST = 60  # characters of a value
# Members whose values nobody reads in a sentence.
_LONG = frozenset({"description", "summary", "example", "examples", "x-troth-promises"})
_NOTHING = {
    "compatible": "no one's calls fail for it",
    "documentation": "it says the same in other words",
    "undecided": "whether calls fail for it is not known",
}


def problem(
    change: Change,
    rule: Rule,
    level: Level,
    direction: Direction | None,
    *,
    together: bool = False,
) -> str:
    """The sentence. What follows is the row's, unless the proof says otherwise: `level` is what it says, whatever a team makes of
    it."""
    told = f"{edit(change, direction)}; {_follows(rule, level, direction)}"
    return f"{told} (together with the other changes of the same value)" if together else told


def edit(change: Change, direction: Direction | None = None) -> str:
    """What was edited, with its values, where it is seen in that direction."""
    subject = _subject(change, direction)
    if change.aspect == "subtype":
        return f"{subject} {change.action}"
    if change.aspect == "property":
        value = change.after if change.action == "added" else change.before
        return f"{subject}: member `{next(iter(value), '')}` {change.action}"
    if change.aspect == "range":
        return f"{subject}: it is described as {change.after} now"
    thing = " ".join(filter(None, (f"{subject}:" if _aspect(change) else subject, _aspect(change))))
    if change.action == "changed":
        return f"{thing} {_changed(change)}"
    value = change.after if change.action == "added" else change.before
    if _is_itself(change) or value is ABSENT or change.aspect in _LONG:
        return f"{thing} {change.action}"
    if change.aspect in _CHOICES:
        return f"{thing} alternative {named(value)} {change.action}"
    return f"{thing} {shown(value)} {change.action}"


def _changed(change: Change) -> str:
    if change.aspect in _LONG:
        return "changed"
    before, after = change.before, change.after
    if change.aspect == "type":
        before, after = _plain(before), _plain(after)
    return f"changed from {shown(before)} to {shown(after)}"


def shown(value: Any) -> str:
    """A value as JSON, cut when it is long."""
    if value is ABSENT:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _plain(value: Any) -> Any:
    """A list of one type is told as that type."""
    is_one = isinstance(value, list | tuple) and len(value) == 1 and isinstance(value[0], str)
    return value[0] if is_one else value


def named(schema: Any) -> str:
    """What people call an alternative: its title, what it refers to, or the value that tells it apart; else its text."""
    if not isinstance(schema, Mapping):
        return shown(schema)
    if isinstance(schema.get("title"), str):
        return f"`{schema['title']}`"
    if isinstance(schema.get("$ref"), str):
        return f"`{schema['$ref'].rpartition('/')[2]}`"
    parts = schema.get("allOf")
    if isinstance(parts, list | tuple) and parts and schema.keys() <= {"allOf", "description"}:
        return " with ".join(map(named, parts))
    return next(_tags(schema), shown(schema))


def _tags(schema: Mapping[str, Any]) -> Iterator[str]:
    members = schema.get("properties", {})
    for name in schema.get("required", ()):
        member = members.get(name)
        if not isinstance(member, Mapping):
            continue
        values = member.get("enum", [member["const"]] if "const" in member else ())
        if len(values) == 1:
            yield f"`{name}: {values[0]}`"


def _subject(change: Change, direction: Direction | None) -> str:
    if change.area == "schema":
        ways = [use.slot for use in change.uses if use.slot.direction == direction]
        slots = ways or [use.slot for use in change.uses]
        where = slots[0].where if slots else "a schema"
        return f"`{change.subject}` ({where})" if change.subject else where
    return change.subject or change.area


# What they are called where the name of the aspect is none that a document has.
_NAMES = {
    "enum.value": "enum values",
    "servers.enum": "values",
    "servers.default": "default",
    "servers.unused": "`servers`",
    "path.moved": "`path`",
    "required in security": "",
    "scopes in security": "",
}


def _aspect(change: Change) -> str:
    """What of the thing is edited, empty where it is the thing itself."""
    if _is_itself(change):
        return ""
    aspect = f"{change.aspect} in security" if change.area == "security" else change.aspect
    if aspect.startswith("servers") and aspect not in _NAMES:
        return "values" if change.subject.startswith("variable ") else "URL"
    return _NAMES.get(aspect, f"`{change.aspect.removeprefix('encoding.')}`")


def _is_itself(change: Change) -> bool:
    """Whether what came or went is what the subject names."""
    if change.action == "changed":
        return not change.aspect
    if change.area == "security":
        return change.aspect in ("", "alternative", "scheme")
    is_server = change.aspect == "servers" and change.subject.startswith("server ")
    return not change.aspect or is_server or change.aspect == "servers.variable"


def _follows(rule: Rule, level: Level, direction: Direction | None) -> str:
    """What the row says, where the change has the row's level; else what its own level says."""
    if rule.proved and level in _NOTHING:
        return _NOTHING[level]
    return rule.told(direction)
