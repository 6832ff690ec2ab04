"""What pre-commit runs: `troth lint` or `troth diff` for each document that a commit changes.

Its line is a command, options, and files. A file that the base does not have is new, and breaks nobody; a renamed one is not new.
Where pre-commit is given two revisions, as in CI and before a push, these are compared.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contract_tests.regression import past
from spec import git
from spec.errors import SpecError, Unreadable

HOLDS, USAGE, UNREADABLE = 0, 2, 3
# Options that have a value: as two words, the second one is no file.
VALUED = frozenset(
    {
        "--base",
        "--base-overlay",
        "--changelog",
        "--config",
        "--deprecation-days",
        "--fail-on",
        "--format",
        "--overlay",
        "--overrides",
        "--report",
        "--seed",
        "--today",
    }
)


@dataclass(frozen=True, slots=True)
class Sides:
    """What is compared: a revision, and another one or, where `head` is None, the files as they are."""

    base: str
    head: str | None


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command for each file. Returns the gravest of its exit codes."""
    command, *words = (sys.argv[1:] if argv is None else argv) or [""]
    if command not in ("lint", "diff"):
        sys.stderr.write(f"troth: {command!r} is no hook, expected lint or diff\n")
        return USAGE
    options, files = _split(words)
    bases = [option.partition("=")[2] for option in options if option.startswith("--base=")]
    rest = [option for option in options if not option.startswith("--base=")]
    if command == "lint":
        return max((_troth(["lint", *rest], file) for file in files), default=HOLDS)
    try:
        sides = _sides(bases, os.environ)
        return max((_diff(file, sides, rest) for file in files), default=HOLDS)
    except SpecError as error:
        sys.stderr.write(f"troth: {error}\n")
        return UNREADABLE


def _split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Options, each in one word, and files."""
    options: list[str] = []
    files: list[str] = []
    left = iter(words)
    for word in left:
        if word in VALUED:
            options.append(f"{word}={next(left, '')}")
        else:
            (options if word.startswith("-") else files).append(word)
    return options, files


def _sides(bases: Sequence[str], environment: Mapping[str, str]) -> Sides:
    """What the arguments name, or what pre-commit was given as --from-ref and --to-ref, or the last commit."""
    head = environment.get("PRE_COMMIT_TO_REF") or None
    if bases:
        return Sides(bases[-1], head)
    start = environment.get("PRE_COMMIT_FROM_REF")
    if not start:
        return Sides("HEAD", None)
    # As pre-commit chooses the files: A...B, what changed since the two parted.
    return Sides(past.merge_base(start, head or "HEAD") or start, head)


def _diff(file: str, sides: Sides, options: Sequence[str]) -> int:
    """Raises SpecError where git cannot tell what the base has."""
    base = _base(file, sides)
    if base is None:
        return HOLDS
    is_there = sides.head is not None and _has(git.Revision(sides.head, f"./{file}"))
    head = f"{sides.head}:./{file}" if is_there else file
    return _troth(["diff", *options], base, head)


def _base(file: str, sides: Sides) -> str | None:
    """The document at the base, None for a new one. Before the first commit all are new. Raises SpecError."""
    try:
        side = git.Revision(sides.base, f"./{file}")
        if _has(side):
            return side.name
    except Unreadable:
        if sides.base == "HEAD" and git.is_unborn():
            return None
        raise
    place = past.place_before(sides.base, past.from_root(file), sides.head)
    return f"{sides.base}:{place}" if place else None


def _has(side: git.Revision) -> bool:
    folder = git.folder(side)
    return folder.has(folder.document)


def _troth(words: Sequence[str], *files: str) -> int:
    # -P: what the user's repository calls `spec` is not ours.
    command = [sys.executable, "-P", "-m", "troth", *words, "--", *files]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
