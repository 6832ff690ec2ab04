"""`troth diff` as a command: exit codes, forms, sides out of git, overlays, and what goes wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from contract_tests.regression.cli import main
from contract_tests.tests.regression.library import ADD, ANSWER, BASE, BOOK, GONE, edited

ROOT = Path(__file__).resolve().parents[3]
BREAKS = {f"{BOOK}/properties/title/maxLength": 5}
RISKS = {f"{ADD}/operationId": "createBook"}
SAYS = {f"{ADD}/summary": "Add one"}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Writes base.json, and head.json with edits; runs the command there and gives its code, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)

    def run(edits, *options, sides=("base.json", "head.json")):
        Path("base.json").write_text(json.dumps(BASE, indent=1), encoding="utf-8")
        Path("head.json").write_text(json.dumps(edited(edits), indent=1), encoding="utf-8")
        try:
            code: object = main([*sides, *options])
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize(
    ("edits", "options", "code"),
    [
        pytest.param(BREAKS, [], 1, id="breaking"),
        pytest.param(BREAKS, ["--fail-on", "never"], 0, id="never"),
        pytest.param(RISKS, [], 0, id="risky-is-no-failure"),
        pytest.param(RISKS, ["--fail-on", "risky"], 1, id="unless-it-is-asked-for"),
        pytest.param(RISKS, ["--fail-on", "undecided"], 0, id="undecided-is-graver-than-risky"),
        pytest.param(SAYS, ["--fail-on", "documentation"], 1, id="any-edit"),
        pytest.param({}, ["--fail-on", "documentation"], 0, id="no-edit"),
    ],
)
def test_the_exit_code_is_the_verdict(run, edits, options, code):
    """1 at the level of --fail-on or a graver one, else 0."""
    assert run(edits, *options)[0] == code


def test_an_edit_of_another_file_is_told_of_that_file(run, tmp_path):
    """With its own line, and the pointer in that file."""
    for name, most in (("base", 9), ("head", 5)):
        text = f'{{"T": {{\n"type": "string",\n"maxLength": {most}}}}}'
        (tmp_path / f"{name}.part.json").write_text(text, "utf-8")
        document = edited({f"{BOOK}/properties/title": {"$ref": f"{name}.part.json#/T"}})
        (tmp_path / f"{name}.api.json").write_text(json.dumps(document), "utf-8")
    sides = ("base.api.json", "head.api.json")
    _, output, _ = run({}, "--format", "json", sides=sides)
    [found] = json.loads(output)["findings"]
    assert found["head"] == {"pointer": "/T/maxLength", "source": "head.part.json", "line": 3}


def test_what_is_accepted_fails_nothing(run, tmp_path):
    """An accepted finding is shown with its reason, and does not decide the exit code."""
    overrides = tmp_path / "accept.toml"
    overrides.write_text(
        '[[accept]]\nrule = "text-length"\nreason = "told them"\nexpires = 2026-12-31\n', "utf-8"
    )
    code, output, _ = run(BREAKS, "--overrides", str(overrides), "--today", "2026-12-31")
    assert (code, "accepted: told them" in output) == (0, True)
    code, output, _ = run(BREAKS, "--overrides", str(overrides), "--today", "2027-01-01")
    assert (code, "is past its date" in output) == (1, True)


@pytest.mark.parametrize(
    ("sides", "options", "code", "told"),
    [
        pytest.param(("none.json", "head.json"), [], 3, "there is no such file", id="no-file"),
        pytest.param(("base.json",), [], 2, "give BASE and HEAD", id="one-side"),
        pytest.param(
            ("base.json", "head.json"), ["--fail-on", "x"], 2, "invalid choice", id="level"
        ),
        pytest.param(("base.json", "head.json"), ["--today", "x"], 2, "is no date", id="date"),
        pytest.param(
            ("base.json", "head.json"),
            ["--deprecation-days", "-1"],
            2,
            "is no number of days",
            id="days",
        ),
        pytest.param(
            ("base.json", "head.json"),
            ["--overrides", "none.toml"],
            2,
            "cannot be read",
            id="overrides",
        ),
        pytest.param(
            ("base.json", "head.json"),
            ["--overlay", "none.yaml"],
            3,
            "cannot be read",
            id="overlay",
        ),
    ],
)
def test_what_is_wrong_is_told_without_a_traceback(run, sides, options, code, told):
    """2 for the command line and the overrides, 3 for a side that cannot be read; one message on standard error."""
    found, output, errors = run(BREAKS, *options, sides=sides)
    assert (found, output) == (code, "")
    assert told in errors
    assert "Traceback" not in errors


def test_a_document_that_is_none_is_unreadable(run, tmp_path):
    """The place of what is wrong is told."""
    (tmp_path / "bad.json").write_text('{"openapi": "3.1.0"}', encoding="utf-8")
    code, _, errors = run({}, sides=("base.json", "bad.json"))
    assert code == 3
    assert errors.startswith("troth: bad.json:1")


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_a_form_for_machines_is_all_that_is_printed(run, form):
    """Standard output is one JSON value."""
    assert json.loads(run(BREAKS, "--format", form)[1])


def test_reports_and_the_changelog_are_written(run, tmp_path):
    """Every form in the folder, and the changelog where it was asked for."""
    run(BREAKS, "--report", "out", "--changelog", "news/CHANGES.md")
    assert (tmp_path / "out" / "diff.html").is_file()
    assert "What you have to change" in (tmp_path / "news" / "CHANGES.md").read_text("utf-8")


def test_a_job_on_github_gets_its_summary(run, tmp_path, monkeypatch):
    """With --format github the annotations are printed and the summary is appended."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    _, output, _ = run(BREAKS, "--format", "github")
    assert output.startswith("::notice")
    assert "| breaking |" in (tmp_path / "summary.md").read_text("utf-8")


def test_all_shows_all(run):
    """--all shows what is otherwise counted."""
    assert "it is for readers" not in run(SAYS)[1]
    assert "it is for readers" in run(SAYS, "--all")[1]


def test_the_rules_are_printed(run):
    """--rules needs no documents."""
    code, output, _ = run({}, "--rules", sides=())
    assert (code, "enum-grown" in output) == (0, True)


def test_a_stale_overlay_action_is_told_and_left_out(run, tmp_path):
    """A correction of the base that the head has made itself is a note, and the others still apply."""
    (tmp_path / "fix.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: Fixes, version: '1'}\nactions:\n"
        "  - target: $.paths['/status'].get\n    update: {summary: How it is}\n"
        "  - target: $.paths['/status'].put\n    update: {summary: Say how it is}\n",
        encoding="utf-8",
    )
    edits = {"/paths/~1status/get/summary": "How it is"}
    code, output, _ = run(edits, "--overlay", "fix.yaml", "--all")
    assert code == 0
    assert "note: stale overlay action, left out of the head: fix.yaml:" in output
    assert "correction" in output


def test_an_overlay_that_is_wrong_is_an_error(run, tmp_path):
    """Only what a document no longer needs is left out."""
    (tmp_path / "fix.yaml").write_text("overlay: 1.0.0\nactions: 1\n", encoding="utf-8")
    code, _, errors = run({}, "--overlay", "fix.yaml")
    assert (code, "fix.yaml" in errors) == (3, True)


def test_a_side_is_read_out_of_git(run, tmp_path):
    """REV:path is a side, and nothing is checked out."""
    run({})
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "base.json"], ["commit", "-qm", "one"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    (tmp_path / "base.json").write_text(json.dumps(edited(BREAKS)), encoding="utf-8")
    code = main(["HEAD:base.json", "base.json"])
    assert code == 1


def test_witnesses_are_executed(run):
    """With --execute the mock of the base takes the request, and that of the head refuses it."""
    edits = {f"{BOOK}/properties/title/maxLength": 5, f"{ANSWER}/properties/pages/type": "number"}
    base = edited({f"{ADD}/x-troth": GONE})
    Path("plain.json").write_text(json.dumps(base), encoding="utf-8")
    Path("other.json").write_text(json.dumps(edited(edits, base)), encoding="utf-8")
    _, output, errors = run({}, "--execute", sides=("plain.json", "other.json"))
    assert output.count("executed:") == 1, errors
    assert "the mock of the base answered 201, that of the head 4" in " ".join(output.split())


def test_nothing_is_imported_that_is_not_there():
    """The command needs no library of the contract tests, and knows no mock."""
    code = "import sys, contract_tests.regression.cli; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & set("hypothesis schemathesis requests urllib3 pytest mock_server".split())


def test_what_a_mock_refuses_is_told_of_the_document(run):
    """A document that no mock serves is named as the user named it, and not as the copy that the mock is given."""
    base = edited({f"{ADD}/x-troth": GONE})
    bad = edited({"/paths/~1status/get/security": [{"none": []}]}, base)
    Path("plain.json").write_text(json.dumps(base), encoding="utf-8")
    Path("bad.json").write_text(json.dumps(bad), encoding="utf-8")
    code, _, errors = run({}, "--execute", sides=("plain.json", "bad.json"))
    assert code == 3
    assert "troth: bad.json at /paths/~1status/get: the security scheme 'none' is not" in errors
