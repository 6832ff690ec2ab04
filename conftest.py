"""The only place where mock and tests meet, and what holds for every test of the repository.

How hard Hypothesis searches is chosen by one variable, TROTH_PROFILE:
    quick     the default: new examples in each run, few enough for a suite that is run all day
    fixed     the same examples in each run: a change of the result is a change of the code (CI)
    thorough  fifty times as many: before a release, and after a change of the request path
"""

import os
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# Two busy cores: how long one example takes says nothing, and pytest-timeout bounds the test.
settings.register_profile(
    "quick", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("fixed", settings.get_profile("quick"), derandomize=True)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=2500)
settings.load_profile(os.environ.get("TROTH_PROFILE", "quick"))


# What a developer's shell may set, and what would change how troth or a client behaves.
FOREIGN = re.compile(r"TROTH_.*|NO_COLOR|FORCE_COLOR|COLUMNS|.*_proxy", re.IGNORECASE)


@pytest.fixture(autouse=True)
def untouched_environment() -> Iterator[None]:
    """Each test starts with a plain environment, and what it changes there ends with it."""
    before = dict(os.environ)
    for name in filter(FOREIGN.fullmatch, before):
        del os.environ[name]
    yield
    os.environ.clear()
    os.environ.update(before)
