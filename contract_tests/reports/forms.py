"""Every form of a report, each a function from a result to text."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from contract_tests.errors import BadTarget
from contract_tests.reports import github, html, json_report, junit, markdown, sarif
from contract_tests.result import Result


@dataclass(frozen=True, slots=True)
class Report:
    file: str
    render: Callable[[Result], str]


REPORTS = {
    "json": Report("report.json", json_report.render),
    "junit": Report("junit.xml", junit.render),
    "html": Report("report.html", html.render),
    "markdown": Report("summary.md", markdown.render),
    "github": Report("annotations.txt", github.render),
    "sarif": Report("report.sarif", sarif.render),
}


def write_all(result: Result, folder: Path) -> list[Path]:
    """Every report, in a folder that is made if it is not there. Returns the files. Raises BadTarget when one cannot be
    written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_write(report, result, folder) for report in REPORTS.values()]
    except OSError as error:
        problem = f"the reports cannot be written: {error.strerror}"
        raise BadTarget(problem, str(error.filename or folder), "give another DIR") from None


def _write(report: Report, result: Result, folder: Path) -> Path:
    path = folder / report.file
    path.write_text(report.render(result), encoding="utf-8")
    return path
