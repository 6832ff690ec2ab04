"""What a text is: a document, a page that holds some, or an index."""

import pytest

from spec.errors import Invalid, Unreadable
from spec.tests.vendor.site import api, page
from spec.vendor.reading import understand

BROKEN = page("openapi: 3.1.0\npaths: {}\nbad: [\n")


@pytest.mark.parametrize(
    ("text", "address", "media_type", "kind", "pieces", "links"),
    [
        pytest.param(api(), "a.yaml", "", "document", 1, 0, id="yaml"),
        pytest.param(api(), "https://x/openapi", "text/plain", "document", 1, 0, id="yaml-by-its-beginning"),
        pytest.param("# a comment\n---\n\n" + api(), "api", "", "document", 1, 0, id="yaml-behind-a-comment"),
        pytest.param('{"openapi": "3.0.3", "info": {}, "paths": {}}', "https://x/v1?as=json", "application/json", "document", 1, 0, id="json"),
        pytest.param("\ufeff" + api(), "a.yaml", "", "document", 1, 0, id="byte-order-mark"),
        pytest.param(page(api()), "p.md", "", "page", 1, 0, id="page"),
        pytest.param(page(api()), "https://x/p", "text/markdown", "page", 1, 0, id="page-without-a-suffix"),
        pytest.param(page(api()) + page(api()), "p.md", "", "page", 2, 0, id="page-of-two"),
        pytest.param(page(api()).replace("\n", "\r\n"), "p.md", "", "page", 1, 0, id="page-of-windows"),
        pytest.param("# T\n\n- item\n\n  ```json\n  {\"openapi\": \"3.1.0\", \"paths\": {}}\n  ```\n", "p.md", "", "page", 1, 0, id="block-in-a-list"),
        pytest.param("# A guide\n\nSee [this](p.md).\n", "p.md", "", "page", 0, 0, id="page-of-prose"),
        pytest.param("```python\nopenapi: 3.1.0\npaths: {}\n```\n", "p.md", "", "page", 0, 0, id="another-language"),
        pytest.param("# Docs\n\n- [A](/a.md): about\n- [B](b.md)\n- [A](/a.md)\n", "https://x/llms.txt", "text/plain", "index", 0, 2, id="index"),
        pytest.param(page(api()) + "[a](a.md)\n", "llms-full.txt", "", "page", 1, 0, id="all-pages-in-one-text"),
    ],
)  # fmt: skip
def test_what_a_text_is(text, address, media_type, kind, pieces, links):
    """By its suffix first, then by its beginning; the blocks around a document are not taken for one."""
    found = understand(text.encode(), address, media_type)
    assert (found.kind, len(found.pieces), len(found.links)) == (kind, pieces, links)


def test_a_block_is_what_stands_between_the_fences():
    """The text to the letter, with the page's line of it, its title and what the fence says."""
    found = understand(page(api()).encode(), "p.md", "")
    (piece,) = found.pieces
    assert (found.title, piece.text, piece.about) == ("A page", api(), "openapi.json post /a")
    assert piece.source == "p.md:10"


@pytest.mark.parametrize(
    ("data", "address", "media_type", "says"),
    [
        pytest.param(b"<!DOCTYPE html><html>", "https://x/a.yaml", "", r"is a web page.*\n  hint: .*\.md", id="html"),
        pytest.param(b"hello", "https://x/a", "text/html", "is a web page", id="html-by-type"),
        pytest.param(b"\xff\xfe", "a.yaml", "", "a.yaml: is not UTF-8", id="no-text"),
        pytest.param(b"a: b\n: [\n", "a.yaml", "", "a.yaml:2: is not valid YAML", id="no-yaml"),
        pytest.param(b"swagger: '2.0'\n", "a.yaml", "", "a.yaml.*2.0", id="swagger"),
        pytest.param(b"a: b\n", "a.yaml", "", "a.yaml", id="another-document"),
        pytest.param(BROKEN.encode(), "p.md", "", "p.md:13: is not valid YAML", id="block-with-the-pages-line"),
    ],
)  # fmt: skip
def test_what_is_none_of_these_says_so(data, address, media_type, says):
    """An error names the source, the line in it, and what is wrong."""
    with pytest.raises((Unreadable, Invalid), match=says):
        understand(data, address, media_type)
