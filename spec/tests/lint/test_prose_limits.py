"""Sentences, and the limits that they state or only seem to."""

import pytest

from spec.lint.prose_limits import limits
from spec.lint.prose_members import Together, is_conditional, together

NUMBER, TEXT, LIST, FLAG = "number", "string", "array", "boolean"

STATED = [
    # Numbers
    ("0\u2013100.", NUMBER, {"minimum": 0, "maximum": 100}),
    ("0-100", NUMBER, {"minimum": 0, "maximum": 100}),
    ("A score (0\u2013100).", NUMBER, {"minimum": 0, "maximum": 100}),
    ("A value between 1 and 50.", NUMBER, {"minimum": 1, "maximum": 50}),
    ("Must be between 1 and 60 seconds.", NUMBER, {"minimum": 1, "maximum": 60}),
    ("A number from 1 to 10.", NUMBER, {"minimum": 1, "maximum": 10}),
    ("Rated on a scale of 1 to 5, 5 being best.", NUMBER, {"minimum": 1, "maximum": 5}),
    ("Latitude, -90 to 90.", NUMBER, {"minimum": -90, "maximum": 90}),
    ("Longitude, \u2212180 to 180.", NUMBER, {"minimum": -180, "maximum": 180}),
    ("Confidence in the range [0, 1].", NUMBER, {"minimum": 0, "maximum": 1}),
    ("Values 1..10", NUMBER, {"minimum": 1, "maximum": 10}),
    ("Range: 0 to 1,000.", NUMBER, {"minimum": 0, "maximum": 1000}),
    ("Percentage 0.5\u201399.5%", NUMBER, {"minimum": 0.5, "maximum": 99.5}),
    ("Maximum value is 500.", NUMBER, {"maximum": 500}),
    ("Page size (max 100).", NUMBER, {"maximum": 100}),
    ("Page size; must not exceed 100.", NUMBER, {"maximum": 100}),
    ("At least 1.", NUMBER, {"minimum": 1}),
    ("Must be greater than 0.", NUMBER, {"exclusiveMinimum": 0}),
    ("Must be less than 10.", NUMBER, {"exclusiveMaximum": 10}),
    ("Must be greater than or equal to 5.", NUMBER, {"minimum": 5}),
    ("Must be >= 0 and <= 9.", NUMBER, {"minimum": 0, "maximum": 9}),
    ("The amount must be positive.", NUMBER, {"exclusiveMinimum": 0}),
    ("A positive integer.", NUMBER, {"exclusiveMinimum": 0}),
    ("Must be a non-negative number.", NUMBER, {"minimum": 0}),
    ("It cannot be negative.", NUMBER, {"minimum": 0}),
    ("Must be a multiple of 15.", NUMBER, {"multipleOf": 15}),
    ("One of 15, 30.", NUMBER, {}),
    ("Must be one of 15, 30, 60.", NUMBER, {"enum": [15, 30, 60]}),
    # Texts
    ("At most 255 characters.", TEXT, {"maxLength": 255}),
    ("Max 255 chars.", TEXT, {"maxLength": 255}),
    ("The name (max 255).", TEXT, {"maxLength": 255}),
    ("Maximum length: 64 characters.", TEXT, {"maxLength": 64}),
    ("Max length: 64", TEXT, {"maxLength": 64}),
    ("Must not exceed 1,024 characters.", TEXT, {"maxLength": 1024}),
    ("Cannot be longer than 20 characters.", TEXT, {"maxLength": 20}),
    ("A note, 500 characters or fewer.", TEXT, {"maxLength": 500}),
    ("1\u201332 letters.", TEXT, {"minLength": 1, "maxLength": 32}),
    ("Between 3 and 64 characters.", TEXT, {"minLength": 3, "maxLength": 64}),
    ("At least 8 characters.", TEXT, {"minLength": 8}),
    ("Must be 2 characters long.", TEXT, {"minLength": 2, "maxLength": 2}),
    ("Must not be empty.", TEXT, {"minLength": 1}),
    ("One of: `asc`, `desc`.", TEXT, {"enum": ["asc", "desc"]}),
    ('Must be one of "a", "b" or "c".', TEXT, {"enum": ["a", "b", "c"]}),
    ("Either `pass` or `fail`.", TEXT, {"enum": ["pass", "fail"]}),
    ("Either pass or fail.", TEXT, {"enum": ["pass", "fail"]}),
    ("Allowed values: draft, open, closed", TEXT, {"enum": ["draft", "open", "closed"]}),
    ("ISO 8601 timestamp.", TEXT, {"format": "date-time"}),
    ("The date-time of the call, in ISO 8601.", TEXT, {"format": "date-time"}),
    ("ISO 8601 date.", TEXT, {"format": "date"}),
    ("An ISO 8601 duration.", TEXT, {"format": "duration"}),
    ("The day (YYYY-MM-DD).", TEXT, {"format": "date"}),
    ("Written as in ISO 8601.", TEXT, {"format": "date-time"}),
    ("UUID of the call.", TEXT, {"format": "uuid"}),
    ("The agent's id (UUID).", TEXT, {"format": "uuid"}),
    ("Must be a valid email address.", TEXT, {"format": "email"}),
    ("Must be a valid HTTPS URL.", TEXT, {"format": "uri"}),
    # Arrays
    ("At most 100 items.", LIST, {"maxItems": 100}),
    ("Up to 50 conversation ids.", LIST, {"maxItems": 50}),
    ("At least one item.", LIST, {"minItems": 1}),
    ("Between 2 and 5 tags.", LIST, {"minItems": 2, "maxItems": 5}),
    ("A non-empty list.", LIST, {"minItems": 1}),
    ("The ids must be unique.", LIST, {"uniqueItems": True}),
    # Null and defaults
    ("Null when only a verdict was sent.", NUMBER, {"null": True}),
    ("`null` if it never ran.", TEXT, {"null": True}),
    ("May be null.", TEXT, {"null": True}),
    ("The agent's id, or null.", TEXT, {"null": True}),
    ("It is null until the call ends.", TEXT, {"null": True}),
    ("Defaults to 20.", NUMBER, {"default": 20}),
    ("Page size (default 20).", NUMBER, {"default": 20}),
    ("Default: `asc`", TEXT, {"default": "asc"}),
    ("Default is false.", FLAG, {"default": False}),
    ("If omitted, defaults to 20.", NUMBER, {"default": 20}),
    ("At most 100, defaults to 20.", NUMBER, {"maximum": 100, "default": 20}),
]  # fmt: skip

UNSTATED = [
    ("Delivered in 3\u20135 days.", NUMBER),
    ("Delivered in 3 to 5 days.", NUMBER),
    ("Since 2019-2020 it counts minutes.", NUMBER),
    ("Typically between 1 and 50.", NUMBER),
    ("A share, e.g. 0\u2013100.", NUMBER),
    ("Between 1 and 5 if the plan is free.", NUMBER),
    ("Between 5 and 10 minutes pass.", NUMBER),
    ("Use 0 to disable.", NUMBER),
    ("ISO 3166-1 code.", NUMBER),
    ("Version 1.2 or 2-3.", NUMBER),
    ("At least 10 seconds long.", NUMBER),
    ("Up to 5 times as fast.", NUMBER),
    ("A positive effect on the score.", NUMBER),
    ("Scores above 80 are good.", NUMBER),
    ("0\u2013100.", TEXT),
    ("At most 255 characters.", NUMBER),
    ("The first 100 characters of the note.", TEXT),
    ("Texts longer than 255 characters are cut.", TEXT),
    ("Truncated to at most 100 characters.", TEXT),
    ("Each word has at most 20 characters.", TEXT),
    ("One of the agent's names.", TEXT),
    ("Possible values include `a`, `b`.", TEXT),
    ("Provenance of the record, e.g. `api`.", TEXT),
    ("Either `email` or `phone` must be given.", TEXT),
    ('The name, e.g. "Compliance Check".', TEXT),
    ("UUID or slug.", TEXT),
    ("Usually a UUID.", TEXT),
    ("A list of UUIDs, with commas.", TEXT),
    ("The URL shown to users.", TEXT),
    ("Never null.", TEXT),
    ("It cannot be null.", TEXT),
    ("Items may be null.", LIST),
    ("Defaults to the current time.", TEXT),
    ("Defaults to now.", TEXT),
    ("If projects are disabled, the default is `false`.", FLAG),
    ("The default is 20 for free accounts.", NUMBER),
    ("Defaults to null.", NUMBER),
    ("Not unique.", LIST),
    ("The last 10 items.", LIST),
    ("Human-readable error message, e.g. Unauthorized or Validation failed.", TEXT),
    ("Map this customer metric to one of your Zelto metrics on the call's agent.", TEXT),
    ("Your own id for this record.", TEXT),
]


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
