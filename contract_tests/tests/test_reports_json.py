"""The result as JSON: complete, of the form that its schema says, and read back as what it was."""

import copy
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests import result as records
from contract_tests import result_json
from contract_tests.errors import BadTarget
from contract_tests.reports import json_report
from contract_tests.result import Result
from contract_tests.tests.results import EVERYTHING, QUIET

SCHEMA = json.loads(
    Path(result_json.__file__)
    .with_name("schemas")
    .joinpath("report.schema.json")
    .read_text("utf-8")
)
TEXT, SECONDS = st.text(max_size=5), st.floats(0, 1e6)
PLAIN = {str: TEXT, float: SECONDS}


def record(kind: Any) -> st.SearchStrategy[Any]:
    """Records with few and short members, all of them drawn."""
    return st.builds(kind, **{one.name: members(one.type) for one in fields(kind)})


def members(kind: Any) -> st.SearchStrategy[Any]:
    if kind in PLAIN:
        return PLAIN[kind]
    args: tuple[Any, ...] = getattr(kind, "__args__", ())
    if hasattr(kind, "__dataclass_fields__"):
        return record(kind)
    if Ellipsis in args:
        return st.lists(members(args[0]), max_size=2).map(tuple)
    return st.from_type(kind)


@given(record(Result))
def test_nothing_is_lost_on_the_way_to_json_and_back(result):
    """Every result is what it was before, by way of the text of the report."""
    assert result_json.from_json(json.loads(json_report.render(result)), "x") == result


@pytest.mark.parametrize("result", [QUIET, EVERYTHING], ids=["quiet", "everything"])
def test_a_report_is_of_the_form_that_its_schema_says(result):
    """The schema itself is one of JSON Schema 2020-12, and closed: a member that it does not know is a mistake."""
    jsonschema_rs.meta.validate(SCHEMA)
    jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True).validate(
        json.loads(json_report.render(result))
    )


def test_the_schema_knows_each_member_of_each_record():
    """A field that is added to a record has to be described."""
    described = {
        "Result": SCHEMA,
        **{name: part for name, part in SCHEMA["$defs"].items() if "properties" in part},
    }
    for name, part in described.items():
        kind = getattr(records, name[0].upper() + name[1:])
        own = [one.name for one in fields(kind)]
        assert [one for one in part["properties"] if one != "format"] == own
        assert part["required"] == list(part["properties"])


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, one in inner:
        yield from places(one, (*at, name))


PLACES = [at for at in places(result_json.to_json(EVERYTHING)) if at]


@given(st.sampled_from(PLACES), st.sampled_from([None, True, 1, -1.5, "x", [], {}, [[1]], "gone"]))
def test_a_damaged_report_is_told_as_one(at, junk):
    """Whatever stands in the place of whatever: the report is read, or it is said to be damaged."""
    report = copy.deepcopy(result_json.to_json(EVERYTHING))
    holder: Any = report
    for name in at[:-1]:
        holder = holder[name]
    if junk == "gone":
        del holder[at[-1]]
    else:
        holder[at[-1]] = junk
    said = ""
    try:
        result_json.from_json(report, "part/report.json")
    except BadTarget as error:
        said = str(error)
    assert said.startswith("part/report.json: is ") or not said


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        pytest.param("seed", True, "expected int, not True", id="a-truth-is-no-number"),
        pytest.param("statuses", [], r"expected an object, not \[\]", id="a-list-is-no-mapping"),
        pytest.param("findings", [3], "expected an object, not 3", id="a-number-is-no-record"),
        pytest.param("shard", [1], r"expected 2 values, not \[1\]", id="half-of-a-pair"),
        pytest.param("title", ["x" * 999], "expected str, not .{60}…", id="a-long-value-is-cut"),
    ],
)
def test_what_is_damaged_is_said(name, value, said):
    """The message names what was expected and what is there."""
    with pytest.raises(BadTarget, match=f"is a damaged report: {said}"):
        result_json.from_json({**result_json.to_json(QUIET), name: value}, "report.json")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"{", "is no JSON", id="cut"),
        pytest.param(b"\xff\xfe", "is no JSON", id="no-text"),
        pytest.param(b"[" * 100_000, "is no JSON", id="deep"),
        pytest.param(b"[]", "is no report of troth", id="a-list"),
        pytest.param(b'{"format": "other"}', "is no report of troth", id="foreign"),
        pytest.param(b'{"format": "troth-report-1"}', "Result has no version", id="empty"),
    ],
)
def test_what_is_no_report_is_said_with_its_path(tmp_path, content, said):
    """The user learns which file, and what to give instead."""
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(BadTarget, match=said) as error:
        result_json.read(path)
    assert str(path) in str(error.value)


def test_a_report_that_is_not_there_is_said(tmp_path):
    """A folder without a report was not made by --report."""
    with pytest.raises(BadTarget, match=r"No such file") as error:
        result_json.read(tmp_path / "report.json")
    assert "give the DIR of --report" in str(error.value)
