import pytest

from spec import expressions


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$request.path.id", ("request", "path", "id", ())),
        ("$request.query.a.b", ("request", "query", "a.b", ())),
        ("$request.header.X-Id", ("request", "header", "X-Id", ())),
        ("$request.body", ("request", "body", "", ())),
        ("$request.body#/a~1b/0", ("request", "body", "", ("a/b", "0"))),
        ("$response.body#/id", ("response", "body", "", ("id",))),
    ],
)
def test_the_expressions_of_the_specification(text, parts):
    """OAS 3.1 section 4.8.20.4."""
    parsed = expressions.parse(text)
    assert (parsed.side, parsed.part, parsed.name, parsed.tokens) == parts


@pytest.mark.parametrize(
    "text", ["request.path.id", "$request.path.", "$request.cookie.a", "$url", "$request.body#a"]
)
def test_anything_else_is_refused(text):
    """Expressions that address no part of one request are none of ours."""
    with pytest.raises(ValueError, match=r"runtime expression|JSON Pointer"):
        expressions.parse(text)
