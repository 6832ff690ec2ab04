"""The network within limits, against a real server on loopback."""

import time

import pytest

from spec import fetch
from spec.errors import Unreadable
from spec.fetch import Validators, get
from spec.tests.vendor.site import Page, serving


@pytest.fixture
def site():
    with serving() as found:
        yield found


def test_an_answer_brings_what_the_server_says_of_its_version(site):
    """Bytes, media type without its parameters, entity tag and date come back as sent."""
    site.pages["/a"] = Page("text", "text/Markdown; charset=utf-8", '"1"', "Mon, 23 Nov 2026 12:00:00 GMT")  # fmt: skip
    answer = get(f"{site.url}/a")
    assert (answer.data, answer.media_type) == (b"text", "text/markdown")
    assert answer.validators == ('"1"', "Mon, 23 Nov 2026 12:00:00 GMT")
    assert fetch.fetch(f"{site.url}/a") == b"text"


@pytest.mark.parametrize(
    ("known", "is_sent"),
    [
        (Validators('"1"'), False),
        (Validators('"0"'), True),
        (Validators(None, "Mon, 23 Nov 2026 12:00:00 GMT"), False),
        (Validators(None, "Sun, 22 Nov 2026 12:00:00 GMT"), True),
        (Validators(), True),
    ],
    ids=["tag", "old-tag", "date", "old-date", "nothing-known"],
)
def test_what_is_known_is_not_sent_again(site, known, is_sent):
    """A request on condition is answered with 304 and no bytes, as long as the condition holds."""
    site.pages["/a"] = Page("text", etag='"1"', modified="Mon, 23 Nov 2026 12:00:00 GMT")
    answer = get(f"{site.url}/a", known)
    assert answer.data == (b"text" if is_sent else None)


@pytest.mark.parametrize(
    ("page", "says"),
    [
        pytest.param(Page("", status=404), "cannot be fetched: 404", id="missing"),
        pytest.param(Page("", status=500), "cannot be fetched: 500", id="broken"),
        pytest.param(Page("", status=304), "cannot be fetched: 304", id="304-unasked"),
        pytest.param(Page("x", status=203), "the server answered 203", id="another-2xx"),
        pytest.param(Page("x" * 2000), "is larger than", id="huge"),
        pytest.param(Page("x" * 100, cut=50), "ended after 50 of 100 bytes", id="cut-off"),
        pytest.param(Page("x", headers={"Content-Encoding": "gzip"}), "was sent as gzip", id="encoded"),
        pytest.param(Page("x" * 100, pause=0.05), "is not there after 0.3 seconds", id="a-byte-now-and-then"),
        pytest.param(Page("x", pause=5), "timed out", id="silent"),
        pytest.param(Page("", status=302, headers={"Location": "http://example.com/a"}), "is fetched over https only", id="redirect-to-http"),
        pytest.param(Page("", status=302, headers={"Location": "file:///etc/passwd"}), "cannot be fetched: 302", id="redirect-to-a-file"),
        pytest.param(Page("", status=302, headers={"Location": "/a"}), "cannot be fetched", id="redirect-in-a-circle"),
    ],
)  # fmt: skip
def test_what_is_no_whole_text_within_the_limits_is_refused(site, monkeypatch, page, says):
    """Each limit has its own sentence, and none takes longer than it says."""
    monkeypatch.setattr(fetch, "MAX_BYTES", 1000)
    # A page that dribbles meets the deadline, a silent one the time-out: the other limit is out of a busy machine's reach.
    monkeypatch.setattr(fetch, "DEADLINE", 0.3 if 0 < page.pause < 1 else 20)
    monkeypatch.setattr(fetch, "TIMEOUT", 0.2 if page.pause > 1 else 10)
    site.pages["/a"] = page
    start = time.monotonic()
    with pytest.raises(Unreadable, match=says):
        get(f"{site.url}/a")
    assert time.monotonic() - start < 4


def test_a_redirect_is_followed_where_it_is_allowed(site):
    """Each address on the way is asked for permission, the first one too."""
    site.pages["/a"] = Page("", status=302, headers={"Location": "/b"})
    site.pages["/b"] = Page("text")
    asked: list[str] = []
    assert get(f"{site.url}/a", allow=asked.append).data == b"text"
    assert asked == [f"{site.url}/a", f"{site.url}/b"]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://example.com/a", "is fetched over https only"),
        ("ftp://127.0.0.1/a", "is fetched over https only"),
        ("file:///etc/passwd", "is fetched over https only"),
        ("https://user:secret@example.com/a", "holds a name or a password"),
        ("http://127.0.0.1:1/a", "cannot be fetched: .*refused"),
        ("https://user:secret@[::1/a", "…@.*is no address"),
        ("https://example.com:x/a", "is no address"),
        ("https://ä..example/a", "is no address"),
    ],
    ids=["http", "ftp", "file", "password", "nobody-listens", "bracket", "port", "host"],
)
def test_other_addresses_are_refused(url, says):
    """Plain http is for this machine only, and no secret is put into a message."""
    with pytest.raises(Unreadable, match=says) as caught:
        get(url)
    assert "secret" not in str(caught.value)


def test_letters_of_other_scripts_are_sent_encoded(site):
    """An address as a browser shows it is the one that is asked for."""
    site.pages["/%C3%A4.yaml?q=%C3%A4%20"] = Page("text")
    assert get(f"{site.url}/ä.yaml?q=ä%20").data == b"text"


def test_a_redirect_that_fails_names_both_ends(site):
    """Who gave the first address has to find out why another one is spoken of."""
    site.pages["/a"] = Page("", status=302, headers={"Location": "http://example.com/b"})
    with pytest.raises(Unreadable, match=r"example.com/b: .* \(a redirect from .*/a\)"):
        get(f"{site.url}/a")
    site.pages["/a"] = Page("", status=302, headers={"Location": "/gone"})
    with pytest.raises(Unreadable, match=r"/a: cannot be fetched: 404 .*/gone, where it led"):
        get(f"{site.url}/a")


def test_the_outside_does_not_lead_back_to_this_machine(monkeypatch):
    """A redirect from another host to loopback would let it ask what listens here."""
    monkeypatch.setattr(fetch, "is_loopback", lambda host: host == "localhost")
    with serving() as outside, serving() as inside:
        monkeypatch.setattr(fetch, "refuse_insecure", lambda _url: None)
        there = inside.url.replace("127.0.0.1", "localhost")
        outside.pages["/a"] = Page("", status=302, headers={"Location": f"{there}/a"})
        with pytest.raises(Unreadable, match="leads back to this machine"):
            get(f"{outside.url}/a")
        assert inside.log == []
