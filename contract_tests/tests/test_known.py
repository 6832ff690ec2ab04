"""Known deviations: what excuses a finding, for how long, and what is said of entries that have lapsed."""

from dataclasses import replace
from datetime import date

import pytest

from contract_tests import known
from contract_tests.errors import BadTarget
from contract_tests.tests.results import QUIET, finding, run

TODAY = date(2026, 11, 23)
FOUND = finding(problem="the status 401 is not documented", trial='title: ["a"] is taken')
RESULT = replace(QUIET, findings=(FOUND,))


def read(tmp_path, *entries):
    """The entries of a file with a reason and an expiry in each."""
    tables = (
        '[[known]]\nreason = "ticket 12"\nexpires = 2026-11-23\n' + one + "\n" for one in entries
    )
    path = tmp_path / "known.toml"
    path.write_text("\n".join(tables), encoding="utf-8")
    return known.read(path)


@pytest.mark.parametrize(
    ("entry", "excuses"),
    [
        pytest.param('finding = "aaaa000001"', True, id="the-id"),
        pytest.param('finding = "aaaa000002"', False, id="another-id"),
        pytest.param('property = "upsert.echo"', True, id="the-property"),
        pytest.param('property = "upsert.*"', True, id="a-group"),
        pytest.param('property = "upsert"', False, id="no-part-of-a-name"),
        pytest.param('property = "upsert.echo"\noperation = "createBook"', True, id="operation"),
        pytest.param('property = "upsert.echo"\noperation = "list*"', False, id="other-operation"),
        pytest.param(
            "property = 'upsert.echo'\ntrial = 'title: [\"a\"] is *'", True, id="brackets"
        ),
        pytest.param('property = "*"\ntrial = "note: *"', False, id="other-trial"),
        pytest.param('property = "*"\nproblem = "status 401"', True, id="part-of-the-problem"),
        pytest.param('property = "*"\nproblem = "status *"', False, id="no-pattern-in-it"),
        pytest.param('finding = "aaaa000001"\nproperty = "x"', False, id="all-must-meet"),
    ],
)
def test_an_entry_excuses_what_it_means_and_nothing_else(tmp_path, entry, excuses):
    """A finding is known when all that an entry says is true of it; the reason goes with it, and it counts no more."""
    result = known.apply(RESULT, read(tmp_path, entry), TODAY)
    assert result.findings[0].known == ("ticket 12" if excuses else None)
    assert bool(result.violations) is not excuses


def test_an_entry_holds_until_the_end_of_its_last_day(tmp_path):
    """The day after, it excuses nothing, and is told with its place."""
    entries = read(tmp_path, 'finding = "aaaa000001"')
    assert known.apply(RESULT, entries, date(2026, 11, 23)).violations == ()
    late = known.apply(RESULT, entries, date(2026, 11, 24))
    assert late.violations == (FOUND,)
    assert late.expired == (
        f"{tmp_path}/known.toml:1 is past its date, 2026-11-23, and excuses nothing: ticket 12",
    )


def test_an_entry_that_meets_nothing_is_told(tmp_path):
    """What was repaired is to be deleted, so that it excuses nothing when it comes back."""
    entries = read(
        tmp_path,
        'finding = "aaaa000001"',
        'finding = "bbbb"',
        'property = "upsert.echo"\ntrial = "x"',
    )
    result = known.apply(RESULT, entries, TODAY)
    assert [one.partition(" met no finding")[0] for one in result.expired] == [
        f"{tmp_path}/known.toml:6",
        f"{tmp_path}/known.toml:11",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"shard": (2, 5)}, id="one-part-of-five"),
        pytest.param({"stopped": "interrupted"}, id="ended-early"),
        pytest.param({"properties": ()}, id="the-property-was-not-chosen"),
        pytest.param({"properties": (run("upsert.keeps", "not shown"),)}, id="not-shown"),
    ],
)
def test_what_was_not_tried_has_not_gone_away(tmp_path, changes):
    """A run that could not have met the finding says nothing of its entry."""
    ran = replace(RESULT, properties=(run("upsert.keeps", "held"),))
    entries = read(tmp_path, 'property = "upsert.keeps"')
    assert len(known.apply(ran, entries, TODAY).expired) == 1
    assert known.apply(replace(ran, **changes), entries, TODAY).expired == ()


ENTRY = '\n\n[[known]]\nfinding = "a"\nreason = "r"\nexpires = 2026-12-31\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("[[known]", "is no TOML: Expected", id="no-toml"),
        pytest.param('title = "x"', "holds more than a list of entries", id="another-member"),
        pytest.param("[known]\nfinding = 'a'", "holds more than a list", id="one-table"),
        pytest.param("known = [1]", "entry 1: is no table", id="no-table"),
        pytest.param(ENTRY + "until = 1", ":3: 'until' is not known", id="unknown-word"),
        pytest.param(
            ENTRY + ENTRY.replace("finding", "problem"), ":9: says not which", id="no-finding"
        ),
        pytest.param(ENTRY.replace('"a"', "12"), ":3: finding is missing or no text", id="number"),
        pytest.param(
            ENTRY.replace('"r"', '" "'), ":3: reason is missing or no text", id="blank-reason"
        ),
        pytest.param(ENTRY.replace('reason = "r"', ""), ":3: reason is missing", id="no-reason"),
        pytest.param(
            ENTRY.replace("2026-12-31", '"2026-12-31"'), ":3: has no date", id="date-as-text"
        ),
        pytest.param(
            ENTRY.replace("2026-12-31", "2026-12-31T10:00:00Z"), ":3: has no date", id="time"
        ),
        pytest.param(ENTRY.replace("expires = 2026-12-31", ""), ":3: has no date", id="no-date"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(tmp_path, text, said):
    """The user learns which entry is wrong and what to write."""
    path = tmp_path / "known.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTarget) as error:
        known.read(path)
    assert str(path) in str(error.value)
    assert said in str(error.value)


def test_a_file_that_is_not_there_is_said(tmp_path):
    """A typing error in --known must not excuse nothing in silence."""
    with pytest.raises(BadTarget, match="cannot be read: No such file"):
        known.read(tmp_path / "known.toml")


def test_an_empty_file_excuses_nothing(tmp_path):
    """A team that has repaired everything keeps the file."""
    assert known.apply(RESULT, read(tmp_path), TODAY) == RESULT
