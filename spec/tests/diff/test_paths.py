"""Which operation is which: by path, by URL, by operationId; and which parameter of a path is which."""

import pytest

from spec.diff import paths
from spec.diff.compare import compare
from spec.diff.records import ABSENT
from spec.tests.diff.edits import base_place, head_place, rows
from spec.tests.documents import document

GET = "{responses: {'200': {description: ok}}}"
ITEM = "{name: %s, in: path, required: true, schema: {type: string}}"


def paths_of(*entries, servers=""):
    lines = [f"  {path}: {{{method}: {text}}}" for path, method, text in entries]
    return document("paths:\n" + "\n".join(lines) + f"\n{servers}")


def get(path, *names, operation_id=""):
    parameters = ", ".join(ITEM % name for name in names)
    named = f"operationId: {operation_id}, " if operation_id else ""
    text = f"{{{named}parameters: [{parameters}], responses: {{'200': {{description: ok}}}}}}"
    return path, "get", text


def test_a_renamed_template_is_the_same_parameter() -> None:
    """`/a/{id}` and `/a/{key}` are one operation, whose parameter has another name: one fact."""
    found = compare(paths_of(get("/a/{id}", "id")), paths_of(get("/a/{key}", "key")))
    assert rows(found.changes) == [("parameter", "name", "changed")]
    assert (found.changes[0].before, found.changes[0].after) == ("id", "key")
    assert found.changes[0].subject == "path parameter `key`"
    assert [slot.where for slot in found.slots] == ["path key"]


def test_templates_that_change_places_are_paired_by_place() -> None:
    """What was called `a` and stood first is what stands first, whatever it is called."""
    base, head = paths_of(get("/{a}/{b}", "a", "b")), paths_of(get("/{b}/{a}", "a", "b"))
    changed = {(one.before, one.after) for one in compare(base, head).changes}
    assert changed == {("a", "b"), ("b", "a")}


def test_an_undeclared_template_is_renamed_all_the_same() -> None:
    """A template that no parameter describes has a name too."""
    found = compare(paths_of(("/a/{id}", "get", GET)), paths_of(("/a/{key}", "get", GET)))
    assert rows(found.changes) == [("parameter", "name", "changed")]


def test_an_operation_added_and_one_removed() -> None:
    """Operations of other paths and no common operationId are two facts, each with its operation."""
    found = compare(paths_of(get("/a")), paths_of(get("/b")))
    assert rows(found.changes) == [
        ("operation", "", "removed"),
        ("operation", "", "added"),
    ] or rows(found.changes) == [("operation", "", "added"), ("operation", "", "removed")]
    added = next(one for one in found.changes if one.action == "added")
    removed = next(one for one in found.changes if one.action == "removed")
    assert head_place(added).pointer == "/paths/~1b/get"
    assert base_place(removed).pointer == "/paths/~1a/get"
    assert added.subject == "operation `GET /b`"
    assert removed.operations[0].head is None
    assert removed.after is ABSENT


def test_an_operation_that_moved_is_found_by_its_id() -> None:
    """A path that moved is one fact with both paths, and what is in the operation is compared."""
    base = paths_of(get("/a/{id}", "id", operation_id="find"))
    head = paths_of(get("/b/c/{key}", "key", operation_id="find"))
    found = compare(base, head)
    assert set(rows(found.changes)) == {
        ("operation", "path", "changed"),
        ("parameter", "name", "changed"),
    }


def test_another_method_is_another_operation() -> None:
    """The same operationId under another method is no moved operation: its calls are refused."""
    text = "{operationId: find, responses: {'200': {description: ok}}}"
    found = compare(paths_of(("/a", "get", text)), paths_of(("/a", "post", text)))
    assert {one.action for one in found.changes} == {"added", "removed"}


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("https://a.example/v1", "https://a.example", "/x", "/v1/x"),
        ("https://a.example/", "https://a.example/api/v2/", "/api/v2/x", "/x"),
        ("/v1", "/", "/x", "/v1/x"),
    ],
)
def test_a_base_path_that_moves_into_the_paths_moves_no_url(before, after, old, new) -> None:
    """Server and paths change, every URL stays: the facts say so, and nothing is removed."""
    base = paths_of(get(old), servers=f"servers: [{{url: '{before}'}}]")
    head = paths_of(get(new), servers=f"servers: [{{url: '{after}'}}]")
    found = compare(base, head)
    assert set(rows(found.changes)) == {
        ("document", "servers.path", "changed"),
        ("operation", "path.moved", "changed"),
    }


def test_a_base_path_that_moves_under_one_operation_only() -> None:
    """When one of two operations is elsewhere afterwards, the server did change."""
    base = paths_of(get("/x"), get("/y"), servers="servers: [{url: 'https://a.example/v1'}]")
    head = paths_of(get("/v1/x"), get("/y"), servers="servers: [{url: 'https://a.example'}]")
    assert set(rows(compare(base, head).changes)) == {
        ("document", "servers", "changed"),
        ("operation", "path.moved", "changed"),
    }


def test_another_server_makes_no_other_operation() -> None:
    """Operations are paired by path when the servers' base path is another one."""
    base = paths_of(get("/x"), servers="servers: [{url: 'https://a.example/v1'}]")
    head = paths_of(get("/x"), servers="servers: [{url: 'https://a.example/v2'}]")
    found = compare(base, head)
    assert rows(found.changes) == [("document", "servers", "changed")]
    assert found.changes[0].before == "https://a.example/v1"


def test_an_operation_with_servers_of_its_own() -> None:
    """Servers that moved into the only operation change nothing; others there are the operation's change."""
    own = "{servers: [{url: %s}], responses: {'200': {description: ok}}}"
    base = paths_of(("/x", "get", GET), servers="servers: [{url: 'https://a.example'}]")
    same = paths_of(
        ("/x", "get", own % "'https://a.example'"), servers="servers: [{url: 'https://a.example'}]"
    )
    other = paths_of(
        ("/x", "get", own % "'https://b.example'"), servers="servers: [{url: 'https://a.example'}]"
    )
    assert compare(base, same).changes == ()
    assert rows(compare(base, other).changes) == [("operation", "servers", "changed")]


def test_a_new_path_that_shadows_a_template() -> None:
    """Beside being added, `/items/mine` takes requests from `/items/{id}`: a fact of its own, with that operation."""
    base = paths_of(get("/items/{id}", "id"))
    head = paths_of(get("/items/{id}", "id"), get("/items/mine"))
    found = compare(base, head)
    assert set(rows(found.changes)) == {
        ("operation", "", "added"),
        ("operation", "shadows", "added"),
    }
    shadow = next(one for one in found.changes if one.aspect == "shadows")
    assert shadow.subject == "path `/items/mine`"
    assert [pair.name for pair in shadow.operations] == ["GET /items/{id}"]
    assert head_place(shadow).pointer == "/paths/~1items~1mine"


@pytest.mark.parametrize(
    ("literal", "template", "expected"),
    [
        ("/items/mine", "/items/{id}", True),
        ("/items/{id}", "/items/{key}", False),
        ("/items/mine", "/things/{id}", False),
        ("/items/mine/all", "/items/{id}", False),
        ("/a/b/{x}", "/a/{y}/{x}", True),
        ("/a/{x}/c", "/a/b/{y}", False),
        ("/files/a.json", "/files/{name}.json", True),
        ("/files/a.xml", "/files/{name}.json", False),
        ("/items/{id}", "/items/mine", False),
    ],
)
def test_which_path_shadows_which(literal, template, expected) -> None:
    """A path shadows a template when every request for it would have met the template."""
    assert paths.shadows(literal, template) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("/{a}/x", "/y/{b}", True),
        ("/{a}/x", "/y/x", False),
        ("/{a}/x", "/{b}/x", False),
        ("/{a}/x", "/y/z", False),
        ("/{a}/x/{b}", "/y/{c}", False),
    ],
)
def test_which_paths_overlap(one, other, expected) -> None:
    """Some request meets both, and neither is the more concrete; the order says nothing."""
    assert paths.overlaps(one, other) is paths.overlaps(other, one) is expected


def test_a_path_that_overlaps_a_template_is_told() -> None:
    """It may take requests from the one that was there, and from no path that it cannot meet."""
    old = [get("/{a}/x"), get("/z/{b}"), get("/{a}/w")]
    found = compare(paths_of(*old), paths_of(*old, get("/y/{c}")))
    told = [(one.aspect, one.after) for one in found.changes if one.aspect]
    assert told == [("overlaps", "/{a}/x"), ("overlaps", "/{a}/w")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("/{a}/x/{b}", "/{c}/x/{d}", {"a": "c", "b": "d"}),
        ("/{a}/{b}", "/{b}/y/{a}", {"a": "a", "b": "b"}),
        ("/{a}", "/x/{b}", {"a": "b"}),
        ("/{a}", "/x", {}),
    ],
)
def test_which_template_is_which(before, after, expected) -> None:
    """By place in paths of one form; by name, and what is left by place, in a path that moved."""
    assert paths.renamed(before, after) == expected


def test_two_rules_of_a_path_share_one_fact() -> None:
    """What stands at the Path Item is one edit for all its operations."""
    item = "paths:\n  /a:\n    summary: %s\n    get: " + GET + "\n    put: " + GET
    found = compare(document(item % "one"), document(item % "two"))
    assert rows(found.changes) == [("operation", "summary", "changed")]
    assert [pair.name for pair in found.changes[0].operations] == ["GET /a", "PUT /a"]


def test_an_operation_elsewhere_does_not_hide_a_base_path_that_moved() -> None:
    """Where the document's servers moved their path into the paths, an operation with servers of its own has no say."""
    own = "{{servers: [{{url: {}}}], responses: {{'200': {{description: ok}}}}}}"
    base = paths_of(
        get("/x"),
        ("/y", "get", own.format("'https://b.example/1'")),
        servers="servers: [{url: 'https://a.example/v1'}]",
    )
    head = paths_of(
        get("/v1/x"),
        ("/y", "get", own.format("'https://b.example/2'")),
        servers="servers: [{url: 'https://a.example'}]",
    )
    assert set(rows(compare(base, head).changes)) == {
        ("document", "servers.path", "changed"),
        ("operation", "path.moved", "changed"),
        ("operation", "servers", "changed"),
    }


def test_another_host_with_the_same_paths_hides_no_server() -> None:
    """That one of two servers still has the old base path says nothing of the other."""
    two = "servers: [{{url: 'https://a.example/{}'}}, {{url: 'https://b.example/v1'}}]"
    base, head = (
        paths_of(get("/x"), servers=two.format("v1")),
        paths_of(get("/x"), servers=two.format("v2")),
    )
    found = compare(base, head)
    assert rows(found.changes) == [("document", "servers", "changed")]
    assert (found.changes[0].before, found.changes[0].after) == (
        "https://a.example/v1",
        "https://a.example/v2",
    )


def test_a_path_that_moved_on_one_of_two_servers_moved() -> None:
    """A base path that only one server gave up leaves the operation elsewhere on the other."""
    base = paths_of(
        get("/x"), servers="servers: [{url: 'https://a.example/v1'}, {url: 'https://b.example'}]"
    )
    head = paths_of(
        get("/v1/x"), servers="servers: [{url: 'https://a.example'}, {url: 'https://b.example'}]"
    )
    assert ("operation", "path", "changed") in rows(compare(base, head).changes)


def test_a_slash_at_the_end_of_a_server_says_nothing() -> None:
    """`/v1` and `/v1/` give the same URLs, and that is told."""
    base = paths_of(get("/x"), servers="servers: [{url: 'https://a.example/v1'}]")
    head = paths_of(get("/x"), servers="servers: [{url: 'https://a.example/v1/'}]")
    assert rows(compare(base, head).changes) == [("document", "servers.path", "changed")]


@pytest.mark.parametrize(
    ("before", "after", "is_within"),
    [
        ("[{url: 'https://a.example'}]", "[{url: 'https://{h}.example', variables: {h: {default: a}}}]", True),
        ("[{url: 'https://a.example'}]", "[{url: 'https://{h}.example', variables: {h: {default: b, enum: [b, a]}}}]", True),
        ("[{url: 'https://a.example'}]", "[{url: 'https://{h}.example', variables: {h: {default: b, enum: [b]}}}]", False),
        ("[{url: 'https://{h}.example', variables: {h: {default: a, enum: [a, b]}}}]", "[{url: 'https://a.example'}, {url: 'https://b.example'}]", True),
        ("[{url: 'https://{h}.example', variables: {h: {default: a}}}]", "[{url: 'https://a.example'}]", False),
        ("[{url: 'https://{h}.example', variables: {h: {default: a}}}]", "[{url: 'https://{host}.example', variables: {host: {default: a}}}]", True),
    ],
    ids=["any value", "listed", "not listed", "one by one", "only the default", "another name"],
)  # fmt: skip
def test_a_server_whose_addresses_others_have_is_not_gone(before, after, is_within) -> None:
    """What clients call is an address, however many servers it takes to write them down."""
    base, head = (paths_of(get("/x"), servers=f"servers: {one}") for one in (before, after))
    aspects = {change.aspect for change in compare(base, head).changes}
    assert (not aspects.isdisjoint({"servers.within", "servers.path"})) is is_within
    assert ("servers" in aspects) is not is_within


def test_a_parameter_of_the_path_is_one_fact_for_all_its_operations() -> None:
    """It is missing at the path, where one edit adds or removes it."""
    text = "paths: {/a: {%s get: {responses: {'200': {description: ok}}}, put: {responses: {'200': {description: ok}}}}}"
    sides = document(text % ""), document(text % f"parameters: [{LIMIT}],")
    for one, other in (sides, reversed(sides)):
        (change,) = compare(one, other).changes
        assert (change.area, change.aspect) == ("parameter", "")
        assert [pair.name for pair in change.operations] == ["GET /a", "PUT /a"]


def test_parameters_come_and_go_with_their_path() -> None:
    """A path of another form is one fact: that its parameters are others is a part of it."""
    text = "paths: {'/a/{id}%s': {get: {operationId: a, parameters: [%s], responses: {'200': {description: ok}}}}}"
    one = "{name: id, in: path, required: true, schema: {type: string}}"
    base = document(text % ("", one))
    head = document(text % ("/{part}", f"{one}, {one.replace('id', 'part')}"))
    assert rows(compare(base, head).changes) == [("operation", "path", "changed")]
    assert rows(compare(head, base).changes) == [("operation", "path", "changed")]


def test_each_undeclared_template_is_renamed_by_itself() -> None:
    """Two that no parameter describes are two facts, though they stand in one path."""
    text = "paths: {'/a/{%s}/{%s}': {get: {responses: {'200': {description: ok}}}}}"
    found = compare(document(text % ("a", "b")), document(text % ("c", "d")))
    assert [(one.before, one.after) for one in found.changes] == [("a", "c"), ("b", "d")]


LIMIT = "{name: limit, in: query, schema: {type: integer}}"
