"""Values at the limits of schemas: which there are, and what the document says of each."""

import json
from typing import Any

import pytest

from contract_tests.cases import boundaries
from contract_tests.cases.boundaries import Boundaries, Case
from contract_tests.cases.forms import (
    BROKEN,
    HEAVY,
    OPEN,
    OTHER_TYPES,
    TAKEN,
    beyond_every_float,
    no_numbers,
)
from contract_tests.disputed import is_disputed
from contract_tests.draft import put
from contract_tests.judge import _no_json
from spec.operations import Schema
from spec.schemas import Schemas
from spec.tests.documents import schema

WHERE = "/components/schemas/Thing"


def cases(text: str, value: Any, version: str = "3.1.0") -> dict[str, Case]:
    document = schema(text, version=version)
    thing = Schema(WHERE, document.at(WHERE))
    return {case.name: case for case in Boundaries(document, Schemas(document)).of(thing, value)}


NUMBER = "type: object\nproperties:\n  score: {type: number, minimum: 0, maximum: 100}\n"
TEXT = "type: object\nproperties:\n  name: {type: string, minLength: 2, maxLength: 5}\n"


@pytest.mark.parametrize(
    ("name", "is_allowed", "keyword"),
    [
        pytest.param("score: 100", True, "maximum", id="at"),
        pytest.param("score: 99.999", True, "maximum", id="just-below"),
        pytest.param("score: 100.00001", False, "maximum", id="just-past"),
        pytest.param("score: 100.5", False, "maximum", id="half-past"),
        pytest.param("score: 0", True, "minimum", id="lower"),
        pytest.param("score: -0.001", False, "minimum", id="just-under"),
        pytest.param("score: the number as text", False, "type", id="as-text"),
        pytest.param("score: true", False, "type", id="truth"),
        pytest.param("score: null", False, "type", id="null"),
    ],
)
def test_a_number_is_tried_around_its_limits(name, is_allowed, keyword):
    """Fractions just past a limit, and the other types that pass for a number."""
    case = cases(NUMBER, {"score": 50})[name]
    assert case.is_allowed is is_allowed
    assert case.promises == (f"{WHERE}/properties/score/{keyword}",)


@pytest.mark.parametrize("script", ["ASCII", "two-byte", "three-byte", "four-byte", "combining"])
@pytest.mark.parametrize(("length", "is_allowed"), [(1, False), (2, True), (5, True), (6, False)])
def test_a_text_is_as_long_as_it_has_code_points(script, length, is_allowed):
    """Bytes, UTF-16 units and what a person counts as letters are other lengths."""
    case = cases(TEXT, {"name": "abc"})[f"name: {length} {script} characters"]
    assert len(case.value) == length
    assert case.is_allowed is is_allowed


def test_what_is_required_is_left_out_and_renamed():
    """Without it, and under a name that a lenient reader takes for it."""
    found = cases(
        "type: object\nrequired: [firstName]\nproperties:\n  firstName: {type: string}\n",
        {"firstName": "a"},
    )
    assert {"body: without firstName", "body: with first_name for firstName"} <= set(found)
    assert not found["body: without firstName"].is_allowed


def test_alternatives_are_emptied_and_kept_alone():
    """None of the branches is forbidden, each of them alone is allowed."""
    text = "type: object\nanyOf:\n- required: [a]\n- required: [b]\nproperties: {a: {type: integer}, b: {type: integer}}\n"
    found = cases(text, {"a": 1, "b": 2})
    assert not found["body: without any of a, b"].is_allowed
    assert found["body: with a alone of a, b"].is_allowed
    assert found["body: without any of a, b"].promises == (f"{WHERE}/anyOf",)


def test_items_and_what_they_refer_to_are_places_too():
    """A limit behind `items` and `$ref` is tried, and named where it is written."""
    text = """\
        type: object
        properties:
          tags: {type: array, minItems: 1, maxItems: 2, uniqueItems: true, items: {$ref: '#/components/schemas/Thing/$defs/Tag'}}
        $defs:
          Tag: {type: string, maxLength: 3}
        """
    found = cases(text, {"tags": ["a"]})
    assert not found["tags/0: 4 ASCII characters"].is_allowed
    assert found["tags/0: 4 ASCII characters"].promises == (f"{WHERE}/$defs/Tag/maxLength",)
    assert found["tags: 2 items"].is_allowed
    assert not found["tags: 3 items"].is_allowed
    assert not found["tags: an item twice"].is_allowed


def test_the_dialect_of_30_is_read():
    """`nullable` allows null, and an exclusive limit is no part of what is allowed."""
    text = "type: object\nproperties:\n  n: {type: integer, nullable: true, minimum: 1, exclusiveMinimum: true}\n"
    found = cases(text, {"n": 5}, version="3.0.3")
    assert found["n: null"].is_allowed
    assert not found["n: 1"].is_allowed
    assert found["n: 2"].is_allowed


def test_nothing_disputed_is_judged():
    """What lawful servers treat in different ways is no case."""
    every = {**cases(TEXT, {"name": "abc"}), **cases(NUMBER, {"score": 50})}
    assert not [case.name for case in every.values() if is_disputed(case.value)]


def test_each_case_differs_from_what_is_allowed_in_one_place():
    """Put where it belongs, a case changes the value there and nowhere else."""
    value = {"name": "abc"}
    for case in cases(TEXT, value).values():
        assert (
            put(put(value, case.at, case.value), case.at, value if case.at == () else "abc")
            == value
        )


def test_a_large_schema_is_sampled_over_all_its_places(monkeypatch):
    """With more cases than may be, each member has some."""
    monkeypatch.setattr(boundaries, "MOST", 60)
    members = "".join(f"  m{number}: {{type: string, maxLength: 9}}\n" for number in range(20))
    found = cases(
        f"type: object\nproperties:\n{members}", {f"m{number}": "a" for number in range(20)}
    )
    assert len(found) == 60
    assert {case.at[0] for case in found.values() if case.at} == {
        f"m{number}" for number in range(20)
    }


BODY = {"label": "a", "score": 87, "note": "b\u00e9"}


@pytest.mark.parametrize("form", [*BROKEN, *no_numbers("score")], ids=lambda form: form.name)
def test_what_is_called_broken_is_no_json(form):
    """A strict reader of UTF-8 refuses each of them."""
    with pytest.raises(ValueError):  # noqa: PT011  # any of the ways in which it is none
        json.loads(form.write(BODY).decode("utf-8"), parse_constant=_no_json)


@pytest.mark.parametrize("form", TAKEN, ids=lambda form: form.name)
def test_what_must_be_taken_is_the_same_value(form):
    """However it is written, the value is the one that was meant."""
    assert json.loads(form.write(BODY).decode("utf-8")) == BODY


def test_names_of_forms_are_distinct():
    """A finding is told by its trial's name."""
    names = [
        form.name
        for form in (*BROKEN, *OTHER_TYPES, *TAKEN, *OPEN, *HEAVY, beyond_every_float("score"))
    ]
    assert len(set(names)) == len(names)
