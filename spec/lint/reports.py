"""The problems of a document as text, JSON, Markdown, GitHub annotations and SARIF.

Texts of a document are never markup, and never a command of a terminal.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from spec import markup
from spec.annotation import annotation
from spec.lint.fixes import shown
from spec.lint.problem import LEVELS, Level, Problem
from spec.lint.table import ALL
from spec.plain import visible

_COLORS: Mapping[Level, str] = {"error": "31", "warn": "33", "info": "36", "hint": "2"}
_GITHUB: Mapping[Level, str] = {
    "error": "error",
    "warn": "warning",
    "info": "notice",
    "hint": "notice",
}
_SARIF: Mapping[Level, str] = {"error": "error", "warn": "warning", "info": "note", "hint": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Report:
    """What is told: the document's name, its problems, and whether colour is wanted."""

    document: str
    problems: Sequence[Problem]
    color: bool = False
    show_all: bool = False

    @property
    def standing(self) -> list[Problem]:
        return [one for one in self.problems if not one.corrected]

    @property
    def shown(self) -> list[Problem]:
        """What stands, and hints only if they were asked for: thousands of them would hide the rest."""
        return [one for one in self.standing if self.show_all or one.level != "hint"]

    @property
    def hidden(self) -> str:
        """How many hints are not shown, and how to see them."""
        count = len(self.standing) - len(self.shown)
        return f"{_plural(count, 'hint')} not shown (--all shows them)" if count else ""

    def headline(self) -> str:
        counts = {level: sum(one.level == level for one in self.standing) for level in LEVELS}
        told = (
            ", ".join(_plural(count, level) for level, count in counts.items() if count)
            or "no problems"
        )
        mended = len(self.problems) - len(self.standing)
        return f"{told}; {mended} more mended by the overlay" if mended else told


def _plural(count: int, level: str) -> str:
    return f"{count} {level if count == 1 or level == 'info' else level + 's'}"


def text(report: Report) -> str:
    return "".join(f"{line}\n" for line in _text(report))


def _text(report: Report) -> Iterator[str]:
    for one in report.problems:
        if not report.show_all and (one.corrected or one.level == "hint"):
            continue
        level = (
            f"\x1b[{_COLORS[one.level]}m{one.level:5}\x1b[0m" if report.color else f"{one.level:5}"
        )
        yield f"{visible(_place(one))}: {level} {visible(one.message)}  ({one.rule})"
        if one.pointer:
            yield f"    {visible(one.pointer)}"
        yield f"    why: {visible(one.why)}"
        if one.corrected:
            yield f"    mended by the overlay: {visible(one.corrected)}"
        elif one.fix:
            yield "    fix, as overlay actions:"
            yield from (f"    {visible(line)}" for line in shown(one))
    yield f"{visible(report.document)}: {report.headline()}"
    if report.hidden:
        yield report.hidden


def json_text(report: Report) -> str:
    found = [
        {
            "rule": one.rule,
            "level": one.level,
            "message": one.message,
            "why": one.why,
            "pointer": one.pointer,
            "source": one.source,
            "line": one.line,
            "fix": list(one.fix),
            "corrected": one.corrected or None,
        }
        for one in report.problems
    ]
    counts = {level: sum(one.level == level for one in report.standing) for level in LEVELS}
    value = {"form": 1, "document": report.document, "counts": counts, "problems": found}
    return json.dumps(value, indent=1, ensure_ascii=True) + "\n"


def markdown(report: Report) -> str:
    lines = [f"### {markup.text(report.document)}: {markup.text(report.headline())}"]
    if report.shown:
        lines += ["", "| | rule | problem | place |", "|---|---|---|---|"]
    for one in report.shown:
        lines.append(
            f"| {one.level} | {markup.code(one.rule)} | {markup.text(one.message)} | {markup.code(_place(one))} |"
        )
    if report.hidden:
        lines += ["", markup.text(report.hidden)]
    return "\n".join(lines) + "\n"


def github(report: Report) -> str:
    headline = f"{report.document}: {report.headline()}"
    lines = [annotation("notice", headline, {"title": "troth lint"})]
    for one in report.shown:
        named = {
            "title": f"{one.level}: {one.rule}",
            "file": one.source,
            **({"line": str(one.line)} if one.line else {}),
        }
        lines.append(annotation(_GITHUB[one.level], one.message, named))
    return "\n".join(lines) + "\n"


def sarif(report: Report) -> str:
    """SARIF 2.1.0 (OASIS)."""
    problems = [one for one in report.problems if report.show_all or one.level != "hint"]
    used = sorted({one.rule for one in problems})
    says = {rule.id: rule.says for rule in ALL}
    rules = [{"id": rule, "shortDescription": {"text": says.get(rule, rule)}} for rule in used]
    run = {
        "tool": {"driver": {"name": "troth lint", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, used) for one in problems],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _result(one: Problem, used: list[str]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(visible(one.source), safe="/:")}}
    if one.line:
        physical["region"] = {"startLine": one.line}
    logical = [{"fullyQualifiedName": visible(one.pointer), "kind": "member"}]
    result: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": used.index(one.rule),
        "level": _SARIF[one.level],
        "message": {"text": visible(f"{one.message} ({one.why})")},
        "locations": [{"physicalLocation": physical, "logicalLocations": logical}],
    }
    if one.corrected:
        result["suppressions"] = [
            {"kind": "external", "justification": visible(f"mended by {one.corrected}")}
        ]
    return result


FORMS: Mapping[str, Callable[[Report], str]] = {
    "text": text,
    "json": json_text,
    "markdown": markdown,
    "github": github,
    "sarif": sarif,
}


def _place(one: Problem) -> str:
    return f"{one.source}:{one.line}" if one.line else one.source
