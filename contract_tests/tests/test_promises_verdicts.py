"""The verdict on each row, by what a run saw."""

import pytest

from contract_tests.promises.evidence import Evidence, Tried
from contract_tests.promises.ledger import list_promises
from contract_tests.promises.verdicts import judge_rows
from contract_tests.result import Promise, Verdict
from spec.compile import compile_operations
from spec.tests.documents import document

OPERATION = "/paths/~1things/put"
BODY = f"{OPERATION}/requestBody/content/application~1json/schema"
OK = f"{OPERATION}/responses/200"
RULES = f"{OPERATION}/x-troth"
DOCUMENT = """
security: [{key: []}]
paths:
  /things:
    put:
      operationId: put
      description: The shop is open. It may be slow. Least is one. Ids are kept. Things fit. Names may clash.
      requestBody:
        content:
          application/json: {schema: {minProperties: 1, anyOf: [{required: [a]}, {required: [b]}]}}
      responses:
        '200':
          description: ''
          headers: {X-A: {required: true, schema: {type: string}}}
          content: {application/json: {schema: {required: [id]}}}
        '403': {description: ''}
      x-troth:
        requires: [{flag: open, of: shop, else: 403}]
        upsert: {resource: thing, key: ['$request.body#/a'], replaces: whole, keeps: [id, at]}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
x-troth-promises:
  - {quote: The shop is open., by: [requires.flag]}
  - {quote: Least is one., by: [/paths/~1things/put/requestBody]}
  - {quote: Ids are kept., by: [upsert.keeps, answers.schema]}
  - {quote: Things fit., by: [answers.schema, /paths/~1things/put/responses/200/content]}
  - {quote: Names may clash., open: whether names clash, by: [questions, /paths/~1things/put/x-troth/upsert]}
"""
LOADED = document(DOCUMENT)
ROWS = list_promises(LOADED, compile_operations(LOADED))
ALL = {("put", 200): 7, ("put", 403): 2}

LEAST = "body, minProperties: 1"
BRANCHES = "body, anyOf: [{…}, {…}]"
KEEPS = "id stays when a thing is replaced"
FLAG = "without open of the shop the answer is 403"
REQUIRED = "answer 200, required: [id]"
NEED = "the target has no principal open_disabled: add it"


def tried(
    promise: str, verdict: Verdict = "held", *, by: str = "request.limits", note: str = ""
) -> Tried:
    return Tried(by, "put", (promise,) if promise else (), verdict, 3, note)


def promise(text: str, evidence: Evidence) -> Promise:
    (found,) = [one for one in judge_rows(ROWS, evidence) if one.text == text]
    return found


@pytest.mark.parametrize(
    ("verdicts", "expected", "requests"),
    [
        pytest.param(["held", "held"], "held", 6, id="held"),
        pytest.param(["held", "masked"], "held", 3, id="held-where-it-was-not-masked"),
        pytest.param(["masked", "masked"], "masked", 0, id="masked"),
        pytest.param(["masked", "not shown"], "masked", 0, id="masked-not-shown"),
        pytest.param(["held", "broken", "masked"], "broken", 3, id="broken"),
        pytest.param(["open", "held"], "held", 3, id="held-and-open"),
        pytest.param(["not shown"], "not shown", 0, id="not-shown"),
        pytest.param([], "not shown", 0, id="untested"),
    ],
)
def test_a_constraint_is_what_its_trials_are(verdicts, expected, requests):
    """Any that broke it breaks it; any that held holds it; requests that were masked prove nothing and do not count."""
    evidence = Evidence(tuple(tried(f"{BODY}/minProperties", one) for one in verdicts))
    found = promise(LEAST, evidence)
    assert (found.verdict, found.requests) == (expected, requests)


def test_a_trial_tests_what_its_pointer_says_and_what_stands_around_it():
    """A branch tests the alternative that it is of, and no keyword beside it; a member is no test of its own limits."""
    inside = Evidence((tried(f"{BODY}/anyOf/1/required"),))
    assert promise(BRANCHES, inside).verdict == "held"
    assert promise(LEAST, inside).verdict == "not shown"
    assert promise(LEAST, Evidence((tried(BODY),))).verdict == "not shown"


def test_a_trial_of_a_rule_tests_its_parts():
    """A rule is one whole: what tests `upsert` tests what it keeps, and what tests one part not the other."""
    assert promise(KEEPS, Evidence((tried(f"{RULES}/upsert"),))).verdict == "held"
    assert promise(KEEPS, Evidence((tried(f"{RULES}/upsert/keeps"),))).verdict == "held"
    assert promise(KEEPS, Evidence((tried(f"{RULES}/upsert/keeps/1"),))).verdict == "not shown"
    assert promise(FLAG, Evidence((tried(f"{RULES}/upsert"),))).verdict == "not shown"


def test_what_cannot_be_shown_says_what_to_add():
    """The rule, the sentence that names its property, and the status that only it would show."""
    evidence = Evidence(
        (tried("", "not shown", by="requires.flag", note=NEED),), answers={("put", 200): 7}
    )
    for text in (FLAG, "The shop is open."):
        found = promise(text, evidence)
        assert (found.verdict, found.note) == ("not shown", NEED)
    status = promise("answers 403", evidence)
    assert (status.verdict, status.note) == ("not shown", f"no answer 403 of put was seen; {NEED}")


def test_why_nothing_tested_a_promise_may_be_said_by_the_run():
    """A run that was stopped says so in each row that it did not come to."""
    found = promise(LEAST, Evidence(silence="not reached: interrupted"))
    assert found.note == "not reached: interrupted"
    assert found.properties == ("request.limits", "request.allowed")


def test_answers_hold_what_they_do_not_break():
    """By the number of answers that were judged."""
    found = judge_rows(ROWS, Evidence(answers=ALL))
    held = {one.text: one.requests for one in found if one.verdict == "held"}
    assert held == {
        "Things fit.": 9,
        "answers 200": 7,
        "answers 403": 2,
        "answers nothing but 200, 403": 9,
        "answer 200: media type application/json": 7,
        "answer 200: header X-A, required: True, schema: {…}": 7,
        REQUIRED: 7,
    }


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        pytest.param(f"{OK}/content/application~1json/schema/required", REQUIRED, id="keyword"),
        pytest.param(f"{OK}/headers/X-A", "answer 200: header X-A, required: True, schema: {…}", id="header"),
        pytest.param(f"{OK}/content", "answer 200: media type application/json", id="media-type"),
        pytest.param(f"{OK}/content/application~1json", "answer 200: media type application/json", id="no-json"),
        pytest.param(f"{OPERATION}/responses", "answers nothing but 200, 403", id="status"),
    ],
)  # fmt: skip
def test_an_answer_that_breaks_its_promise_breaks_the_row(pointer, text):
    """By the pointer that the judge names, and no other row."""
    found = judge_rows(ROWS, Evidence(answers=ALL, broken={pointer: 2}))
    broken = {one.text: one.note for one in found if one.verdict == "broken"}
    assert {text: broken.pop(text)} == {
        text: f"broken by 2 of {9 if 'nothing but' in text else 7} answers"
    }
    assert set(broken) <= {"Things fit."}


def test_a_promise_of_several_answers_names_those_that_did_not_come():
    """It is held by those that came."""
    shared = document("""
    paths:
      /a:
        get:
          responses:
            '200': {$ref: '#/components/responses/A'}
            '400': {$ref: '#/components/responses/A'}
    components: {responses: {A: {description: '', content: {application/json: {}}}}}
    """)
    rows = list_promises(shared, compile_operations(shared))
    found = judge_rows(rows, Evidence(answers={("GET /a", 200): 1}))
    (row,) = [one for one in found if one.text == "answer 200: media type application/json"]
    assert (row.verdict, row.requests, row.note) == ("held", 1, "not seen: 400 of GET /a")


def test_a_schema_that_no_answer_came_to_is_masked():
    """Where every body was of another media type, none was held to the schema; some were, where not every one was."""
    unread = Evidence(answers=ALL, broken={f"{OK}/content": 7})
    assert promise(REQUIRED, unread).verdict == "masked"
    read = promise(REQUIRED, Evidence(answers=ALL, broken={f"{OK}/content": 5}))
    assert (read.verdict, read.requests) == ("held", 2)


@pytest.mark.parametrize(
    ("keeps", "found", "expected"),
    [
        pytest.param("held", (), "held", id="both-hold"),
        pytest.param("masked", ("answers.schema",), "broken", id="one-masked-and-one-broken"),
        pytest.param("masked", (), "masked", id="one-masked"),
        pytest.param(None, (), "not shown", id="one-untested"),
        pytest.param("held", ("answers.schema",), "broken", id="one-broken"),
        pytest.param("broken", (), "broken", id="the-other-broken"),
    ],
)
def test_a_sentence_is_as_good_as_the_weakest_of_its_proofs(keeps, found, expected):
    """All that a sentence names has to hold."""
    trials = (tried(f"{RULES}/upsert/keeps/0", keeps, by="upsert.keeps"),) if keeps else ()
    evidence = Evidence(trials, ALL, found=frozenset((one, "put") for one in found))
    sentence = promise("Ids are kept.", evidence)
    assert sentence.verdict == expected
    assert sentence.requests == 0 or expected in ("held", "broken")
    assert sentence.properties == ("upsert.keeps", "answers.schema")


def test_a_finding_of_another_operation_breaks_no_sentence():
    """A sentence is about the operations that it describes."""
    trial = tried(f"{RULES}/upsert/keeps/0", by="upsert.keeps")
    evidence = Evidence((trial,), ALL, found=frozenset({("answers.schema", "other")}))
    assert promise("Ids are kept.", evidence).verdict == "held"


def test_a_sentence_that_names_a_place_is_what_the_rows_there_are():
    """All rows at and below it, or the trials there when it has no rows."""
    whole = [f"{BODY}/minProperties", f"{BODY}/anyOf"]
    assert promise("Least is one.", Evidence(tuple(map(tried, whole)))).verdict == "held"
    assert promise("Least is one.", Evidence((tried(whole[0]),))).verdict == "not shown"


def test_an_open_question_says_what_was_seen():
    """Only the trials that ask it, at the place that it is about; without any, that nothing was seen."""
    seen = (
        tried(f"{RULES}/upsert/key", "open", by="questions", note="they clash"),
        tried(BODY, "open", by="questions", note="something else"),
        tried(f"{RULES}/upsert/key", "open", by="upsert.identity", note="another's"),
    )
    found = promise("whether names clash", Evidence(seen))
    assert (found.verdict, found.requests, found.note) == ("open", 3, "they clash")
    assert (
        promise("whether names clash", Evidence()).note == "what the deployment does was not seen"
    )


def test_prose_that_nobody_declared_says_how_to():
    """It is never held: nobody knows what would break it."""
    found = promise("It may be slow.", Evidence(answers=ALL))
    assert found.verdict == "not shown"
    assert found.note == "prose only: declare it as a rule to have it tested"


def test_a_promise_that_is_held_tells_of_what_did_not_test_it():
    """Trials that were masked or could not be made are named beside those that held."""
    masked = Evidence((tried(f"{BODY}/anyOf"), tried(f"{BODY}/anyOf", "masked", note="403")))
    assert promise(BRANCHES, masked).note == "1 of 2 trials are masked: 403"
    lacking = Evidence((tried(f"{BODY}/anyOf"), tried(f"{BODY}/anyOf", "not shown", note="no id")))
    assert promise(BRANCHES, lacking).note == "no id"
