"""How fast and how much a run may send."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from contract_tests.errors import BudgetSpent
from contract_tests.pace import Pace


def test_the_rate_holds_for_all_threads_together():
    """Twenty requests of four threads at 200 a second take as long as of one."""
    pace = Pace(200, 0)
    start = time.monotonic()
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: pace.take(), range(20)))
    assert time.monotonic() - start >= 19 / 200
    assert pace.requests == 20


def test_simultaneous_requests_take_a_slot_each():
    """What is sent at one time is waited for afterwards: the rate holds on average."""
    pace = Pace(200, 0)
    start = time.monotonic()
    pace.take(20)
    pace.take()
    assert time.monotonic() - start >= 20 / 200


def test_the_budget_holds_for_all_threads_together():
    """Not one more than was allowed, and simultaneous ones count each."""
    pace = Pace(0, 10)
    pace.take(8)
    with pytest.raises(BudgetSpent, match="the budget of 10 requests is spent"):
        pace.take(3)
    pace.take(2)
    assert pace.requests == 10


def test_a_pause_holds_back_everybody_once():
    """Two that ask for the same pause do not add up."""
    pace = Pace(0, 0)
    start = time.monotonic()
    assert pace.pause(0.1) == pytest.approx(0.1)
    assert pace.pause(0.05) == 0
    pace.take()
    assert 0.1 <= time.monotonic() - start < 0.2
