"""The hooks of pre-commit, in real repositories."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from contract_tests.regression import hook, options
from spec import lint_cli
from spec.tests.repositories import Repository
from spec.tests.vendor.site import api

ROOT = Path(__file__).resolve().parents[3]
API = api(
    "{/things: {post: {requestBody: {content: {application/json: {schema: {type: string, maxLength: 9}}}}, "
    "responses: {'204': {description: Done.}}}}}"
)
NARROW = API.replace("maxLength: 9", "maxLength: 5")


@pytest.fixture
def repository(tmp_path, monkeypatch):
    made = Repository(tmp_path / "re po", monkeypatch)
    monkeypatch.chdir(made.folder)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # as an installed troth is found
    for name in ("PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"):
        monkeypatch.delenv(name, raising=False)
    return made


def test_each_changed_document_is_compared_with_the_last_commit(repository, capfd):
    """The gravest verdict counts; a new document breaks nobody."""
    repository.commit({"openapi.yaml": API, "d/openapi v2.yaml": API})
    repository.write({"d/openapi v2.yaml": NARROW, "new.yaml": API})
    assert hook.main(["diff", "new.yaml", "openapi.yaml"]) == 0
    assert hook.main(["diff", "openapi.yaml", "d/openapi v2.yaml"]) == 1
    assert "1 breaking" in capfd.readouterr().out
    assert hook.main(["diff", "--fail-on=never", "d/openapi v2.yaml"]) == 0


def test_another_base_may_be_named(repository):
    """`--base=REV` compares with that revision; one that is not there is an error."""
    repository.commit({"openapi.yaml": API})
    repository.commit({"openapi.yaml": NARROW})
    assert hook.main(["diff", "openapi.yaml"]) == 0
    assert hook.main(["diff", "--base=HEAD~1", "openapi.yaml"]) == 1
    assert hook.main(["diff", "--base=nowhere", "openapi.yaml"]) == 3


def test_two_revisions_are_compared_where_pre_commit_has_them(repository, monkeypatch):
    """`pre-commit run --from-ref A --to-ref B` compares these, whatever is checked out, from where they parted."""
    start = repository.commit({"openapi.yaml": API})
    repository.run("checkout", "--quiet", "-b", "change")
    change = repository.commit({"openapi.yaml": NARROW})
    repository.run("checkout", "--quiet", "main")
    main = repository.commit({"openapi.yaml": API.replace("maxLength: 9", "maxLength: 99")})
    for base, head, code in ((start, change, 1), (start, main, 0), (main, change, 1)):
        monkeypatch.setenv("PRE_COMMIT_FROM_REF", base)
        monkeypatch.setenv("PRE_COMMIT_TO_REF", head)
        assert hook.main(["diff", "openapi.yaml"]) == code
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "nowhere")
    assert hook.main(["diff", "openapi.yaml"]) == 3


def test_a_renamed_document_is_compared(repository):
    """A rename that is staged hides nothing."""
    repository.commit({"openapi.yaml": API + "# a comment\n" * 9})
    repository.run("mv", "openapi.yaml", "openapi-v1.yaml")
    repository.write({"openapi-v1.yaml": NARROW + "# a comment\n" * 9})
    repository.run("add", "--all")
    assert hook.main(["diff", "openapi-v1.yaml"]) == 1


def test_an_option_may_be_two_words(repository, capfd):
    """What follows an option that has a value is no file."""
    repository.commit({"openapi.yaml": API})
    repository.write({"openapi.yaml": NARROW, "o.toml": ""})
    assert hook.main(["diff", "--fail-on", "never", "--overrides", "o.toml", "openapi.yaml"]) == 0
    assert hook.main(["diff", "--base", "HEAD", "--fail-on", "breaking", "openapi.yaml"]) == 1
    assert "cannot be read" not in capfd.readouterr().err


@pytest.mark.parametrize("made", [options.parser, lint_cli._parser], ids=["diff", "lint"])
def test_the_options_with_values_are_known(made):
    """An option that is added to a command is known here, or its value would be taken for a file."""
    for action in made()._actions:
        takes_one = action.option_strings and action.nargs is None
        assert {*action.option_strings} & hook.VALUED == ({*action.option_strings} if takes_one else set())  # fmt: skip


def test_the_first_commit_breaks_nobody(repository):
    """Before the first commit there is nothing to compare with."""
    repository.write({"openapi.yaml": API})
    assert hook.main(["diff", "openapi.yaml"]) == 0


def test_defects_are_looked_for_in_each_file(repository, capfd):
    """Each file is linted by itself, with the options that were given."""
    repository.write({"a.yaml": API, "b.yaml": API.replace("/things:", "'/things/{id}':")})
    assert hook.main(["lint", "a.yaml"]) == 0
    assert hook.main(["lint", "a.yaml", "b.yaml"]) == 1
    assert hook.main(["lint", "--fail-on=never", "a.yaml", "b.yaml"]) == 0
    assert "b.yaml" in capfd.readouterr().out


def test_a_package_of_the_repository_is_not_taken_for_ours(repository):
    """A repository that has a package `spec` of its own is checked by troth's."""
    repository.write({"openapi.yaml": API, "spec/__init__.py": "raise SystemExit(9)\n"})
    command = [sys.executable, *entry("troth-lint").split()[1:], "openapi.yaml"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_another_word_is_a_usage_error(repository, capsys):
    """What is no hook says which there are."""
    assert hook.main(["test", "openapi.yaml"]) == 2
    assert "expected lint or diff" in capsys.readouterr().err


def hooks():
    return yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def entry(name):
    return next(found["entry"] for found in hooks() if found["id"] == name)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("openapi.yaml", True),
        ("api/openapi-v2.json", True),
        ("swagger.yml", True),
        ("openapi.overlay.yaml", False),
        ("openapi.fixtures.yaml", False),
        ("openapi.md", False),
        ("openapi/readme.yaml", False),
    ],
)
def test_which_files_are_taken_for_documents(path, is_one):
    """By their names, which `files:` overrides; what stands beside a document is none."""
    assert len(hooks()) == 2
    for found in hooks():
        assert bool(re.search(found["files"], path)) is is_one
