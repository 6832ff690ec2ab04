"""The forms that other programs read: JUnit, SARIF, GitHub's annotations."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

from contract_tests.reports import github, junit, sarif
from contract_tests.tests.results import CLAUSE, EVERYTHING, HOSTILE, QUIET, finding

# --- JUnit --------------------------------------------------------------------------------------------------------------------


def cases(result):
    suite = ET.fromstring(junit.render(result))[0]
    return suite, {
        (case.get("classname"), case.get("name")): case for case in suite.iter("testcase")
    }


def test_junit_has_a_case_for_each_property_on_each_operation():
    """Also for what is found under a name that no property of the run has."""
    lost = finding(property="answers.status", operation="listBooks")
    _, found = cases(replace(EVERYTHING, findings=(*EVERYTHING.findings, lost)))
    planned = {(one.operation, one.property) for one in EVERYTHING.properties}
    assert set(found) == {
        *planned,
        ("listBooks", "answers.status"),
        ("troth", "the run ends by itself"),
    }


def test_junit_counts_what_it_holds():
    """The numbers of the suite are those of its cases: two failures are one failed case."""
    suite, found = cases(EVERYTHING)
    assert len(found[("createBook", "upsert.echo")].findall("failure")) == 2
    numbers = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert numbers == {"tests": "7", "failures": "1", "errors": "1", "skipped": "3"}


def test_junit_skips_what_proved_nothing_and_says_why():
    """Masked, not shown and known: none of them is a failure, and none passes."""
    _, found = cases(EVERYTHING)

    def skipped(property):
        element = found["createBook", property].find("skipped")
        return None if element is None else element.get("message")

    assert skipped("upsert.race") == "masked: 1 of 4 trials is masked"
    assert skipped("requires.stranger").startswith("not shown: add [principals.stranger]")
    assert skipped("upsert.keeps").startswith("known: ticket 12")
    assert skipped("questions") is None


def test_junit_does_not_fail_for_a_warning():
    """A warning is about the document: it is told in the output of a case that passes."""
    _, found = cases(EVERYTHING)
    case = found["createBook", "document.status"]
    assert case.find("failure") is None
    assert "aaaa000003" in case.find("system-out").text


def test_junit_does_not_pass_when_the_run_ended_early():
    """A pipeline that reads nothing but the cases learns of it."""
    _, found = cases(replace(QUIET, stopped="the budget is spent"))
    error = found["troth", "the run ends by itself"].find("error")
    assert error.get("message") == "ended early: the budget is spent"
    suite, found = cases(QUIET)
    assert suite.get("errors") == "0"
    assert list(found) == [("createBook", "upsert.echo")]


def test_junit_tells_a_failure_whole():
    """What failed can be seen again from the case alone."""
    _, found = cases(replace(QUIET, findings=(finding(),)))
    text = found["createBook", "upsert.echo"].find("failure").text
    for part in ("title: accents", "seed 7", "api/books.yaml:12", "$ curl -i", "content-type"):
        assert part in text


# --- SARIF --------------------------------------------------------------------------------------------------------------------


def only_run(result):
    log = json.loads(sarif.render(result))
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    return log["runs"][0]


def test_sarif_points_at_the_line_that_is_broken():
    """The first clause is the place, the others are related; the id of the finding makes it the same in each run."""
    other = replace(CLAUSE, line=None, source="api/overlay one.yaml")
    (shown,) = only_run(replace(QUIET, findings=(finding(says=(CLAUSE, other)),)))["results"]
    place = shown["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "api/books.yaml"},
        "region": {"startLine": 12},
    }
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "/paths/~1books/post"
    related = shown["relatedLocations"][0]["physicalLocation"]
    assert related == {"artifactLocation": {"uri": "api/overlay%20one.yaml"}}
    assert shown["partialFingerprints"] == {"troth/v1": "aaaa000001"}


def test_sarif_gives_every_result_a_rule_and_a_place():
    """GitHub drops a result without a place; a rule is found by its index."""
    held = only_run(EVERYTHING)
    rules = [rule["id"] for rule in held["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    for shown in held["results"]:
        assert rules[shown["ruleIndex"]] == shown["ruleId"]
        assert shown["locations"]
        assert shown["level"] in ("error", "warning")
    placeless = next(one for one in held["results"] if one["ruleId"] == "document.status")
    place = placeless["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": EVERYTHING.document}}


def test_sarif_suppresses_what_is_known():
    """A known deviation is there, with its reason, and is nobody's work."""
    shown = {one["partialFingerprints"]["troth/v1"]: one for one in only_run(EVERYTHING)["results"]}
    (suppression,) = shown["aaaa000004"]["suppressions"]
    assert suppression["justification"].startswith("ticket 12")
    assert "suppressions" not in shown["aaaa000002"]


def test_sarif_says_whether_the_run_was_whole():
    """A run that ended early is no successful execution."""
    assert only_run(QUIET)["invocations"] == [{"executionSuccessful": True}]
    invocation = only_run(EVERYTHING)["invocations"][0]
    assert invocation["executionSuccessful"] is False
    (note,) = invocation["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("ended early: the budget is spent")


# --- GitHub -------------------------------------------------------------------------------------------------------------------

COMMAND = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:\n]*,?)+)::([^\n]*)")


def commands(result):
    lines = github.render(result).splitlines()
    matches = [COMMAND.fullmatch(line) for line in lines]
    assert all(matches), lines
    return [match.groups() for match in matches if match]


def test_an_annotation_is_at_the_line_of_the_document():
    """File, line, title and one sentence."""
    told = commands(replace(QUIET, findings=(finding(),)))
    assert told[0] == ("notice", "title=troth", "violated: 1 finding, 2 of 2 promises held")
    assert told[1] == (
        "error",
        "title=upsert.echo (createBook),file=api/books.yaml,line=12",
        "the title is not what was sent [aaaa000001]",
    )


def test_no_text_begins_a_command_of_its_own():
    """What a server sent stays within the one command that quotes it, its signs of percent too."""
    told = commands(EVERYTHING)
    assert [level for level, _, _ in told] == ["notice", "error", "error", "warning"]
    hostile = told[1][2]
    assert "%0A::error::mine%0A%250A" in hostile
    named = finding(property=f"a,b:c\n{HOSTILE}")
    assert len(commands(replace(QUIET, findings=(named,)))) == 2


def test_github_is_given_no_more_than_it_shows():
    """Ten of a kind; the rest are notices as long as these last, and then a number."""
    found = tuple(finding(f"{number:010}") for number in range(30))
    levels = [level for level, _, _ in commands(replace(QUIET, findings=found))]
    assert (levels.count("error"), levels.count("notice")) == (10, 10)
    assert commands(replace(QUIET, findings=found))[-1][2] == "and 12 more findings: see the report"
