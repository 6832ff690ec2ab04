"""The ids of properties that the ledger and the vendored documents name are ids of properties."""

import pytest

from contract_tests.judge import CHECKS
from contract_tests.promises.ledger import list_promises
from contract_tests.promises.row import ByAnswers, ByLinks, ByTrials, Proof, Undecided
from contract_tests.properties.registry import ALL
from spec import catalog
from spec.compile import compile_operations

KNOWN = {one.id for one in ALL} | set(CHECKS)


def named(proof: Proof) -> set[str]:
    match proof:
        case ByTrials():
            return set(proof.properties)
        case ByAnswers():
            return {proof.property}
        case ByLinks() | Undecided():
            return {link for link in proof.links if not link.startswith("/")}
    return set()


@pytest.mark.parametrize("entry", catalog.vendored().values(), ids=catalog.vendored())
def test_every_property_that_a_row_names_exists(entry):
    """A promise that no property proves would be held by nobody."""
    loaded = catalog.load_entry(entry)
    rows = list_promises(loaded, compile_operations(loaded))
    assert set().union(*(named(row.proof) for row in rows)) - KNOWN == set()
