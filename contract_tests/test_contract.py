"""The properties of the contract, collected by pytest: an item for each property and operation.

Without --url or --target the deployment is a mock of the document, started for these items.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_tests import target_reader
from contract_tests.launch import own_mock
from contract_tests.properties.registry import ALL
from contract_tests.session import Session, open_session, told
from contract_tests.settings import Settings
from contract_tests.target import Target
from contract_tests.trial import NotShown
from spec import catalog
from spec.compile import compile_operations
from spec.document import Document


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    operations = [one.id for one in compile_operations(_document(metafunc.config))]
    pairs = [(one.id, operation) for operation in operations for one in ALL]
    ids = [f"{one}-{operation}" for one, operation in pairs]
    metafunc.parametrize(("property_id", "operation_id"), pairs, ids=ids)


def _document(config: pytest.Config) -> Document:
    return catalog.load_entry(catalog.find(config.getoption("--document")))


@pytest.fixture(scope="session")
def contract_target(pytestconfig: pytest.Config) -> Iterator[Target]:
    """The deployment: as the options say, else a mock."""
    url, file = pytestconfig.getoption("--url"), pytestconfig.getoption("--target")
    if file:
        yield target_reader.read(Path(file), url=url, environ=os.environ)
    elif url:
        yield target_reader.from_url(url, os.environ)
    else:
        document = pytestconfig.getoption("--document")
        with own_mock([document] if document else []) as target:
            yield target


@pytest.fixture(scope="session")
def contract(pytestconfig: pytest.Config, contract_target: Target) -> Iterator[Session]:
    """One run for all items of this process; processes of pytest-xdist write rows of their own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    seed = int(pytestconfig.getoption("--contract-seed") or 0)
    settings = Settings(seed=seed, worker=worker)
    with open_session(_document(pytestconfig), contract_target, settings) as session:
        yield session


def test_contract(contract: Session, property_id: str, operation_id: str) -> None:
    """The deployment keeps what the document promises."""
    one = next(one for one in ALL if one.id == property_id)
    operation = next(one for one in contract.bench.operations if one.id == operation_id)
    try:
        outcome = contract.hold(one, operation)
    except NotShown as lack:
        pytest.skip(f"{lack.reason}: {lack.needs}" if lack.needs else lack.reason)
    if outcome.findings:
        pytest.fail(told(outcome.findings), pytrace=False)
    if outcome.masked:
        first = outcome.masked[0]
        pytest.fail(f"nothing was proved, masked: {first.trial}: {first.note}", pytrace=False)
    if not outcome.trials:
        pytest.skip("says nothing of this operation")
