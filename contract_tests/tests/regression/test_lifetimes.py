"""Dates and levels of stability: how they are read, and what they allow."""

from datetime import date

import pytest

from contract_tests.regression import moments
from contract_tests.tests.regression.library import GONE, findings

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("2026-12-31", date(2026, 12, 31), id="date"),
        pytest.param("2026-12-31T23:59:59Z", date(2026, 12, 31), id="date-time"),
        pytest.param(
            "Thu, 31 Dec 2026 23:59:59 GMT", date(2026, 12, 31), id="HTTP-date-of-RFC-8594"
        ),
        pytest.param("@1798761599", date(2026, 12, 31), id="seconds-of-RFC-9745"),
        pytest.param("soon", None, id="a-word"),
        pytest.param(20261231, None, id="a-number"),
        pytest.param("@99999999999999999999", None, id="beyond-the-calendar"),
    ],
)
def test_dates_are_read_as_people_write_them(text, day):
    """ISO 8601, HTTP dates and seconds; anything else is no date."""
    assert moments.read_date(text) == day


@pytest.mark.parametrize(
    ("members", "days", "told"),
    [
        pytest.param({}, None, "", id="not-deprecated"),
        pytest.param({"x-sunset": "2020-01-01"}, None, "", id="a-sunset-alone-deprecates-nothing"),
        pytest.param({"deprecated": True}, None, "", id="no-date"),
        pytest.param({"deprecated": True, "x-sunset": "2026-11-23"}, None, "retired", id="today"),
        pytest.param({"deprecated": True, "x-sunset": "2026-11-24"}, None, "early", id="tomorrow"),
        pytest.param({"deprecated": True, "x-sunset": "soon"}, None, "", id="unreadable"),
        pytest.param(
            {"deprecated": True, "x-deprecated-since": "2026-08-25"}, 90, "retired", id="90-days"
        ),
        pytest.param(
            {"deprecated": True, "x-deprecated-since": "2026-08-26"}, 90, "early", id="89-days"
        ),
        pytest.param(
            {"deprecated": True, "x-deprecated-since": "2020-01-01"}, None, "", id="no-policy"
        ),
        pytest.param(
            {"deprecated": True, "x-sunset": "2027-01-01", "x-deprecated-since": "2020-01-01"},
            90,
            "early",
            id="a-sunset-wins",
        ),
    ],
)
def test_what_was_announced_may_go(members, days, told):
    """From the day of its sunset on, or after so many days of deprecation."""
    assert moments.retirement(members, TODAY, days) == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        pytest.param("stable", "beta", "lower", id="down"),
        pytest.param("draft", "Alpha", "", id="up"),
        pytest.param(None, "draft", "lower", id="what-says-nothing-is-stable"),
        pytest.param("beta", None, "", id="up-to-stable"),
        pytest.param("beta", "solid", "unreadable", id="no-level"),
    ],
)
def test_stability_has_an_order(before, after, told):
    """draft, alpha, beta, stable."""
    assert moments.compare_stability(before, after) == told


@pytest.mark.parametrize(
    ("day", "level"), [("2025-12-31", "breaking"), ("2026-01-01", "compatible")]
)
def test_the_day_is_an_input(day, level):
    """The same removal is breaking on the eve of its sunset, and compatible from that day on."""
    found = findings({"/paths/~1old/get": GONE}, today=date.fromisoformat(day))
    assert [one.level for one in found.values()] == [level]


def test_a_sunset_that_comes_with_its_deprecation_is_too_early_once():
    """The policy's days are told of the deprecation, and the date that it names works as before."""
    edits = {"/paths/~1status/get/deprecated": True, "/paths/~1status/get/x-sunset": "2026-12-01"}
    found = findings(edits, deprecation_days=90)
    assert {id: one.level for id, one in found.items()} == {
        "sunset-too-early": "risky",
        "sunset": "compatible",
    }
