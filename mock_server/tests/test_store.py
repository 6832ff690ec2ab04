import pytest

from mock_server.store import ROW_OVERHEAD, MemoryStore, StoreFull

KEY = ("thing", b'["a"]')


def store(*, rows=10, size=10_000):
    return MemoryStore(max_rows=rows, max_bytes=size)


def test_a_replace_sees_the_row_before():
    """The function gets None first and the row afterwards."""
    kept = store()
    kept.upsert(KEY, lambda before: b"1" if before is None else b"wrong")
    kept.upsert(KEY, lambda before: b"2" if before == b"1" else b"wrong")
    assert list(kept.rows("thing")) == [b"2"]


def test_nothing_is_stored_when_the_replace_raises():
    """An answer that is not sent is a row that is not kept."""
    kept = store()
    with pytest.raises(ZeroDivisionError):
        kept.upsert(KEY, lambda _: 1 / 0)
    assert kept.counts() == {"thing": 0}
    assert kept.size() == 0


def test_the_bound_of_rows_refuses_the_next_one_and_still_replaces():
    """Full means full for new rows; the old ones can still change."""
    kept = store(rows=1)
    kept.upsert(KEY, lambda _: b"1")
    with pytest.raises(StoreFull) as caught:
        kept.upsert(("thing", b'["b"]'), lambda _: b"1")
    assert (caught.value.bound, caught.value.limit) == ("max-rows", 1)
    kept.upsert(KEY, lambda _: b"2")
    assert list(kept.rows("thing")) == [b"2"]


def test_the_bound_of_bytes_counts_growth():
    """A row that would grow past the bound is refused and stays as it was; shrinking is always allowed."""
    kept = store(size=ROW_OVERHEAD + len(KEY[1]) + 4)
    kept.upsert(KEY, lambda _: b"1234")
    with pytest.raises(StoreFull):
        kept.upsert(KEY, lambda _: b"12345")
    assert list(kept.rows("thing")) == [b"1234"]
    kept.upsert(KEY, lambda _: b"1")
    assert kept.size() == ROW_OVERHEAD + len(KEY[1]) + 1


def test_a_snapshot_is_independent():
    """Neither side sees what the other does afterwards."""
    kept = store()
    kept.upsert(KEY, lambda _: b"1")
    copy = kept.snapshot()
    kept.upsert(KEY, lambda _: b"2")
    copy.upsert(("thing", b'["b"]'), lambda _: b"3")
    assert list(kept.rows("thing")) == [b"2"]
    assert list(copy.rows("thing")) == [b"1", b"3"]
