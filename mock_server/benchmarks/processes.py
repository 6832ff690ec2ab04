"""Servers in processes of their own: started, found, weighed and stopped."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MOCK = (sys.executable, "-m", "mock_server", "--port", "0")
_ANNOUNCEMENT = "listening on "


@dataclass(frozen=True, slots=True)
class Running:
    """A server that accepts connections. `started` is when its process was begun, on the clock of `time.perf_counter`."""

    url: str
    pid: int
    started: float


def bare(status: int, size: int) -> tuple[str, ...]:
    """The command of a server that does nothing, on the same uvicorn with the same settings."""
    return sys.executable, "-m", "mock_server.benchmarks.bare", str(status), str(size)


@contextmanager
def running(command: Sequence[str]) -> Iterator[Running]:
    """A server for as long as the block runs. Raises RuntimeError when it does not start."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Running(_url(process), process.pid, started)
        finally:
            process.terminate()


def _url(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    for line in process.stdout:
        if line.startswith(_ANNOUNCEMENT):
            return line.removeprefix(_ANNOUNCEMENT).strip()
    raise RuntimeError(f"it did not start: {process.args!r}")


def peak_memory(pid: int) -> int | None:
    """The most bytes of memory that a process ever had at once; None where /proc does not say."""
    return _size(f"/proc/{pid}/status", "VmHWM:")


def worked(pid: int) -> float | None:
    """The seconds of processor time that a process has used; None where /proc does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def work(pid: int) -> float | None:
    """The seconds of processor time that a process has taken so far; None where /proc does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settle(pid: int, *, seconds: float = 10) -> None:
    """Wait until a process has done what it does after its start, in the background: it would fall on the first round only."""
    end = time.perf_counter() + seconds
    before, now = None, work(pid)
    while now != before and time.perf_counter() < end:
        time.sleep(0.2)
        before, now = now, work(pid)


def memory() -> int | None:
    """The bytes of memory that this process has now."""
    return _size("/proc/self/status", "VmRSS:")


def _size(file: str, name: str) -> int | None:
    try:
        lines = Path(file).read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    sizes = [line.split()[1] for line in lines if line.startswith(name)]
    return int(sizes[0]) * 1024 if sizes else None
