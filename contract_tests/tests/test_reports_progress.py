"""What is seen while a run goes on."""

import io
import os

import pytest

from contract_tests.events import Finished, Found, Started, Stopped, TrialEnded, Waiting
from contract_tests.reports.progress import Progress
from contract_tests.tests.results import QUIET, finding

STARTED = Started("https://books.example", 7, 3, 40, 1200, 9)
ENDED = TrialEnded("upsert.echo", "createBook", "title", "held", 21)
OPENING = "40 trials of 3 properties against https://books.example, seed 7; leaves at most 1,200 rows, 9 of them new in each run\n"


@pytest.fixture(autouse=True)
def common_terminal(untouched_environment):
    """What a test of it starts from, wherever it runs."""
    os.environ.update(TERM="xterm", COLUMNS="100")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stream, *events):
    progress = Progress(stream)
    for event in events:
        progress(event)
    return stream.getvalue()


def test_a_log_has_a_line_for_each_tenth():
    """Elsewhere than on a terminal there are no control codes, and a log does not grow with the trials."""
    text = told(io.StringIO(), STARTED, *[ENDED] * 40, Finished(QUIET))
    assert text.startswith(OPENING)
    lines = text.splitlines()[1:]
    assert len(lines) == 10
    assert lines[0] == "4/40 trials, 21 requests, 0 findings"
    assert lines[-1] == "40/40 trials, 21 requests, 0 findings"
    assert "\x1b" not in text
    assert "\r" not in text


def test_a_terminal_has_one_line_that_is_gone_in_the_end():
    """What was found stays, how far the run is does not."""
    text = told(Terminal(), STARTED, ENDED, Found(finding()), *[ENDED] * 39, Finished(QUIET))
    assert "1/40 trials, 21 requests, 0 findings: upsert.echo" in text
    assert "\x1b[Kerror: upsert.echo: the title is not what was sent\n" in text
    assert "40/40 trials, 21 requests, 1 finding: upsert.echo" in text
    assert text.endswith("\r\x1b[K")


def test_the_line_fits_the_terminal():
    """A line that goes on in the next one could not be erased."""
    os.environ["COLUMNS"] = "20"
    text = told(Terminal(), STARTED, ENDED)
    assert text.split("\x1b[K")[-1] == "1/40 trials, 21 req"


def test_a_dumb_terminal_gets_plain_lines():
    """An editor's shell knows no control codes."""
    os.environ["TERM"] = "dumb"
    assert "\x1b" not in told(Terminal(), STARTED, ENDED, Found(finding()), Finished(QUIET))


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_no_text_of_a_server_steers_the_terminal(stream):
    """A finding is one line, whatever it quotes."""
    text = told(stream(), STARTED, Found(finding(problem="a\n\x1b[2Jb\rc")))
    assert "error: upsert.echo: a \\u001b[2Jb\\u000dc\n" in text


def test_a_pause_is_told_once_for_its_reason():
    """A deployment that asks for a hundred pauses does not fill a log."""
    waits = [Waiting("429 Too Many Requests", 1.25)] * 100
    text = told(io.StringIO(), STARTED, *waits, Waiting("503", 2), Stopped("the budget is spent"))
    assert text == (
        f"{OPENING}waiting 1.2 s: 429 Too Many Requests\nwaiting 2.0 s: 503\nended early: the budget is spent\n"
    )
