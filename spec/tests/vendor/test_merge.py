"""Several documents as one: what is merged, what is taken whole, and what is named."""

import pytest
import yaml

from spec.vendor.merge import merge
from spec.vendor.reading import Piece


def merged(*texts, **options):
    pieces = [Piece(f"page {number}", text, yaml.safe_load(text), "") for number, text in enumerate(texts, 1)]  # fmt: skip
    return merge(pieces, **options)


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        pytest.param("{paths: {/a: {get: 1}}}", "{paths: {/b: {get: 2}}}", {"paths": {"/a": {"get": 1}, "/b": {"get": 2}}}, id="paths"),
        pytest.param("{paths: {/a: {get: 1}}}", "{paths: {/a: {post: 2}}}", {"paths": {"/a": {"get": 1, "post": 2}}}, id="methods-of-one-path"),
        pytest.param("{paths: {/a: {get: {x: [1]}}}}", "{paths: {/a: {get: {x: [1]}}}}", {"paths": {"/a": {"get": {"x": [1]}}}}, id="equal"),
        pytest.param("{webhooks: {a: {post: 1}}}", "{webhooks: {b: {post: 2}}}", {"webhooks": {"a": {"post": 1}, "b": {"post": 2}}}, id="webhooks"),
        pytest.param("{components: {schemas: {A: {}}}}", "{components: {schemas: {B: {}}, responses: {R: {}}}}", {"components": {"schemas": {"A": {}, "B": {}}, "responses": {"R": {}}}}, id="components"),
        pytest.param("{info: {title: t}}", "{info: {title: t, contact: {}}}", {"info": {"title": "t", "contact": {}}}, id="info"),
        pytest.param("{tags: [{name: a}, {name: b}]}", "{tags: [{name: b, description: d}, {name: c}]}", {"tags": [{"name": "a"}, {"name": "b", "description": "d"}, {"name": "c"}]}, id="tags-by-name"),
        pytest.param("{servers: [{url: /a}]}", "{servers: [{url: /b}, {url: /a}]}", {"servers": [{"url": "/a"}, {"url": "/b"}]}, id="servers-by-url"),
        pytest.param("{a: {b: 1, c: 2}}", "{a: {c: 2, b: 1}}", {"a": {"b": 1, "c": 2}}, id="order-of-members"),
        pytest.param("{info: {title: t}}", "{security: [{a: []}]}", {"info": {"title": "t"}, "security": [{"a": []}]}, id="root"),
    ],
)  # fmt: skip
def test_parts_of_two_documents(first, second, both):
    """Parts are joined by their names, in the order of the sources; equal ones silently."""
    found = merged(first, second)
    assert found.content == both
    assert found.conflicts == ()


@pytest.mark.parametrize(
    ("first", "second", "where", "values"),
    [
        pytest.param("{openapi: 3.1.0}", "{openapi: 3.0.3}", "/openapi", ('"3.1.0"', '"3.0.3"'), id="version"),
        pytest.param("{info: {title: a}}", "{info: {title: b}}", "/info/title", ('"a"', '"b"'), id="info"),
        pytest.param("{paths: {/a: {get: {summary: a, tags: [x]}}}}", "{paths: {/a: {get: {summary: a, tags: [y]}}}}", "/paths/~1a/get/tags", ('["x"]', '["y"]'), id="operation"),
        pytest.param("{components: {schemas: {A: {type: string}}}}", "{components: {schemas: {A: {type: string, maxLength: 1}}}}", "/components/schemas/A/maxLength", ("nothing", "1"), id="schema"),
        pytest.param("{tags: [{name: a, description: x}]}", "{tags: [{name: a, description: y}]}", "/tags/0/description", ('"x"', '"y"'), id="tag"),
        pytest.param("{security: [{a: []}]}", "{security: []}", "/security", ('[{"a": []}]', "[]"), id="security"),
        pytest.param("{x-a: 1}", "{x-a: true}", "/x-a", ("1", "true"), id="one-is-not-true"),
        pytest.param("{tags: []}", "{tags: {}}", "/tags", ("[]", "{}"), id="kinds"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefer", ["first", "last"])
def test_a_conflict_names_both_sides(first, second, where, values, prefer):
    """Both sources, the deepest place and both values are told, and the one that is preferred stays."""
    found = merged(first, second, prefer=prefer)
    (conflict,) = found.conflicts
    assert conflict.pointer == where
    assert (conflict.first, conflict.second) == ("page 1", "page 2")
    assert (conflict.first_value, conflict.second_value) == values
    assert found.content == yaml.safe_load(first if prefer == "first" else second)


def test_an_operation_is_never_half_of_one_and_half_of_another():
    """What conflicts in one member is taken whole from the side that is preferred."""
    found = merged("{paths: {/a: {get: {x: 1, y: 1}}}}", "{paths: {/a: {get: {x: 2, z: 2}}}}", prefer="last")  # fmt: skip
    assert found.content["paths"]["/a"]["get"] == {"x": 2, "z": 2}
    assert [conflict.pointer[-1] for conflict in found.conflicts] == ["x", "y", "z"]


def test_the_source_of_a_part_is_who_said_it():
    """Of three sources, a conflict names the two that are at odds."""
    found = merged("{paths: {/a: {get: 1}}}", "{paths: {/b: {get: 1}}}", "{paths: {/b: {get: 2}}}")
    assert [(one.first, one.second) for one in found.conflicts] == [("page 2", "page 3")]


def test_a_page_that_contradicts_everywhere_is_not_listed_everywhere():
    """Of one part the first differences are told: the rest says the same."""
    many = [str({"components": {"schemas": {"A": {str(n): side for n in range(100)}}}}) for side in (1, 2)]  # fmt: skip
    assert len(merged(*many).conflicts) == 5


def effective(document, path, method):
    """What holds for an operation: its security, its servers, and its parameters by name."""
    item = document["paths"][path]
    operation = item[method]
    servers = operation.get("servers", item.get("servers", document.get("servers", [{"url": "/"}])))
    parameters = [*item.get("parameters", []), *operation.get("parameters", [])]
    names = {one["name"]: one.get("x") for one in parameters}
    security = operation.get("security", document.get("security", []))
    return security, [one["url"] for one in servers], names


FIRST = """{security: [{key: []}], servers: [{url: 'https://one'}],
  paths: {/f: {parameters: [{name: h, in: header, x: 1}, {name: i, in: header, x: 1}], get: {parameters: [{name: i, in: header, x: 2}]}}}}"""


@pytest.mark.parametrize(
    "second",
    [
        "{paths: {/f: {post: {}}, /g: {get: {}}}}",
        "{servers: [{url: 'https://two'}], security: [], paths: {/f: {post: {}}, /g: {get: {}}}}",
        "{security: [{other: []}], paths: {/f: {servers: [{url: 'https://f'}], post: {}}, /g: {get: {security: [{own: []}]}}}}",
        "{paths: {/f: {parameters: [{name: i, in: header, x: 3}], post: {}}, /g: {get: {servers: [{url: 'https://g'}]}}}}",
    ],
    ids=["says-nothing", "says-otherwise", "overrides", "parameters"],
)  # fmt: skip
@pytest.mark.parametrize("turned", [False, True], ids=["first", "last"])
def test_what_a_page_says_of_all_its_operations_holds_for_these_alone(second, turned):
    """Root security and servers, and what stands at a path, mean after the merge what they meant in each page."""
    pages = [second, FIRST] if turned else [FIRST, second]
    found = merged(*pages)
    assert found.conflicts == ()
    for page in map(yaml.safe_load, pages):
        for path, item in page["paths"].items():
            for method in {"get", "post"} & set(item):
                assert effective(found.content, path, method) == effective(page, path, method)


def test_what_every_page_says_stays_where_it_is():
    """Pages of one site agree: nothing is written into their operations."""
    root = "security: [{key: []}], servers: [{url: /a}]"
    found = merged(f"{{{root}, paths: {{/a: {{get: {{}}}}}}}}", f"{{{root}, paths: {{/b: {{get: {{}}}}}}}}")  # fmt: skip
    assert found.content == yaml.safe_load(f"{{{root}, paths: {{/a: {{get: {{}}}}, /b: {{get: {{}}}}}}}}")  # fmt: skip


def test_a_page_without_operations_speaks_for_the_others():
    """A document that describes the API as a whole is the default of pages that say nothing."""
    found = merged("{security: [{key: []}]}", "{paths: {/a: {get: {}}}}", "{security: [], paths: {/b: {get: {}}}}")  # fmt: skip
    assert found.content["security"] == [{"key": []}]
    assert found.content["paths"] == {"/a": {"get": {}}, "/b": {"get": {"security": []}}}


def test_one_operation_with_two_keys_is_a_conflict():
    """Two pages that describe the same call, each with its own default, contradict each other."""
    pages = [f"{{security: [{{{name}: []}}], paths: {{/a: {{get: {{}}}}}}}}" for name in ("k", "l")]
    (conflict,) = merged(*pages).conflicts
    assert conflict.pointer == "/paths/~1a/get/security"


def test_a_parameter_by_reference_overrides_its_namesake():
    """A reference is known by the name and the place of what it leads to."""
    parameters = "components: {parameters: {I: {name: i, in: header}}}"
    found = merged(
        f"{{{parameters}, paths: {{/f: {{parameters: [{{name: i, in: header, x: 1}}], get: {{parameters: [{{$ref: '#/components/parameters/I'}}]}}}}}}}}",
        "{paths: {/f: {post: {}}}}",
    )
    assert found.content["paths"]["/f"]["get"]["parameters"] == [{"$ref": "#/components/parameters/I"}]  # fmt: skip
