"""`troth test` as a whole, against the mock that it starts: what comes of it, and that it does what it said."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from contract_tests import events
from contract_tests.launch import own_mock
from contract_tests.properties.registry import ALL
from contract_tests.result import Result
from contract_tests.run import run
from contract_tests.settings import Settings
from contract_tests.target import Target
from spec import catalog


@cache
def whole() -> tuple[Result, events.Started]:
    """One run of everything, for all tests here."""
    told: list[events.Event] = []
    document = catalog.load_entry(catalog.find())
    with own_mock(()) as target:
        result = run(document, target, Settings(seed=5), told.append)
    started = told[0]
    assert isinstance(started, events.Started)
    return result, started


def test_everything_holds_against_the_mock():
    """No finding, nothing masked, and every property had something to say."""
    result, _ = whole()
    assert [(one.property, one.problem) for one in result.findings] == []
    assert result.masked == ()
    assert {
        one.property for one in result.properties if one.verdict not in ("held", "open")
    } == set()
    assert {one.property for one in result.properties} >= {one.id for one in ALL}


def test_every_documented_status_is_seen():
    """A status that nothing provokes is a promise that nobody tests."""
    result, _ = whole()
    assert set(result.statuses["createCustomerMetric"]) >= {"201", "400", "401", "403", "404"}


def test_no_promise_is_left_without_a_test():
    """Every row of the ledger is held, or is an open question."""
    result, _ = whole()
    left = [
        (one.text, one.verdict) for one in result.promises if one.verdict not in ("held", "open")
    ]
    assert left == []


def test_no_more_is_left_behind_than_was_said():
    """Before the first request it is known how many rows there will be at most, and each that no prefix marks is a test of a
    text itself."""
    result, started = whole()
    assert len(result.writes) <= started.rows
    unmarked = [one.key for one in result.writes if "troth-test" not in one.key]
    assert len(unmarked) < 40


def troth(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "troth", "test", *words]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, env={**os.environ, **environment}
    )


def test_the_command_writes_every_report(tmp_path):
    """One property is enough to see: each form is there, the ledger of writes too, and the exit code says that it holds."""
    done = troth("--seed", "1", "--property", "upsert.keeps", "--report", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {
        "report.json",
        "report.html",
        "report.sarif",
        "junit.xml",
        "summary.md",
        "annotations.txt",
        "writes.txt",
    }
    assert "holds: no findings" in done.stdout
    assert "leaves at most" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    report: dict[str, Any] = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["seed"] == 1
    assert "acme-test-key" not in "".join(
        path.read_text(encoding="utf-8") for path in tmp_path.iterdir()
    )


def write_target(target: Target, path: Path) -> Path:
    principals = {
        one.name: {
            "api_key": {"value": one.key},
            **{kind: list(ids) for kind, ids in one.ids.items()},
        }
        for one in target.principals.values()
    }
    path.write_text(tomli_w.dumps({"url": target.url, "principals": principals}), encoding="utf-8")
    return path


def test_the_parts_of_a_split_run_are_joined(tmp_path):
    """Three machines, one verdict: the joined report has what each of them tried."""
    parts = [tmp_path / str(number) for number in (1, 2, 3)]
    with own_mock(()) as target:
        file = write_target(target, tmp_path / "target.toml")
        for number, folder in enumerate(parts, 1):
            shard = ("--shard", f"{number}/3", "--seed", "2", "--property", "upsert.keeps")
            done = troth(*shard, "--target", str(file), "--report", str(folder))
            assert done.returncode == 0, done.stdout + done.stderr
    done = troth("--merge", *map(str, parts))
    assert done.returncode == 0, done.stdout + done.stderr
    missing = troth("--merge", str(parts[0]), str(parts[2]))
    assert missing.returncode == 2
    assert "of 3 parts there is no 2" in missing.stderr


def test_nobody_there_is_said_with_the_address(tmp_path):
    """A target that does not answer is exit code 3, and no verdict."""
    with own_mock(()) as target:
        gone = replace(target, url="http://127.0.0.1:1")
    done = troth("--target", str(write_target(gone, tmp_path / "target.toml")))
    assert done.returncode == 3
    assert "http://127.0.0.1:1" in done.stderr
    assert "holds" not in done.stdout


def test_a_run_that_could_try_nothing_does_not_hold():
    """Without ids nothing can be shown: the report says what to add, and the exit code that nothing is proved."""
    done = troth("--url", "http://127.0.0.1:1")
    assert done.returncode == 1
    assert "give [principals.primary] with conversations = [...]" in done.stdout
    assert "not proved" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(("--url", "ftp://x"), 2, "ftp://x", id="no-url"),
        pytest.param(("nowhere.yaml",), 3, "there is no such file", id="no-document"),
        pytest.param(("--target", "nowhere.toml"), 2, "nowhere.toml", id="no-target"),
        pytest.param(("--url", "https://api.zelto.ai"), 2, "--allow-production", id="production"),
        pytest.param(("--shard", "6/5"), 2, "expected K/N", id="no-shard"),
        pytest.param(("--property", "nothing"), 2, "--list", id="no-property"),
        pytest.param(("--operation", "nothing"), 2, "createCustomerMetric", id="no-operation"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(words, code, says):
    """The exit code tells whose fault it is, the text what to do, and no traceback is seen."""
    done = troth(*words)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
