"""What belongs to no operation: servers, tags, components out of reach, corrections, and the two versions of OpenAPI."""

import pytest

from spec.diff.compare import compare
from spec.tests.diff.edits import between, head_place, rows
from spec.tests.documents import document

PATHS = "paths: {/a: {get: {responses: {'200': {$ref: '#/components/responses/Ok'}}}}}\n"
OK = "Ok: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Used'}}}}"


def rooted(text):
    return document(
        f"paths: {{/a: {{get: {{responses: {{'200': {{description: ok}}}}}}}}}}\n{text}"
    )


CASES = [
    ("server added", "servers: [{url: /a}]", "servers: [{url: /a}, {url: /b}]", [("document", "servers", "added")]),
    ("server removed", "servers: [{url: /a}, {url: /b}]", "servers: [{url: /b}]", [("document", "servers", "removed")]),
    ("server's prose", "servers: [{url: /a}]", "servers: [{url: /a, description: here}]", [("document", "description", "added")]),
    ("order of servers", "servers: [{url: /a}, {url: /b}]", "servers: [{url: /b}, {url: /a}]", []),
    ("a variable's default", "servers: [{url: '/{a}', variables: {a: {default: x}}}]", "servers: [{url: '/{a}', variables: {a: {default: y}}}]", [("document", "servers.default", "changed")]),
    ("a variable's values", "servers: [{url: '/{a}', variables: {a: {default: x, enum: [x, y]}}}]", "servers: [{url: '/{a}', variables: {a: {default: x, enum: [x, z]}}}]", [("document", "servers", "removed"), ("document", "servers", "added")]),
    ("order of a variable's values", "servers: [{url: '/{a}', variables: {a: {default: x, enum: [x, y]}}}]", "servers: [{url: '/{a}', variables: {a: {default: x, enum: [y, x]}}}]", []),
    ("a variable's prose", "servers: [{url: '/{a}', variables: {a: {default: x}}}]", "servers: [{url: '/{a}', variables: {a: {default: x, description: y}}}]", [("document", "description", "added")]),
    ("a path's variable written out", "servers: [{url: '/{a}', variables: {a: {default: x, enum: [x, y]}}}]", "servers: [{url: /x}]", [("document", "servers", "changed")]),
    ("a path that became a variable", "servers: [{url: /x}]", "servers: [{url: '/{a}', variables: {a: {default: x, enum: [x, y]}}}]", [("document", "servers.within", "changed")]),
    ("a free variable written out", "servers: [{url: '/{a}', variables: {a: {default: x}}}]", "servers: [{url: /x}]", [("document", "servers.pinned", "changed")]),
    ("a host's free variable written out", "servers: [{url: 'https://{a}.example', variables: {a: {default: x}}}]", "servers: [{url: 'https://x.example'}]", [("document", "servers", "changed")]),
    ("a variable's values no longer said", "servers: [{url: '/{a}', variables: {a: {default: x, enum: [x, y]}}}]", "servers: [{url: '/{a}', variables: {a: {default: x}}}]", [("document", "servers.enum", "removed")]),
    ("a variable's values said", "servers: [{url: '/{a}', variables: {a: {default: x}}}]", "servers: [{url: '/{a}', variables: {a: {default: x, enum: [x, y]}}}]", [("document", "servers.enum", "added")]),
    ("a host's case and port", "servers: [{url: 'https://a.example'}]", "servers: [{url: 'https://A.example:443'}]", [("document", "servers.path", "changed")]),
    ("another port", "servers: [{url: 'https://a.example'}]", "servers: [{url: 'https://a.example:80'}]", [("document", "servers", "changed")]),
    ("the implied server said", "", "servers: [{url: /}]", []),
    ("the implied server named", "", "servers: [{url: 'https://a.example', description: here}]", [("document", "servers.named", "changed")]),
    ("a base path where none was", "", "servers: [{url: /v2}]", [("document", "servers.implied", "changed")]),
    ("a server where none was, with a base path", "", "servers: [{url: 'https://a.example/v2'}]", [("document", "servers.implied", "changed")]),
    ("tag", "tags: [{name: a}]", "tags: [{name: a}, {name: b}]", [("document", "tags", "added")]),
    ("tag's prose", "tags: [{name: a}]", "tags: [{name: a, description: b}]", [("document", "description", "added")]),
    ("external docs", "tags: []", "tags: []\nexternalDocs: {url: 'https://a.example'}", [("document", "externalDocs", "added")]),
    ("extension", "tags: []", "tags: []\nx-a: 1", [("extension", "x-a", "added")]),
    ("component's extension", "components: {x-a: 1}", "components: {x-a: 2}", [("extension", "x-a", "changed")]),
    ("unused added", "components: {schemas: {}}", "components: {schemas: {A: {type: string}}}", [("component", "", "added")]),
    ("unused removed", "components: {schemas: {A: {type: string}}}", "components: {schemas: {}}", [("component", "", "removed")]),
    ("unused changed", "components: {schemas: {A: {type: string}}}", "components: {schemas: {A: {type: integer}}}", [("component", "", "changed")]),
    ("unused scheme", "components: {securitySchemes: {a: {type: http, scheme: basic}}}", "components: {securitySchemes: {a: {type: http, scheme: bearer}}}", [("component", "", "changed")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "head", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_an_edit_outside_of_operations_is_one_fact(base, head, expected) -> None:
    """The edit is told as expected, concerns no operation, and nothing else is told."""
    changes = compare(rooted(base), rooted(head)).changes
    assert rows(changes) == expected
    assert all(one.operations == () for one in changes)


def test_a_component_in_use_is_told_by_who_uses_it() -> None:
    """What operations reach, through other components too, is no component's fact."""
    text = PATHS + "components: {responses: {%s}, schemas: {Used: {type: %s}, Unused: {type: %s}}}"
    found = compare(
        document(text % (OK, "string", "string")), document(text % (OK, "integer", "integer"))
    )
    assert sorted(rows(found.changes)) == [
        ("component", "", "changed"),
        ("schema", "type", "changed"),
    ]
    assert (
        next(one for one in found.changes if one.area == "component").subject
        == "unused schema `Unused`"
    )


def test_what_a_discriminator_maps_to_is_in_use() -> None:
    """A schema that only a mapping names is reached."""
    text = """\
        paths: {{/a: {{get: {{responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}}}}}}}}}
        components:
          schemas:
            Pet: {{type: object, properties: {{kind: {{type: string}}}}, discriminator: {{propertyName: kind, mapping: {{cat: Cat}}}}}}
            Cat: {{type: {kind}}}
        """
    found = compare(document(text.format(kind="object")), document(text.format(kind="string")))
    assert [one for one in found.changes if one.area == "component"] == []


def test_a_component_that_came_into_use_is_no_fact() -> None:
    """A response that moves into the components, used at once, is no change."""
    inline = PATHS.replace("$ref: '#/components/responses/Ok'", "description: ok")
    moved = PATHS + "components: {responses: {Ok: {description: ok}}}"
    assert between(document(inline), document(moved)) == []
    assert between(document(moved), document(inline)) == []


def test_the_version_of_openapi_is_one_fact() -> None:
    """The same document in 3.0 and in 3.1 differs in nothing but its version."""
    text = """\
        paths:
          /a/{{id}}:
            get:
              parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
              responses:
                '200':
                  description: ok
                  content: {{application/json: {{schema: {{type: object, properties: {{a: {schema}}}}}}}}}
        """
    base = document(text.format(schema="{type: string, nullable: true}"), version="3.0.3")
    head = document(text.format(schema="{type: [string, 'null']}"), version="3.1.0")
    assert rows(compare(base, head).changes) == [("document", "openapi", "changed")]


OVERLAY = """\
    overlay: 1.1.0
    info: {title: t, version: '1'}
    actions:
      - target: $.info
        x-troth-name: better-title
        description: "why"
        update: {title: %s}
    """


def test_a_correction_that_came_is_a_fact_beside_what_it_corrects() -> None:
    """An overlay action that one side has is told with its name, in the overlay's file and line."""
    base, head = document("paths: {}"), document("paths: {}", overlay=OVERLAY % "Better")
    changes = compare(base, head).changes
    assert sorted(rows(changes)) == [
        ("document", "overlay", "added"),
        ("document", "title", "changed"),
    ]
    overlay = next(one for one in changes if one.aspect == "overlay")
    assert overlay.subject == "correction `better-title`"
    assert (head_place(overlay).source, head_place(overlay).line) == ("overlay.yaml", 4)
    assert [one.aspect for one in compare(head, base).changes if one.action == "removed"] == [
        "overlay"
    ]


def test_equal_corrections_are_no_fact() -> None:
    """The same overlay on both sides is not told, and a changed one is one that went and one that came."""
    one, other = (
        document("paths: {}", overlay=OVERLAY % "A"),
        document("paths: {}", overlay=OVERLAY % "B"),
    )
    assert compare(one, document("paths: {}", overlay=OVERLAY % "A")).changes == ()
    assert sorted(rows(compare(one, other).changes)) == [
        ("document", "overlay", "added"),
        ("document", "overlay", "removed"),
        ("document", "title", "changed"),
    ]


def test_changes_come_in_the_order_of_the_head() -> None:
    """Facts are sorted by where the head's text has them, or would have."""
    base = document(
        "paths: {/a: {get: {summary: a, responses: {'200': {description: ok}}}}}\ntags: [{name: a}]\n"
    )
    head = document(
        "tags: [{name: b}]\npaths:\n  /a:\n    get:\n      summary: b\n      responses: {'200': {description: no}}\n"
    )
    lines = [head_place(one).line or 0 for one in compare(base, head).changes]
    assert lines == sorted(lines)
    assert len(lines) == 4


def test_servers_that_nobody_goes_by_are_one_fact() -> None:
    """Where every operation has servers of its own, the document's bind nobody."""
    own = "paths: {/a: {get: {servers: [{url: /b}], responses: {'200': {description: ok}}}}}\n"
    found = compare(
        document(f"{own}servers: [{{url: /c}}]"), document(f"{own}servers: [{{url: /d}}]")
    )
    assert rows(found.changes) == [("document", "servers.unused", "changed")]
