"""Security: an OR of ANDs by what travels on the wire."""

import pytest

from spec.diff.compare import compare
from spec.diff.records import ABSENT
from spec.tests.diff.edits import head_place, rows
from spec.tests.documents import document

SCHEMES = """
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    token: {type: http, scheme: Bearer}
    key: {type: apiKey, in: header, name: X-Key}
    oauth:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: 'https://a.example/token', scopes: {read: reads, write: writes}}}
"""


def secured(security, *, root="", schemes=SCHEMES):
    own = f"security: {security}, " if security else ""
    text = f"paths: {{/a: {{get: {{{own}responses: {{'200': {{description: ok}}}}}}}}}}"
    return document(f"{text}\n{f'security: {root}' if root else ''}\n{schemes}")


CASES = [
    ("credentials asked for", "[]", "[{bearer: []}]", [("required", "added")]),
    ("credentials no longer optional", "[{}, {bearer: []}]", "[{bearer: []}]", [("required", "added")]),
    ("credentials no longer asked for", "[{bearer: []}]", "[]", [("required", "removed")]),
    ("credentials optional", "[{bearer: []}]", "[{bearer: []}, {}]", [("required", "removed")]),
    ("open said otherwise", "[]", "[{}]", []),
    ("an open one takes credentials", "[{}]", "[{}, {bearer: []}]", [("alternative", "added")]),
    ("an open one takes none", "[{bearer: []}, {}]", "[]", [("alternative", "removed")]),
    ("two schemes beside it", "[{bearer: []}]", "[{bearer: [], key: [], oauth: []}]", [("scheme", "added"), ("scheme", "added")]),
    ("scopes of two schemes", "[{oauth: [], bearer: []}]", "[{oauth: [read], bearer: [read]}]", [("scopes", "added"), ("scopes", "added")]),
    ("an alternative more", "[{bearer: []}]", "[{bearer: []}, {key: []}]", [("alternative", "added")]),
    ("an alternative less", "[{bearer: []}, {key: []}]", "[{key: []}]", [("alternative", "removed")]),
    ("another scheme", "[{bearer: []}]", "[{key: []}]", [("alternative", "removed"), ("alternative", "added")]),
    ("a second scheme beside it", "[{bearer: []}]", "[{bearer: [], key: []}]", [("scheme", "added")]),
    ("a second scheme no longer", "[{bearer: [], key: []}]", "[{bearer: []}]", [("scheme", "removed")]),
    ("the same scheme by another name", "[{bearer: []}]", "[{token: []}]", []),
    ("a scope more", "[{oauth: [read]}]", "[{oauth: [read, write]}]", [("scopes", "added")]),
    ("a scope less", "[{oauth: [read, write]}]", "[{oauth: [write]}]", [("scopes", "removed")]),
    ("order of alternatives", "[{bearer: []}, {key: []}]", "[{key: []}, {bearer: []}]", []),
    ("order of scopes", "[{oauth: [read, write]}]", "[{oauth: [write, read]}]", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "head", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_security_is_compared_by_meaning(base, head, expected) -> None:
    """What is asked for changes as told, and only then."""
    changes = compare(secured(base), secured(head)).changes
    assert [(one.aspect, one.action) for one in changes] == expected
    assert all(one.area == "security" and one.direction == "request" for one in changes)


def test_security_of_the_document_is_one_fact_for_all_who_go_by_it() -> None:
    """Security at the root is one edit, and concerns each operation that has none of its own."""
    text = "paths:\n  /a: {get: {responses: {'200': {description: ok}}}}\n  /b: {get: {responses: {'200': {description: ok}}}}\n"
    changes = compare(
        document(f"{text}security: []\n{SCHEMES}"),
        document(f"{text}security: [{{key: []}}]\n{SCHEMES}"),
    ).changes
    assert rows(changes) == [("security", "required", "added")]
    assert [pair.name for pair in changes[0].operations] == ["GET /a", "GET /b"]
    assert head_place(changes[0]).pointer == "/security"


@pytest.mark.parametrize("is_added", [True, False], ids=["added", "removed"])
def test_the_first_security_of_a_document_is_one_fact(is_added) -> None:
    """Where the document said nothing, it is missing at the root and not at each operation."""
    text = "paths:\n  /a: {get: {responses: {'200': {description: ok}}}}\n  /b: {get: {responses: {'200': {description: ok}}}}\n"
    sides = document(f"{text}{SCHEMES}"), document(f"{text}security: [{{key: []}}]\n{SCHEMES}")
    changes = compare(*(sides if is_added else reversed(sides))).changes
    assert rows(changes) == [("security", "required", "added" if is_added else "removed")]
    assert [pair.name for pair in changes[0].operations] == ["GET /a", "GET /b"]


KEY = "{type: apiKey, in: header, name: X-Key}"
BEARER = "{type: http, scheme: bearer, bearerFormat: JWT}"
OAUTH = (
    "{type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a.example', scopes: {read: r}}}}"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(KEY, BEARER, id="key-to-bearer"),
        pytest.param(KEY, "{type: apiKey, in: query, name: key}", id="another-place-and-name"),
        pytest.param(OAUTH, BEARER, id="flows-to-bearer"),
        pytest.param(BEARER, OAUTH, id="bearer-to-flows"),
    ],
)
def test_another_scheme_under_the_name_is_one_fact(one, other) -> None:
    """What only the one type has, its flows among it, came and went with the type."""
    sides = (
        secured(f"[{{a: {scopes}}}]", schemes=f"components: {{securitySchemes: {{a: {scheme}}}}}")
        for scheme, scopes in ((one, "[read]" if "oauth2" in one else "[]"), (other, "[]"))
    )
    assert rows(compare(*sides).changes) == [("security", "type", "changed")]


def test_security_that_moves_to_its_only_operation_is_the_same() -> None:
    """From the root to the operation is no change."""
    found = compare(secured("", root="[{key: []}]"), secured("[{key: []}]"))
    assert [one for one in found.changes if one.area == "security"] == []


def test_security_that_nobody_goes_by_is_told_all_the_same() -> None:
    """Where all operations have their own, the document's is one fact that concerns none."""
    base, head = secured("[{key: []}]", root="[{key: []}]"), secured("[{key: []}]", root="[]")
    changes = compare(base, head).changes
    assert rows(changes) == [("document", "security", "changed")]
    assert changes[0].operations == ()


@pytest.mark.parametrize(
    ("old", "new", "aspect", "action"),
    [
        ("name: X-Key", "name: X-Token", "name", "changed"),
        ("in: header", "in: query", "in", "changed"),
        ("scheme: bearer", "scheme: basic", "scheme", "changed"),
        ("scheme: bearer}", "scheme: bearer, bearerFormat: JWT}", "bearerFormat", "added"),
        ("/token'", "/other'", "flows", "changed"),
        ("read: reads, ", "", "scope", "removed"),
        ("{type: http, scheme: bearer}", "{type: openIdConnect, openIdConnectUrl: 'https://a.example'}", "type", "changed"),
    ],
)  # fmt: skip
def test_a_scheme_that_changed_is_told_at_the_scheme(old, new, aspect, action) -> None:
    """An edit of a scheme in use is told where the scheme is declared, once for all operations, and not as other security."""
    every = "[{bearer: []}, {key: []}, {oauth: [write]}]"
    schemes = SCHEMES.replace("    token: {type: http, scheme: Bearer}\n", "")
    changes = compare(
        secured(every, schemes=schemes), secured(every, schemes=schemes.replace(old, new))
    ).changes
    told = [one for one in changes if one.aspect == aspect]
    assert [one.action for one in told] == [action]
    assert all(
        head_place(one).pointer.startswith("/components/securitySchemes/") for one in changes
    )
    assert {one.area for one in changes} == {"security"}


def test_a_header_of_another_case_is_the_same_scheme() -> None:
    """Neither the case of a header's name nor that of an HTTP scheme travels."""
    head = SCHEMES.replace("X-Key", "x-key").replace("scheme: bearer", "scheme: BEARER")
    assert (
        compare(
            secured("[{key: [], bearer: []}]"), secured("[{key: [], bearer: []}]", schemes=head)
        ).changes
        == ()
    )


def test_what_was_asked_for_is_in_the_fact() -> None:
    """The values say what an operation asks for now that was open before."""
    (change,) = compare(secured("[]"), secured("[{bearer: []}, {oauth: [read]}]")).changes
    assert change.before is ABSENT
    assert change.after == [{"bearer": []}, {"oauth": ["read"]}]


def test_security_that_an_operation_tells_of_is_not_told_twice() -> None:
    """A document's security that moved to the operation and changed on the way is the operation's fact alone."""
    base, head = secured("", root="[{key: []}]"), secured("[{bearer: []}]", root="[{bearer: []}]")
    assert {one.area for one in compare(base, head).changes} == {"security"}
