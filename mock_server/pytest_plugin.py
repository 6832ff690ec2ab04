"""The pytest plugin that comes with troth: `troth_mock` is a running mock, fresh for every test.

    def test_my_client(troth_mock):
        client = MyClient(troth_mock.url, troth_mock.key)
        client.submit(...)
        assert [r["status"] for r in troth_mock.requests()] == [201]

The document is the vendored one, or what `--troth-document` or the ini option `troth_document` names.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mock_server.running import Mock


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "the OpenAPI document that troth_mock serves (default: the vendored one)"
    parser.getgroup("troth").addoption("--troth-document", metavar="DOCUMENT", help=text)
    parser.addini("troth_document", text)


@pytest.fixture(scope="session")
def troth_mock_server(pytestconfig: pytest.Config) -> Iterator["Mock"]:
    """One mock for the whole run. Use `troth_mock`, which resets it before each test."""
    from mock_server.running import serve  # a run that asks for no mock pays nothing

    document = pytestconfig.getoption("--troth-document") or pytestconfig.getini("troth_document")
    with serve(document or None) as mock:
        yield mock


@pytest.fixture
def troth_mock(troth_mock_server: "Mock") -> "Mock":
    """A running mock as it was before the first request: `url`, `key`, `ids`, `requests()`, `rows()`, `reset()`."""
    troth_mock_server.reset()
    return troth_mock_server
