"""What pre-commit runs: `troth lint` or `troth diff` for each document that a commit changes.

Its line is a command, options as `--name=value`, and files. A file that the base does not have is new, and breaks nobody.
"""

import subprocess
import sys
from collections.abc import Sequence

from spec import git
from spec.errors import SpecError, Unreadable

HOLDS, USAGE, UNREADABLE = 0, 2, 3
_BASE = "--base="


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command for each file. Returns the gravest of its exit codes."""
    command, *words = (sys.argv[1:] if argv is None else argv) or [""]
    if command not in ("lint", "diff"):
        sys.stderr.write(f"troth: {command!r} is no hook, expected lint or diff\n")
        return USAGE
    options = [word for word in words if word.startswith("-")]
    files = [word for word in words if not word.startswith("-")]
    bases = [option.removeprefix(_BASE) for option in options if option.startswith(_BASE)]
    rest = [option for option in options if not option.startswith(_BASE)]
    base = bases[-1] if bases else "HEAD"
    codes = [_run(command, file, base, rest) for file in files]
    return max(codes, default=HOLDS)


def _run(command: str, file: str, base: str, options: Sequence[str]) -> int:
    if command == "lint":
        return _troth(["lint", *options, file])
    side = git.Revision(base, f"./{file}")
    try:
        is_new = not _is_there(side)
    except SpecError as error:
        sys.stderr.write(f"troth: {error}\n")
        return UNREADABLE
    return HOLDS if is_new else _troth(["diff", *options, side.name, file])


def _is_there(side: git.Revision) -> bool:
    """Whether the base has the file. Before the first commit it has none. Raises Unreadable."""
    try:
        folder = git.folder(side)
    except Unreadable:
        if side.rev == "HEAD" and git.is_unborn():
            return False
        raise
    return folder.has(folder.document)


def _troth(words: Sequence[str]) -> int:
    # -P: what the user's repository calls `spec` is not ours.
    return subprocess.run([sys.executable, "-P", "-m", "troth", *words], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
