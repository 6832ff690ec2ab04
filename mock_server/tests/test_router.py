from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.router import Router, UndecodablePath

ROUTES = [
    ("GET", "/things", "list"),
    ("POST", "/things", "make"),
    ("GET", "/things/{id}", "one"),
    ("GET", "/things/mine", "mine"),
    ("GET", "/things/{id}/parts/{part}", "part"),
    ("GET", "/files/{name}.json", "json"),
    ("GET", "/files/{name}", "file"),
    ("GET", "/things/mine/only", "only"),
]
ROUTER = Router(ROUTES)


@pytest.mark.parametrize(
    ("path", "entry", "parameters"),
    [
        pytest.param(b"/things", "list", {}, id="literal"),
        pytest.param(b"/things/7", "one", {"id": "7"}, id="template"),
        pytest.param(b"/things/mine", "mine", {}, id="concrete-first"),
        pytest.param(b"/things/mine/parts/2", "part", {"id": "mine", "part": "2"}, id="back-from-concrete"),
        pytest.param(b"/things/a%2Fb", "one", {"id": "a/b"}, id="encoded-slash"),
        pytest.param(b"/things/%C3%A9", "one", {"id": "é"}, id="utf-8"),
        pytest.param(b"/files/a.json", "json", {"name": "a"}, id="mixed-segment-first"),
        pytest.param(b"/files/a.txt", "file", {"name": "a.txt"}, id="mixed-segment-missed"),
    ],
)  # fmt: skip
def test_a_path_finds_its_operation(path, entry, parameters):
    """OAS 3.1 section 4.8.8: concrete paths are matched before templated ones."""
    match = ROUTER.match(path)
    assert match is not None
    assert (match.methods["GET"], match.parameters) == (entry, parameters)


@pytest.mark.parametrize(
    "path",
    [b"/", b"", b"/thing", b"/things/", b"/things//parts/2", b"/things/1/parts", b"//things"],
)
def test_any_other_path_finds_nothing(path):
    """A path parameter is never empty, and a trailing slash is another path."""
    assert ROUTER.match(path) is None


@pytest.mark.parametrize("path", [b"/things/%FF", b"/things/\xe9", b"/things/%ED%A0%80"])
def test_a_segment_that_is_no_utf8_is_an_error_of_its_own(path):
    """Not a 404: the client sent something broken."""
    with pytest.raises(UndecodablePath):
        ROUTER.match(path)


@given(st.text(min_size=1).filter(lambda text: text != "mine"))
def test_every_text_can_be_a_path_parameter(text):
    """What was percent-encoded comes out code point for code point."""
    match = ROUTER.match(b"/things/" + quote(text, safe="").encode())
    assert match is not None
    assert match.parameters == {"id": text}
