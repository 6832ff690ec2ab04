"""Every form by its name, and all of them in a folder."""

import importlib
from dataclasses import dataclass
from pathlib import Path

from contract_tests.errors import BadTarget
from contract_tests.regression.records import Verdict

_HERE = "contract_tests.regression.reports"


@dataclass(frozen=True, slots=True)
class Form:
    """`file` is its name in a folder, `module` what writes it: loaded when it is asked for, since a run asks for one."""

    file: str
    module: str

    def render(self, verdict: Verdict) -> str:
        return str(importlib.import_module(f"{_HERE}.{self.module}").render(verdict))


FORMS = {
    "text": Form("diff.txt", "text"),
    "json": Form("diff.json", "json_report"),
    "markdown": Form("summary.md", "markdown"),
    "github": Form("annotations.txt", "github"),
    "sarif": Form("diff.sarif", "sarif"),
    "html": Form("diff.html", "html"),
    "changelog": Form("changelog.md", "changelog"),
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
