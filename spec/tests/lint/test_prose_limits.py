"""Sentences, and the limits that they state or only seem to."""

import time

import pytest

from spec.lint.prose_limits import limits
from spec.lint.prose_lists import sentences
from spec.lint.prose_members import Together, is_conditional, together
from spec.tests.lint.sentences import STATED, TEXT, UNSTATED


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"), STATED, ids=[f"{row[0]}-{row[1]}" for row in STATED]
)
def test_a_sentence_states_its_limits(sentence, kind, expected):
    """The keywords that a careful reader would write for it, and no others."""
    assert {one.keyword: one.value for one in limits(sentence, frozenset({kind}))} == expected


@pytest.mark.parametrize(
    ("sentence", "kind"), UNSTATED, ids=[f"{row[0]}-{row[1]}" for row in UNSTATED]
)
def test_a_sentence_that_seems_to_state_a_limit_states_none(sentence, kind):
    """A false alarm costs more than a miss: what is not clearly a limit of the value is none."""
    assert list(limits(sentence, frozenset({kind}))) == []


def test_a_format_that_may_be_another_is_not_sure():
    """ISO 8601 by itself may be a date or a date-time: it is told, and no correction is written."""
    (found,) = limits("Written as in ISO 8601.", frozenset({TEXT}))
    assert not found.sure


MEMBERS = frozenset({"verdict", "score", "note"})


@pytest.mark.parametrize(
    ("sentence", "how", "names"),
    [
        ("Provide at least one of `verdict` or `score`.", "some", ("verdict", "score")),
        ("At least one of `verdict`, `score` and `note` is needed.", "some", ("verdict", "score", "note")),
        ("Either `verdict` or `score` must be provided.", "some", ("verdict", "score")),
        ("`verdict` or `score` is required.", "some", ("verdict", "score")),
        ("Send either `verdict` or `score`.", "some", ("verdict", "score")),
        ("Exactly one of `verdict` and `score`.", "one", ("verdict", "score")),
        ("Either `verdict` or `score`, but not both.", "one", ("verdict", "score")),
        ("`verdict` and `score` are mutually exclusive.", "apart", ("verdict", "score")),
        ("At least one of 'verdict' or 'score' must be present.", "some", ("verdict", "score")),
        ("At least one of **verdict** or **score** is required.", "some", ("verdict", "score")),
        ("You must provide at least one of verdict or score to close it.", "some", ("verdict", "score")),
    ],
)  # fmt: skip
def test_a_sentence_asks_for_members_together(sentence, how, names):
    """At least one, exactly one, or not both."""
    assert together(sentence, MEMBERS) == Together(how, names)


@pytest.mark.parametrize(
    "sentence",
    [
        "`verdict` and `score` are required.",
        "At least one of the calls.",
        "At least one of `other` or `score`.",
        "If `note` is set, at least one of `verdict` or `score` is required.",
        "The `verdict` or `score` of the call.",
        "`verdict` is required.",
        "Send `verdict` and `score`.",
        "Neither `verdict` or `score` is required.",
        "None of `verdict`, `score` is required.",
        "`verdict`, `score` is set by the server.",
        "`verdict`, `score` are given in cents.",
        "`verdict` or `score` is set to 0.",
        "Sorted by at least one of `verdict`, `score`.",
        "Use it after `verdict`, `score` are set.",
        "At least one of the verdict or words.",
    ],
)
def test_a_sentence_that_names_members_need_not_ask_for_them(sentence):
    """All of them, none of ours, in some case only, or just mentioned: that is no choice."""
    assert together(sentence, MEMBERS) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Required if `verdict` is absent.", True),
        ("Only allowed when `score` is set.", True),
        ("Required.", False),
        ("Null when absent.", False),
    ],
)
def test_a_sentence_binds_a_member_to_a_condition(sentence, expected):
    """Required, or allowed, in some cases only."""
    assert is_conditional(sentence) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The state. Possible values:\n\n- `open`\n- `closed`: no more calls\n", "Possible values: `open`, `closed`", id="in-code"),
        pytest.param("One of:\n* open\n* closed\n\nMore.", "One of: `open`, `closed`", id="plain-words"),
        pytest.param("Possible values:\n- `open`, which\n  waits\n- `closed`", "Possible values: `open`, `closed`", id="folded"),
        pytest.param("Possible values:\n- `open`\n- any other word", None, id="not-only-values"),
        pytest.param("Possible values:\n- `open`\n  - `wide`\n- `closed`", None, id="a-list-in-a-list"),
        pytest.param("See also:\n- `open`\n- `closed`", None, id="a-list-of-something-else"),
    ],
)  # fmt: skip
def test_a_list_of_values_is_one_sentence(text, expected):
    """All of the items are values, or none is taken for one."""
    found = [one for one in sentences(text) if limits(one, frozenset({TEXT}))]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize("text", ["a " * 900, "between 1 and " * 140, "one of `a` or " * 140])
def test_a_long_sentence_is_read_in_no_time(text):
    """Descriptions are other people's texts: none keeps the linter busy."""
    start = time.perf_counter()
    limits(text, frozenset({TEXT}))
    assert time.perf_counter() - start < 5
