"""Write constraints.txt: the newest version of every distribution that pyproject.toml asks for, directly or not.

A constraints file and no lock format: it is what every pip reads, it pins the user's install and the developer's alike, and it
lets an empty environment take from it only what the wheel needs. Run by `make lock`.
"""

import subprocess
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "constraints.txt"
HEADER = """\
# Every distribution that troth runs on or is built and tested with. Made by `make lock`: do not edit.
"""


def main() -> None:
    with TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "bin", "python")
        _pip(python, "install", "--upgrade", "pip")
        _pip(python, "install", "--group", "dev", "--editable", f"{ROOT}[test]")
        frozen = _pip(python, "freeze", "--all", "--exclude", "troth", "--exclude", "setuptools")
    TARGET.write_text(HEADER + frozen, encoding="utf-8")
    print(f"{TARGET.name}: {len(frozen.splitlines())} distributions")


def _pip(python: Path, *words: str) -> str:
    command = [str(python), "-m", "pip", "--disable-pip-version-check", *words]
    return subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ).stdout


if __name__ == "__main__":
    main()
