"""The files that belong to no package: what they say about each other is true."""

import ast
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
VENDORED = ROOT / "spec" / "zelto"
VENDOR = re.compile("zelto", re.IGNORECASE)
# Members of the vendor's records that no code about documents and requests has another use for.
VENDOR_MEMBER = re.compile(
    r"conversation|metrics_?enabled|external_?id|customer_?metric|agent_?id", re.IGNORECASE
)
# Where developers keep what they work on, on the systems that we know of.
MACHINE_PATH = re.compile(r"(?<![\w.}])(?:/(?:home|Users|root|work|workspace)/\w|[A-Z]:\\Users\\)")


def tracked() -> list[Path]:
    """Every file that is in the repository, or would be with the next `git add`."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing says which files belong to the project")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    paths = (ROOT / name for name in names.split("\0") if name)
    return [path for path in paths if path.is_file()]


def lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []


def found(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(lines(path), 1)
        if pattern.search(line)
    ]


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def requirements() -> list[Requirement]:
    """What pyproject.toml asks for: to run, to test, to lint, to build."""
    settings = pyproject()
    groups = settings["dependency-groups"].values()
    grouped = [entry for group in groups for entry in group if isinstance(entry, str)]
    return [Requirement(text) for text in [*settings["project"]["dependencies"], *grouped]]


def code() -> list[Path]:
    """Every module outside the tests."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and "tests" not in path.relative_to(ROOT).parts
        and not path.is_relative_to(VENDORED)
    ]


def words(path: Path) -> Iterator[str]:
    """Every name and every text in a module; comments and docstrings may give examples."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in set(ast.walk(tree)) - prose:
        yield from (str(value) for _, value in ast.iter_fields(node) if isinstance(value, str))


def test_code_never_names_the_vendor() -> None:
    """Which vendor it is, only data says."""
    assert code()
    assert found(VENDOR, code()) == []


def test_code_knows_no_member_of_the_vendors_records() -> None:
    """What its records hold, only data says; a comment may give an example."""
    known = {
        f"{path.relative_to(ROOT)}: {word}"
        for path in code()
        for word in words(path)
        if VENDOR_MEMBER.search(word)
    }
    assert known == set()


def test_no_file_names_a_path_of_a_developers_machine() -> None:
    """What only one machine has is of no use to anybody else."""
    assert found(MACHINE_PATH, tracked()) == []


@pytest.mark.parametrize(
    "text", ["/home/" + "anna/troth", "see '/Users/" + "anna'", "C:" + "\\Users\\anna"]
)
def test_a_path_of_a_developers_machine_is_recognized(text: str) -> None:
    """The pattern of the test above finds what it is for."""
    assert MACHINE_PATH.search(text)


def test_the_changelog_begins_with_this_version() -> None:
    """The newest entry is about the version that pyproject.toml names."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    entries = re.findall(r"^## \[(.+?)\] - (.+)$", changelog, re.MULTILINE)
    assert entries[0][0] == pyproject()["project"]["version"]
    assert all(re.fullmatch(r"unreleased|\d{4}-\d\d-\d\d", date) for _, date in entries)


def test_constraints_pin_what_is_asked_for() -> None:
    """Each requirement has its pin, and the pin satisfies it: `make lock` was run after the last change."""
    pinned: dict[str, Version] = {}
    for line in lines(ROOT / "constraints.txt"):
        if not line.startswith("#"):
            name, _, version = line.partition("==")
            pinned[canonicalize_name(name)] = Version(version)
    for requirement in requirements():
        pin = pinned.get(canonicalize_name(requirement.name))
        assert pin is not None, f"{requirement.name} has no pin: make lock"
        assert requirement.specifier.contains(pin), f"{requirement} but {pin}: make lock"


def test_every_requirement_has_a_lower_bound() -> None:
    """A version that was never tried is not promised to work."""
    unbounded = [
        str(requirement)
        for requirement in requirements()
        if not any(part.operator in (">=", "==") for part in requirement.specifier)
    ]
    assert unbounded == []
