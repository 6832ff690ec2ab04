"""The action: its step in real repositories with the runner's files, and what its YAML pins."""

import importlib
import inspect
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from contract_tests.regression.job import Job, within
from spec.tests.repositories import Repository

ROOT = Path(__file__).resolve().parents[3]
MODULE = "contract_tests.regression.action"
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
    """Run the step as the runner does, with the package of this checkout."""

    def run(**inputs):
        summary, output = tmp_path / "summary.md", tmp_path / "output"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
        environment = {
            **kept,
            "PYTHONPATH": str(ROOT),
            "GITHUB_ACTIONS": "true",
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_OUTPUT": str(output),
            "RUNNER_TEMP": str(tmp_path),
            "TROTH_DOCUMENT": NAME,
            "TROTH_LINT": "false",
            **inputs,
        }
        command = [sys.executable, "-P", "-m", MODULE]
        done = subprocess.run(command, check=False, cwd=repository.folder, env=environment, capture_output=True, text=True)  # fmt: skip
        lines = output.read_text().splitlines() if output.exists() else []
        written = summary.read_text(encoding="utf-8") if summary.exists() else ""
        for file in (summary, output):
            file.unlink(missing_ok=True)
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
    assert ("came to no verdict" in ran.summary) is (code > 1)


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
    assert f"is not compared: {why}" in ran.summary.replace("\\", "")
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


def moved(repository, old, new, text, before=API):
    """A commit of `old`, and one that has `text` at `new` instead."""
    start = repository.commit({old: before})
    repository.run("rm", "--quiet", old)
    repository.commit({new: text} if new else {"other": ""})
    return start


LONG = API.replace("  /things:", "  /gone: {get: {responses: {'200': {description: Gone.}}}}\n  /things:")  # fmt: skip


@pytest.mark.parametrize("old", ["old.yaml", "elsewhere/open api.yaml"], ids=["renamed", "moved"])
def test_a_renamed_document_is_compared_with_what_it_was(repository, check, old):
    """A rename hides no removed operation: git tells where the document was, whatever its settings."""
    repository.run("config", "diff.relative", "true")
    repository.run("config", "diff.renames", "false")
    moved(repository, old, NAME, API, LONG)
    ran = check(TROTH_BASE="HEAD~1")
    assert ran.code == 1, ran.log
    assert f"{NAME} was {old}" in ran.log


def test_a_document_that_was_rewritten_at_another_place_is_not_plainly_new(repository, check):
    """Where git sees no rename, a document that is gone is named: it may be the one."""
    moved(repository, "old.yaml", NAME, API, "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\n")  # fmt: skip
    ran = check(TROTH_BASE="HEAD~1")
    assert ran.code == 0
    assert "::warning title=troth diff::old.yaml was deleted: if" in ran.log


def test_a_deleted_document_is_never_green(repository, check):
    """Who deletes the document removes every operation; who moves it is told to say so."""
    moved(repository, NAME, None, "")
    ran = check(TROTH_BASE="HEAD~1", TROTH_LINT="true")
    assert ran.code == 1
    assert "was deleted, and every operation with it" in ran.log
    assert "is gone" in ran.summary
    repository.commit({"b.yaml": API})
    repository.run("mv", "b.yaml", "c.yaml")
    repository.commit({})
    assert "b.yaml is c.yaml now: give that as" in check(TROTH_BASE="HEAD~1", TROTH_DOCUMENT="b.yaml").log.replace("%60", "")  # fmt: skip


@pytest.mark.parametrize(
    ("inputs", "says"),
    [
        ({"TROTH_DOCUMENT": "nowhere.yaml"}, "nowhere.yaml: there is no such file"),
        ({"TROTH_DOCUMENT": "zelto"}, "zelto: there is no such file"),
        ({"TROTH_DOCUMENT": "/etc/passwd"}, "is outside of the checkout"),
        ({"TROTH_DOCUMENT": "../x.yaml"}, "is outside of the checkout"),
        ({"TROTH_DOCUMENT": ""}, "no document is named"),
        ({"TROTH_BASE_DOCUMENT": "mistyped.yaml"}, "mistyped.yaml: is not there in"),
        ({"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}, "dubious ownership"),
        ({"GIT_DIR": "/nowhere"}, "git does not answer"),
    ],
    ids=["document", "a-name-of-ours", "absolute", "outside", "empty", "base-document", "owner", "no-git"],
)  # fmt: skip
def test_what_cannot_be_compared_does_not_pass(repository, check, inputs, says):
    """A comparison that did not happen is an error, in the log and in the summary."""
    repository.commit({NAME: API})
    ran = check(**{"TROTH_BASE": "HEAD", **inputs})
    assert ran.code == 3, ran.log
    assert re.search(f"::error title=troth.*::.*{re.escape(says)}", ran.log)
    assert "\u274c" in ran.summary


def test_an_absolute_path_of_the_checkout_is_one(repository, check):
    """A path that begins with the workspace means what it means without."""
    repository.commit({NAME: API})
    repository.commit({NAME: NARROW})
    assert check(TROTH_DOCUMENT=str(repository.folder / NAME), TROTH_BASE="HEAD~1").code == 1


def test_a_name_like_an_option_is_a_file(repository, check):
    """No document turns into an option of the commands."""
    repository.commit({"--rules": API})
    repository.commit({"--rules": NARROW})
    ran = check(TROTH_DOCUMENT="--rules", TROTH_BASE="HEAD~1", TROTH_LINT="true")
    assert ran.code == 1, ran.log
    assert "because" not in ran.log


def clone(repository, folder, *options):
    """The repository from now on is a clone of it."""
    uri = repository.folder.as_uri()
    repository.run("clone", "--quiet", *options, uri, str(folder))
    repository.folder = folder
    return uri


def test_a_shallow_push_fetches_what_was_there_before(repository, check, tmp_path):
    """The default checkout has one commit: what the push replaced is fetched; what cannot be fetched is an error."""
    start = repository.commit({NAME: API})
    repository.commit({NAME: NARROW})
    repository.run("config", "uploadpack.allowAnySHA1InWant", "true")
    clone(repository, tmp_path / "clone", "--depth", "1")
    assert check(TROTH_BEFORE="1" * 40).code == 3
    ran = check(TROTH_BEFORE=start)
    assert (ran.code, ran.output["base"]) == (1, start), ran.log


def test_a_merge_queue_is_compared_with_what_it_builds_on(repository, check):
    """The event of a merge queue names its base."""
    start = repository.commit({NAME: API})
    repository.commit({NAME: NARROW})
    ran = check(TROTH_QUEUE_BASE=start)
    assert (ran.code, ran.output["base"]) == (1, start)


@pytest.mark.parametrize(("is_there", "code"), [(True, 1), (False, 3)], ids=["fetched", "cut-off"])
def test_a_partial_clone_fetches_the_text(repository, check, tmp_path, is_there, code):
    """A text that the clone left out is fetched; without its remote that is an error, and the document is not new."""
    repository.commit({NAME: API})
    repository.commit({NAME: NARROW})
    for name in ("allowFilter", "allowAnySHA1InWant"):
        repository.run("config", f"uploadpack.{name}", "true")
    origin = repository.folder
    clone(repository, tmp_path / "clone", "--filter=blob:none")
    if not is_there:
        origin.rename(tmp_path / "away")
    ran = check(TROTH_BASE="HEAD~1")
    assert ran.code == code, ran.log
    assert "it is new" not in ran.log


def test_what_was_lost_by_a_force_push_is_said(repository, check):
    """The parent is the next best, and what is not seen from there is said."""
    repository.commit({NAME: API})
    repository.commit({NAME: API + "# more\n"})
    ran = check(TROTH_BEFORE="1" * 40)
    assert ran.code == 0
    assert "::warning title=troth diff::111111111111, which this push replaced" in ran.log


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), 9)", "1 / 0"], ids=["killed", "crashed"])
@pytest.mark.parametrize("lint", ["true", "false"], ids=["lint", "diff"])
def test_a_tool_that_comes_to_no_end_does_not_pass(repository, check, tmp_path, end, lint):
    """Where memory runs out, say, there is no verdict."""
    (tmp_path / "troth.py").write_text(f"import os\n{end}\n")
    repository.commit({NAME: API})
    base = {} if lint == "true" else {"TROTH_BASE": "HEAD"}
    ran = check(PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}", TROTH_LINT=lint, **base)
    assert ran.code == 3, ran.log
    assert "came to no verdict" in ran.summary


def test_trouble_is_told_at_its_line(repository, check):
    """An unreadable document has an annotation at its place, and a summary."""
    repository.commit({NAME: API})
    repository.commit({NAME: "openapi: 3.1.0\ninfo: [\n"})
    ran = check(TROTH_BASE="HEAD~1")
    assert ran.code == 3
    assert re.search(rf"::error title=troth,file={NAME},line=\d+::", ran.log)
    assert NAME.replace(".", "\\.") in ran.summary


def test_the_comparison_goes_before_defects(repository, check):
    """GitHub shows ten annotations of a kind for a step: the breaks have them, lint's get what is left, and hints none."""
    many = "".join(f"  '/a{n}/{{id}}':\n    get: {{responses: {{'200': {{description: ok}}}}}}\n" for n in range(15))  # fmt: skip
    repository.commit({NAME: API + many})
    repository.commit({NAME: NARROW + many})
    ran = check(TROTH_LINT="true", TROTH_BASE="HEAD~1")
    lines = ran.log.splitlines()
    errors = [line for line in lines if line.startswith("::error")]
    assert len(errors) == 10
    assert "breaking" in errors[0]
    assert not any("hint%3A" in line for line in lines)
    assert any(
        re.match("::notice title=troth lint::and [0-9]+ more: see the summary", line)
        for line in lines
    )
    assert ran.summary.index("1 breaking") < ran.summary.index("errors")


def test_what_a_tool_says_is_no_command(repository, check):
    """A name in the document that looks like a workflow command is text of the log."""
    repository.commit({NAME: API})
    repository.commit({NAME: API.replace("  /things:", '  "/a\\n::error::PWNED": {$ref: "#/nowhere"}\n  /things:')})  # fmt: skip
    ran = check(TROTH_BASE="HEAD~1")
    assert ran.code == 3
    assert not re.search("^::error::PWNED", ran.log, re.MULTILINE)


@pytest.mark.parametrize("inputs", [{"TROTH_BASE": "nowhere"}, {"GITHUB_BASE_REF": "nowhere"}], ids=["named", "branch"])  # fmt: skip
def test_a_base_that_is_not_there_is_an_error(repository, check, inputs):
    """No revision, no verdict: the run fails and says what to set; what lint found is kept."""
    repository.commit({NAME: API})
    ran = check(TROTH_LINT="true", **inputs)
    assert ran.code == 3
    assert "::error title=troth::there is no" in ran.log
    assert "fetch-depth: 0" in ran.log
    assert "there is no" in ran.summary
    assert [path.name for path in Path(ran.output["sarif"]).iterdir()] == ["lint.sarif"]


def test_the_summary_of_a_step_is_bounded():
    """What is too much is cut at a line, outside of what is folded, once, with a note of where the rest is."""
    folded = "<details>\n" + "x\n" * 30 + "</details>\n"
    cut = within("| a |\n" * 5 + folded, 50)
    assert cut.startswith("| a |\n" * 5 + "\n")
    assert "<details>" not in cut
    assert "it is in the reports" in cut
    assert within("| a |\n", 50) == "| a |\n"


def test_two_parts_share_the_room_of_a_step(tmp_path):
    """The second part gets what the first one left; behind a cut there is nothing more."""
    job = Job({"GITHUB_STEP_SUMMARY": str(tmp_path / "s")}, room=20)
    for part in ("a\n" * 7, "b\n" * 7, "c\n"):
        job.summarize(part)
    said = (tmp_path / "s").read_text()
    assert (said.count("a\n"), said.count("b\n"), "c\n" in said) == (7, 2, False)


def test_what_looks_like_a_command_is_a_name(repository, check, tmp_path):
    """Inputs are data: neither the shell nor the runner takes them for commands."""
    repository.commit({"x": ""})
    mark = tmp_path / "ran"
    ran = check(TROTH_DOCUMENT=f"$(touch '{mark}')\n::error::x.yaml", TROTH_BASE="HEAD")
    assert not mark.exists()
    assert "\n::error::x.yaml" not in ran.log
    assert ran.code == 3


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
    source = inspect.getsource(importlib.import_module(MODULE))
    assert given == set(re.findall(r"\"(TROTH_[A-Z_]+)\"", source))


def test_an_upload_that_fails_is_no_verdict():
    """Code scanning may be off and a store full: the verdict stands."""
    steps = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    uploads = [step for step in steps if "upload" in step.get("uses", "")]
    assert len(uploads) == 2
    assert all(step["continue-on-error"] is True for step in uploads)


def test_the_workflow_may_do_what_the_action_does():
    """Its permissions are those of an upload in a private repository too, and a merge queue starts it."""
    text = (ROOT / ".github/workflows/openapi.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text.replace("on:", "'on':", 1))
    assert workflow["jobs"]["check"]["permissions"] == {
        "contents": "read",
        "security-events": "write",
        "actions": "read",
    }
    assert "merge_group" in workflow["on"]
