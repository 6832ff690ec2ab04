"""Annotations on the lines of the document, as workflow commands of GitHub Actions."""

from contract_tests.reports import words
from contract_tests.result import Finding, Result

_LEVELS = {"critical": "error", "error": "error", "warning": "warning"}


def render(result: Result) -> str:
    """GitHub shows ten of each kind for a step: the gravest come first, as in the result."""
    lines = [_command(finding) for finding in result.findings if finding.known is None]
    return "".join(
        f"{line}\n" for line in (*lines, f"::notice title=troth::{_data(words.headline(result))}")
    )


def _command(finding: Finding) -> str:
    properties = {"title": f"{finding.property} ({finding.operation})"}
    if finding.says:
        properties["file"] = finding.says[0].source
        if finding.says[0].line:
            properties["line"] = str(finding.says[0].line)
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_LEVELS[finding.severity]} {named}::{_data(f'{finding.problem} [{finding.id}]')}"


def _data(text: str) -> str:
    """As the toolkit of actions escapes it: a line feed would begin another command."""
    return words.visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
