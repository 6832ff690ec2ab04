"""The vendored documents: unchanged since they were taken, and every correction still bites."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from spec import catalog
from spec.compile import compile_operations
from spec.schemas import Schemas

ENTRIES = catalog.vendored()


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_the_document_is_the_pages_byte_for_byte(entry):
    """The file is the page's fenced block, and both have the digest that was recorded."""
    folder = entry.document.parent
    provenance = tomllib.loads((folder / "provenance.toml").read_text(encoding="utf-8"))
    document, page = entry.document.read_bytes(), (folder / provenance["page"]["file"]).read_bytes()
    assert hashlib.sha256(document).hexdigest() == provenance["document"]["sha256"]
    assert hashlib.sha256(page).hexdigest() == provenance["page"]["sha256"]
    assert (
        page.partition(b"````yaml")[2].partition(b"\n")[2].partition(b"\n````")[0] + b"\n"
        == document
    )


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_every_correction_has_a_name_and_a_reason(entry):
    """A correction that nobody can explain is a change of the API."""
    document = catalog.load_entry(entry)
    assert document.corrections
    assert all(item.reason and " action " not in item.name for item in document.corrections)


ANSWER = {
    "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "organizationId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "conversationId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "agentId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "label": "x",
    "source": "api",
    "createdAt": "2026-01-01T00:00:00Z",
    "updatedAt": "2026-01-01T00:00:00Z",
}


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        pytest.param({}, True, id="optional-members-absent"),
        pytest.param({"metricId": None, "externalId": None, "verdict": None, "score": None, "note": None}, True, id="optional-members-null"),
        pytest.param({"label": None}, False, id="null-label"),
        pytest.param({"verdict": "maybe"}, False, id="verdict"),
        pytest.param({"score": 100}, True, id="score-at-the-limit"),
        pytest.param({"score": 100.5}, False, id="score-past-the-limit"),
        pytest.param({"metricId": "abc"}, False, id="no-uuid"),
        pytest.param({"createdAt": "2026-01-01 00:00:00"}, False, id="no-date-time"),
    ],
)  # fmt: skip
def test_the_corrected_answer_means_what_the_prose_says(change, valid):
    """Null where the document says nullable, 0 to 100 where it says so, formats asserted."""
    document = catalog.load_entry(catalog.find())
    (operation,) = compile_operations(document)
    schema = operation.responses[0].content[0].schema
    assert schema is not None
    assert Schemas(document).validator(schema, "response").is_valid({**ANSWER, **change}) is valid


@pytest.mark.parametrize(
    ("body", "valid"),
    [
        pytest.param({"label": "x", "verdict": "pass"}, True, id="verdict"),
        pytest.param({"label": "x", "score": 0}, True, id="score"),
        pytest.param({"label": "x"}, False, id="neither"),
    ],
)
def test_a_request_has_a_verdict_or_a_score(body, valid):
    """ "Provide at least one of `verdict` or `score`.\""""
    document = catalog.load_entry(catalog.find())
    (operation,) = compile_operations(document)
    assert operation.body is not None
    schema = operation.body.content[0].schema
    assert schema is not None
    assert Schemas(document).validator(schema, "request").is_valid(body) is valid


def test_no_code_names_a_vendor():
    """Everything vendor-specific is data: the default is named in the catalogue only."""
    assert (
        catalog.find()
        == ENTRIES[
            tomllib.loads((Path(catalog.__file__).parent / "catalog.toml").read_text())["default"]
        ]
    )
