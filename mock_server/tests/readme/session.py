"""One shell for a whole text: what a command sets, the next one sees, as in a reader's terminal."""

import os
import re
import selectors
import shlex
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 90.0  # seconds for one command: a whole run of the contract tests is one
READY = re.compile(r"listening on http://[^\s:]+:(?P<port>\d+)")
_NOT_INHERITED = ("MAKE", "MFLAGS", "TROTH_", "PYTEST_", "COV_")


class NoEnd(Exception):
    """A command neither ended nor got ready in time. The text is what it printed until then."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed, both streams in one as a terminal shows them, and its exit code."""

    printed: str
    code: int


@dataclass(slots=True)
class Session:
    """A running shell. `background` maps the port that the text names to the process group that serves it."""

    process: subprocess.Popen[bytes]
    folder: Path
    background: dict[int, int]

    def run(self, command: str) -> Outcome:
        """Raises NoEnd after PATIENCE; the session is of no use then."""
        mark = uuid.uuid4().hex
        # `eval`: a syntax error is the command's, not the session's. `$?` is as the command left it.
        self._say(f"eval {shlex.quote(command)} </dev/null 2>&1\n")
        self._say(f"set -- $?; printf '%s %d\\n' {mark} $1; (exit $1)\n")
        printed = self._until(re.compile(rf"{mark} (\d+)\n$".encode())).decode(errors="replace")
        text, _, code = printed.rpartition(mark)
        return Outcome(text, int(code))

    def start(self, command: str, text_port: int, *, lines: int) -> tuple[int, str]:
        """Start a mock in the background. Returns its real port and what it printed: at least `lines`, if it prints so many."""
        self.stop(text_port)
        log = self.folder / f".background-{uuid.uuid4().hex}"
        # `set -m` gives the job a process group of its own, so that make and the mock are stopped together.
        job = f"set -m; {{ {command}; }} >{shlex.quote(str(log))} 2>&1 & set +m; echo $!"
        self.background[text_port] = int(self.run(job).printed)
        return _wait_until_ready(log, lines)

    def stop(self, text_port: int) -> None:
        """Stop what was started for this port, if anything was."""
        group = self.background.pop(text_port, None)
        if group is not None:
            _end(group)

    def _say(self, line: str) -> None:
        stream = _given(self.process.stdin)
        stream.write(line.encode())
        stream.flush()

    def _until(self, end: re.Pattern[bytes]) -> bytes:
        stream = _given(self.process.stdout)
        deadline = time.monotonic() + PATIENCE
        read = b""
        with selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            while not end.search(read):
                ready = selector.select(max(0.0, deadline - time.monotonic()))
                more = os.read(stream.fileno(), 65536) if ready else b""
                if not more:
                    raise NoEnd(read.decode(errors="replace"))
                read += more
        return read


@contextmanager
def session(folder: Path) -> Iterator[Session]:
    """A shell in `folder`, which is made to look like a clone that `make` has set up; stops all that it started."""
    lay_out(folder)
    process = subprocess.Popen(
        ["bash", "--noprofile", "--norc"],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the shell's own words about its jobs
        start_new_session=True,
    )
    running = Session(process, folder, {})
    try:
        yield running
    finally:
        for port in list(running.background):
            running.stop(port)
        _signal(process.pid, signal.SIGKILL)
        process.communicate()


def lay_out(folder: Path) -> None:
    """Links to all that the project has, so that what a command writes stays in `folder`."""
    for entry in ROOT.iterdir():
        if not entry.name.startswith(".") or entry.name == ".ci":
            (folder / entry.name).symlink_to(entry)
    (folder / ".venv").symlink_to(sys.prefix)
    # On a terminal curl shows no progress beside what it prints.
    (folder / ".curlrc").write_text("no-progress-meter\n", encoding="utf-8")


def _environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_NOT_INHERITED) and not name.lower().endswith("_proxy")
    }
    path = os.pathsep.join([str(Path(sys.prefix, "bin")), kept.get("PATH", os.defpath)])
    # HOME: a reader's ~/.curlrc is not ours.
    return {**kept, "PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8", "COLUMNS": "80"}


def _wait_until_ready(log: Path, lines: int) -> tuple[int, str]:
    ready, printed = _poll(log, READY, PATIENCE)
    if ready is None:
        raise NoEnd(printed)
    # What is said after the ready line comes at once or not at all.
    _, printed = _poll(log, re.compile(rf"(.*\n){{{lines}}}"), 2.0)
    return int(ready["port"]), printed


def _poll(log: Path, wanted: re.Pattern[str], seconds: float) -> tuple[re.Match[str] | None, str]:
    """Wait for a text in a growing file. Returns the match, or None when time is up, and all of the file."""
    deadline = time.monotonic() + seconds
    while True:
        printed = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        match = wanted.search(printed)
        if match or time.monotonic() > deadline:
            return match, printed
        time.sleep(0.02)


def _end(group: int) -> None:
    """Ask a process group to stop, and make it stop when it does not."""
    deadline = time.monotonic() + 5.0
    running = _signal(group, signal.SIGTERM)
    while running and time.monotonic() < deadline:
        time.sleep(0.02)
        running = _signal(group, 0)
    _signal(group, signal.SIGKILL)


def _signal(group: int, number: int) -> bool:
    """Whether there was anything left to signal; 0 only asks."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True


def _given(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the shell was started without pipes")
    return stream
