"""A rule file: which rules are off, or of another level.

rules:
  tags-used: off
  prose-limit: error
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from spec import pointer, source
from spec.errors import Invalid
from spec.lint.problem import LEVELS, Level
from spec.lint.table import ALL

OFF = "off"


@dataclass(frozen=True, slots=True)
class Settings:
    """`levels` has the rules that the file speaks of; None turns one off."""

    levels: Mapping[str, Level | None] = field(default_factory=dict)

    def level(self, rule: str, usual: Level) -> Level | None:
        return self.levels.get(rule, usual)


def read(path: Path) -> Settings:
    """Read a rule file, YAML or JSON. Raises Unreadable or Invalid."""
    text = source.read(path, kind=source.RULE_FILE)
    content = text.content if isinstance(text.content, Mapping) else {}
    rules = content.get("rules")
    if set(content) != {"rules"} or not isinstance(rules, Mapping):
        raise Invalid(
            "must have one member, `rules`, with a level for each rule",
            text.name,
            1,
            hint="rules: {tags-used: off}",
        )
    levels: dict[str, Level | None] = {}
    for name, level in rules.items():
        line = text.line(pointer.write(("rules", name)))
        levels[_known(name, text.name, line)] = _level(level, name, text.name, line)
    return Settings(levels)


def _known(name: str, file: str, line: int | None) -> str:
    known = [rule.id for rule in ALL]
    if name in known:
        return name
    close = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {close[0]!r}?" if close else "`troth lint --rules` lists them"
    raise Invalid(f"there is no rule {name!r}", file, line, hint=hint)


def _level(level: object, name: str, file: str, line: int | None) -> Level | None:
    if level is False or level == OFF:  # a YAML 1.1 writer makes `off` false
        return None
    for known in LEVELS:
        if level == known:
            return known
    near = next((one for one in (OFF, *LEVELS) if str(level).lower().startswith(one)), None)
    hint = f"did you mean {near!r}?" if near else f"one of {', '.join((OFF, *LEVELS))}"
    raise Invalid(f"{level!r} is no level for {name}", file, line, hint=hint)
