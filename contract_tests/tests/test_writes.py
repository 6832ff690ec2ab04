"""The list of what a run leaves behind."""

import json

import pytest

from contract_tests import writes
from contract_tests.draft import Draft
from contract_tests.errors import BadTarget
from contract_tests.exchange import Answer, Sent
from contract_tests.settings import Settings
from contract_tests.tests import benches
from contract_tests.wire import render
from contract_tests.writes import Writes, write_file


@pytest.fixture
def bench():
    return benches.bench()


def noted(collected, bench, draft, answer=None):
    sent = render(draft, bench.target, Settings())
    collected.note(draft.operation, draft, sent, answer or Answer(201, (), b"{}", 0.0))


def test_a_row_is_told_by_its_key(bench):
    """What was written to one row is one line, however often and whatever else was in it."""
    (operation,) = bench.operations
    collected = Writes()
    draft = bench.full(operation).with_member(("title",), 'a "é"')
    noted(collected, bench, draft)
    noted(collected, bench, draft.with_member(("note",), "other"))
    noted(collected, bench, draft.with_member(("title",), "b"))
    first, second = collected.all()
    assert first.key == f'shop="{benches.SHOP}" title="a \\"é\\""'
    assert (first.operation, first.principal, first.method) == ("placeBook", "primary", "POST")
    assert (first.path, first.status, first.times) == (f"/shops/{benches.SHOP}/books", 201, 2)
    assert second.times == 1


def test_a_row_without_a_rule_is_told_by_the_answer():
    """The new record's id, else where it says that it is."""
    bench = benches.bench(benches.books(**{"x-troth": {"requires": []}}))
    (operation,) = bench.operations
    collected = Writes()
    noted(collected, bench, bench.full(operation), Answer(201, (), b'{"id": 7}', 0.0))
    noted(collected, bench, bench.full(operation), Answer(201, (("Location", "/8"),), b"", 0.0))
    assert [write.key for write in collected.all()] == ["/8", "7"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_leaves_nothing(bench, method):
    """Safe methods are no writes (RFC 9110 section 9.2.1)."""
    (operation,) = bench.operations
    collected = Writes()
    collected.note(
        operation, Draft(operation), Sent(method, "http://h/", (), b""), Answer(200, (), b"", 0)
    )
    assert collected.all() == ()


def test_what_was_sent_without_a_draft_is_told_as_well(bench):
    """A generated request is known by its bytes alone; a body that is none has no key."""
    (operation,) = bench.operations
    collected = Writes()
    for body in (b'{"title": "x"}', b"\xff", b"[" * 100_000):
        sent = Sent("POST", "http://h/base/shops/a%20b/books?k=secret", (), body)
        collected.note(operation, Draft(operation, None), sent, Answer(201, (), b"", 0))
    assert {write.key for write in collected.all()} == {
        'shop="a b" title="x"',
        'shop="a b" title=null',
    }
    assert {write.path for write in collected.all()} == {"/base/shops/a b/books"}
    assert {write.principal for write in collected.all()} == {"nobody"}


def test_memory_is_bounded(bench, monkeypatch):
    """Beyond the bound rows are counted, not kept; those that are known go on being told apart."""
    monkeypatch.setattr(writes, "MOST_ROWS", 2)
    (operation,) = bench.operations
    collected = Writes()
    for title in "abcda":
        noted(collected, bench, bench.full(operation).with_member(("title",), title))
    assert [(one.key.rpartition("=")[2], one.times) for one in collected.all()] == [
        ("further rows", 2),
        ('"a"', 2),
        ('"b"', 1),
    ]


def test_the_file_is_one_object_a_line(bench, tmp_path):
    """Readable by people and by programs, whatever was in a key."""
    (operation,) = bench.operations
    collected = Writes()
    noted(collected, bench, bench.full(operation).with_member(("title",), "\ud800\n"))
    path = tmp_path / "reports" / "writes.txt"
    write_file(collected.all(), path)
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["key"].endswith('title="\\ud800\\n"')
    assert "primary-key" not in line


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    """A clear error, and no traceback."""
    with pytest.raises(BadTarget, match="cannot be written"):
        write_file((), tmp_path)
