"""The shelf itself: each variant differs from the correct server, the lawful ones keep to the document, and a run catches one."""

import json
import re
import tomllib
from collections import Counter
from http.client import HTTPConnection
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest

from contract_tests.settings import Settings
from contract_tests.tests.defects.client import start
from contract_tests.tests.defects.hunt import CORRECT, Outcome, hunt, variant_named
from contract_tests.tests.defects.matrix import chosen, main, row, sampled, summary
from contract_tests.tests.defects.server import Server, running
from contract_tests.tests.defects.shelf import BY_NAME, DEFECTS, SHELF, THEMES
from contract_tests.tests.defects.variant import Variant, defect
from contract_tests.tests.defects.world import (
    FOREIGN,
    FOREIGN_METRIC,
    HERE,
    METRIC,
    NOWHERE,
    PRIMARY,
    SILENT,
    THERE,
    aim,
    target,
)
from spec.catalog import find, load_entry
from spec.compile import compile_operations
from spec.schemas import Schemas

LAWFUL = THEMES["lawful"]
# What a server may answer to anything: too large, wrong media type, too many requests, not now.
ALWAYS = {413, 415, 429, 503}


def named(variant: Variant) -> str:
    return variant.name


@pytest.fixture(scope="module")
def correct() -> dict[str, Any]:
    """What every row's exchange comes to with the correct server."""
    return {variant.name: variant.shows(start(Server)) for variant in SHELF}


@pytest.mark.parametrize("variant", SHELF, ids=named)
def test_a_variant_differs_from_the_correct_server(
    variant: Variant, correct: dict[str, Any]
) -> None:
    """The exchange of its row comes out otherwise, and comes out the same with the correct server each time."""
    assert variant.shows(start(variant.kind)) != correct[variant.name]
    assert variant.shows(start(Server)) == correct[variant.name]


def test_the_shelf_is_large() -> None:
    """There are more defects and more lawful servers than were asked for."""
    assert len(DEFECTS) >= 130
    assert len(LAWFUL) >= 25
    assert all(variant.lawful for variant in LAWFUL)


def test_names_and_sentences_are_unique() -> None:
    """No two rows have one name or say one thing, and a name can be typed."""
    for texts in ([one.name for one in SHELF], [one.says for one in SHELF]):
        assert [text for text, count in Counter(texts).items() if count > 1] == []
    assert [one.name for one in SHELF if not re.fullmatch(r"[a-z0-9][a-z0-9.\-]*", one.name)] == []
    assert CORRECT not in BY_NAME


def test_no_row_says_a_sentence_with_a_full_stop() -> None:
    """A row is one sentence in the house style of messages."""
    assert [
        one.says for one in SHELF if one.says.endswith(".") or not one.says[0].isprintable()
    ] == []


def test_a_change_of_what_the_server_lacks_is_refused() -> None:
    """A row that misspells what it changes, or takes other arguments, does not load."""
    with pytest.raises(AttributeError, match="is_lable"):
        defect("typo", "is a typo", lambda _: 0, is_lable=lambda _self, _value: True)
    with pytest.raises(TypeError, match="fold takes"):
        defect("arity", "takes too little", lambda _: 0, fold=lambda label: label)


ASKS: dict[str, Any] = {
    "full": lambda c: c.submit(
        "a", verdict="pass", score=42.5, note="n", metricId=METRIC.id, externalId="x"
    ),
    "least": lambda c: c.submit(),
    "score only": lambda c: c.submit(score=0),
    "beyond ASCII": lambda c: c.submit("日本 é 😀", note="e\u0301\n😀"),
    "empty texts": lambda c: c.submit(note="", externalId=""),
    "elsewhere": lambda c: c.submit(at=THERE),
    "score over": lambda c: c.submit(score=101),
    "broken": lambda c: c.raw(b"{"),
    "deep": lambda c: c.raw(b"[" * 100_000),
    "array": lambda c: c.body([]),
    "surrogate": lambda c: c.raw(b'{"label": "\\udc00", "verdict": "pass"}'),
    "no credential": lambda c: c.credential(""),
    "wrong key": lambda c: c.credential("Bearer nobody"),
    "disabled": lambda c: c.submit(by=SILENT.owner, at=SILENT),
    "foreign metric": lambda c: c.submit(metricId=FOREIGN_METRIC.id),
    "foreign conversation": lambda c: c.submit(at=FOREIGN),
    "unknown conversation": lambda c: c.submit(at=NOWHERE),
    "bad path": lambda c: c.submit(at="abc"),
}
STATUSES = {
    "score over": 400, "broken": 400, "deep": 400, "array": 400, "surrogate": 400, "no credential": 401, "wrong key": 401, "disabled": 403,
    "foreign metric": 403, "foreign conversation": 404, "unknown conversation": 404, "bad path": 400,
}  # fmt: skip


@pytest.mark.parametrize("ask", ASKS)
def test_the_correct_server_answers_by_the_document(ask: str) -> None:
    """What is valid is 201, what is not has its documented status."""
    assert ASKS[ask](start(Server)).status == STATUSES.get(ask, 201)


@pytest.fixture(scope="module")
def validators() -> dict[int, Any]:
    """The validators of the operation's documented answers, by status."""
    document = load_entry(find("zelto"))
    operation = compile_operations(document)[0]
    schemas = Schemas(document)
    found: dict[int, Any] = {}
    for response in operation.responses:
        schema = response.content[0].schema
        assert schema is not None
        found[int(response.status)] = schemas.validator(schema, "response")
    return found


@pytest.mark.parametrize("variant", [variant_named(CORRECT), *LAWFUL], ids=named)
def test_a_lawful_server_answers_by_the_document(
    variant: Variant, validators: dict[int, Any]
) -> None:
    """Every answer has a documented status and fits its schema, and what is valid is accepted."""
    client = start(variant.kind)
    for name, ask in ASKS.items():
        reply = ask(client)
        if reply.status in ALWAYS:
            continue
        assert reply.headers["content-type"].lower().startswith("application/json")
        assert [
            error.message for error in validators[reply.status].iter_errors(reply.json)
        ] == [], name
        if name not in STATUSES:
            assert reply.status == 201, name


@pytest.mark.parametrize("variant", LAWFUL, ids=named)
def test_a_lawful_server_keeps_a_row(variant: Variant) -> None:
    """Of two submits of a label the second has the first one's id and creation, and what was sent last."""
    client = start(variant.kind)
    first, second = (client.submit(note=note).json for note in ("m", "n"))
    assert (first["id"], first["createdAt"]) == (second["id"], second["createdAt"])
    assert (first["note"], second["note"]) == ("m", "n")
    assert client.submit("b")["id"] != first["id"]


def test_the_target_file_names_what_the_target_has() -> None:
    """The text and the record say the same."""
    url = "http://127.0.0.1:9"
    text = tomllib.loads(target(url))
    assert text["url"] == aim(url).url
    for name, principal in aim(url).principals.items():
        row = text["principals"][name]
        assert row["api_key"] == {"value": principal.key}
        assert {kind: tuple(row[kind]) for kind in principal.ids} == principal.ids
        assert all(len(known) >= 2 for known in principal.ids.values())


@pytest.mark.parametrize("name", [CORRECT, "threads", "chunked", "connection-closed"])
def test_a_server_runs_on_a_free_port(name: str) -> None:
    """What it answers without a network it answers over one."""
    server = variant_named(name).kind(chance=Random(1))
    with running(server) as url:
        connection = HTTPConnection(urlsplit(url).netloc, timeout=5)
        headers = {"Authorization": f"Bearer {PRIMARY.key}", "Content-Type": "application/json"}
        body = json.dumps({"label": "é", "score": 87})
        path = f"/v1/conversations/{HERE.id}/customer-metrics"
        connection.request("POST", path, body.encode(), headers)
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["label"]) == (201, "é")
        connection.close()
    assert server.count == 1


def test_names_patterns_and_themes_choose_variants() -> None:
    """A command line names one, several by a pattern, or a theme; nothing named means all."""
    assert chosen(["score-101"]) == ["score-101"]
    assert chosen(["score-10*"]) == ["score-100.5", "score-101", "score-100-refused"]
    assert chosen(["lawful"]) == [variant.name for variant in LAWFUL]
    assert chosen([]) == [CORRECT, *BY_NAME]
    assert chosen(["nothing"]) == []


def test_a_sample_is_spread_evenly() -> None:
    """So many names, in order, each once, from both ends of the shelf."""
    names = chosen([])
    few = sampled(names, 50)
    assert len(few) == len(set(few)) == 50
    assert few == sorted(few, key=names.index)
    assert sampled(names, 0) == names


def test_an_unknown_name_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt name does not pass for an empty, clean run."""
    assert main(["nothing-of-the-kind"]) == 2
    assert "see --list" in capsys.readouterr().out


def test_the_matrix_tells_what_each_property_alone_catches() -> None:
    """A defect that one property caught is listed with it; a miss and a false alarm are named."""
    outcomes = [
        Outcome("one", lawful=False, seed=0, caught_by={"a": ("t",)}, first="a", first_requests=7),
        Outcome("two", lawful=False, seed=0, caught_by={"a": ("t",), "b": ("u",)}),
        Outcome("three", lawful=False, seed=4),
        Outcome("four", lawful=True, seed=0, caught_by={"b": ("u",)}, problems=("b: it is wrong",)),
        Outcome("five", lawful=True, seed=0),
    ]
    text = summary(outcomes)
    assert re.search(r"^a +2 +1  one$", text, re.MULTILINE)
    assert re.search(r"^b +1 +0", text, re.MULTILINE)
    assert "MISSED      three (seed 4)" in text
    assert "FALSE ALARM four (seed 0)\n            b: it is wrong" in text
    assert "2 of 3 defects caught (66.7%)" in text
    assert "1 of 2 lawful servers left in peace (50.0%)" in text
    assert "first after 7 by a; a" in row(outcomes[0])


def test_a_run_catches_a_defect_and_leaves_the_correct_server_in_peace() -> None:
    """The whole way once: server, run, findings, outcome."""
    settings = Settings(properties=("upsert.clock",))
    caught = hunt("updated-never-moves", settings)
    assert caught.is_right
    assert caught.first == "upsert.clock"
    assert 0 < caught.first_requests <= caught.requests
    assert hunt(CORRECT, settings).is_right
