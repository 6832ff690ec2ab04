from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mock_server.clock import Clock

MICROSECOND = 1000


@given(st.lists(st.integers(min_value=0, max_value=4 * 10**18), min_size=2))
def test_time_never_stands_still_and_never_goes_back(walls):
    """Whatever the wall clock does, each stamp is later than the one before, as text and as time."""
    readings = iter(walls)
    clock = Clock(lambda: next(readings))
    stamps = [clock.stamp() for _ in walls]
    assert stamps == sorted(set(stamps))
    times = [datetime.fromisoformat(stamp) for stamp in stamps]
    assert times == sorted(set(times))


def test_a_stamp_is_the_wall_clocks_time():
    """RFC 3339, UTC, microseconds."""
    wall = datetime(2026, 2, 28, 23, 59, 59, 123456, UTC)
    clock = Clock(lambda: int(wall.timestamp()) * 10**9 + 123456 * MICROSECOND)
    assert clock.stamp() == "2026-02-28T23:59:59.123456Z"
    assert clock.stamp() == "2026-02-28T23:59:59.123457Z"


def test_passing_by_a_later_stamp():
    """After a restore from the future, time goes on from there."""
    clock = Clock(lambda: 0)
    clock.pass_by("2026-01-01T00:00:00.000009Z")
    clock.pass_by("no time at all")
    assert clock.stamp() == "2026-01-01T00:00:00.000010Z"
