"""What Retry-After means, and how long a run waits in all."""

from datetime import UTC, datetime

import pytest

from contract_tests.errors import Busy
from contract_tests.exchange import Answer
from contract_tests.pace import Pace
from contract_tests.patience import OF_A_RUN, UNTOLD_OF_A_RUN, Patience, retry_after

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


def busy(status, **headers):
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(status, named, b"", 0.0)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        pytest.param("120", 120, id="seconds"),
        pytest.param(" 0 ", 0, id="zero"),
        pytest.param("Mon, 23 Nov 2026 12:00:30 GMT", 30, id="date"),
        pytest.param("Monday, 23-Nov-26 12:00:30 GMT", 30, id="rfc-850-date"),
        pytest.param("Mon Nov 23 12:00:30 2026", 30, id="asctime-date"),
        pytest.param("Mon, 23 Nov 2026 11:00:00 GMT", 0, id="past"),
        pytest.param("-1", None, id="negative"),
        pytest.param("1.5", None, id="fraction"),
        pytest.param("soon", None, id="words"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="absent"),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    """RFC 9110 section 10.2.3, with the obsolete dates that section 5.6.7 has recipients read."""
    assert retry_after(value, NOW) == seconds


def test_the_longest_of_several_pauses_counts():
    """Of requests sent together, the one that asks for most decides."""
    told = []
    patience = Patience(Pace(0, 0), lambda *one: told.append(one))
    answers = [busy(200), busy(429, retry_after="1"), busy(503, retry_after="7")]
    assert patience.waits(answers, 0)
    assert [(reason, round(seconds)) for reason, seconds in told] == [
        ("the deployment answered 503", 7)
    ]


def test_other_statuses_are_not_waited_for():
    """Retry-After goes with redirects and 413 too, and says something else there."""
    patience = Patience(Pace(0, 0), lambda *_: None)
    assert not patience.waits([busy(301, retry_after="9"), busy(413, retry_after="9")], 0)


def test_all_pauses_of_a_run_are_bounded():
    """A deployment that is busy for ever ends the run."""
    patience = Patience(Pace(0, 0), lambda *_: None)
    patience._waited = OF_A_RUN
    with pytest.raises(Busy, match=r"after pauses of 90. s in all"):
        patience.waits([busy(429, retry_after="5")], 0)


def test_guesses_are_few():
    """A 429 that does not say how long is soon taken for an answer."""
    patience = Patience(Pace(0, 0), lambda *_: None)
    assert [patience.waits([busy(429)], number) for number in range(4)] == [True] * 3 + [False]
    patience._untold = UNTOLD_OF_A_RUN
    assert not patience.waits([busy(429)], 0)
