"""The times in answers."""

import pytest

from contract_tests.moments import is_earlier, parse, resolution


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T12:00:00Z",
        "2026-03-01t12:00:00.5z",
        "2026-03-01 17:30:00.123456789+05:30",
        "2026-03-01T12:00:00-00:00",
    ],
)
def test_a_time_with_a_zone_is_a_moment(text):
    """RFC 3339 in any zone, of any precision."""
    assert parse(text) is not None


@pytest.mark.parametrize(
    "text", ["2026-03-01T12:00:00", "2026-03-01", "2026-02-30T12:00:00Z", "1772366400", "", 7, None]
)
def test_what_names_no_moment_is_none(text):
    """No zone, no such day, no text."""
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("2026-03-01T12:00:00Z", 1, id="no-fraction"),
        pytest.param("2026-03-01T12:00:00.000Z", 1, id="a-store-of-whole-seconds"),
        pytest.param("2026-03-01T12:00:00.123Z", 0.001, id="milliseconds"),
        pytest.param("2026-03-01T12:00:00.123000Z", 0.001, id="milliseconds-and-zeros"),
        pytest.param("2026-03-01T12:00:00.123456789Z", 0.000001, id="no-finer-than-datetime"),
    ],
)
def test_digits_show_how_fine_a_clock_is(text, seconds):
    """Zeros at the end show nothing."""
    assert resolution(text).total_seconds() == seconds


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [
        pytest.param("12:00:00.001Z", "12:00:00.002Z", True, id="a-tick-before"),
        pytest.param("12:00:00.002Z", "12:00:00.002Z", False, id="equal"),
        pytest.param("12:00:00Z", "12:00:00.7Z", False, id="cut-to-the-second"),
        pytest.param("12:00:00Z", "12:00:01.7Z", True, id="before-by-more-than-was-cut"),
        pytest.param("17:30:00.001+05:30", "12:00:00.002Z", True, id="another-zone"),
        pytest.param("12:00:00", "12:00:01Z", False, id="no-zone"),
    ],
)
def test_what_may_be_equal_is_not_earlier(one, other, is_so):
    """Of two times that are not equally fine, one is before the other when no rounding explains it."""
    assert is_earlier(f"2026-03-01T{one}", f"2026-03-01T{other}") is is_so


@pytest.mark.parametrize(("zeros_count", "is_so"), [(True, True), (False, False)])
def test_zeros_at_the_end_may_be_taken_at_their_word(zeros_count, is_so):
    """A time that is written with six digits is before one of the same second, unless a store has cut it."""
    one, other = "2026-03-01T12:00:00.000000Z", "2026-03-01T12:00:00.250001Z"
    assert is_earlier(one, other, zeros_count=zeros_count) is is_so
