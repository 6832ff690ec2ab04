"""A step of a GitHub job: annotations, the summary and outputs, each within what the runner takes."""

import os
import re
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from spec.annotation import MOST_SHOWN, annotation
from spec.markup import text as plain

Kind = Literal["error", "warning", "notice"]

SUMMARY = 1_000_000  # bytes: GitHub takes 1 MiB for a step, and drops what is larger as a whole
_COMMAND = re.compile(r"::(error|warning|notice)[ :]")
# What an error begins with: the file, and the line if there is one.
_PLACE = re.compile(r"(?:troth: )?(?P<file>.+?)(?::(?P<line>\d+))?(?: at .*?)?: ")
_CUT = (
    "\n\nThe rest has no room here: it is in the reports, which the action uploads with the run.\n"
)


@dataclass(slots=True)
class Job:
    """`environment` names the runner's files, as GITHUB_*; without these, only the log is written."""

    environment: Mapping[str, str]
    left: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("error", "warning", "notice"), MOST_SHOWN)
    )
    room: int = SUMMARY

    def annotate(self, kind: Kind, text: str, **properties: str) -> None:
        self.log(annotation(kind, text, properties))

    def fail(self, headline: str, said: str) -> None:
        """What a command said that came to no end: an error at its place, and in the summary."""
        lines = said.strip().splitlines() or ["it gives no reason"]
        told = lines[-1] if lines[0].startswith("usage:") else "\n".join(lines)
        place = _PLACE.match(told)
        properties = {"title": "troth"}
        if place and Path(place["file"]).is_file():
            line = {"line": place["line"]} if place["line"] else {}
            properties |= {"file": place["file"], **line}
        told = told.removeprefix("troth: ")
        self.annotate("error", told, **properties)
        paragraphs = (plain(line) for line in told.splitlines())
        self.summarize("\n\n".join((f"### \u274c {plain(headline)}", *paragraphs)) + "\n")

    def log(self, line: str) -> None:
        """A line of the log, which may be a command."""
        found = _COMMAND.match(line)
        if found:
            self.left[found[1]] -= 1
        # As far as the log knows the signs; it is UTF-8 on every runner.
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    def quote(self, text: str) -> None:
        """Lines of the log that are none of ours: no command among them is carried out."""
        if text.strip():
            token = secrets.token_hex(16)
            sys.stdout.write(f"::stop-commands::{token}\n{text.rstrip()}\n::{token}::\n")
            sys.stdout.flush()

    def summarize(self, markdown: str) -> None:
        """Add to the summary of the step, as far as there is room."""
        if self.room <= 0:
            return
        shown = within(markdown, self.room)
        self.room = 0 if shown != markdown else self.room - len(markdown.encode()) - 1
        self._append("GITHUB_STEP_SUMMARY", f"{shown}\n")

    def output(self, name: str, value: str) -> None:
        """`value` is of one line."""
        self._append("GITHUB_OUTPUT", f"{name}={value}\n")

    def _append(self, file: str, text: str) -> None:
        path = self.environment.get(file)
        if path:
            with Path(path).open("a", encoding="utf-8", newline="\n") as found:
                found.write(text)


def here() -> Job:
    """The job that this runs in; where it is none, only the log is written."""
    return Job(os.environ if os.environ.get("GITHUB_ACTIONS") == "true" else {})


def within(markdown: str, limit: int) -> str:
    """As many whole lines as fit into so many bytes, and a note that there were more. What is folded is there as a whole."""
    data = markdown.encode()
    if len(data) <= limit:
        return markdown
    kept = data[:limit].rpartition(b"\n")[0].decode("utf-8", "ignore")
    if kept.count("<details>") > kept.count("</details>"):
        kept = kept.rpartition("<details>")[0].rstrip()
    return kept + _CUT
