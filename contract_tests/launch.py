"""A mock of one's own for one run: started as a command, because the tests know nothing of its inside, and ended in any case."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from contract_tests import target_reader
from contract_tests.errors import Unreachable
from contract_tests.target import Target

_READY = "listening on "
_STARTS_WITHIN = 30.0  # seconds: a document of thousands of operations takes three
_ENDS_WITHIN = 5.0
_SHOWN_LINES = 12

# `python -m mock_server`, which also ends when whoever started it is gone, however that came: its standard input closes then.
_PROGRAM = """\
import os, runpy, signal, threading
def follow():
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
threading.Thread(target=follow, daemon=True).start()
runpy.run_module("mock_server", run_name="__main__", alter_sys=True)
"""


@contextmanager
def own_mock(arguments: Sequence[str]) -> Iterator[Target]:
    """A mock on a free port of this machine, for as long as the context lasts. `arguments` are what `troth mock` is given.

    Raises Unreachable, with what the mock said, when it does not start.
    """
    with TemporaryDirectory(prefix="troth-") as folder:
        file = Path(folder, "target.toml")
        options = [*arguments, "--port", "0", "--write-target", str(file)]
        with (
            Path(folder, "errors").open("w+", encoding="utf-8") as errors,
            _running(options, errors) as process,
        ):
            _await(process, errors)
            yield target_reader.read(file, environ={})


@contextmanager
def _running(options: list[str], errors: IO[str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        encoding="utf-8",
        # An interrupt in the terminal is for the run, which still has a request or two under way.
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(_ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()


def _await(process: subprocess.Popen[str], errors: IO[str]) -> None:
    """Return when the mock listens. One that takes too long is ended, and then its output ends too."""
    alarm = threading.Timer(_STARTS_WITHIN, process.kill)
    alarm.start()
    try:
        if any(line.startswith(_READY) for line in process.stdout or ()):
            return
    finally:
        alarm.cancel()
    errors.seek(0)
    said = "\n".join(errors.read().strip().splitlines()[-_SHOWN_LINES:])
    reason = said or f"it said nothing within {_STARTS_WITHIN:g} s"
    raise Unreachable(f"the mock did not start: {reason}")
