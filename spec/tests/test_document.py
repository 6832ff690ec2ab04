import copy

import pytest

from spec import source
from spec.document import build
from spec.errors import BadReference, Invalid
from spec.frozen import thaw
from spec.tests.documents import document, operation

OK = "responses: {'200': {description: fine}}\n"


def test_every_value_is_addressable_and_has_a_line():
    """A JSON Pointer leads to the value and to its line in the file."""
    loaded = operation("operationId: make\n" + OK)
    assert loaded.at("/paths/~1things/post/operationId") == "make"
    assert loaded.line("/paths/~1things/post/operationId") == 6
    assert loaded.place("/info/title") == ("api.yaml", 2)


def test_a_document_is_frozen_all_the_way_down():
    """Neither an object nor a list in it can be changed, and a copy can."""
    loaded = operation("tags: [a]\n" + OK)
    for change in (
        lambda: loaded.content.update(x=1),
        lambda: loaded.at("/info").__setitem__("title", "x"),
        lambda: loaded.at("/paths/~1things/post/tags").append("b"),
    ):
        with pytest.raises(TypeError, match="frozen"):
            change()
    assert copy.deepcopy(loaded.content) is loaded.content
    thaw(loaded.content)["info"]["title"] = "mine"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[]", "api.yaml:1 at the root: is no OpenAPI document: the root is no object", id="list"),
        pytest.param("a: 1", "api.yaml:1 at the root: is no OpenAPI document: `openapi` is missing\n  hint: the root of an OpenAPI document has the member `openapi`, for example 3.1.0", id="no-version"),
        pytest.param("swagger: '2.0'", "api.yaml:1 at /swagger: is Swagger 2.0, and troth reads OpenAPI 3.0 and 3.1\n  hint: convert it to OpenAPI 3 first, for example with swagger2openapi", id="swagger"),
        pytest.param("# nothing", "api.yaml:1 at the root: is empty\n  hint: give an OpenAPI document in YAML or JSON", id="empty"),
        pytest.param("a: 1\nopenapi: 3.1", 'api.yaml:2 at /openapi: has a number as `openapi`: 3.1\n  hint: quote it, with all its parts: openapi: "3.1.0"', id="number"),
        pytest.param("x: 1\nopenapi: 4.0.0", "api.yaml:2 at /openapi: is OpenAPI 4.0.0\n  hint: troth reads OpenAPI 3.0 and 3.1", id="four"),
        pytest.param("openapi: 3.1.0\ninfo:\n  title: x\npaths: {}", "api.yaml:2 at /info: `version` is missing", id="no-info-version"),
        pytest.param("openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths:\n  a: {}", "api.yaml:4 at /paths/a: `a` is no path: it does not begin with a slash", id="path-without-slash"),
        pytest.param("openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {}\njsonSchemaDialect: http://json-schema.org/draft-07/schema#", "api.yaml:4 at /jsonSchemaDialect: uses the dialect http://json-schema.org/draft-07/schema#\n  hint: troth reads JSON Schema 2020-12 and the OpenAPI base dialect", id="dialect"),
    ],
)  # fmt: skip
def test_what_is_no_openapi_document_is_refused_with_its_place(text, message):
    """The message names the file, the line, the pointer, and what to do where there is something."""
    with pytest.raises(Invalid) as caught:
        build(source.parse(text, "api.yaml"))
    assert str(caught.value) == message


def test_a_nearest_branch_explains_a_parameter_without_a_schema():
    """Not "valid under no branch of oneOf": what the branches miss."""
    with pytest.raises(Invalid, match="`schema` or `content` is missing"):
        operation("parameters: [{name: q, in: query}]\n" + OK)


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        pytest.param("#/components/responses/Fien", "leads nowhere\n  hint: did you mean '/components/responses/Fine'?", id="typo"),
        pytest.param("#/nowhere/at/all", "leads nowhere\n  hint: there is no 'nowhere' at the root", id="nowhere"),
        pytest.param("https://example.com/a.yaml#/x", "is remote, and nothing is fetched unasked\n  hint: allow it with --allow-remote-refs, or save the file beside the document", id="remote"),
        pytest.param("other.yaml#/x", "names a file, and the document is not one itself", id="file-from-text"),
        pytest.param("#plain", "names an anchor that no schema declares", id="anchor"),
    ],
)  # fmt: skip
def test_a_reference_that_cannot_be_followed_is_an_error(reference, message):
    """Each kind says why, and what to do."""
    with pytest.raises(BadReference) as caught:
        document(
            f"""
            paths:
              /a:
                get:
                  responses:
                    '200': {{$ref: '{reference}'}}
            components: {{responses: {{Fine: {{description: fine}}}}}}
            """
        )
    assert message in str(caught.value)
    assert caught.value.pointer == "/paths/~1a/get/responses/200/$ref"
    assert caught.value.line == 8


def test_references_in_a_circle_are_an_error():
    """A chain of references has no end, whatever stands beside them: no value could ever be judged."""
    for beside in ("", ", description: x"):
        with pytest.raises(BadReference, match="run in a circle"):
            document(
                "paths: {}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/B'"
                + beside
                + "}, B: {$ref: '#/components/schemas/A'}}}"
            )


def test_a_schema_may_contain_itself():
    """Recursion through a member is not a circle of references."""
    document(
        "paths: {}\ncomponents: {schemas: {Tree: {properties: {child: {$ref: '#/components/schemas/Tree'}}}}}"
    )


def test_what_looks_like_a_reference_in_an_example_is_data():
    """Example values, defaults, enums and extensions are not searched; a schema property may be called `example`."""
    with pytest.raises(BadReference) as caught:
        document(
            """
            paths: {}
            x-note: {$ref: nowhere}
            components:
              schemas:
                A:
                  example: {$ref: nowhere}
                  default: {$ref: nowhere}
                  enum: [{$ref: nowhere}]
                  properties:
                    example: {$ref: '#/nowhere'}
            """
        )
    assert caught.value.pointer == "/components/schemas/A/properties/example/$ref"


def test_other_files_become_part_of_the_document(tmp_path):
    """References into files below the document's folder, and back and among them, end up as local pointers."""
    from spec.document import load

    (tmp_path / "parts").mkdir()
    (tmp_path / "api.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths:\n  /a: {$ref: 'parts/a.yaml'}\n"
        "components: {schemas: {Own: {type: integer}}}\n"
    )
    (tmp_path / "parts" / "a.yaml").write_text(
        "get: {responses: {'200': {description: x, content: {application/json: {schema: {$ref: 'b.yaml#/B'}}}}}}\n"
    )
    (tmp_path / "parts" / "b.yaml").write_text(
        "B: {type: array, items: {$ref: '../api.yaml#/components/schemas/Own'}}\n"
    )
    loaded = load(tmp_path / "api.yaml")
    where, item = loaded.follow("/paths/~1a")
    assert where == "/x-troth-files/parts~1a.yaml"
    reference = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    assert loaded.at(reference[1:])["items"] == {"$ref": "#/components/schemas/Own"}


@pytest.fixture
def two_files(tmp_path, monkeypatch):
    """A document with a path item in another file, as `api/api.yaml` and `api/parts/a.yaml`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "api" / "parts").mkdir(parents=True)
    (tmp_path / "api" / "api.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths:\n  /a: {$ref: 'parts/a.yaml'}\n"
    )

    def write(text):
        (tmp_path / "api" / "parts" / "a.yaml").write_text(text)
        return "api/api.yaml"

    return write


def test_what_another_file_says_has_its_place_there(two_files):
    """A finding leads into the file that is to be changed, named as the document was."""
    from spec.document import load

    loaded = load(two_files("get:\n  responses:\n    '200': {description: ok}\n"))
    where, _ = loaded.follow("/paths/~1a")
    assert loaded.place(f"{where}/get/responses/200") == ("api/parts/a.yaml", 3)
    assert loaded.written(f"{where}/get/responses/200") == ("api/parts/a.yaml", 3)
    assert loaded.place("/paths/~1a") == ("api/api.yaml", 4)


@pytest.mark.parametrize(
    ("text", "line", "where"),
    [
        pytest.param("get:\n  responses:\n    '200': {}\n", 3, "/get/responses/200", id="its-form"),
        pytest.param("get:\n  parameters:\n  - $ref: '#/gone'\n", 3, "/get/parameters/0/$ref", id="nowhere"),
        pytest.param("get:\n  parameters:\n  - $ref: b.yaml\n", 3, "/get/parameters/0/$ref", id="no-file"),
    ],
)  # fmt: skip
def test_a_fault_of_another_file_has_its_place_there(two_files, text, line, where):
    """What is wrong there is held to the specification as the document is, and told with the pointer in that file."""
    from spec.document import load

    with pytest.raises(Invalid) as caught:
        load(two_files(text))
    assert str(caught.value).startswith(f"api/parts/a.yaml:{line} at {where}: ")


def test_a_mapping_in_another_file_leads_into_that_file(two_files):
    """A discriminator's mapping holds references too (OAS 3.1 section 4.8.25.2)."""
    from spec.document import load

    loaded = load(
        two_files(
            "get: {responses: {'200': {description: ok, content: {a/b: {schema: {$ref: '#/A'}}}}}}\n"
            "A: {oneOf: [{$ref: '#/B'}], discriminator: {propertyName: kind, mapping: {b: '#/B'}}}\nB: {}\n"
        )
    )
    mapping = loaded.at("/x-troth-files/parts~1a.yaml/A/discriminator/mapping")
    assert mapping == {"b": "#/x-troth-files/parts~1a.yaml/B"}


@pytest.mark.parametrize("reference", ["../secret.yaml", "/etc/hostname", "link.yaml"])
def test_a_reference_cannot_leave_the_folder(tmp_path, reference):
    """Serving somebody's document must not read files that are none of its own."""
    from spec.document import load

    folder = tmp_path / "api"
    folder.mkdir()
    (tmp_path / "secret.yaml").write_text("a: 1")
    (folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "api.yaml").write_text(
        f"openapi: 3.1.0\ninfo: {{title: x, version: '1'}}\npaths: {{/a: {{$ref: '{reference}'}}}}\n"
    )
    with pytest.raises(BadReference, match=r"leaves the document's folder|absolute path"):
        load(folder / "api.yaml")


def test_a_correction_is_known_where_it_is_in_force():
    """What an overlay put there is attributed to it, and its place is the overlay's line."""
    loaded = operation(
        OK,
        overlay="""\
            overlay: 1.0.0
            info: {title: fix, version: '1'}
            actions:
              - target: $.info
                x-troth-name: who
                description: nobody says whose it is
                update: {contact: {name: Somebody}}
            """,
    )
    correction = loaded.correction_at("/info/contact/name")
    assert correction is not None
    assert (correction.name, correction.reason) == ("who", "nobody says whose it is")
    assert loaded.place("/info/contact") == ("overlay.yaml", 4)
    assert loaded.correction_at("/info/title") is None
