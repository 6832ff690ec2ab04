"""Test what is shipped: build the wheel, install it into an empty environment, use it from outside the project.

Run by `make wheel-check`, here and in CI. Says what it does; the first thing that is not as promised ends it with exit code 1.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
MUST_HAVE = ("troth.py", "spec/py.typed", "mock_server/py.typed", "spec/catalog.toml")
MUST_NOT_HAVE = ("/tests/", "/benchmarks/", "conftest.py")
READY = "listening on "
PATIENCE = 30  # seconds, for each step that may hang


class BrokenPromise(Exception):
    """The wheel does not do what troth promises."""


def main() -> int:
    try:
        with TemporaryDirectory(prefix="troth-wheel-") as folder:
            _check(Path(folder))
    except BrokenPromise as error:
        print(f"wheel check: {error}", file=sys.stderr)
        return 1
    return 0


def _check(folder: Path) -> None:
    wheel = _build(folder)
    _step(f"built {wheel.name}")
    _contents(wheel)
    _step("holds the packages and their data, and no tests")
    troth = _install(wheel, folder / "empty")
    _step("installed into an empty environment")
    outside = folder / "outside"
    outside.mkdir()
    _commands(troth, outside)
    _step("troth --version and troth show work")
    _extra(troth, outside)
    _step("troth test says which extra it needs")
    _mock(troth, outside)
    _step("troth mock answers, and stops with 0 on SIGTERM")


def _build(folder: Path) -> Path:
    _run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        ROOT,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def _contents(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    missing = [name for name in MUST_HAVE if name not in names]
    surplus = [name for name in names if any(part in f"/{name}" for part in MUST_NOT_HAVE)]
    _promise(not missing, f"files are missing: {', '.join(missing)}")
    _promise(not surplus, f"files are shipped that only a checkout needs: {', '.join(surplus)}")
    _promise(any(name.endswith("/licenses/LICENSE") for name in names), "the licence is missing")


def _install(wheel: Path, folder: Path) -> Path:
    """Install with the pinned versions. Returns the `troth` command."""
    venv.create(folder, with_pip=False)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    constraints = ROOT / "constraints.txt"
    _run([*pip, "--python", folder, "install", "--constraint", constraints, wheel], folder)
    return folder / "bin" / "troth"


def _commands(troth: Path, outside: Path) -> None:
    version = _run([troth, "--version"], outside)
    _promise(version.startswith("troth "), f"troth --version printed {version!r}")
    shown = _run([troth, "show", "--format", "json"], outside)
    _promise("openapi" in json.loads(shown), "troth show printed no OpenAPI document")


def _extra(troth: Path, outside: Path) -> None:
    """Without the extra the contract tests explain themselves, and say what to install."""
    _promise(
        "--target" in _run([troth, "test", "--help"], outside), "troth test --help says nothing"
    )
    done = subprocess.run(
        [troth, "test"], cwd=outside, check=False, capture_output=True, text=True, timeout=PATIENCE
    )
    said = done.stderr.strip().splitlines()
    _promise(done.returncode == 2, f"troth test ended with {done.returncode} without its extra")
    _promise(said[-1:] == ["  hint: pip install 'troth[test]'"], f"troth test said {done.stderr!r}")


def _mock(troth: Path, outside: Path) -> None:
    with _started([troth, "mock", "--port", "0"], outside) as (process, url):
        with urllib.request.urlopen(f"{url}/_mock/health", timeout=PATIENCE) as answer:
            _promise(answer.status == 200, f"the mock's health is {answer.status}, expected 200")
        process.send_signal(signal.SIGTERM)
        code = process.wait(PATIENCE)
        _promise(code == 0, f"troth mock ended with {code} on SIGTERM, expected 0")


@contextmanager
def _started(
    command: list[str | Path], folder: Path
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        command, cwd=folder, env=_environment(), stdout=subprocess.PIPE, text=True
    )
    # A server that neither gets ready nor ends would keep the loop below waiting for ever.
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    try:
        yield process, _ready(process)
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate()


def _ready(process: subprocess.Popen[str]) -> str:
    """The URL of the line that says that the mock is ready."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(READY):
            return line.removeprefix(READY).strip()
    raise BrokenPromise(f"troth mock ended before it printed {READY!r}")


def _run(command: list[str | Path], folder: Path) -> str:
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=_environment(),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=PATIENCE * 10,
        ).stdout
    except subprocess.CalledProcessError as error:
        words = " ".join(map(str, command))
        raise BrokenPromise(f"exit code {error.returncode} of {words}") from None


def _environment() -> dict[str, str]:
    """What leads Python to the checkout is left out: only the wheel is tested."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def _promise(kept: bool, otherwise: str) -> None:
    if not kept:
        raise BrokenPromise(otherwise)


def _step(done: str) -> None:
    print(f"wheel check: {done}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
