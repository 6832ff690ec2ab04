"""What the GitHub action does: diff and lint, annotations to the log, Markdown to the summary, reports and SARIF to a folder.

It reads TROTH_* (the action's inputs: see action.yml) and GITHUB_* (set by the runner), and runs in a checkout. It ends with 0;
with 1 when something is at the level that fails, or the document was deleted; with 2 or 3 when nothing could be said.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from contract_tests.regression import past
from contract_tests.regression.job import Job
from spec.errors import SpecError, Unreadable
from spec.markup import code, text

HOLDS, BROKEN, UNREADABLE = 0, 1, 3
_FIX_DOCUMENT = "name the document from the repository's root on"


@dataclass(frozen=True, slots=True)
class Inputs:
    """`base_document` is empty unless it was given. Paths are from the current folder on."""

    document: str
    base_document: str
    clues: past.Clues
    diff: tuple[str, ...]
    lint: tuple[str, ...] | None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Inputs":
        """Raises Unreadable for a document outside of the folder."""
        overrides, config = given.get("TROTH_OVERRIDES"), given.get("TROTH_LINT_CONFIG")
        lint = ("--fail-on", given.get("TROTH_LINT_FAIL_ON") or "error", *(["--config", config] if config else []))  # fmt: skip
        clues = past.Clues(
            given.get("TROTH_BASE", ""),
            given.get("GITHUB_BASE_REF", ""),
            given.get("TROTH_QUEUE_BASE", ""),
            given.get("TROTH_BEFORE", ""),
        )
        return cls(
            _relative(given.get("TROTH_DOCUMENT", "")),
            _relative(given["TROTH_BASE_DOCUMENT"]) if given.get("TROTH_BASE_DOCUMENT") else "",
            clues,
            (
                "--fail-on",
                given.get("TROTH_FAIL_ON") or "breaking",
                *(["--overrides", overrides] if overrides else []),
            ),
            lint if given.get("TROTH_LINT", "true") == "true" else None,
        )


@dataclass(slots=True)
class Step:
    inputs: Inputs
    job: Job
    reports: Path
    worst: int = HOLDS

    def run(self) -> int:
        """The comparison goes first: what there is no room for is lint's."""
        try:
            self._compare()
        except SpecError as error:
            self._fail(f"{self.inputs.document} is not compared", str(error))
        self._lint()
        if self._sarif.is_dir():
            self.job.output("sarif", str(self._sarif))
        return self.worst

    # --- Compare -----------------------------------------------------------------------------------------------------------

    def _compare(self) -> None:
        document = self.inputs.document
        start = past.start(self.inputs.clues)
        self.job.output("base", start.commit if start else "")
        if start is None:
            self._find_head(None)
            self._skip("there is no earlier revision to compare with")
            return
        if start.doubt:
            self.job.annotate("warning", start.doubt, title="troth diff")
        if not self._find_head(start.commit):
            return
        before = self._before(start.commit)
        if before is None:
            self._skip(self._new(start.commit))
            return
        past.complete(start.commit, before)
        base = f"{past.short(start.commit)}:{before}"
        words = ("diff", "--format", "github", "--report", str(self.reports), *self.inputs.diff)
        if self._told(words, base, document):
            self.job.summarize(self._report("summary.md"))
            self._keep("diff.sarif", self._report("diff.sarif"))

    def _find_head(self, commit: str | None) -> bool:
        """Whether the document is here; that it was deleted is told. Raises Unreadable for one that never was."""
        document = self.inputs.document
        if Path(document).is_file():
            return True
        path = past.from_root(document)
        if commit is None or not past.has(commit, path):
            raise Unreadable("there is no such file", document, hint=_FIX_DOCUMENT)
        moved = past.changes(commit, path).moved_to(path)
        became = f"is {moved} now: give that as `document`" if moved else "was deleted, and every operation with it"  # fmt: skip
        said = f"{document} {became} (it was there in {past.short(commit)})"
        self._fail(f"{document} is gone", said, BROKEN)
        return False

    def _before(self, commit: str) -> str | None:
        """Where the document was. Raises Unreadable when it was not where somebody said."""
        here = past.from_root(self.inputs.document)
        if not self.inputs.base_document:
            before = past.place_before(commit, here)
            if before not in (None, here):
                self.job.annotate("notice", f"{here} was {before}", title="troth diff")
            return before
        named = past.from_root(self.inputs.base_document)
        if past.has(commit, named):
            return named
        hint = "leave `base-document` out"
        hint += (
            f": {here} is there" if past.has(commit, here) else ", or name the document's path then"
        )
        raise Unreadable(f"is not there in {past.short(commit)}", named, hint=hint)

    def _new(self, commit: str) -> str:
        here = past.from_root(self.inputs.document)
        said = f"it is new: {past.short(commit)} has no {here}"
        for path in past.deleted_documents(commit, here):
            doubt = f"{path} was deleted: if {self.inputs.document} takes its place, give base-document: {path}"
            self.job.annotate("warning", doubt, title="troth diff")
        return said

    # --- Lint --------------------------------------------------------------------------------------------------------------

    def _lint(self) -> None:
        options, document = self.inputs.lint, self.inputs.document
        if options is None or not Path(document).is_file():
            return
        if self._told(("lint", "--format", "github", *options), document, is_guest=True):
            # The same again in two more forms, whose verdict is known.
            markdown, sarif = (
                _troth(("lint", "--format", form, *options), document).stdout
                for form in ("markdown", "sarif")
            )
            (self.reports / "lint.md").write_text(markdown, encoding="utf-8")
            self.job.summarize(markdown)
            self._keep("lint.sarif", sarif)

    # --- Tell --------------------------------------------------------------------------------------------------------------

    def _told(self, words: Sequence[str], *files: str, is_guest: bool = False) -> bool:
        """Run a command and relay its annotations; a guest gets those that are left. False when it could not say anything."""
        done = _troth(words, *files)
        code = done.returncode
        # One that was killed has a number below 0, and one that crashed says nothing: neither holds.
        if code > BROKEN or code < HOLDS or not done.stdout:
            trouble = code if code > BROKEN else UNREADABLE
            self._fail(f"troth {words[0]} came to no verdict", done.stderr, trouble)
            return False
        self.worst = max(self.worst, code)
        self.job.quote(done.stderr)
        lines = done.stdout.splitlines()
        for line in self._fitting(lines) if is_guest else lines:
            self.job.log(line)
        return True

    def _fitting(self, lines: Sequence[str]) -> list[str]:
        """The headline, and as many errors and warnings as are still shown."""
        head, *rest = lines or [""]
        left = {kind: max(0, self.job.left[kind]) for kind in ("error", "warning")}
        shown: list[str] = []
        for line in rest:
            kind = line[2:].partition(" ")[0]
            if left.get(kind):
                left[kind] -= 1
                shown.append(line)
        more = len(rest) - len(shown)
        tail = [f"::notice title=troth lint::and {more:,} more: see the summary"] if more else []
        return [head, *shown, *tail]

    def _skip(self, why: str) -> None:
        document = self.inputs.document
        self.job.annotate("notice", f"{document} is not compared: {why}", title="troth")
        self.job.summarize(f"{code(document)} is not compared: {text(why)}.\n")

    def _fail(self, headline: str, said: str, code: int = UNREADABLE) -> None:
        self.worst = max(self.worst, code)
        self.job.fail(headline, said)

    def _report(self, name: str) -> str:
        return (self.reports / name).read_text(encoding="utf-8")

    def _keep(self, name: str, sarif: str) -> None:
        self._sarif.mkdir(exist_ok=True)
        (self._sarif / name).write_text(sarif, encoding="utf-8")

    @property
    def _sarif(self) -> Path:
        return self.reports / "sarif"


def main() -> int:
    """Run the step. Returns its exit code."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # of a runner with Windows too
    job = Job(os.environ)
    folder = os.environ.get("RUNNER_TEMP") or tempfile.gettempdir()
    reports = Path(tempfile.mkdtemp(prefix="troth-reports-", dir=folder))
    job.output("reports", str(reports))
    try:
        inputs = Inputs.read(os.environ)
    except SpecError as error:
        job.fail("the document could not be found", str(error))
        return UNREADABLE
    job.output("name", "troth-" + re.sub(r"[^\w.-]+", "-", inputs.document, flags=re.ASCII))
    return Step(inputs, job, reports).run()


def _relative(path: str) -> str:
    """A path from the current folder on, with slashes, as git writes it. Raises Unreadable."""
    if not path:
        raise Unreadable("no document is named", hint="give `document`")
    try:
        found = Path(os.path.relpath(path)) if Path(path).is_absolute() else Path(path)
    except ValueError:  # on another drive
        found = Path("..")
    if found.parts[:1] == ("..",):
        raise Unreadable("is outside of the checkout", path, hint=_FIX_DOCUMENT)
    return os.path.normpath(found).replace(os.sep, "/")


def _troth(words: Sequence[str], *files: str) -> subprocess.CompletedProcess[str]:
    # -P: what the user's repository calls `spec` is not ours. The summary is written here, in the right order.
    command = [sys.executable, "-P", "-m", "troth", *words, "--", *files]
    environment = {**os.environ, "GITHUB_STEP_SUMMARY": "", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, check=False, capture_output=True, text=True, encoding="utf-8", env=environment
    )


if __name__ == "__main__":
    sys.exit(main())
