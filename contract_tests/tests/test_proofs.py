"""What is proved of schema changes: each edit by itself, shown by a whole value."""

import json

import pytest
from jsonschema import Draft202012Validator

from contract_tests.regression.proofs import prove
from spec.compile import compile_operations
from spec.containment.records import Contained, Escapes
from spec.diff.records import Comparison, OperationPair, Slot
from spec.diff.schema_changes import schema_changes
from spec.document import build
from spec.source import parse

TEXT = {"type": "string"}


def document(schema, components=None):
    content = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/x": {
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": schema}}},
                    "responses": {"200": {"description": "ok"}},
                }
            }
        },
        "components": {"schemas": components or {}},
    }
    return build(parse(json.dumps(content), "api.json"))


def body(operation):
    return operation.body.content[0].schema


def compared(base, head, direction="request", components=({}, {})):
    """The comparison of one body, sent by the client or by the server."""
    old, new = document(base, components[0]), document(head, components[1])
    (before,), (after,) = compile_operations(old), compile_operations(new)
    pair = OperationPair(before, after)
    slot = Slot(pair, direction, "body application/json", body(before), body(after))
    return Comparison(old, new, (pair,), (slot,), tuple(schema_changes(old, new, [slot])))


def verdicts(base, head, direction="request", components=({}, {})):
    """Aspect and action of each change, with the value that shows it or True where it is proved harmless."""
    proofs = prove(compared(base, head, direction, components))
    return {
        (proof.change.aspect, proof.change.action) if proof.change else "together": _answer(
            proof.answer
        )
        for proof in proofs
    }


def _answer(answer):
    if isinstance(answer, Escapes):
        return answer.value
    return isinstance(answer, Contained)


def thing(**members):
    return {"type": "object", "properties": members}


# name -> (base, head, what is shown of each change in a request, and in an answer)
CASES = {
    "a limit is lowered": (
        thing(a={**TEXT, "maxLength": 3}),
        thing(a={**TEXT, "maxLength": 2}),
        {("maxLength", "changed"): {"a": "aaa"}},
        {("maxLength", "changed"): True},
    ),
    "a member is required": (
        thing(a=TEXT),
        {**thing(a=TEXT), "required": ["a"]},
        {("required", "added"): {}},
        {("required", "added"): True},
    ),
    "a value joins an enum": (
        {"enum": ["a"]},
        {"enum": ["a", "b"]},
        {("enum.value", "added"): True},
        {("enum.value", "added"): "b"},
    ),
    "two edits, each with its own value": (
        thing(a={**TEXT, "maxLength": 3}, b={"type": "number"}),
        thing(a={**TEXT, "maxLength": 2}, b={"type": "integer"}),
        {("maxLength", "changed"): {"a": "aaa"}, ("type", "changed"): {"b": 0.5}},
        {("maxLength", "changed"): True, ("type", "changed"): True},
    ),
    "a limit that the enum made void": (
        {"enum": ["ab"], "maxLength": 9},
        {"enum": ["ab"], "maxLength": 2},
        {("maxLength", "changed"): True},
        {("maxLength", "changed"): True},
    ),
    "a new member of an open object": (
        thing(a=TEXT),
        thing(a=TEXT, b=TEXT),
        {("property", "added"): {"b": None}},
        {("property", "added"): True},
    ),
    "a branch that overlaps": (
        {"oneOf": [{"type": "integer"}]},
        {"oneOf": [{"type": "integer"}, {"type": "number"}]},
        {("oneOf", "added"): 0},
        {("oneOf", "added"): 0.5},
    ),
    "within a not all is turned round": (
        {"not": {**TEXT, "maxLength": 2}},
        {"not": {**TEXT, "maxLength": 3}},
        {("maxLength", "changed"): "aaa"},
        {("maxLength", "changed"): True},
    ),
    "two edits of one member": (
        thing(a=TEXT),
        {
            "type": "object",
            "properties": {"a": {**TEXT, "maxLength": 2}},
            "patternProperties": {"^a": {"minLength": 3}},
        },
        {("maxLength", "added"): {"a": "aaa"}, ("patternProperties", "added"): {"a": ""}},
        {("maxLength", "added"): True, ("patternProperties", "added"): True},
    ),
}


@pytest.mark.parametrize(("base", "head", "shown", "_"), CASES.values(), ids=CASES)
def test_in_a_request_the_head_must_take_what_the_base_took(base, head, shown, _):
    """A change is harmless by proof, or shown by a body that was fine and is refused."""
    assert verdicts(base, head) == shown


@pytest.mark.parametrize(("base", "head", "_", "shown"), CASES.values(), ids=CASES)
def test_in_an_answer_the_base_must_have_allowed_what_the_head_sends(base, head, _, shown):
    """The same the other way round: a body that is sent now and was not allowed before."""
    assert verdicts(base, head, "answer") == shown


def test_a_change_deep_in_a_recursive_schema_is_shown_by_a_whole_value():
    """The value is one of the slot, not of the schema that changed."""
    components = [
        {
            "Tree": thing(
                label={**TEXT, "maxLength": most},
                children={"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
            )
        }
        for most in (5, 4)
    ]
    root = {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}
    assert verdicts(root, root, components=components) == {
        ("maxLength", "changed"): [{"label": "aaaaa"}]
    }


def test_a_witness_is_one_to_any_other_validator():
    """Valid under the base and invalid under the head, by a validator that troth did not choose."""
    base, head = thing(a={**TEXT, "minLength": 1}), thing(a={**TEXT, "minLength": 2})
    (value,) = verdicts(base, head).values()
    assert Draft202012Validator(base).is_valid(value)
    assert not Draft202012Validator(head).is_valid(value)


def test_what_is_refused_is_named_by_its_place():
    """Of several faults the one at the changed place."""
    base = thing(list={"type": "array", "items": TEXT})
    head = thing(list={"type": "array", "items": {**TEXT, "minLength": 1}, "maxItems": 2})
    answers = [proof.answer for proof in prove(compared(base, head))]
    assert [one.where for one in answers if isinstance(one, Escapes)] == ["/list", "/list/0"]


def test_equal_documents_ask_nothing():
    """No change, no proof."""
    assert prove(compared(thing(a=TEXT), thing(a=TEXT))) == ()


def test_progress_counts_up_to_the_end():
    """A listener hears how much of how much is done, and last that all is."""
    heard = []
    prove(
        compared(thing(a=TEXT), {**thing(a=TEXT), "required": ["a"]}),
        listen=lambda *now: heard.append(now),
    )
    assert heard[-1][0] == heard[-1][1]
