"""Generic mutants of a small shop: one of each kind is caught, and the shop itself is left in peace."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from contract_tests.result import Finding
from contract_tests.run import run
from contract_tests.settings import Settings
from contract_tests.target import PRIMARY, Principal, Target
from contract_tests.tests.mutants.bookshop import KEY, KNOWN, Bookshop
from contract_tests.tests.mutants.catalog import mutants
from contract_tests.tests.mutants.http import App, running
from spec.document import load

DOCUMENT = load(Path(__file__).parent / "mutants" / "bookshop.yaml", name="bookshop.yaml")
# Of each kind the last: `putBook` has most to get wrong.
ONE_OF_EACH = {one.kind: one for one in mutants(DOCUMENT, {"x-api-key": KEY})}
# These send requests to every operation without chance. Answers are judged whoever asked.
SENDERS = ("request", "parameters", "credentials")


def findings(app: App, properties: Iterable[str] = ()) -> tuple[Finding, ...]:
    settings = Settings(seed=1, max_examples=5, properties=tuple(properties))
    with running(app) as url:
        values = {"path.isbn": KNOWN}
        target = Target(url, {PRIMARY: Principal(PRIMARY, KEY, values=values)})
        return run(DOCUMENT, target, settings).findings


def test_the_shop_keeps_its_document():
    """What is not mutated gives no finding, whatever is tried."""
    assert [(one.property, one.problem) for one in findings(Bookshop())] == []


@pytest.mark.parametrize("mutant", ONE_OF_EACH.values(), ids=ONE_OF_EACH)
def test_a_mutant_is_caught(mutant):
    """By a property that is there for what is wrong with it."""
    found = {one.property for one in findings(mutant.wrap(Bookshop()), SENDERS)}
    assert found & set(mutant.seen_by)
