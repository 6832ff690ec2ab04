"""Overrides: levels of rules, what is accepted and until when, and what is told of entries that have lapsed."""

from datetime import date

import pytest

from contract_tests.errors import BadTarget
from contract_tests.regression import overrides
from contract_tests.tests.regression.library import ADD, BOOK, TODAY, verdict

EDITS = {f"{ADD}/operationId": "createBook", f"{BOOK}/properties/title/maxLength": 5}
FOUND = verdict(EDITS).findings
ENTRY = '[[accept]]\nreason = "ticket 12"\nexpires = 2026-11-23\n'


def read(tmp_path, text):
    path = tmp_path / "overrides.toml"
    path.write_text(text, encoding="utf-8")
    return overrides.read(path)


def accepted(tmp_path, entry):
    """The rules that an entry excuses, and the notes."""
    known = read(tmp_path, ENTRY + entry)
    found, notes = overrides.excuse(FOUND, known.accepted, TODAY)
    return [one.rule for one in found if one.accepted == "ticket 12"], notes


@pytest.mark.parametrize(
    ("entry", "rules"),
    [
        pytest.param('rule = "operation-id"', ["operation-id"], id="a-rule"),
        pytest.param('rule = "operation-*"', ["operation-id"], id="a-pattern"),
        pytest.param(
            'rule = "request-property-max-length-decreased"',
            ["text-length"],
            id="a-name-of-oasdiff",
        ),
        pytest.param(
            'rule = "request-parameter-max-length-decreased"', [], id="a-name-for-another-place"
        ),
        pytest.param(
            'rule = "response-property-max-length-increased"', [], id="a-name-for-another-direction"
        ),
        pytest.param('rule = "*"\npointer = "*/title/*"', ["text-length"], id="a-place"),
        pytest.param('rule = "text-length"\npointer = "/info"', [], id="another-place"),
        pytest.param(f'finding = "{FOUND[0].id}"', [FOUND[0].rule], id="a-finding"),
        pytest.param('finding = "0000000000"', [], id="another-finding"),
    ],
)
def test_an_entry_excuses_what_it_means(tmp_path, entry, rules):
    """By rule, place and finding; one that met nothing is told."""
    found, notes = accepted(tmp_path, entry)
    assert found == rules
    assert bool(notes) is not bool(rules)
    assert all("met no finding, delete it" in note for note in notes)


def test_an_entry_past_its_date_excuses_nothing(tmp_path):
    """The last day counts; on the next the entry is told."""
    known = read(tmp_path, ENTRY + 'rule = "operation-id"')
    found, notes = overrides.excuse(FOUND, known.accepted, date(2026, 11, 24))
    assert all(one.accepted is None for one in found)
    assert notes == (
        f"{tmp_path}/overrides.toml:1 is past its date, 2026-11-23, and excuses nothing: ticket 12",
    )


def test_levels_are_those_of_rules_or_of_names_that_oasdiff_has(tmp_path):
    """A name of oasdiff's stands for every row that takes its place."""
    known = read(
        tmp_path, '[levels]\n"operation-id" = "documentation"\n"endpoint-added" = "risky"\n'
    )
    assert known.levels == {"operation-id": "documentation", "operation-added": "risky"}
    levels = {one.rule: one.level for one in verdict(EDITS, levels=known.levels).findings}
    assert levels["operation-id"] == "documentation"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("[levels", "is no TOML", id="no-TOML"),
        pytest.param(
            "[accepted]", "'accepted' is not known\n  hint: write [[accept]]", id="unknown-table"
        ),
        pytest.param("accept = 1", "'accept' is not known", id="no-list"),
        pytest.param("levels = 1", "levels is no table", id="no-table"),
        pytest.param('[levels]\n"operation-id" = "mild"', "'mild' is no level", id="no-level"),
        pytest.param(
            '[levels]\n"operation-ids" = "risky"', "did you mean 'operation-id'?", id="no-rule"
        ),
        pytest.param(
            '[levels]\n"request-parameter-max-length-decreased" = "risky"',
            "is only a part of a rule\n  hint: write 'text-length' where you mean all of it",
            id="a-name-that-says-less",
        ),
        pytest.param(ENTRY, "says not which finding it means", id="no-meaning"),
        pytest.param(
            ENTRY + 'rule = "text-lenght"', "did you mean 'text-length'?", id="misspelled"
        ),
        pytest.param(ENTRY + 'rule = "*"\nwhy = "x"', "'why' is not known", id="unknown-word"),
        pytest.param(
            '[[accept]]\nrule = "*"\nexpires = 2026-01-01', "reason is missing", id="no-reason"
        ),
        pytest.param('[[accept]]\nrule = "*"\nreason = "x"', "has no date", id="no-date"),
        pytest.param(
            '[[accept]]\nrule = "*"\nreason = "x"\nexpires = "2026"',
            "has no date",
            id="no-real-date",
        ),
        pytest.param("accept = [1]", "is no table", id="no-entry"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, text, told):
    """A mistake names the file, and says what to write."""
    with pytest.raises(BadTarget) as error:
        read(tmp_path, text)
    assert told in str(error.value)
    assert str(error.value).startswith(f"{tmp_path}/overrides.toml")


def test_a_file_that_is_not_there_is_told(tmp_path):
    """No traceback for a path that leads nowhere."""
    with pytest.raises(BadTarget, match="cannot be read: No such file"):
        overrides.read(tmp_path / "none.toml")
