"""The forms of a verdict: each tells all of it, and no text of a document is markup or a command in any."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files

import jsonschema
import pytest
from markdown_it import MarkdownIt

from contract_tests.regression.records import LEVELS
from contract_tests.regression.reports import (
    changelog,
    github,
    html,
    json_report,
    markdown,
    sarif,
    text,
)
from contract_tests.regression.reports.forms import FORMS, write_all
from contract_tests.tests.regression.library import ADD, ANSWER, BOOK, GONE, verdict

EVIL = "<script>alert(1)</script> | `x` ::error::\n\x1b[31m**b** [a](javascript:1)"
EDITS = {
    f"{BOOK}/properties/title/maxLength": 5,
    f"{ADD}/operationId": EVIL,
    f"{ADD}/summary": EVIL,
    f"{ANSWER}/properties/state/enum": ["in", "out", EVIL],
    f"{BOOK}/properties/new": {"type": "string"},
    "/paths/~1status/get": GONE,
}
FOUND = verdict(EDITS)
VERDICT = replace(
    FOUND,
    notes=("a note: " + EVIL,),
    findings=(*FOUND.findings[:-1], replace(FOUND.findings[-1], accepted="because " + EVIL)),
)
SCHEMA = json.loads(files("contract_tests").joinpath("schemas/diff.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("name", [name for name in FORMS if name not in ("github", "changelog")])
def test_every_form_tells_every_finding(name):
    """No edit is lost on the way."""
    shown = text.render(VERDICT, everything=True) if name == "text" else FORMS[name].render(VERDICT)
    rules = {one.rule for one in VERDICT.findings if name != "markdown" or one.exchange}
    plain = shown.replace("\\-", "-")
    assert [rule for rule in rules if rule not in plain] == []


@pytest.mark.parametrize("name", FORMS)
def test_no_form_has_raw_controls(name):
    """An escape sequence of a document does not reach a terminal, and no line separator a parser of lines."""
    shown = FORMS[name].render(VERDICT)
    assert "\x1b" not in shown


def test_json_has_its_schema():
    """What is written is what the schema says, and adds up."""
    value = json.loads(json_report.render(VERDICT))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(value, SCHEMA)
    assert sum(value["counts"].values()) + value["accepted"] == len(value["findings"])
    assert list(value["counts"]) == list(LEVELS)


def test_the_schema_refuses_what_is_not_written():
    """The schema is closed: a member that it does not know is none."""
    value = json.loads(json_report.render(VERDICT))
    value["findings"][0]["severity"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, SCHEMA)


def test_text_hides_what_harms_nobody_and_counts_it():
    """Compatible edits and documentation are numbers, unless they are asked for."""
    shown, everything = text.render(VERDICT), text.render(VERDICT, everything=True)
    assert "request-member-added-to-open" not in shown
    assert "request-member-added-to-open" in everything
    assert "not shown: 1 compatible, 1 documentation (--all shows them)" in shown


def test_colour_is_asked_for():
    """Without it, there is no escape sequence; with it, the words are the same."""
    plain, colored = text.render(VERDICT), text.render(VERDICT, color=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31m" in colored
    assert len(colored) > len(plain)


def test_text_has_an_arrow_below_the_failing_member():
    """The line of the member is followed by what refuses it."""
    lines = text.render(VERDICT).split("\n")
    (place,) = [number for number, line in enumerate(lines) if '"title": "aaaaaa"' in line]
    assert lines[place + 1].lstrip().startswith("^ ")
    assert "is longer than 5 characters" in lines[place + 1]


def test_markdown_holds_no_markup_of_a_document():
    """The only HTML is ours: details, summaries, code and pre; there are no links."""
    shown = markdown.render(VERDICT)
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(shown)
    inner = [child for token in tokens for child in token.children or [token]]
    tags = {
        token.content.strip("</> \n").split()[0].split(">")[0]
        for token in inner
        if token.type.startswith("html") and token.content.strip()
    }
    assert tags <= {"details", "summary", "code", "pre"}
    assert not any(token.type == "link_open" for token in inner)


def test_markdown_has_one_row_for_each_finding():
    """A bar in a text ends no cell."""
    rows = [line for line in markdown.render(VERDICT).split("\n") if line.startswith("| ")]
    assert len(rows) == 1 + len(VERDICT.findings)
    assert {row.count(" | ") for row in rows} <= {4, 5}


def test_html_has_only_its_own_elements():
    """Texts are text: no element and no attribute comes from a document."""
    seen = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.add(tag)
            assert all(not name.startswith("on") for name, _ in attrs)

    Reader().feed(html.render(VERDICT))
    assert not seen & {"script", "a", "img", "iframe", "link"}


def test_html_shows_both_sides():
    """The line of the base and that of the head, as they are written."""
    shown = html.render(VERDICT)
    assert "&quot;maxLength&quot;: 200" in shown
    assert "&quot;maxLength&quot;: 5" in shown


def test_annotations_are_at_the_lines_of_the_head():
    """One command on a line, errors for what breaks; what is accepted is none."""
    lines = github.render(VERDICT).strip().split("\n")
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    (length,) = [line for line in lines if "text-length" in line]
    found = next(one for one in VERDICT.findings if one.rule == "text-length")
    assert found.head is not None
    assert f"file=head.json,line={found.head.line}::" in length


def test_annotations_beyond_the_tenth_are_counted():
    """GitHub drops what is more than ten of a kind: it is said how many."""
    grave = next(one for one in FOUND.findings if one.level == "breaking")
    many = replace(FOUND, findings=(grave,) * 25)
    lines = github.render(many).split("\n")
    assert len([line for line in lines if line.startswith("::error")]) == 10
    assert any("and 15 more: see the report" in line for line in lines)


def test_sarif_has_rules_and_suppressions():
    """Each result has its rule with oasdiff's names, and what is accepted is suppressed with its reason."""
    (run,) = json.loads(sarif.render(VERDICT))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert sum("suppressions" in one for one in run["results"]) == 1
    assert len(run["results"]) == len(VERDICT.findings)
    assert any("oasdiff" in rule.get("properties", {}) for rule in rules)


def test_the_changelog_is_for_customers():
    """What they have to change comes first, and nothing of documentation; the version is the next one."""
    shown = changelog.render(FOUND)
    assert shown.startswith("## 2\\.0\\.0\n")
    assert shown.index("What you have to change") < shown.index("What is new")
    assert "summary" not in shown


def test_what_goes_is_not_what_is_new():
    """A deprecation has a heading of its own; to be taken back is new."""
    going = changelog.render(verdict({f"{ADD}/deprecated": True, f"{ADD}/x-sunset": "2030-01-01"}))
    assert "What will go" in going
    assert "What is new" not in going
    back = changelog.render(verdict({"/paths/~1old/put/deprecated": GONE}))
    assert "What will go" not in back


def test_our_backticks_are_code():
    """Names stand in spans of code, in which nothing is markup."""
    edits = {f"{BOOK}/properties/title/maxLength": 5, f"{BOOK}/properties/<b>|`x": {}}
    assert "<code>maxLength</code>" in markdown.render(verdict(edits))
    assert "<code>maxLength</code>" in changelog.render(verdict(edits))
    assert "<b>" not in markdown.render(verdict(edits))


def test_numbers_of_a_page_add_up():
    """What is accepted is counted apart in a heading, as in the first line."""
    grave = next(one for one in FOUND.findings if one.level == "breaking")
    two = replace(FOUND, findings=(grave, replace(grave, accepted="told")))
    assert "1 breaking, 1 accepted" in html.render(two)
    assert "not promised (1, and 1 accepted)</h2>" in html.render(two)


def test_json_has_a_version_or_none():
    """What is said of it is a member of its own."""
    known = replace(FOUND, next_version="v2", version_note="why")
    value = json.loads(json_report.render(known))
    assert (value["nextVersion"], value["versionNote"]) == ("v2", "why")
    unknown = json.loads(json_report.render(replace(known, next_version="")))
    assert unknown["nextVersion"] is None
    jsonschema.validate(unknown, SCHEMA)
    assert "next: v2 (why)" in text.render(known)


def test_no_difference_is_a_short_report():
    """Each form is written for a document that did not change."""
    nothing = verdict({})
    for form in FORMS.values():
        assert form.render(nothing)
    assert "no difference" in text.render(nothing)


def test_all_forms_go_to_a_folder(tmp_path):
    """One file for each form, in a folder that is made."""
    write_all(VERDICT, tmp_path / "new" / "folder")
    written = {path.name for path in (tmp_path / "new" / "folder").iterdir()}
    assert written == {form.file for form in FORMS.values()}
