"""The action: its script in real repositories with the runner's files, and what its YAML pins."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from spec.tests.repositories import Repository

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / ".github" / "check.sh"
NAME = "the api/open api.yaml"

API = """\
openapi: 3.1.0
info: {title: Test, version: '1'}
servers: [{url: 'https://api.example.com'}]
paths:
  /things:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string, maxLength: 9}}}
      responses: {'204': {description: Done.}}
"""
NARROW = API.replace("maxLength: 9", "maxLength: 5")
WIDE = API.replace("maxLength: 9", "maxLength: 99")

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the script is one of bash")


@dataclass
class Ran:
    code: int
    log: str
    summary: str
    output: dict[str, str]

    def report(self, name):
        return (Path(self.output["reports"]) / name).read_text(encoding="utf-8")


@pytest.fixture
def repository(tmp_path, monkeypatch):
    return Repository(tmp_path / "re po", monkeypatch)


@pytest.fixture
def check(repository, tmp_path):
    """Run the script as the runner does, with a command `troth` of this checkout."""
    bin = tmp_path / "bin"
    bin.mkdir()
    (bin / "troth").write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m troth "$@"\n')
    (bin / "troth").chmod(0o755)

    def run(**inputs):
        summary, output = tmp_path / "summary.md", tmp_path / "output"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
        environment = {
            **kept,
            "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "GITHUB_ACTIONS": "true",
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_OUTPUT": str(output),
            "RUNNER_TEMP": str(tmp_path),
            "TROTH_DOCUMENT": NAME,
            "TROTH_LINT": "false",
            **inputs,
        }
        command = ["bash", str(SCRIPT)]
        done = subprocess.run(command, check=False, cwd=repository.folder, env=environment, capture_output=True, text=True)  # fmt: skip
        lines = output.read_text().splitlines() if output.exists() else []
        written = summary.read_text(encoding="utf-8") if summary.exists() else ""
        told = dict(line.split("=", 1) for line in lines)
        return Ran(done.returncode, done.stdout + done.stderr, written, told)

    return run


def test_a_pull_request_that_breaks_customers_fails(repository, check):
    """The head is compared with the merge base, not with what the base branch became meanwhile."""
    start = repository.commit({NAME: API})
    repository.commit({NAME: WIDE})
    repository.run("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.run("checkout", "--quiet", "-b", "change", start)
    repository.commit({NAME: NARROW})
    ran = check(GITHUB_BASE_REF="main")
    assert ran.code == 1
    (annotation,) = [line for line in ran.log.splitlines() if line.startswith("::error")]
    assert f"file={NAME},line=9" in annotation
    assert "--data-raw" in annotation
    assert ran.summary.count("1 breaking") == 1
    assert start[:12] in ran.summary
    assert ran.output["base"] == start
    assert (Path(ran.output["sarif"]) / "diff.sarif").read_text().lstrip().startswith("{")
    assert "maxLength" in ran.report("changelog.md")


@pytest.mark.parametrize(
    ("change", "level", "code"),
    [
        (WIDE, "breaking", 0),
        (WIDE, "compatible", 1),
        (NARROW, "never", 0),
        (NARROW, "breaking", 1),
        (NARROW, "no-level", 2),
        ("openapi: [", "breaking", 3),
    ],
    ids=["wide", "wide-strict", "narrow-never", "narrow", "no-level", "unreadable"],
)
def test_the_level_decides_and_trouble_is_no_verdict(repository, check, change, level, code):
    """The exit code is the comparison's; what cannot be compared passes at no level."""
    repository.commit({NAME: API})
    repository.commit({NAME: change})
    ran = check(TROTH_BASE="HEAD~1", TROTH_FAIL_ON=level)
    assert ran.code == code, ran.log
    assert bool(ran.summary) is (code < 2)


DEFECT = API.replace("/things:", "'/things/{id}':")


@pytest.mark.parametrize(("level", "code"), [("error", 1), ("never", 0), ("no-level", 2)], ids=str)
def test_defects_are_looked_for(repository, check, level, code):
    """Lint says what is wrong beside its line, in the summary and as SARIF, and fails at its own level."""
    repository.commit({NAME: DEFECT})
    ran = check(TROTH_LINT="true", TROTH_LINT_FAIL_ON=level)
    assert ran.code == code, ran.log
    if code < 2:
        assert re.search(rf"::error title=[^:]*,file={NAME},line=\d+::", ran.log)
        assert "error" in ran.summary
        assert '"ruleId"' in (Path(ran.output["sarif"]) / "lint.sarif").read_text()


def test_lint_and_diff_both_count(repository, check):
    """The graver of the two decides, and both are in the summary."""
    repository.commit({NAME: API})
    repository.commit({NAME: NARROW, "rules.yaml": "rules: {}\n"})
    ran = check(TROTH_LINT="true", TROTH_LINT_CONFIG="rules.yaml", TROTH_BASE="HEAD~1")
    assert ran.code == 1
    assert ran.summary.count("###") == 2
    assert len(list(Path(ran.output["sarif"]).iterdir())) == 2


def test_a_push_is_compared_with_what_was_there(repository, check):
    """What GitHub says was the branch before; after a force push that lost it, the parent."""
    start = repository.commit({NAME: API})
    parent = repository.commit({NAME: NARROW})
    repository.commit({NAME: NARROW.replace("Done", "Stored")})
    assert check(TROTH_BEFORE=start).output["base"] == start
    ran = check(TROTH_BEFORE="1" * 40)
    assert (ran.code, ran.output["base"]) == (0, parent)


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ({"TROTH_BASE": "HEAD~1"}, "it is new: "),
        ({"TROTH_BEFORE": "0" * 40}, "there is no earlier revision"),
        ({}, "there is no earlier revision"),
    ],
    ids=["new-file", "new-branch", "by-hand"],
)
def test_a_document_without_a_past_breaks_nobody(repository, check, inputs, why):
    """A document that the base does not have, and a run without a base, are said to be not compared."""
    repository.commit({"other": ""})
    repository.commit({NAME: API})
    ran = check(**inputs)
    assert ran.code == 0
    assert f"::notice title=troth::{NAME} is not compared: {why}" in ran.log
    assert f"`{NAME}` is not compared: {why}" in ran.summary
    assert "sarif" not in ran.output


def test_a_document_that_moved_is_compared_with_what_it_was(repository, check):
    """`base-document` names the old place."""
    repository.commit({"old.yaml": API})
    repository.run("rm", "--quiet", "old.yaml")
    repository.commit({NAME: NARROW})
    assert check(TROTH_BASE="HEAD~1", TROTH_BASE_DOCUMENT="old.yaml").code == 1


def test_overrides_are_handed_on(repository, check):
    """What a team accepted does not fail."""
    accepted = (
        '[[accept]]\nrule = "text-length"\npointer = "/**"\nreason = "told"\nexpires = 2999-01-01\n'
    )
    repository.commit({NAME: API})
    repository.commit({NAME: NARROW, "o v.toml": accepted})
    ran = check(TROTH_BASE="HEAD~1", TROTH_OVERRIDES="o v.toml")
    assert ran.code == 0, ran.log


def test_a_shallow_checkout_fetches_what_it_lacks(repository, check, tmp_path, monkeypatch):
    """A checkout of one commit gets its history from origin before the merge base is looked for."""
    start = repository.commit({NAME: API})
    repository.commit({NAME: WIDE})
    repository.run("checkout", "--quiet", "-b", "change", start)
    repository.commit({NAME: NARROW})
    origin = repository.folder
    clone = tmp_path / "clone"
    repository.run(
        "clone", "--quiet", "--depth", "1", "--branch", "change", origin.as_uri(), str(clone)
    )
    repository.folder = clone
    ran = check(GITHUB_BASE_REF="main")
    assert (ran.code, ran.output.get("base")) == (1, start), ran.log


@pytest.mark.parametrize("inputs", [{"TROTH_BASE": "nowhere"}, {"GITHUB_BASE_REF": "nowhere"}], ids=["named", "branch"])  # fmt: skip
def test_a_base_that_is_not_there_is_an_error(repository, check, inputs):
    """No revision, no verdict: the run fails and says what to set."""
    repository.commit({NAME: API})
    ran = check(**inputs)
    assert ran.code == 3
    assert "::error title=troth::there is no" in ran.log
    assert "fetch-depth: 0" in ran.log


def test_what_looks_like_a_command_is_a_name(repository, check, tmp_path):
    """Inputs are data: neither the shell nor the runner takes them for commands."""
    repository.commit({"x": ""})
    mark = tmp_path / "ran"
    ran = check(TROTH_DOCUMENT=f"$(touch '{mark}')\n::error::x.yaml", TROTH_BASE="HEAD")
    assert not mark.exists()
    assert "%0A::error::x.yaml" in ran.log


def actions():
    files = [ROOT / "action.yml", *(ROOT / ".github" / "workflows").glob("*.yml")]
    return [(path.name, line.strip()) for path in files for line in path.read_text().splitlines() if "uses:" in line]  # fmt: skip


@pytest.mark.parametrize(("file", "line"), actions(), ids=str)
def test_what_others_wrote_is_pinned(file, line):
    """An action of others is named by its commit, with the version for people; a tag may move."""
    assert re.search(r"uses: (\./|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$", line)


def test_inputs_never_stand_in_a_script():
    """An expression inside of `run` is put there as text, and would be run."""
    steps = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []


def test_every_input_has_an_effect():
    """An input that no step reads would be a promise that nobody keeps."""
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    action = yaml.safe_load(text)
    assert [name for name in action["inputs"] if f"inputs.{name}" not in text] == []
    given = set(re.findall(r"TROTH_[A-Z_]+", text))
    assert given == set(re.findall(r"TROTH_[A-Z_]+", SCRIPT.read_text(encoding="utf-8"))) - {
        "TROTH_"
    }
