import pytest

from mock_server.exchange import Answer, Request
from mock_server.journal import MAX_BODY, MAX_PATH, Journal, as_json, masked


def record(journal, *, method="POST", path=b"/a", query=b"", status=201, faults=(), body=b"{}"):
    request = Request(method, path, query, {}, body)
    answer = Answer(status, [], b"", "make", faults)
    journal.record(request, answer, time=0.0, seconds=0.0015)


def test_only_the_newest_are_kept_and_numbers_go_on():
    """Memory is bounded, and a reader can tell what is new."""
    journal = Journal(2)
    for _ in range(3):
        record(journal)
    assert [entry.number for entry in journal.find()] == [2, 3]
    journal.clear()
    record(journal)
    assert [entry.number for entry in journal.find()] == [4]


def test_an_entry_is_bounded_in_size():
    """A long path and a large body are cut."""
    journal = Journal(1)
    record(journal, path=b"/" * 9999, query=b"q" * 9999, body=b"b" * 9999)
    (entry,) = journal.find()
    assert (len(entry.path), len(entry.query), len(entry.body)) == (MAX_PATH, MAX_PATH, MAX_BODY)


def test_entries_are_found_by_what_they_are():
    """Filters are combined."""
    journal = Journal(9)
    record(journal)
    record(journal, status=400)
    record(journal, method="GET", path=b"/b")
    assert [e.number for e in journal.find(method="POST", status=201)] == [1]
    assert [e.number for e in journal.find(path="/b")] == [3]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/a?x=1&key-1", "/a?x=1&***"),
        ("/a?api_key=real-one&x=1", "/a?api_key=***&x=1"),
        ("/a?access_token=t", "/a?access_token=***"),
        ("/a/key%2D1", "/a/***"),
        ("no secret", "no secret"),
    ],
)
def test_no_credential_can_be_read(text, shown):
    """Known keys anywhere, however encoded; unknown ones where their name gives them away."""
    assert masked(text, ["key-1"]) == shown


def test_an_entry_as_json():
    """Times in RFC 3339, durations in milliseconds, keys masked in the body as well."""
    journal = Journal(1)
    record(journal, query=b"a=1", faults=("bad key-1",), body=b'{"k": "key-1"}')
    assert as_json(journal.find()[0], ["key-1"]) == {
        "number": 1,
        "time": "1970-01-01T00:00:00Z",
        "method": "POST",
        "path": "/a?a=1",
        "operation": "make",
        "status": 201,
        "faults": ["bad ***"],
        "milliseconds": 1.5,
        "body": '{"k": "***"}',
    }
    assert journal.last_line(["key-1"]) == "POST /a?a=1 201 1.5 ms  bad ***"
