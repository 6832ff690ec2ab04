"""Every form by its name, and all of them in a folder."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from contract_tests.errors import BadTarget
from contract_tests.regression.records import Verdict
from contract_tests.regression.reports import (
    changelog,
    github,
    html,
    json_report,
    markdown,
    sarif,
    text,
)


@dataclass(frozen=True, slots=True)
class Form:
    file: str
    render: Callable[[Verdict], str]


FORMS = {
    "text": Form("diff.txt", text.render),
    "json": Form("diff.json", json_report.render),
    "markdown": Form("summary.md", markdown.render),
    "github": Form("annotations.txt", github.render),
    "sarif": Form("diff.sarif", sarif.render),
    "html": Form("diff.html", html.render),
    "changelog": Form("changelog.md", changelog.render),
}


def write_all(verdict: Verdict, folder: Path) -> None:
    """Every form, in a folder that is made if it is not there. Raises BadTarget when one cannot be written."""
    for form in FORMS.values():
        write(form.render(verdict), folder / form.file)


def write(text: str, path: Path) -> None:
    """A report to a file. Raises BadTarget."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        problem = f"the report cannot be written: {error.strerror}"
        raise BadTarget(problem, str(error.filename or path), "give another place") from None
