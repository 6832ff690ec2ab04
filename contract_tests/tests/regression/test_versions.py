"""The next version, by the verdict."""

import pytest

from contract_tests.regression.semver import Next, next_version
from contract_tests.tests.regression.library import ADD, BOOK, GONE, verdict

BREAKS = {f"{BOOK}/properties/title/maxLength": 5}
ADDS = {"/paths/~1more": {"get": {"responses": {"200": {"description": "ok"}}}}}
WIDENS = {f"{BOOK}/properties/title/maxLength": 500}
SAYS = {f"{ADD}/summary": "Add one"}


@pytest.mark.parametrize(
    ("edits", "step"),
    [
        pytest.param(BREAKS, "2.0.0", id="breaking"),
        pytest.param(ADDS, "1.5.0", id="added"),
        pytest.param(WIDENS, "1.5.0", id="widened"),
        pytest.param(SAYS, "1.4.3", id="prose"),
        pytest.param({f"{ADD}/operationId": "x"}, "1.5.0", id="risky"),
        pytest.param({"/components/schemas/Unused": GONE}, "1.4.3", id="unused"),
        pytest.param({}, "1.4.2", id="nothing"),
        pytest.param({**BREAKS, **SAYS}, "2.0.0", id="the-worst-counts"),
    ],
)
def test_the_verdict_decides(edits, step):
    """Major for what breaks, minor for what is new, else patch; nothing for nothing."""
    assert verdict(edits).next_version == step


@pytest.mark.parametrize(
    ("version", "edits", "told"),
    [
        pytest.param("0.4.2", BREAKS, "0.5.0", id="below-1-breaking-is-minor"),
        pytest.param("0.4.2", ADDS, "0.4.3", id="below-1-added-is-patch"),
        pytest.param("v1.4.2", BREAKS, "v2.0.0", id="with-a-v"),
        pytest.param("1.4.2-rc.1+5", SAYS, "1.4.2", id="pre-release"),
        pytest.param("1.4.2-rc.1", ADDS, "1.5.0", id="pre-release-of-a-patch"),
        pytest.param("1.5.0-rc.1", ADDS, "1.5.0", id="pre-release-of-a-minor"),
        pytest.param("1.5.0-rc.1", BREAKS, "2.0.0", id="pre-release-that-breaks"),
        pytest.param("2.0.0-rc.1", BREAKS, "2.0.0", id="pre-release-of-a-major"),
        pytest.param("1.4.2+5", SAYS, "1.4.3", id="build"),
        pytest.param("1.4.2-rc.1", {}, "1.4.2-rc.1", id="pre-release-of-nothing"),
    ],
)
def test_versions_below_one_and_before_a_release(version, edits, told):
    """Below 1.0.0 by custom; after a pre-release comes the version that it is named after, if that is step enough."""
    assert next_version(version, verdict(edits).findings) == Next(told)


@pytest.mark.parametrize(
    ("version", "edits", "told", "note"),
    [
        pytest.param("v1", BREAKS, "v2", "v1 tells major versions only", id="v1"),
        pytest.param(
            "v1",
            ADDS,
            "v1",
            "a new minor version by semver, and v1 tells major versions only",
            id="v1-kept",
        ),
        pytest.param(
            "2026-11",
            BREAKS,
            "",
            "a new major version, but 2026-11 is no semantic version",
            id="a-date",
        ),
        pytest.param(
            "", SAYS, "", "a new patch version, but the version is no semantic version", id="none"
        ),
    ],
)
def test_versions_that_count_otherwise_are_said_so(version, edits, told, note):
    """What is no semantic version gets a sentence, and a version only where it is known how it counts."""
    assert next_version(version, verdict(edits).findings) == Next(told, note)
