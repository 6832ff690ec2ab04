"""All rows in the order in which they are asked, and the search for the one that speaks of a change."""

import re
from collections import defaultdict
from collections.abc import Mapping

from contract_tests.regression.rules.answers import ANSWERS
from contract_tests.regression.rules.documents import DOCUMENTS, REST
from contract_tests.regression.rules.lifetimes import LIFETIMES
from contract_tests.regression.rules.members import MEMBERS
from contract_tests.regression.rules.operations import OPERATIONS
from contract_tests.regression.rules.parameters import PARAMETERS
from contract_tests.regression.rules.record import ANY, Rule
from contract_tests.regression.rules.schemas import LAST, SHAPES
from contract_tests.regression.rules.security import SECURITY
from contract_tests.regression.rules.statements import STATEMENTS
from contract_tests.regression.rules.values import VALUES
from spec.diff.records import Action, Area, Direction

# What is about the changes of a schema taken together, and about no keyword.
TOGETHER = "together"

ALL: tuple[Rule, ...] = (
    *OPERATIONS,
    *PARAMETERS,
    *ANSWERS,
    *MEMBERS,
    *VALUES,
    *SHAPES,
    *SECURITY,
    *STATEMENTS,
    *LIFETIMES,
    *DOCUMENTS,
    *REST,
    *LAST,
)
BY_ID: Mapping[str, Rule] = {one.id: one for one in ALL}
_INDEX = re.compile(r"\[\d+\]")


def _by_area() -> dict[Area, list[Rule]]:
    """Rows of one area, those of any aspect last: a table may be read from its beginning."""
    found: dict[Area, list[Rule]] = defaultdict(list)
    for one in sorted(ALL, key=lambda one: ANY in one.aspects):
        for area in one.areas:
            found[area].append(one)
    return found


_BY_AREA = _by_area()


def find(
    area: Area,
    aspect: str,
    action: Action,
    direction: Direction | None,
    circumstances: frozenset[str],
) -> Rule | None:
    """The first row that fits, None where none does."""
    plain = _INDEX.sub("", aspect)
    for rule in _BY_AREA[area]:
        if (
            action in rule.actions
            and rule.direction in (None, direction)
            and rule.when <= circumstances
            and any(_fits(pattern, plain) for pattern in rule.aspects)
        ):
            return rule
    return None


def _fits(pattern: str, aspect: str) -> bool:
    if pattern.endswith(ANY):
        return aspect.startswith(pattern.removesuffix(ANY))
    return pattern == aspect
