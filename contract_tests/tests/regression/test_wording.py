"""What a finding says: the edit in words that a reader of the document knows, and what follows from it."""

import pytest

from contract_tests.tests.regression.library import ADD, BOOK, GONE, verdict
from contract_tests.tests.regression.test_policy import HOOK, TROTH, parameter


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        pytest.param(
            {f"{TROTH}/upsert/keeps": ["id", "name"]},
            '`upsert.keeps` changed from ["id"] to ["id", "name"]',
            id="a-list-of-one-stays-a-list",
        ),
        pytest.param(
            {f"{BOOK}/properties/note/type": ["string", "null"]},
            '`type` changed from "string" to ["null", "string"]',
            id="a-list-of-one-type-is-that-type",
        ),
        pytest.param(
            {"/paths/~1status/get/security": [{"key": []}]},
            'security [{"key": []}] added; calls without',
            id="security",
        ),
        pytest.param(
            {f"{ADD}/security": [{"bearer": [], "key": []}]},
            "security scheme `key` added; credentials",
            id="scheme",
        ),
        pytest.param(
            {"/servers/1": GONE},
            "server `https://eu.library.example/v1` removed; calls to it",
            id="server",
        ),
        pytest.param(
            {"/servers": [{"url": "https://{place}.library.example/v1"}]},
            'URL changed from "https://api.library.example/v1" to',
            id="server-within",
        ),
        pytest.param(
            {f"{ADD}/responses/404": GONE, f"{ADD}/responses/4XX": {"description": "no"}},
            "status 404: it is described as 4XX now; it stays within",
            id="status-under-a-range",
        ),
        pytest.param(
            {f"{HOOK}/parameters/-": parameter("q")},
            "query parameter `q` added; receivers need not read it",
            id="a-webhooks-parameter",
        ),
        pytest.param(
            {"/openapi": "3.1.1"},
            '`openapi` changed from "3.1.0" to "3.1.1"; each side is read as its own version',
            id="version",
        ),
    ],
)
def test_an_edit_is_told_in_plain_words(edits, told):
    """Names of facts are not shown to readers."""
    assert [one.problem for one in verdict(edits).findings if told in one.problem]


def test_a_level_that_a_team_lowers_changes_no_fact():
    """A witness shows that calls fail, and the sentence above it does not deny that."""
    edits = {f"{BOOK}/properties/title/maxLength": 5}
    (found,) = verdict(edits, levels={"text-length": "compatible"}).findings
    assert found.level == "compatible"
    assert found.problem.endswith("texts of a length that was taken are refused")
    assert found.exchange is not None
