"""Witnesses as customers meet them: whole requests that the base allows, whole answers, and the member that fails."""

import shlex

import pytest

from contract_tests.regression.call import Call
from contract_tests.regression.command import curl
from contract_tests.regression.exchange import marked_lines
from contract_tests.tests.regression.library import (
    ADD,
    ANSWER,
    BASE,
    BOOK,
    GONE,
    document,
    findings,
)
from spec.operations import Schema
from spec.schemas import Schemas

BASE_DOCUMENT = document(BASE)


def exchange(edits, rule):
    found = findings(edits)[rule].exchange
    assert found is not None
    return found


def words(edits, rule):
    """The words of the command, as a shell splits them."""
    return shlex.split(exchange(edits, rule).request.replace("\\\n", ""))


def test_a_request_is_whole_and_was_valid():
    """Path, credentials, media type and body are filled in; the body is valid under the base and marked where it fails."""
    edits = {f"{BOOK}/properties/title/maxLength": 5}
    found = exchange(edits, "text-length")
    url, *rest = words(edits, "text-length")[2:]
    assert url.startswith("https://api.library.example/v1/libraries/")
    assert "{" not in url
    assert "must=" in url
    assert "Authorization: Bearer $TROTH_API_KEY" in rest
    assert "Content-Type: application/json" in rest
    assert found.marked == "/title"
    schema = Schema(BOOK, BASE_DOCUMENT.at(BOOK))
    assert Schemas(BASE_DOCUMENT).validator(schema, "request").is_valid(found.value)
    assert len(found.value["title"]) == 6


def test_a_parameter_has_the_value_that_fails():
    """The witness of a parameter stands in the URL, in its style."""
    edits = {f"{ADD}/parameters/2/schema/maxItems": 1}
    assert "fields=" in words(edits, "item-count")[2]


def test_an_answer_is_whole():
    """Status, media type and body, as they come now."""
    found = exchange({f"{ANSWER}/properties/state/enum": ["in", "out", "lost"]}, "enum-grown")
    start, media_type, _, body = found.answer.split("\n", 3)
    assert (start, media_type) == ("201", "Content-Type: application/json")
    assert '"lost"' in body
    assert found.request == ""
    assert found.marked == "/state"


def test_a_header_of_an_answer_is_shown_as_one():
    """The witness of a header is its line."""
    found = exchange({f"{ADD}/responses/201/headers/X-Left/schema": {"enum": ["none"]}}, "type")
    assert found.answer == "201\nX-Left: none"


@pytest.mark.parametrize(
    ("edits", "rule", "told"),
    [
        pytest.param(
            {"/paths/~1status/get": GONE}, "operation-removed", "/v1/status", id="operation"
        ),
        pytest.param({f"{ADD}/parameters/1": GONE}, "parameter-removed", "dry=", id="parameter"),
        pytest.param(
            {f"{ADD}/requestBody/content/text~1csv": GONE},
            "media-type-removed",
            "Content-Type: text/csv",
            id="media-type",
        ),
        pytest.param(
            {f"{ADD}/responses/201/content/text~1plain": GONE},
            "media-type-removed",
            "Accept: text/plain",
            id="media-type-of-an-answer",
        ),
        pytest.param({"/servers/1": GONE}, "server-removed", "eu.library.example", id="server"),
        pytest.param(
            {f"{ADD}/x-troth/requires/0/else": 410}, "rule-status", "/libraries/", id="rule"
        ),
    ],
)
def test_what_no_schema_shows_has_a_request_too(edits, rule, told):
    """A call that the base allows and that meets the change."""
    assert told in exchange(edits, rule).request


def test_a_call_without_what_is_required_now():
    """A new required parameter is not in the call that worked; nor are credentials that were not asked for."""
    added = {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}
    assert "q=" not in exchange({f"{ADD}/parameters/-": added}, "parameter-required-added").request
    bearer: dict[str, list[str]] = {"bearer": []}
    closed = {"/paths/~1status/get/security": [bearer]}
    assert "$TROTH_API_KEY" not in exchange(closed, "security-added").request


def test_an_answer_of_a_status_that_comes_or_goes():
    """The status is the first line of the answer."""
    assert exchange({f"{ADD}/responses/404": GONE}, "status-error-removed").answer == "404"


def test_a_call_of_a_webhook_is_a_message():
    """What the server sends is no command."""
    schema = "/webhooks/returned/post/requestBody/content/application~1json/schema"
    found = exchange({f"{schema}/properties/id/type": ["string", "null"]}, "type")
    assert found.request == ""
    assert found.answer.startswith("POST ")
    assert found.value == {"id": None}


@pytest.mark.parametrize(
    ("url", "word"),
    [
        pytest.param("https://a.example/b?c=d&e=f", "'https://a.example/b?c=d&e=f'", id="quoted"),
        pytest.param(
            "https://a.example?k=$TROTH_API_KEY&x=`",
            "'https://a.example?k='\"$TROTH_API_KEY\"'&x=`'",
            id="the-key-is-left-to-the-shell",
        ),
    ],
)
def test_commands_are_safe_in_a_shell(url, word):
    """Nothing in a document is a command."""
    assert curl(Call("GET", url, "")) == f"curl -i {word}"


def test_a_quote_in_a_body_ends_no_word():
    """The body is one word of the shell, whatever is in it."""
    call = Call(
        "POST", "https://a.example", "/", media_type="application/json", body="'; rm -rf /; '"
    )
    assert shlex.split(curl(call).replace("\\\n", ""))[-1] == "\"'; rm -rf /; '\""


def test_the_failing_member_is_marked_once():
    """The line that names the last member of the pointer."""
    found = exchange({f"{BOOK}/properties/title/maxLength": 5}, "text-length")
    marked = [line for line, is_marked in marked_lines(found.request, found) if is_marked]
    assert len(marked) == 1
    assert '"title": "' in marked[0]
