"""The parts of one operation: each edit is one fact of its kind, in its direction; each part that both have is a slot."""

from textwrap import dedent, indent

import pytest

from spec.diff.compare import compare
from spec.tests.diff.edits import base_place, between, head_place, rows
from spec.tests.documents import operation

OK = "{description: ok}"
# What is compared, base, head, and the facts: area, aspect, action.
Table = list[tuple[str, str, str, list[tuple[str, str, str]]]]


def parameters(text):
    return f"parameters:\n{indent(dedent(text).strip(), '  ')}\nresponses: {{'200': {OK}}}"


def one(text):
    return parameters(f"- {{{text}}}")


def answers(text):
    return "responses:\n" + indent(dedent(text).strip(), "  ")


def body(text):
    return f"requestBody: {{{text}}}\nresponses: {{'200': {OK}}}"


def form(encoding, kind="multipart/form-data"):
    members = "meta: {type: object}, files: {type: array, items: {type: string}}"
    schema = f"schema: {{type: object, properties: {{{members}}}}}"
    return body(f"content: {{{kind}: {{{schema}, encoding: {encoding}}}}}")


def answer(text):
    return answers(f"'200': {{description: ok, {text}}}")


LIMIT = "name: limit, in: query, schema: {type: integer}"
ITEMS = "name: items, in: query, schema: {type: array}"
JSON = "content: {application/json: {schema: {type: object}}}"

PARAMETERS: Table = [
    ("added", parameters("[]"), one(LIMIT), [("parameter", "", "added")]),
    ("removed", one(LIMIT), parameters("[]"), [("parameter", "", "removed")]),
    ("required", one(LIMIT), one(f"{LIMIT}, required: true"), [("parameter", "required", "changed")]),
    ("the default said", one(LIMIT), one(f"{LIMIT}, required: false, style: form, explode: true, deprecated: false, allowReserved: false"), []),
    ("deprecated", one(LIMIT), one(f"{LIMIT}, deprecated: true"), [("parameter", "deprecated", "changed")]),
    ("explode", one(ITEMS), one(f"{ITEMS}, explode: false"), [("parameter", "explode", "changed")]),
    ("style", one(f"{ITEMS}, explode: true"), one(f"{ITEMS}, explode: true, style: pipeDelimited"), [("parameter", "style", "changed")]),
    ("allowReserved", one(LIMIT), one(f"{LIMIT}, allowReserved: true"), [("parameter", "allowReserved", "changed")]),
    ("allowEmptyValue", one(LIMIT), one(f"{LIMIT}, allowEmptyValue: true"), [("parameter", "allowEmptyValue", "changed")]),
    ("prose", one(LIMIT), one(f"{LIMIT}, description: how many"), [("parameter", "description", "added")]),
    ("example", one(LIMIT), one(f"{LIMIT}, example: 3"), [("parameter", "example", "added")]),
    ("extension", one(LIMIT), one(f"{LIMIT}, x-order: 3"), [("extension", "x-order", "added")]),
    ("sunset", one(LIMIT), one(f"{LIMIT}, x-sunset: '2027-01-01'"), [("parameter", "x-sunset", "added")]),
    ("by content", one(LIMIT), one(f"name: limit, in: query, {JSON}"), [("parameter", "content", "changed")]),
    ("a text by content", one("name: q, in: query, schema: {type: string}"), one("name: q, in: query, content: {text/plain: {schema: {type: string}}}"), []),
    ("another text by content", one("name: q, in: query, schema: {type: string}"), one("name: q, in: query, content: {text/plain: {schema: {type: string, maxLength: 3}}}"), [("schema", "maxLength", "added")]),
    ("another place", one(LIMIT), one(LIMIT.replace("query", "header")), [("parameter", "", "removed"), ("parameter", "", "added")]),
    ("a header's case", one("name: X-Key, in: header, schema: {type: string}"), one("name: x-key, in: header, schema: {type: string}"), []),
    ("an ignored header", parameters("[]"), one("name: Authorization, in: header, schema: {type: string}"), []),
    ("the schema", one(LIMIT), one(LIMIT.replace("integer", "string")), [("schema", "type", "changed")]),
]  # fmt: skip

BODIES: Table = [
    ("added", f"responses: {{'200': {OK}}}", body(JSON), [("body", "", "added")]),
    ("removed", body(JSON), f"responses: {{'200': {OK}}}", [("body", "", "removed")]),
    ("required", body(JSON), body(f"{JSON}, required: true"), [("body", "required", "changed")]),
    ("not required said", body(JSON), body(f"{JSON}, required: false"), []),
    ("prose", body(JSON), body(f"{JSON}, description: what it is"), [("body", "description", "added")]),
    ("media type added", body(JSON), body("content: {application/json: {schema: {type: object}}, text/csv: {}}"), [("media-type", "", "added")]),
    ("media type removed", body("content: {application/json: {}, text/csv: {}}"), body("content: {application/json: {}}"), [("media-type", "", "removed")]),
    ("media type spelled otherwise", body(JSON), body(JSON.replace("application/json", "'Application/JSON; charset=UTF-8'")), []),
    ("a version of a media type", body(JSON.replace("application/json", "'application/json; version=1'")), body(JSON.replace("application/json", "'application/json; version=2'")), [("media-type", "", "removed"), ("media-type", "", "added")]),
    ("a range for it", body(JSON), body(JSON.replace("application/json", "'*/*'")), [("media-type", "name", "changed")]),
    ("no schema any more", body(JSON), body("content: {application/json: {}}"), [("media-type", "schema", "removed")]),
    ("encoding", body("content: {multipart/form-data: {encoding: {file: {contentType: image/png}}}}"), body("content: {multipart/form-data: {encoding: {file: {contentType: image/gif}}}}"), [("media-type", "encoding.contentType", "changed")]),
    ("encoding added", body("content: {multipart/form-data: {}}"), body("content: {multipart/form-data: {encoding: {file: {contentType: image/gif}}}}"), [("media-type", "encoding.contentType", "added")]),
    ("the encoding that is meant anyway", form("{}"), form("{meta: {contentType: application/json}, files: {contentType: text/plain}}"), []),
    ("the order of an encoding's types", form("{meta: {contentType: 'a/b, c/d'}}"), form("{meta: {contentType: 'c/d,a/b'}}"), []),
    ("the encoding of no member", form("{}"), form("{none: {contentType: image/gif}}"), []),
    ("an encoding's extension", form("{meta: {}}"), form("{meta: {x-a: 1}}"), [("extension", "x-a", "added")]),
    ("a member with its encoding", form("{}"), form("{file: {contentType: image/gif}}").replace("meta: {type: object}", "meta: {type: object}, file: {}"), [("schema", "property", "added")]),
    ("a form's style that is meant anyway", form("{}", "application/x-www-form-urlencoded"), form("{files: {style: form, explode: true, allowReserved: false}}", "application/x-www-form-urlencoded"), []),
    ("a form's style", form("{}", "application/x-www-form-urlencoded"), form("{files: {explode: false}}", "application/x-www-form-urlencoded"), [("media-type", "encoding.explode", "changed")]),
    ("the style of one value", form("{}", "application/x-www-form-urlencoded").replace("{type: object}", "{type: string}"), form("{meta: {explode: false}}", "application/x-www-form-urlencoded").replace("{type: object}", "{type: string}"), []),
    ("an empty schema", body("content: {a/b: {}}"), body("content: {a/b: {schema: {}}}"), []),
    ("a schema that is true", body("content: {a/b: {}}"), body("content: {a/b: {schema: true}}"), []),
    ("a schema that is false", body("content: {a/b: {}}"), body("content: {a/b: {schema: false}}"), [("media-type", "schema", "added")]),
    ("bytes said as 3.0 does", body("content: {image/png: {}}"), body("content: {image/png: {schema: {type: string, format: binary}}}"), []),
    ("bytes in JSON", body("content: {application/json: {}}"), body("content: {application/json: {schema: {type: string, format: binary}}}"), [("media-type", "schema", "added")]),
    ("examples", body("content: {application/json: {examples: {a: {value: 1}}}}"), body("content: {application/json: {examples: {a: {value: true}}}}"), [("media-type", "examples", "changed")]),
    ("an example more", body("content: {application/json: {examples: {a: {value: 1}}}}"), body("content: {application/json: {examples: {a: {value: 1}, b: {value: 2}}}}"), [("media-type", "examples", "added")]),
    ("a property", body(JSON), body("content: {application/json: {schema: {type: object, required: [a]}}}"), [("schema", "required", "added")]),
]  # fmt: skip

ANSWERS: Table = [
    ("status added", answers("'200': {description: ok}"), answers("'200': {description: ok}\n'201': {description: ok}"), [("status", "", "added")]),
    ("status removed", answers("'200': {description: ok}\n'404': {description: ok}"), answers("'200': {description: ok}"), [("status", "", "removed")]),
    ("200 for 2XX", answers("2XX: {description: ok}"), answers("'200': {description: ok}"), [("status", "range", "changed")]),
    ("2XX for 200", answers("'200': {description: ok}"), answers("2XX: {description: ok}"), [("status", "range", "changed")]),
    ("default for 200", answers("'200': {description: ok}"), answers("default: {description: ok}"), [("status", "range", "changed")]),
    ("an error of the default", answers("'200': {description: ok}\ndefault: {description: no}"), answers("'200': {description: ok}\n'404': {description: no}\ndefault: {description: no}"), [("status", "range", "changed")]),
    ("a success beside the default", answers("'200': {description: ok}\ndefault: {description: no}"), answers("'200': {description: ok}\n'202': {description: no}\ndefault: {description: no}"), [("status", "", "added")]),
    ("prose", answer("x-a: 1"), answers("'200': {description: fine, x-a: 1}"), [("status", "description", "changed")]),
    ("header added", answer("headers: {}"), answer("headers: {X-Total: {schema: {type: integer}}}"), [("header", "", "added")]),
    ("header removed", answer("headers: {X-Total: {schema: {type: integer}}}"), answer("headers: {}"), [("header", "", "removed")]),
    ("header required", answer("headers: {X-Total: {schema: {type: integer}}}"), answer("headers: {x-total: {required: true, schema: {type: integer}}}"), [("header", "required", "changed")]),
    ("header's schema", answer("headers: {X-Total: {schema: {enum: [1]}}}"), answer("headers: {X-Total: {schema: {enum: [1, 2]}}}"), [("schema", "enum.value", "added")]),
    ("header's content", answer("headers: {X-Total: {content: {text/plain: {schema: {enum: [1]}}}}}"), answer("headers: {X-Total: {content: {text/plain: {schema: {enum: [1, 2]}}}}}"), [("schema", "enum.value", "added")]),
    ("content type as a header", answer("headers: {}"), answer("headers: {Content-Type: {schema: {type: string}}}"), []),
    ("link added", answer("links: {}"), answer("links: {next: {operationId: a}}"), [("link", "", "added")]),
    ("link changed", answer("links: {next: {operationId: a}}"), answer("links: {next: {operationId: b}}"), [("link", "operationId", "changed")]),
    ("a link that names its operation otherwise", "operationId: a\n" + answer("links: {next: {operationId: a}}"), "operationId: a\n" + answer("links: {next: {operationRef: '#/paths/~1things/post'}}"), []),
    ("a link to an operation of another id", "operationId: a\n" + answer("links: {next: {operationId: a}}"), "operationId: b\n" + answer("links: {next: {operationId: b}}"), [("operation", "operationId", "changed")]),
    ("a link's prose", answer("links: {next: {operationId: a}}"), answer("links: {next: {operationId: a, description: more}}"), [("link", "description", "added")]),
    ("an error under the default, which says its own", answers("'404': {description: none}\ndefault: {description: no}"), answers("default: {description: no}"), [("status", "range", "changed")]),
    ("body added", answer("x-a: 1"), answer(f"x-a: 1, {JSON}"), [("media-type", "", "added")]),
    ("a responses extension", answers("'200': {description: ok}"), answers("'200': {description: ok}\nx-a: 1"), [("extension", "x-a", "added")]),
]  # fmt: skip

OWN: Table = [
    ("deprecated", answer("x-a: 1"), "deprecated: true\n" + answer("x-a: 1"), [("operation", "deprecated", "changed")]),
    ("sunset", answer("x-a: 1"), "x-sunset: '2027-01-01'\n" + answer("x-a: 1"), [("operation", "x-sunset", "added")]),
    ("stability", "x-stability-level: beta\n" + answer("x-a: 1"), "x-stability-level: stable\n" + answer("x-a: 1"), [("operation", "x-stability-level", "changed")]),
    ("operationId", answer("x-a: 1"), "operationId: make\n" + answer("x-a: 1"), [("operation", "operationId", "added")]),
    ("prose", "summary: one\n" + answer("x-a: 1"), "summary: two\n" + answer("x-a: 1"), [("operation", "summary", "changed")]),
    ("tags", "tags: [a, b]\n" + answer("x-a: 1"), "tags: [b]\n" + answer("x-a: 1"), [("operation", "tags", "changed")]),
    ("order of tags", "tags: [a, b]\n" + answer("x-a: 1"), "tags: [b, a]\n" + answer("x-a: 1"), []),
    ("extension", answer("x-a: 1"), "x-cost: 3\n" + answer("x-a: 1"), [("extension", "x-cost", "added")]),
]  # fmt: skip

TABLE = [
    pytest.param(base, head, expected, id=f"{kind}: {says}")
    for kind, table in (("parameter", PARAMETERS), ("body", BODIES), ("answer", ANSWERS), ("operation", OWN))
    for says, base, head, expected in table
]  # fmt: skip


@pytest.mark.parametrize(("base", "head", "expected"), TABLE)
def test_an_edit_is_one_fact(base, head, expected) -> None:
    """The edit is told as expected, and nothing else is."""
    assert sorted(between(operation(base), operation(head))) == sorted(expected)


@pytest.mark.parametrize(("base", "head", "expected"), TABLE)
def test_an_edit_taken_back_is_as_many_facts(base, head, expected) -> None:
    """Both ways round there is as much to tell."""
    assert len(between(operation(head), operation(base))) == len(expected)


@pytest.mark.parametrize(
    ("base", "head", "subject"),
    [
        (parameters("[]"), one(LIMIT), "query parameter `limit`"),
        (body("content: {text/csv: {}, a/b: {}}"), body("content: {a/b: {}}"), "media type `text/csv` of the request body"),
        (answers("'200': {description: ok}"), answers("'200': {description: ok}\n'404': {description: ok}"), "status 404"),
        (answer("headers: {}"), answer("headers: {X-Total: {schema: {type: integer}}}"), "header `X-Total` of status 200"),
        (answer("content: {a/b: {}}"), answer("content: {a/b: {}, text/csv: {}}"), "media type `text/csv` of status 200"),
    ],
    ids=lambda text: text if len(text) < 60 else "",
)  # fmt: skip
def test_a_subject_reads_well(base, head, subject) -> None:
    """A thing is named as people would name it in a sentence."""
    assert [one.subject for one in compare(operation(base), operation(head)).changes] == [subject]


def test_slots_name_what_travels() -> None:
    """Each value with a schema on both sides is a slot in its direction, named for people."""
    text = parameters(
        "- {name: limit, in: query, schema: {}}\n- {name: q, in: query, content: {application/json: {schema: {}}}}"
    )
    text = text.replace(
        f"'200': {OK}",
        "'201': {description: ok, headers: {X-Total: {schema: {}}}, content: {application/json: {schema: {}}}}",
    )
    text += "\nrequestBody: {content: {application/json: {schema: {}}, a/b: {}}}"
    found = compare(operation(text), operation(text))
    assert [(slot.direction, slot.where) for slot in found.slots] == [
        ("request", "query limit"),
        ("request", "query q"),
        ("request", "body application/json"),
        ("answer", "201 header X-Total"),
        ("answer", "201 application/json"),
    ]


def test_a_shared_component_is_one_fact_with_all_its_operations() -> None:
    """A response that two operations and three statuses refer to changes once."""
    text = """\
        paths:
          /a: {{get: {{responses: {{'400': {{$ref: '#/components/responses/No'}}, '401': {{$ref: '#/components/responses/No'}}}}}}}}
          /b: {{get: {{responses: {{'400': {{$ref: '#/components/responses/No'}}}}}}}}
        components: {{responses: {{No: {{description: {word}}}}}}}
        """
    found = compare(_documents(text, "one"), _documents(text, "two"))
    assert rows(found.changes) == [("status", "description", "changed")]
    assert [pair.name for pair in found.changes[0].operations] == ["GET /a", "GET /b"]


def _documents(text, word):
    from spec.tests.documents import document  # the only test here of more than one operation

    return document(dedent(text).format(word=word))


def test_prose_beside_a_reference_counts_in_31() -> None:
    """OAS 3.1 section 4.8.23: a description beside `$ref` replaces that of the target, and is compared where it stands."""
    text = "responses: {'200': {$ref: '#/components/responses/No'%s}}\n"
    parts = "\ncomponents: {responses: {No: {description: one}}}"
    base = _documents(
        "paths: {{/a: {{get: {{{word}}}}}}}" + parts.replace("{", "{{").replace("}", "}}"),
        text % "",
    )
    head = _documents(
        "paths: {{/a: {{get: {{{word}}}}}}}" + parts.replace("{", "{{").replace("}", "}}"),
        text % ", description: two",
    )
    changes = compare(base, head).changes
    assert rows(changes) == [("status", "description", "changed")]
    assert head_place(changes[0]).pointer == "/paths/~1a/get/responses/200/description"
    assert base_place(changes[0]).pointer == "/components/responses/No/description"


def test_a_place_has_its_line() -> None:
    """Both sides' places have the file and the line of what is told."""
    base = operation("summary: one\nresponses: {'200': {description: ok}}")
    head = operation("description: x\nsummary: two\nresponses: {'200': {description: ok}}")
    found = {one.aspect: one for one in compare(base, head).changes}
    assert (base_place(found["summary"]).line, head_place(found["summary"]).line) == (6, 7)
    assert head_place(found["summary"]).source == "api.yaml"
    assert base_place(found["description"]).pointer == "/paths/~1things/post"  # where it is missing


PART = "content: {multipart/form-data: {encoding: {file: {headers: {X-A: %s}}}}}"


def test_headers_of_a_part_by_reference_are_the_same() -> None:
    """In an encoding too a reference is what it leads to."""
    text = "paths: {{/a: {{post: {{requestBody: {{{word}}}, responses: {{'200': {{description: ok}}}}}}}}}}"
    text += "\ncomponents: {{headers: {{A: {{schema: {{type: string}}}}}}}}"
    base = _documents(text, PART % "{$ref: '#/components/headers/A'}")
    head = _documents(text, PART % "{schema: {type: string}}")
    other = _documents(text, PART % "{schema: {type: integer}}")
    assert compare(base, head).changes == ()
    assert rows(compare(base, other).changes) == [("media-type", "encoding.headers", "changed")]


def test_a_keyword_beside_a_schemas_reference_counts_in_31() -> None:
    """In 3.1 the slot is the schema with all that stands beside its reference; in 3.0 nothing beside it counts."""
    text = "paths: {{/a: {{get: {{responses: {{'200': {{description: ok, content: {{a/b: {{schema: {{{word}}}}}}}}}}}}}}}}}"
    text += "\ncomponents: {{schemas: {{A: {{type: string}}}}}}"
    found = compare(
        _documents(text, "$ref: '#/components/schemas/A'"),
        _documents(text, "$ref: '#/components/schemas/A', maxLength: 3"),
    )
    assert rows(found.changes) == [("schema", "maxLength", "added")]
    assert found.slots[0].base.pointer == "/components/schemas/A"
    assert found.slots[0].head.pointer == "/paths/~1a/get/responses/200/content/a~1b/schema"
