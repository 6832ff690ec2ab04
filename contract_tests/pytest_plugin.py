"""The contract tests as pytest sees them: which deployment is meant, and a run that all items share.

    pytest --pyargs contract_tests.test_contract --target staging.toml

Options alone are declared here: what they need is imported when an item runs.
"""

import pytest

_OPTIONS = (
    (
        "--url",
        "the deployment that the contract tests are held against (its key is in TROTH_API_KEY)",
    ),
    ("--target", "the target file of the contract tests: whose keys and ids may be used"),
    ("--document", "the OpenAPI document of the contract tests (default: the vendored one)"),
    ("--contract-seed", "the seed of the contract tests (default: 0)"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("troth", "contract tests")
    for name, help in _OPTIONS:
        try:
            group.addoption(name, default=None, help=help)
        except ValueError:
            continue  # another plugin has an option of that name: it is read all the same
