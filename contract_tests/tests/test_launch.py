"""The mock of a run: started, known, and always gone afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from contract_tests.errors import Unreachable
from contract_tests.launch import own_mock


def answers(url):
    try:
        with urllib.request.urlopen(f"{url}/_mock/target"):
            return True
    except OSError:
        return False


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """Where temporary files would be left."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_mock_is_there_for_as_long_as_it_is_needed(own_folder):
    """With keys and ids of its own; afterwards nothing listens, and no file is left."""
    with own_mock([]) as target:
        assert target.url.startswith("http://127.0.0.1:")
        assert {"primary", "stranger"} <= set(target.principals)
        assert answers(target.url)
    assert not answers(target.url)
    assert list(own_folder.iterdir()) == []


def test_a_run_that_breaks_off_leaves_no_mock(own_folder):
    """An interrupt ends it as well."""
    mock = own_mock([])
    target = mock.__enter__()
    interrupt = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        mock.gen.throw(interrupt)
    assert not answers(target.url)
    assert list(own_folder.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such.yaml"], "no-such.yaml: there is no such file"),
        (["--fixtures", "none"], "none"),
        (["--no-such-option"], "unrecognized arguments: --no-such-option"),
    ],
    ids=["document", "fixtures", "option"],
)
def test_a_mock_that_does_not_start_says_why(own_folder, arguments, said):
    """What it wrote to standard error is the reason."""
    with pytest.raises(Unreachable) as error, own_mock(arguments):
        pass
    assert str(error.value).startswith("the mock did not start: ")
    assert said in str(error.value)
    assert list(own_folder.iterdir()) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals are POSIX")
def test_no_mock_outlives_a_run_that_was_killed():
    """Nobody is left to end it: it notices by itself."""
    code = (
        "from contract_tests.launch import own_mock\n"
        "with own_mock([]) as target:\n"
        "    print(target.url, flush=True)\n"
        "    input()\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path.cwd(),
        env=os.environ,
    ) as run:
        assert run.stdout
        url = run.stdout.readline().strip()
        assert answers(url)
        run.kill()
    end = time.monotonic() + 10
    while answers(url):
        assert time.monotonic() < end, "the mock is still there"
        time.sleep(0.02)
