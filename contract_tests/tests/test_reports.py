"""What holds for every form of a report."""

import re
from dataclasses import replace

import pytest

from contract_tests.errors import BadTarget
from contract_tests.reports import terminal, words
from contract_tests.reports.forms import REPORTS, write_all
from contract_tests.tests.results import EVERYTHING, FINDINGS, QUIET, finding, promise

FORMS = {**{name: report.render for name, report in REPORTS.items()}, "terminal": terminal.render}


@pytest.fixture(params=FORMS)
def render(request):
    return FORMS[request.param]


def test_every_form_tells_every_finding(render):
    """No finding is left out, whatever its texts."""
    text = render(EVERYTHING)
    for found in FINDINGS:
        if found.known is None or render is not REPORTS["github"].render:
            assert found.id in text


def test_no_form_carries_what_steers_a_terminal(render):
    """Escape sequences, other controls, and marks that turn the direction of a text come out as visible escapes, and halves of
    surrogate pairs can be written to a file."""
    text = render(EVERYTHING)
    text.encode("utf-8")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e]", text)


def test_every_form_is_short_when_all_holds(render):
    """A result without findings is told without an empty heading for them."""
    assert "finding" not in render(QUIET).lower().replace("no findings", "").replace(
        '"findings"', ""
    )


def test_all_forms_are_written(tmp_path):
    """The folder is made, and each form has a file of its own."""
    written = write_all(EVERYTHING, tmp_path / "new" / "folder")
    assert {path.name for path in written} == {report.file for report in REPORTS.values()}
    assert all(path.stat().st_size for path in written)


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    """A file where the folder should be is the user's mistake, and is told as such."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(BadTarget, match="cannot be written") as error:
        write_all(QUIET, tmp_path / "taken")
    assert str(tmp_path / "taken") in str(error.value)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        pytest.param({}, "holds", id="all-held"),
        pytest.param({"findings": (finding(),)}, "violated", id="a-finding"),
        pytest.param({"findings": (finding(severity="warning"),)}, "holds", id="a-warning"),
        pytest.param({"findings": (finding(known="ticket 1"),)}, "holds", id="a-known-one"),
        pytest.param({"stopped": "interrupted"}, "incomplete", id="ended-early"),
        pytest.param({"masked": EVERYTHING.masked}, "not proved", id="masked"),
        pytest.param({"promises": (promise("not shown", "x"),)}, "not proved", id="nothing-held"),
    ],
)
def test_the_verdict_is_one_word(changes, word):
    """The first word of the headline says how it stands; what proves nothing does not hold."""
    assert words.headline(replace(QUIET, **changes)).startswith(f"{word}: ")


def test_the_headline_counts():
    """One line has all the numbers that a reader wants first."""
    assert words.headline(EVERYTHING) == (
        "violated: 2 findings, 1 warning, 1 known, 1 masked trial, 2 of 7 promises held, 2 not shown, 1 open"
    )
