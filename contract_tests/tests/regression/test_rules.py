"""The table of rules: one row for each kind of change, none hidden behind another, and no change without one."""

import json
from collections import Counter
from dataclasses import replace
from typing import get_args

import pytest

from contract_tests.regression import policy
from contract_tests.regression.records import LEVELS
from contract_tests.regression.reports.rules import table
from contract_tests.regression.rules import oasdiff
from contract_tests.regression.rules.record import ANY
from contract_tests.regression.rules.table import ALL, BY_ID, find
from contract_tests.regression.settings import Settings
from contract_tests.tests.regression.library import BASE, TODAY, document
from contract_tests.tests.regression.test_policy import ROWS
from spec import pointer
from spec.diff.records import (
    ABSENT,
    Action,
    Area,
    Change,
    Comparison,
    Direction,
    Place,
)

HERE = Place("/paths", "api.json", 1)
# Facts that no document of these tests has, each with what is said of it.
MADE = [
    ("media-type", "name", "text/csv", "text/*", "answer", "media-type-widened", "risky"),
    ("media-type", "name", "text/*", "text/csv", "request", "media-type-narrowed", "breaking"),
    ("media-type", "name", "text/*", "text/csv", "answer", "media-type-within", "compatible"),
    ("media-type", "name", "text/csv", "*/*", "request", "media-type-within", "compatible"),
    ("media-type", "name", "text/csv", "text/xml", "request", "media-type-narrowed", "breaking"),
    ("security", "name", "X-Key", "X-Token", "request", "security-scheme-changed", "breaking"),
    ("rule", "somewhen", 1, 2, None, "rule-changed", "breaking"),
    ("document", "servers.default", "a", "b", None, "server-default", "risky"),
    ("document", "servers.enum", ABSENT, ["a"], None, "server-values-limited", "breaking"),
    ("document", "servers.enum", ["a"], ABSENT, None, "server-values-freed", "compatible"),
    ("document", "servers.pinned", "/{a}", "/a", None, "server-variable-written-out", "risky"),
    ("document", "servers.named", "/", "/a", None, "server-named", "compatible"),
    ("document", "servers.implied", "/", "/v1", None, "server-base-path", "risky"),
    ("document", "servers.unused", "/a", "/b", None, "server-unused", "documentation"),
    ("document", "overlay", 1, 2, None, "document-correction", "documentation"),
    ("header", "somewhat", 1, 2, "answer", "unknown", "risky"),
    ("schema", "somewhat", 1, 2, None, "schema", "undecided"),
]


def comparison(*changes):
    base = document(BASE)
    return Comparison(base, base, (), (), changes)


def change(area, aspect, before, after, direction):
    action: Action = "added" if before is ABSENT else "removed" if after is ABSENT else "changed"
    return Change(area, aspect, action, "a thing", HERE, HERE, before, after, direction)


def test_ids_are_unique():
    """A rule is named once."""
    assert [id for id, count in Counter(one.id for one in ALL).items() if count > 1] == []


def test_levels_and_areas_are_known():
    """Every row has a level that there is, an area at least, and something to say."""
    assert all(one.level in LEVELS and one.areas and one.says for one in ALL)


@pytest.mark.parametrize("rule", [pytest.param(one, id=one.id) for one in ALL])
def test_no_row_is_hidden(rule):
    """There is a change that the row speaks of: no row before it takes all."""
    directions = [rule.direction] if rule.direction else get_args(Direction)
    found = {
        known.id
        for area in rule.areas
        for aspect in rule.aspects
        for action in rule.actions
        for direction in directions
        for known in [find(area, aspect.replace(ANY, "zz"), action, direction, rule.when)]
        if known
    }
    assert rule.id in found


@pytest.mark.parametrize("area", get_args(Area))
@pytest.mark.parametrize("action", get_args(Action))
def test_an_unheard_change_has_a_rule(area, action):
    """Whatever the differ comes to tell, some row speaks of it, and does not call it compatible unseen."""
    found = find(area, "never heard of", action, None, frozenset())
    assert found is not None
    assert found.level != "compatible"


def test_every_rule_is_reached():
    """Each row is the verdict of an edit or a fact in these tests."""
    reached = {row.values[0] for row in ROWS} | {row[5] for row in MADE}
    assert sorted(BY_ID.keys() - reached) == []


@pytest.mark.parametrize("row", [pytest.param(one, id=f"{one[5]}-{one[2]}") for one in MADE])
def test_a_fact_gets_its_rule_and_level(row):
    """What no document of these tests has is judged all the same."""
    *fact, rule, level = row
    (found,) = policy.judge(comparison(change(*fact)), (), Settings(TODAY))
    assert (found.rule, found.level) == (rule, level)


def test_names_of_oasdiff_are_names():
    """They have the form of that tool's ids, a row has none twice, and each stands for a row that there is."""
    assert oasdiff.rules() <= BY_ID.keys()
    for one in ALL:
        assert len(set(one.oasdiff)) == len(one.oasdiff), one.id
        assert all(json.dumps(name).strip('"').replace("-", "").isalnum() for name in one.oasdiff)


@pytest.mark.parametrize(
    ("name", "direction", "place", "is_about"),
    [
        ("request-parameter-max-length-decreased", "request", "/paths/~1a/get/parameters/0", True),
        ("request-parameter-max-length-decreased", "request", "/paths/~1a/get/requestBody", False),
        ("request-parameter-max-length-decreased", "answer", "/paths/~1a/get/parameters/0", False),
        ("request-property-max-length-decreased", "request", "/paths/~1a/get/requestBody", True),
        ("request-property-max-length-decreased", "request", "/components/schemas/A", True),
        ("response-header-type-changed", "answer", "/components/headers/A", True),
        ("response-property-type-changed", "answer", "/components/headers/A", False),
        ("request-header-property-became-enum", "request", "/components/parameters/A", True),
        ("endpoint-added", None, "/paths/~1a/get", True),
    ],
)
def test_a_name_of_oasdiff_is_about_one_kind_of_value(name, direction, place, is_about):
    """It says whether requests or answers are meant, and what of them; a shared schema may be anybody's."""
    assert oasdiff.is_about(name, direction, [pointer.read(place)]) is is_about


def test_the_table_is_printed_whole():
    """Every id is in what `--rules` prints, with oasdiff's names."""
    printed = table()
    assert all(f"  {id} " in printed for id in BY_ID)
    assert "new-required-request-parameter" in printed


def test_the_same_edit_has_the_same_id():
    """Ids are of places and values: neither lines nor other edits change them."""
    one = change("rule", "upsert.key", 1, 2, None)
    moved = replace(one, head=Place("/paths", "api.json", 99))
    other = replace(one, after=3)
    ids = [found.id for found in policy.judge(comparison(one, moved, other), (), Settings(TODAY))]
    assert ids[0] == ids[1] != ids[2]
