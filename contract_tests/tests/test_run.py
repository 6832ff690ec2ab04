"""A run as a whole, with properties of a line each: how trials end, and what becomes of it."""

import json

import pytest

from contract_tests import events
from contract_tests.bench import Bench
from contract_tests.property import Property
from contract_tests.run import run
from contract_tests.settings import Settings
from contract_tests.target import Principal, Target
from contract_tests.tests import benches
from contract_tests.tests.servers import Reply, serving
from contract_tests.trial import Broken, Masked, NotShown, Seen, Trial

ROW = {"id": "0a6f1c9e-3d52-4b8f-8e07-5b1d2f6c7a10", "createdAt": "2026-01-01T00:00:00Z"}
JSON = {"Content-Type": "application/json"}


def placed(asked, _):
    return Reply(201, JSON, json.dumps({**json.loads(asked.body), **ROW}).encode())


def held_to(attempt, answer=placed, listen=lambda _: None, names=("one",), **settings):
    """The result of a run whose one property has this attempt, under each of the names."""

    def plan(bench: Bench, operation):
        draft = bench.keyed(bench.full(operation), "row")
        return [
            Trial(name, (f"{operation.pointer}/x-troth",), lambda sender: attempt(sender, draft))
            for name in names
        ]

    one = Property("made.up", "It holds.", plan)
    with serving(answer) as server:
        principals = benches.target(server.url).principals
        return run(
            benches.document(benches.books()),
            Target(server.url, principals),
            Settings(**settings),
            listen,
            [one],
        )


def made_up(result):
    return next(one for one in result.properties if one.property == "made.up")


def test_a_trial_that_returns_has_held():
    """Nothing to report, and the requests that it took are counted."""
    result = held_to(lambda sender, draft: sender.accept(draft) and None)
    assert (made_up(result).verdict, made_up(result).requests) == ("held", 1)
    assert result.findings == ()
    assert result.statuses == {"placeBook": {"201": 1}}


def test_a_broken_promise_is_a_finding():
    """It says what was sent and got, where the document says otherwise, and how often it came again; no key is in it."""

    def attempt(sender, draft):
        sender.send(draft, "the request")
        raise Broken("the answer is blue")

    result = held_to(attempt, seed=7)
    (finding,) = result.violations
    assert (finding.property, finding.operation, finding.problem) == (
        "made.up",
        "placeBook",
        "the answer is blue",
    )
    assert (finding.reproduced, finding.retries, finding.seed) == (3, 3, 7)
    assert finding.says[0].pointer == "/paths/~1shops~1{shop}~1books/post/x-troth"
    (step,) = finding.steps
    assert (step.note, step.status) == ("the request", 201)
    assert "TROTH_API_KEY" in step.curl
    assert "primary-key" not in repr(result)


def test_findings_of_one_kind_are_one():
    """Three trials that break the same promise are one finding with their number, and only the first is tried again."""
    calls = []

    def attempt(sender, draft):
        calls.append(1)
        raise Broken("wrong")

    result = held_to(attempt, names=("one", "two", "three"), concurrency=1)
    assert [finding.count for finding in result.findings] == [3]
    assert len(calls) == 6


def test_what_does_not_come_again_is_called_intermittent():
    """A fault that is gone when it is looked for stays a finding, and says so."""
    calls = []

    def attempt(sender, draft):
        calls.append(1)
        if len(calls) == 1:
            raise Broken("wrong once")

    (finding,) = held_to(attempt).findings
    assert finding.intermittent
    assert (finding.reproduced, finding.retries) == (0, 3)


def test_a_masked_trial_proves_nothing_and_is_named():
    """It is not held, and the reason is in the result."""

    def attempt(sender, draft):
        raise Masked("its twin was refused")

    result = held_to(attempt)
    assert made_up(result).verdict == "masked"
    assert [(one.trial, one.reason) for one in result.masked] == [("one", "its twin was refused")]


def test_a_trial_that_was_masked_by_accident_is_made_again():
    """One bad moment of the deployment does not cost a proof."""
    calls = []

    def attempt(sender, draft):
        calls.append(1)
        if len(calls) == 1:
            raise Masked("a bad moment")

    assert made_up(held_to(attempt)).verdict == "held"


def test_refusing_what_the_document_allows_is_a_finding_of_its_own():
    """What was under test is masked; that an allowed request is refused is broken."""
    refuse = Reply(400, JSON, b'{"error": "no"}')
    result = held_to(lambda sender, draft: sender.accept(draft) and None, lambda *_: refuse)
    assert made_up(result).verdict == "masked"
    assert [finding.property for finding in result.findings] == ["request.allowed"]


def test_an_open_question_is_no_finding():
    """What the document leaves open is answered with what the deployment does."""
    result = held_to(lambda *_: Seen("blue"), names=("which colour an answer has",))
    assert made_up(result).verdict == "open"
    assert [(one.question, one.answer) for one in result.questions] == [
        ("which colour an answer has", "blue")
    ]


def test_what_the_target_lacks_is_named_with_what_to_add():
    """A property that cannot be planned is not shown, and never silently."""

    def plan(bench, operation):
        raise NotShown("there is no spare key", "add [principals.spare]")

    lacking = Property("made.up", "It holds.", plan, cost="nobody knows")
    target = Target("http://127.0.0.1:9", {"primary": Principal("primary", "k")})
    result = run(benches.document(benches.books()), target, Settings(), properties=[lacking])
    assert made_up(result).verdict == "not shown"
    assert made_up(result).note == "there is no spare key; add [principals.spare]; nobody knows"


def test_every_answer_is_judged_whatever_it_was_for():
    """An answer that breaks the document is a finding of the answers, although the trial held."""
    result = held_to(lambda sender, draft: sender.send(draft) and None, lambda *_: Reply(500))
    assert [finding.property for finding in result.findings] == ["answers.no-server-error"]
    assert made_up(result).verdict == "held"


def test_a_spent_budget_ends_the_run_with_what_is_known():
    """What was not reached is not held."""
    result = held_to(
        lambda sender, draft: sender.accept(draft) and None,
        names=tuple("abcdefgh"),
        budget=2,
        concurrency=1,
    )
    assert result.stopped == "the budget of 2 requests is spent"
    assert made_up(result).trials == 2


def test_writes_are_listed_by_row():
    """What a run leaves is in its result: the row's key, and how often it was written."""
    result = held_to(lambda sender, draft: sender.accept(draft) and None, names=("a", "b"), seed=4)
    (write,) = result.writes
    assert (write.key, write.times) == (f'shop="{benches.SHOP}" title="troth-test-0-row"', 2)


def test_shards_share_out_the_trials():
    """Each trial is in one shard of three, and in no other."""
    names = tuple(f"trial {number}" for number in range(40))
    seen = []

    def listen(event):
        if isinstance(event, events.TrialEnded):
            seen.append(event.trial)

    for part in (1, 2, 3):
        held_to(lambda *_: None, listen=listen, names=names, shard=(part, 3))
    assert sorted(seen) == sorted(names)


def test_an_interrupt_keeps_what_was_found():
    """Ctrl-C ends the run early, and the result says so."""

    def listen(event):
        if isinstance(event, events.TrialEnded):
            raise KeyboardInterrupt

    result = held_to(lambda *_: None, listen=listen, names=tuple("abcdefgh"))
    assert result.stopped == "interrupted"
    assert made_up(result).trials >= 1


@pytest.mark.parametrize("concurrency", [1, 4])
def test_events_tell_the_run(concurrency):
    """Start with what will be left behind at most, an end for each trial, and the finish."""
    told: list[events.Event] = []
    held_to(lambda *_: None, listen=told.append, names=tuple("abc"), concurrency=concurrency)
    start = told[0]
    assert isinstance(start, events.Started)
    assert (start.trials, start.rows, start.fresh) == (3, 1, 0)
    assert sum(isinstance(event, events.TrialEnded) for event in told) == 3
    assert isinstance(told[-1], events.Finished)
