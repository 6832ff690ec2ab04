"""Annotations on the lines of the document, as workflow commands of GitHub Actions."""

from collections.abc import Iterator

from contract_tests.reports import words
from contract_tests.result import Finding, Result
from spec.annotation import MOST_SHOWN, annotation

_LEVELS = {"critical": "error", "error": "error", "warning": "warning"}


def render(result: Result) -> str:
    """The verdict, then the findings, the gravest first. What is one too many of its kind is a notice, as long as these last."""
    return "".join(f"{line}\n" for line in _lines(result))


def _lines(result: Result) -> Iterator[str]:
    yield annotation("notice", words.headline(result), {"title": "troth"})
    found = [one for one in result.findings if one.known is None]
    rest: list[Finding] = []
    for level, findings in words.alike(found, lambda one: _LEVELS[one.severity]).items():
        yield from (_annotation(level, finding) for finding in findings[:MOST_SHOWN])
        rest += findings[MOST_SHOWN:]
    room = MOST_SHOWN - 2  # besides the verdict, and the number of those that have no room
    yield from (_annotation("notice", finding) for finding in rest[:room])
    if len(rest) > room:
        more = f"and {len(rest) - room:,} more findings: see the report"
        yield annotation("notice", more, {"title": "troth"})


def _annotation(level: str, finding: Finding) -> str:
    properties = {"title": f"{finding.property} ({finding.operation})"}
    if finding.says:
        properties["file"] = finding.says[0].source
        if finding.says[0].line:
            properties["line"] = str(finding.says[0].line)
    return annotation(level, f"{finding.problem} [{finding.id}]", properties)
