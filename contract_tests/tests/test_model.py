"""What the upsert rule says an answer is."""

import json

import pytest

from contract_tests.exchange import Answer
from contract_tests.model import Model, same
from contract_tests.tests import benches

ROW = "0a6f1c9e-3d52-4b8f-8e07-5b1d2f6c7a10"
BODY = {"title": "t", "price": 12.5, "note": "n", "rack": benches.RACK}
ANSWER = {**BODY, "id": ROW, "createdAt": "2026-01-01T00:00:00Z"}


def answer(**members):
    return Answer(201, (), json.dumps({**ANSWER, **members}).encode(), 0.01)


def differences(sent=BODY, got=None, before=None):
    bench = benches.bench()
    operation = bench.operations[0]
    assert operation.rules is not None
    assert operation.rules.upsert is not None
    model = Model(bench, operation, operation.rules.upsert)
    draft = bench.full(operation).with_body(sent)
    return [one.member for one in model.differences(draft, got or answer(), before)]


@pytest.mark.parametrize(
    ("sent", "got"),
    [
        pytest.param(BODY, {}, id="as-sent"),
        pytest.param(
            {"title": "t", "price": 87}, {"price": 87.0, "note": None, "rack": None}, id="nulls"
        ),
        pytest.param({**BODY, "note": ""}, {"note": None}, id="empty-as-null"),
        pytest.param({**BODY, "rack": benches.RACK.upper()}, {}, id="id-in-stored-form"),
        pytest.param(BODY, {"more": 1}, id="extra-members"),
    ],
)
def test_what_the_rule_leaves_open_is_no_difference(sent, got):
    """Null or absent, 87 or 87.0, the case of an id, extra members."""
    assert differences(sent, answer(**got)) == []


@pytest.mark.parametrize(
    ("sent", "got", "member"),
    [
        pytest.param(BODY, {"note": "N"}, "note", id="case"),
        pytest.param(BODY, {"note": "n "}, "note", id="blank"),
        pytest.param({**BODY, "note": "\u00e9"}, {"note": "e\u0301"}, "note", id="normal-form"),
        pytest.param(BODY, {"price": 12.4}, "price", id="number"),
        pytest.param(BODY, {"price": "12.5"}, "price", id="number-as-text"),
        pytest.param(
            {"title": "t", "price": 0},
            {"price": None, "note": None, "rack": None},
            "price",
            id="zero-as-null",
        ),
        pytest.param(
            {"title": "t", "price": 1}, {"price": 1, "rack": None}, "note", id="kept-from-before"
        ),
    ],
)
def test_what_differs_is_named(sent, got, member):
    """Another code point, number or type is a difference, and so is a member that was not sent."""
    assert differences(sent, answer(**got)) == [member]


def test_what_the_rule_keeps_is_compared_with_the_answer_before():
    """A new id for an old row is a difference; that the note is another than before is none."""
    before = answer(id="1b7e2daf-4e63-4c90-9f18-6c2e3a7d8b21", note="before")
    assert differences(before=before) == ["id"]


@pytest.mark.parametrize(
    ("sent", "got"), [(True, 1), (1, True), ([1], [1, 2]), ({"a": 1}, {"a": 2}), ("1", 1)]
)
def test_values_of_another_type_or_size_are_not_the_same(sent, got):
    """JSON values are compared by type and value, not as Python compares them."""
    assert not same(sent, got)
