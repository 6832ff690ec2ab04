"""The parts of a run that was split over machines, as one result."""

import json
from dataclasses import replace

import pytest

from contract_tests import merge
from contract_tests.errors import BadTarget
from contract_tests.reports import json_report
from contract_tests.result import MaskedTrial, Question, Verdict, Write
from contract_tests.tests.results import QUIET, finding, promise, run

ONE, TWO = replace(QUIET, shard=(1, 2)), replace(QUIET, shard=(2, 2))
VERDICTS: tuple[Verdict, ...] = ("broken", "held", "masked", "open", "not shown")


def merged(one, two):
    """Two parts with these members, joined; their order is of no account."""
    parts = [replace(ONE, **one), replace(TWO, **two)]
    result = merge.merge(parts)
    assert merge.merge(parts[::-1]).promises == result.promises
    return result


@pytest.mark.parametrize("worse", range(5))
@pytest.mark.parametrize("better", range(5))
def test_what_one_part_shows_counts(better, worse):
    """Broken anywhere is broken; what was held is, whatever another part did not try."""
    verdicts = (VERDICTS[better], VERDICTS[worse])
    one, two = ({"promises": (promise(verdict, "x"),), "properties": ()} for verdict in verdicts)
    (joined,) = merged(one, two).promises
    assert joined.verdict == VERDICTS[min(better, worse)]


def test_numbers_are_added():
    """Requests, trials, statuses and rows are those of all parts; the time is that of the longest."""
    write = Write("createBook", "primary", "POST", "/books", "title=a", 201, 2)
    one = {"writes": (write,), "seconds": 3.0, "started": "2026-11-23T10:00:02+00:00"}
    two = {
        "writes": (write, replace(write, principal="stranger")),
        "statuses": {"createBook": {"201": 1, "404": 2}},
    }
    result = merged(one, two)
    assert (result.requests, result.seconds, result.shard) == (2468, 3.0, (1, 1))
    assert result.started == "2026-11-23T10:00:00+00:00"
    assert result.statuses == {"createBook": {"201": 1201, "400": 34, "404": 2}}
    assert [write.times for write in result.writes] == [4, 2]
    assert (result.properties[0].trials, result.properties[0].requests) == (8, 18)
    assert result.promises[0].requests == 10


def test_a_finding_of_several_parts_is_one():
    """The count is that of all; another finding stays another."""
    one = {"findings": (finding(count=2),)}
    two = {"findings": (finding(count=3), finding("aaaa000002", severity="critical"))}
    found = merged(one, two).findings
    assert [(each.id, each.count) for each in found] == [("aaaa000002", 1), ("aaaa000001", 5)]


def test_what_was_masked_or_seen_anywhere_is_told():
    """Every masked trial, each observation once, and every reason for which a part ended early."""
    question = Question("questions", "createBook", "blanks", "they count")
    one = {
        "masked": (MaskedTrial("a", "createBook", "t", "r"),),
        "questions": (question,),
        "stopped": "interrupted",
    }
    two = {"masked": (MaskedTrial("b", "createBook", "t", "r"),), "questions": (question,)}
    result = merged(one, two)
    assert [each.property for each in result.masked] == ["a", "b"]
    assert result.questions == (question,)
    assert result.stopped == "interrupted"


def test_what_a_part_did_not_reach_is_said():
    """A property that held in one part and was not reached in another says both."""
    one = {"properties": (run("upsert.echo", "held"),)}
    two = {"properties": (run("upsert.echo", "not shown", "not reached: the budget is spent"),)}
    (joined,) = merged(one, two).properties
    assert (joined.verdict, joined.note) == ("held", "not reached: the budget is spent")


def test_an_open_question_is_answered_by_the_part_that_asked_it():
    """What was seen, from all parts and each once; not that others saw nothing."""
    unseen = promise("open", "x", requests=0, note="what the deployment does was not seen")
    one = promise("open", "x", requests=2, note="kept as it is; refused with 400; and 2 more")
    two = promise("open", "x", requests=2, note="refused with 400; cut")
    assert merged({"promises": (unseen,)}, {"promises": (one,)}).promises[0].note == (
        "kept as it is; refused with 400; and more"
    )
    joined = merged({"promises": (one,)}, {"promises": (two,)}).promises[0]
    assert (joined.note, joined.requests) == ("kept as it is; refused with 400; cut; and more", 4)


SENTENCE = promise(
    "not shown", "x", properties=("a", "b"), requests=0, note="no property tested it"
)


def test_a_sentence_is_held_when_its_proofs_are_in_different_parts():
    """Two properties prove it together, and each ran elsewhere: joined, it is held by as many requests as the lesser one."""
    one = {"promises": (SENTENCE,), "properties": (run("a", "held"),)}
    two = {"promises": (SENTENCE,), "properties": (replace(run("b", "held"), requests=4),)}
    (joined,) = merged(one, two).promises
    assert (joined.verdict, joined.requests) == ("held", 4)


@pytest.mark.parametrize("other", ["broken", "masked", "open", "not shown"])
def test_a_sentence_is_not_held_when_one_of_its_proofs_is_not(other):
    """As good as the weakest: nothing is called held that one part did not show."""
    one = {"promises": (SENTENCE,), "properties": (run("a", "held"),)}
    two = {"promises": (SENTENCE,), "properties": (run("b", other),)}
    assert merged(one, two).promises[0].verdict == "not shown"
    assert merged(one, {**two, "properties": ()}).promises[0].verdict == "not shown"
    elsewhere = (run("b", "held", operation="listBooks"),)
    assert merged(one, {**two, "properties": elsewhere}).promises[0].verdict == "not shown"


def test_a_constraint_is_not_held_by_what_its_property_did_elsewhere():
    """A property tests many constraints: that it held says nothing of one that it did not come to."""
    row = replace(SENTENCE, kind="request")
    sides = {"promises": (row,), "properties": (run("a", "held"), run("b", "held"))}
    assert merged(sides, sides).promises[0].verdict == "not shown"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        pytest.param([], "there is no report to join", id="none"),
        pytest.param([ONE], "of 2 parts there is no 2", id="missing"),
        pytest.param([ONE, ONE], "part 1 of 2 is there twice", id="twice"),
        pytest.param([ONE, replace(TWO, shard=(2, 3))], "different numbers of parts", id="totals"),
        pytest.param(
            [ONE, replace(TWO, digest="x")], "the document is not the same", id="document"
        ),
        pytest.param([ONE, replace(TWO, url="http://b")], "the URL is not the same", id="url"),
        pytest.param([ONE, replace(TWO, version="2")], "the version of troth is not", id="version"),
    ],
)
def test_what_does_not_belong_together_is_not_joined(parts, said):
    """A verdict on half of a run, or on two of them, would be none."""
    with pytest.raises(BadTarget, match=said):
        merge.merge(parts)


def test_each_machine_may_have_a_mock_of_its_own():
    """It listens on whatever port is free, and is the same deployment."""
    one, two = {"url": "http://127.0.0.1:4001"}, {"url": "http://127.0.0.1:4002"}
    assert merged(one, two).url == "http://127.0.0.1:4001"


def test_reports_are_read_from_folders_and_files(tmp_path):
    """What --report made is what --merge takes."""
    for part in (ONE, TWO):
        folder = tmp_path / str(part.shard[0])
        folder.mkdir()
        (folder / "report.json").write_text(json_report.render(part), encoding="utf-8")
    read = merge.read_reports([tmp_path / "1", tmp_path / "2" / "report.json"])
    assert read == [ONE, TWO]
    assert json.loads(json_report.render(merge.merge(read)))["shard"] == [1, 1]
