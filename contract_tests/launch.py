"""A mock of the document for one run, as a process of its own: the judge does not know the judged."""

import os
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
_PATIENCE = 20.0  # seconds, to start and to stop


@contextmanager
def own_mock(arguments: Sequence[str] = ()) -> Iterator[Target]:
    """Start `troth mock` on a free port and stop it in the end. `arguments` say which document.

    Raises Unreachable with what the mock said when it does not start.
    """
    with TemporaryDirectory(prefix="troth-") as folder:
        file = Path(folder, "target.toml")
        command = [sys.executable, "-m", "mock_server", *arguments]
        command += ["--port", "0", "--write-target", str(file)]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        try:
            _wait_until_ready(process)
            yield target_reader.read(file, environ=os.environ)
        finally:
            _stop(process)


def _wait_until_ready(process: subprocess.Popen[str]) -> None:
    """Reads on in the background: a mock that nobody listens to would stop at a full pipe."""
    ready = threading.Event()

    def listen(stream: IO[str]) -> None:
        for line in stream:
            if line.startswith(_READY):
                ready.set()
        ready.set()

    assert process.stdout  # noqa: S101  # for the type checker: asked for above
    threading.Thread(target=listen, args=(process.stdout,), daemon=True).start()
    if not ready.wait(_PATIENCE) or process.poll() is not None:
        process.kill()
        _, said = process.communicate()
        raise Unreachable("the mock did not start: " + said.strip().removeprefix("troth: "))


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()
