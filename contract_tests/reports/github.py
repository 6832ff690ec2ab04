"""Annotations on the lines of the document, as workflow commands of GitHub Actions."""

from collections.abc import Iterator

from contract_tests.reports import words
from contract_tests.reports.plain import visible
from contract_tests.result import Finding, Result

# GitHub shows as many annotations of each kind for a step, and drops the rest without a word.
_SHOWN = 10
_LEVELS = {"critical": "error", "error": "error", "warning": "warning"}


def render(result: Result) -> str:
    """The verdict, then the findings, the gravest first. What is one too many of its kind is a notice, as long as these last."""
    return "".join(f"{line}\n" for line in _lines(result))


def _lines(result: Result) -> Iterator[str]:
    yield _command("notice", {"title": "troth"}, words.headline(result))
    found = [one for one in result.findings if one.known is None]
    rest: list[Finding] = []
    for level, findings in words.alike(found, lambda one: _LEVELS[one.severity]).items():
        yield from (_annotation(level, finding) for finding in findings[:_SHOWN])
        rest += findings[_SHOWN:]
    room = _SHOWN - 2  # besides the verdict, and the number of those that have no room
    yield from (_annotation("notice", finding) for finding in rest[:room])
    if len(rest) > room:
        more = f"and {len(rest) - room:,} more findings: see the report"
        yield _command("notice", {"title": "troth"}, more)


def _annotation(level: str, finding: Finding) -> str:
    properties = {"title": f"{finding.property} ({finding.operation})"}
    if finding.says:
        properties["file"] = finding.says[0].source
        if finding.says[0].line:
            properties["line"] = str(finding.says[0].line)
    return _command(level, properties, f"{finding.problem} [{finding.id}]")


def _command(level: str, properties: dict[str, str], text: str) -> str:
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {named}::{_data(text)}"


def _data(text: str) -> str:
    """As the toolkit of actions escapes it: a line feed would begin another command."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
