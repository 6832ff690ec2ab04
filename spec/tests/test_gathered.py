"""The schemas of a document, compiled together."""

import pytest

from spec.gathered import Gathered
from spec.operations import Schema
from spec.schemas import Schemas
from spec.tests.documents import document

SCHEMAS = """
paths: {}
components:
  schemas:
    Short: {type: string, maxLength: 3}
    Holder: {properties: {short: {$ref: '#/components/schemas/Short'}}}
    Wrong: {type: string, pattern: '('}
    Leads: {properties: {wrong: {$ref: '#/components/schemas/Wrong'}, n: {type: integer}}}
    Named: {$id: 'https://x.example.com/named', properties: {n: {type: integer}}}
"""


def reason(name: str, value: object) -> str:
    loaded = document(SCHEMAS)
    schemas = {
        one: Schema(f"/components/schemas/{one}", schema)
        for one, schema in loaded.content["components"]["schemas"].items()
    }
    gathered = Gathered(Schemas(loaded), ((one, "request") for one in schemas.values()))
    found = gathered.refusal(schemas[name], "request", value)
    return "" if found is None else found.error.message


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        pytest.param("Short", "abc", "", id="taken"),
        pytest.param("Short", "abcd", "longer than 3", id="refused"),
        pytest.param("Holder", {"short": "abcd"}, "longer than 3", id="refused-by-what-it-refers-to"),
        pytest.param("Wrong", "a", "", id="no-schema"),
        pytest.param("Leads", {"n": "a"}, "", id="leads-to-no-schema"),
        pytest.param("Named", {"n": "a"}, "is not of type", id="with-an-address"),
    ],
)  # fmt: skip
def test_each_schema_answers_for_itself(name, value, says):
    """As if it were alone: one that no validator can read silences only those that lead to it."""
    told = reason(name, value)
    assert says in told
    assert bool(told) is bool(says)
