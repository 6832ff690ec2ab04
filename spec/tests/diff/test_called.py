"""Webhooks and callbacks: what the server sends there is read by clients."""

from textwrap import dedent, indent

import pytest

from spec.diff.compare import compare
from spec.tests.diff.edits import rows
from spec.tests.documents import document

HOOK = """\
post:
  requestBody: {content: {application/json: {schema: {type: object, required: [%s]}}}}
  responses: {'200': {description: ok, content: {application/json: {schema: {type: string}}}}}
"""


def webhook(item, name="created"):
    return document(f"webhooks:\n  {name}:\n" + indent(dedent(item), "    "))


def callback(item, *, name="done", expression="{$request.body#/url}"):
    text = f"paths:\n  /a:\n    post:\n      responses: {{'200': {{description: ok}}}}\n      callbacks:\n        {name}:\n          '{expression}':\n"
    return document(text + indent(dedent(item), " " * 12))


@pytest.mark.parametrize(
    ("made", "name"), [(webhook, "POST created"), (callback, "POST {$request.body#/url}")]
)
def test_what_the_server_sends_is_an_answer(made, name) -> None:
    """The request's body is a slot that clients read, and the response's one that the server reads."""
    found = compare(made(HOOK % "a"), made(HOOK % ""))
    assert [(slot.direction, slot.where, slot.operation.name) for slot in found.slots] == [
        ("answer", "body application/json", name),
        ("request", "200 application/json", name),
    ]
    assert rows(found.changes) == [("schema", "required", "removed")]
    assert {use.slot.direction for use in found.changes[0].uses} == {"answer"}
    assert found.operations[-1].name == name


def test_facts_of_a_webhook_run_the_other_way_round() -> None:
    """A status that a webhook's receiver may answer no longer is a matter of requests."""
    head = HOOK % "a" + "  x-cost: 1\n"
    base = head.replace("responses: {", "responses: {'410': {description: gone}, ")
    (change,) = compare(webhook(base), webhook(head)).changes
    assert (change.area, change.action, change.direction) == ("status", "removed", "request")


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        (callback(HOOK % "a" + "  servers: [{url: /a}]\n"), callback(HOOK % "a" + "  servers: [{url: /b}]\n"), [("callback", "servers", "changed")]),
        (webhook(HOOK % "a"), document("paths: {}"), [("webhook", "", "removed")]),
        (document("paths: {}"), webhook(HOOK % "a"), [("webhook", "", "added")]),
        (webhook(HOOK % "a"), webhook((HOOK % "a").replace("post", "put")), [("webhook", "", "added"), ("webhook", "", "removed")]),
        (webhook(HOOK % "a"), webhook("summary: new\n" + HOOK % "a"), [("webhook", "summary", "added")]),
        (callback(HOOK % "a"), callback(HOOK % "a", name="other"), [("callback", "", "added"), ("callback", "", "removed")]),
        (callback(HOOK % "a"), callback(HOOK % "a", expression="{$request.body#/uri}"), [("callback", "expression", "changed")]),
        (callback(HOOK % "a"), callback((HOOK % "a") + "  deprecated: true\n"), [("callback", "deprecated", "changed")]),
    ],
    ids=["servers of a callback", "webhook removed", "webhook added", "method", "webhook's prose", "callback's name", "expression", "deprecated"],
)  # fmt: skip
def test_what_is_called_is_paired_by_name(base, head, expected) -> None:
    """Webhooks go by name, callbacks by name and expression, both by method."""
    assert sorted(rows(compare(base, head).changes)) == expected


def test_a_callback_that_calls_itself_back_ends() -> None:
    """A callback may refer to the Path Item that it is in: it is walked once."""
    text = """\
        paths:
          /a:
            post:
              responses: {'200': {description: ok}}
              callbacks: {again: {'{$request.body#/url}': {$ref: '#/paths/~1a'}}}
              summary: %s
        """
    found = compare(document(text % "one"), document(text % "two"))
    assert {(one.area, one.aspect) for one in found.changes} == {
        ("operation", "summary"),
        ("callback", "summary"),
    }
