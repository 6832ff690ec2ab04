"""Every edit of the vendored document is told, where it is, and once; what says the same is no edit."""

import copy

import pytest

from spec import pointer
from spec.diff.compare import compare
from spec.diff.records import ABSENT
from spec.errors import SpecError
from spec.tests.diff.edits import between, covers, leaves, rows, vendored, with_value, written

CONTENT = vendored()
BASE = written(CONTENT)
# What is no member of an operation, and what says nothing by being there.
_SILENT = {"/components/schemas/Error/properties/details/additionalProperties"}
LEAVES = [(tokens, value) for tokens, value in leaves(CONTENT) if tokens[0] != "x-troth-promises"]
# A name that something is found by, and a list in which a value is one that went and one that came.
_NAMES = {"name", "enum", "required"}


def _ids(rows_):
    return [pointer.write(tokens) for tokens, _ in rows_]


def _other(value):
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int | float) else f"{value}x"


def _changes(tokens, value):
    """None where no document can have this edit."""
    try:
        return compare(BASE, written(with_value(CONTENT, tokens, value))).changes
    except SpecError:
        return None


@pytest.mark.parametrize(("tokens", "value"), LEAVES, ids=_ids(LEAVES))
def test_a_changed_value_is_told_where_it_is(tokens, value) -> None:
    """Another value anywhere that a document can have it is a change that stands there, and the only one."""
    where = pointer.write(tokens)
    changes = _changes(tokens, _other(value))
    if changes is None:
        return
    assert all(covers(change, where) for change in changes), rows(changes)
    assert len(changes) == 1 or (len(changes) == 2 and _NAMES & {str(one) for one in tokens[-2:]})


@pytest.mark.parametrize(("tokens", "value"), LEAVES, ids=_ids(LEAVES))
def test_a_removed_value_is_told_where_it_was(tokens, value) -> None:
    """A value that is gone is one change that stands there; a lost reference is all that was behind it."""
    where = pointer.write(tokens)
    changes = _changes(tokens, ABSENT)
    if changes is None or where in _SILENT:
        return
    if tokens[-1] == "$ref":
        assert changes
    else:
        assert len(changes) == 1, rows(changes)
        assert covers(changes[0], where)


def test_equal_documents_have_no_changes() -> None:
    """A document compared with itself has no changes, and all its slots."""
    found = compare(BASE, written(CONTENT))
    assert found.changes == ()
    assert len(found.slots) == 7  # the path's id, the body, and five answers


def test_order_says_nothing() -> None:
    """Members, tags, alternatives, statuses and required names in another order are no change."""
    assert between(BASE, written(_reversed(CONTENT))) == []


def _reversed(value):
    if isinstance(value, dict):
        return {
            name: value[name] if name.startswith("x-troth") else _reversed(value[name])
            for name in reversed(value)
        }
    return [_reversed(item) for item in reversed(value)] if isinstance(value, list) else value


def test_a_reference_says_what_it_leads_to() -> None:
    """Responses and schemas written in place of their references are no change, and what nothing refers to any more is told as
    unused only where it differs."""
    inlined = copy.deepcopy(CONTENT)
    responses = inlined["paths"]["/v1/conversations/{id}/customer-metrics"]["post"]["responses"]
    for status in ("400", "401", "404"):
        name = responses[status]["$ref"].rpartition("/")[2]
        responses[status] = inlined["components"]["responses"].pop(name)
    for response in responses.values():
        media_type = response["content"]["application/json"]
        name = media_type["schema"]["$ref"].rpartition("/")[2]
        media_type["schema"] = copy.deepcopy(CONTENT["components"]["schemas"][name])
    del inlined["components"]["schemas"]
    assert between(BASE, written(inlined)) == []
    assert between(written(inlined), BASE) == []
