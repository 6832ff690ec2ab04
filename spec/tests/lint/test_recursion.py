"""Recursion that cannot end, and what only looks like it."""

import pytest

from spec.lint.recursion import circling, requiring
from spec.lint.subject import Subject
from spec.tests.documents import document

ITSELF = "{$ref: '#/components/schemas/A'}"


def found(schemas: str, version: str = "3.1.0"):
    text = "paths: {}\ncomponents: {schemas: {" + schemas + "}}"
    subject = Subject(document(text, version=version))
    return {where.rpartition("/")[2] for where in requiring(subject) | circling(subject)}


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param("{type: object, required: [a], properties: {a: %s}}", id="member"),
        pytest.param("{type: array, minItems: 1, items: %s}", id="item"),
        pytest.param("{type: array, minItems: 1, prefixItems: [%s]}", id="first-item"),
        pytest.param("{allOf: [{type: object}, {required: [a], properties: {a: %s}}]}", id="all-of"),
        pytest.param("{type: object, required: [a], properties: {a: {anyOf: [%s]}}}", id="only-choice"),
        pytest.param("{anyOf: [{type: string}, %s]}", id="same-value"),
        pytest.param("{not: %s}", id="not"),
    ],
)  # fmt: skip
def test_recursion_without_an_end_is_found(schema):
    """Each value would hold another one of its kind, or the schema is met again before any part of the value is."""
    assert found("A: " + schema % ITSELF) == {"A"}


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param("{type: object, properties: {a: %s}}", id="optional"),
        pytest.param("{required: [a], properties: {a: %s}}", id="no-object"),
        pytest.param("{type: [object, 'null'], required: [a], properties: {a: %s}}", id="or-null"),
        pytest.param("{type: array, items: %s}", id="empty-array"),
        pytest.param("{type: array, minItems: 1, maxItems: 2, prefixItems: [{}, %s]}", id="second-item"),
        pytest.param("{type: object, required: [a], properties: {a: {type: array, items: %s}}}", id="array-between"),
        pytest.param("{type: object, required: [a], properties: {a: {anyOf: [{type: 'null'}, %s]}}}", id="choice"),
        pytest.param("{type: object, required: [a], properties: {a: {readOnly: true, allOf: [%s]}}}", id="sent-one-way"),
    ],
)  # fmt: skip
def test_recursion_that_ends_is_left_in_peace(schema):
    """Something finite satisfies it."""
    assert found("A: " + schema % ITSELF) == set()


def test_two_that_require_each_other_are_both_told():
    """And one that merely uses them is not: the cause is theirs."""
    one, two = (
        "{type: object, required: [a], properties: {a: {$ref: '#/components/schemas/%s'}}}" % name  # noqa: UP031  # braces
        for name in "AB"
    )
    assert found(f"A: {two}, B: {one}, User: {one}, Late: {{$ref: '#/components/schemas/User'}}") == {"A", "B"}  # fmt: skip


def test_in_30_null_and_siblings_of_a_reference_count_as_they_do_there():
    """`nullable` ends it, and what stands beside `$ref` is ignored."""
    ends = "A: {type: object, nullable: true, required: [a], properties: {a: %s}}" % ITSELF  # noqa: UP031
    assert found(ends, "3.0.3") == set()
