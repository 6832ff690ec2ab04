"""A suggestion for the next version (Semantic Versioning 2.0.0), by the verdict."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from contract_tests.regression.records import Finding

_VERSION = re.compile(r"(v?)(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[^+]+)?(\+.*)?")
# Rules that say of compatible changes that something can be done now that could not.
_ADDS = re.compile(r"(^|-)(added|grown|taken|told|raised|removed|relaxed|weaker)(-|$)|^deprecat")


@dataclass(frozen=True, slots=True)
class Next:
    """A suggestion. `version` is empty where the present one counts in a way that is not known; `note` says how it counts."""

    version: str
    note: str = ""


def next_version(version: str, findings: Iterable[Finding]) -> Next:
    """What the document should be called next. Accepted findings count: customers do not know of our agreements.

    A major version for what breaks, a minor one for what can be done now, else a patch. Below 1.0.0 anything may change at any
    time (section 4), and by custom the minor version says so. A pre-release comes before the version that it is named after
    (section 11), which is next where that is step enough.
    """
    step = _step(list(findings))
    found = _VERSION.fullmatch(version.strip())
    if found is None:
        return _otherwise(version, step)
    prefix, *numbers, pre_release, _ = found.groups()
    major, minor, patch = (int(number) for number in numbers)
    if step == "":
        return Next(version)
    if step == "major" and major == 0:
        step = "minor"
    elif step == "minor" and major == 0:
        step = "patch"
    is_enough = {"major": minor == patch == 0, "minor": patch == 0, "patch": True}[step]
    if pre_release and is_enough:
        return Next(f"{prefix}{major}.{minor}.{patch}")
    new = {
        "major": (major + 1, 0, 0),
        "minor": (major, minor + 1, 0),
        "patch": (major, minor, patch + 1),
    }[step]
    return Next(prefix + ".".join(map(str, new)))


def _otherwise(version: str, step: str) -> Next:
    """For a version that counts otherwise, which part of it would change."""
    told = {
        "major": "a new major version",
        "minor": "a new minor version",
        "patch": "a new patch version",
        "": "no new version",
    }[step]
    number = re.fullmatch(r"v(\d+)", version.strip())
    if number is None:
        return Next("", f"{told}, but {version or 'the version'} is no semantic version")
    if step == "major":
        return Next(f"v{int(number[1]) + 1}", f"{version} tells major versions only")
    return Next(version, f"{told} by semver, and {version} tells major versions only")


def _step(findings: list[Finding]) -> str:
    levels = {one.level for one in findings}
    if not findings:
        return ""
    if "breaking" in levels:
        return "major"
    if any(one.level != "documentation" and _is_new(one) for one in findings):
        return "minor"
    return "patch"


def _is_new(found: Finding) -> bool:
    return (
        found.level in ("undecided", "risky")
        or _ADDS.search(found.rule) is not None
        or found.ground.startswith("proved")
    )
