"""Reports that are shown beside a repository name its files from its root."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from contract_tests.regression.cli import main
from contract_tests.regression.reports.checkout import Checkout, checkout
from contract_tests.tests.regression.library import ADD, BASE, BOOK, GONE, edited

EDITS = {f"{BOOK}/properties/title/maxLength": 5, f"{ADD}/parameters/1": GONE}


@pytest.fixture
def inner(tmp_path, monkeypatch):
    """The folder `api` of a repository, which is the current one."""
    folder = tmp_path / "api"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(BASE, indent=1), encoding="utf-8")
    monkeypatch.chdir(folder)
    author = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message=x"]):
        subprocess.run(["git", *words], check=True, cwd=tmp_path, env={**os.environ, **author})
    (folder / "a.json").write_text(json.dumps(edited(EDITS), indent=1), encoding="utf-8")
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("source", "path"),
    [
        pytest.param("a.json", "api/a.json", id="beside"),
        pytest.param("../other.json", "other.json", id="above"),
        pytest.param("HEAD:api/a.json", "api/a.json", id="revision"),
        pytest.param("HEAD:./a.json", "api/a.json", id="revision from here"),
        pytest.param("zelto", "zelto", id="no file"),
    ],
)
def test_a_file_is_named_from_the_root(inner, source, path):
    """From wherever the command is run, and whatever revision it is of."""
    assert checkout().path(source) == path
    assert checkout().uri(source) == path


def test_absolute_paths(inner, tmp_path):
    """Within the repository they are as all others; outside, a URI says that they are files."""
    assert checkout().path(str(inner / "a.json")) == "api/a.json"
    assert checkout().uri("/") == "file:///"


def test_without_a_repository_paths_are_from_here(tmp_path):
    """What is below stays as it was written, and no path looks like a scheme."""
    (tmp_path / "a:b.json").write_text("{}", encoding="utf-8")
    here = Checkout(None, tmp_path)
    whole = str(tmp_path / "a:b.json")
    assert here.path(whole) == "a:b.json"
    assert here.uri(whole) == "./a:b.json"


def test_annotations_and_results_meet_the_lines_of_a_pull_request(inner, capsys):
    """Both sides of the comparison are the same file to who shows them."""
    main(["HEAD:api/a.json", "a.json", "--format", "github"])
    shown = capsys.readouterr().out
    assert shown.count("file=api/a.json,") == 2
    main(["HEAD:api/a.json", "a.json", "--format", "sarif"])
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    places = [
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
        for place in (*result["locations"], *result.get("relatedLocations", ()))
    ]
    assert set(places) == {"api/a.json"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_a_full_disk_is_told(inner):
    """The report is lost, and no traceback tells it."""
    root = Path(__file__).resolve().parents[3]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "troth", "diff", "HEAD:api/a.json", "a.json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
    assert done.returncode == 3
    assert done.stderr.startswith("troth: standard output: the report cannot be written")
    assert "Traceback" not in done.stderr
