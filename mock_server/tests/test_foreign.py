"""Documents that are not the vendored one: no rules, every kind of parameter, both versions, any error style."""

import tomllib

import httpx
import pytest

from mock_server import Settings
from mock_server.assembly import EAGER, assemble, read_world
from spec.document import Document
from spec.tests.documents import document, operation

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def client(loaded: Document) -> httpx.AsyncClient:
    app = assemble(loaded, read_world(None), Settings()).app
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")


PETS = """
servers: [{url: 'https://{region}.example.com/v2', variables: {region: {default: eu}}}]
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 10}}
        - {name: tags, in: query, schema: {type: array, items: {type: string, maxLength: 3}}}
        - {name: X-Trace, in: header, schema: {type: string, format: uuid}}
        - {name: filter, in: query, style: deepObject, explode: true, schema: {type: object, properties: {age: {type: integer}}}}
      responses:
        '200':
          description: pets
          content:
            application/json:
              schema: {type: array, minItems: 1, items: {$ref: '#/components/schemas/Pet'}}
              examples:
                one: {value: [{name: Rex}]}
                none: {value: [{name: Nobody, age: 0}]}
        default:
          description: error
          content: {application/problem+json: {schema: {type: object, required: [title], properties: {title: {type: string}, status: {type: integer}, detail: {type: string}}}}}
    head: {responses: {'204': {description: nothing}}}
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        '200': {description: pet, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
    delete:
      security: [{key: []}]
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {'204': {description: gone}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string, minLength: 1}
        age: {type: integer, minimum: 0}
        mother: {$ref: '#/components/schemas/Pet'}
  securitySchemes: {key: {type: apiKey, in: query, name: key}}
"""


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        pytest.param("GET", "/pets", 200, id="plain"),
        pytest.param("GET", "/v2/pets", 200, id="below-the-servers-base-path"),
        pytest.param("GET", "/pets?limit=10", 200, id="integer"),
        pytest.param("GET", "/pets?limit=11", 400, id="integer-past-its-limit"),
        pytest.param("GET", "/pets?limit=abc", 400, id="no-integer"),
        pytest.param("GET", "/pets?limit=5&limit=50", 200, id="twice-the-first-counts"),
        pytest.param("GET", "/pets?tags=a&tags=bcd", 200, id="exploded-list"),
        pytest.param("GET", "/pets?tags=a&tags=bcde", 400, id="exploded-list-with-a-fault"),
        pytest.param("GET", "/pets?filter[age]=3", 200, id="deep-object"),
        pytest.param("GET", "/pets?filter[age]=x", 400, id="deep-object-with-a-fault"),
        pytest.param("HEAD", "/pets", 204, id="head-of-its-own"),
        pytest.param("GET", "/pets/7", 200, id="path"),
        pytest.param("HEAD", "/pets/7", 200, id="head-of-get"),
        pytest.param("GET", "/pets/x", 400, id="path-with-a-fault"),
        pytest.param("DELETE", "/pets/7", 401, id="no-key"),
        pytest.param("DELETE", "/pets/7?key=demo-key", 204, id="key-in-query"),
        pytest.param("PATCH", "/pets/7", 405, id="method"),
        pytest.param("GET", "/cats", 404, id="path-unknown"),
    ],
)  # fmt: skip
async def test_a_document_without_rules_is_served(version, method, target, status):
    """Validated, and answered from its examples and schemas."""
    async with client(document(PETS, version=version)) as mock:
        answer = await mock.request(method, target)
        assert answer.status_code == status, answer.text


async def test_the_answer_is_an_example_else_a_sample():
    """The first example, the one that is asked for, or an instance of the schema."""
    async with client(document(PETS)) as mock:
        assert (await mock.get("/pets")).json() == [{"name": "Rex"}]
        named = await mock.get("/pets", headers={"Prefer": "example=none"})
        assert named.json() == [{"name": "Nobody", "age": 0}]
        assert named.headers["preference-applied"] == "example=none"
        assert (await mock.get("/pets/1")).json()["name"]
        dynamic = await mock.get("/pets/1", headers={"Prefer": "dynamic=true"})
        assert dynamic.headers["preference-applied"] == "dynamic=true"


async def test_errors_are_written_in_the_documents_own_style():
    """Here the problem documents of RFC 9457, with the members that the document has."""
    async with client(document(PETS)) as mock:
        answer = await mock.get("/pets?limit=0")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json() == {
            "title": "Validation failed",
            "status": 400,
            "detail": "the query parameter limit must be a number of at least 1, but is 0",
        }


async def test_all_parameters_are_judged_at_once():
    """Each fault with its place."""
    async with client(operation("parameters:\n  - {name: a, in: query, required: true, schema: {type: string}}\n  - {name: b, in: query, schema: {type: boolean}}\n  - {name: X-C, in: header, required: true, schema: {type: string}}\n  - {name: d, in: cookie, schema: {type: integer}}\nresponses: {'200': {description: x}}\n")) as mock:  # fmt: skip
        answer = await mock.post("/things?b=yes", headers={"Cookie": "d=x"})
        assert answer.json()["detail"].split("; ")[:3] == [
            "the query parameter a must be there",
            'the query parameter b must be true or false, but is "yes"',
            "the header parameter X-C must be there",
        ]


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        pytest.param("application/x-www-form-urlencoded", b"name=Rex&age=3", 200, id="form"),
        pytest.param("application/x-www-form-urlencoded", b"name=Rex&age=x", 400, id="form-with-a-fault"),
        pytest.param("application/vnd.pet+json", b'{"name": "Rex"}', 200, id="structured-suffix"),
        pytest.param("application/vnd.pet+json", b'{"name": 1}', 400, id="structured-suffix-with-a-fault"),
        pytest.param("text/plain", b"Rex", 200, id="text"),
        pytest.param("image/png", b"\x89PNG\xff", 200, id="range"),
        pytest.param("application/xml", b"<a/>", 415, id="not-offered"),
    ],
)  # fmt: skip
async def test_bodies_of_other_media_types(content_type, body, status):
    """Forms are read by their schema, ranges match, 415 is used where it is documented."""
    pet = (
        "{type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}"
    )
    loaded = operation(
        f"""\
requestBody:
  required: true
  content:
    application/x-www-form-urlencoded: {{schema: {pet}}}
    application/vnd.pet+json: {{schema: {pet}}}
    text/plain: {{schema: {{type: string}}}}
    image/*: {{}}
responses:
  '200': {{description: fine}}
  '415': {{description: no}}
"""
    )
    async with client(loaded) as mock:
        answer = await mock.post("/things", content=body, headers={"Content-Type": content_type})
        assert answer.status_code == status, answer.text


async def test_a_large_document_is_compiled_as_it_is_used():
    """Hundreds of operations start at once; one whose schema is broken says so when it is called, and the others work."""
    good = "    get: {responses: {'200': {description: x, content: {application/json: {schema: {type: integer}}}}}}\n"
    paths = "".join(f"  /r{n}:\n{good}" for n in range(EAGER + 1))
    bad = "  /bad:\n" + good.replace("{type: integer}", "{type: intger}")
    async with client(document("paths:\n" + paths + bad)) as mock:
        assert (await mock.get("/r7")).status_code == 200
        answer = await mock.get("/bad")
        assert answer.status_code == 500
        assert "the schema is no valid JSON Schema" in answer.json()["detail"]
        assert "/paths/~1bad/get/responses/200" in answer.json()["detail"]


async def test_a_requirement_without_an_upsert_is_checked_all_the_same():
    """Rules may only say what must hold."""
    loaded = document(
        """
        components: {securitySchemes: {key: {type: apiKey, in: header, name: K}}}
        paths:
          /things:
            post:
              security: [{key: []}]
              parameters: [{name: shop, in: query, required: true, schema: {type: string}}]
              responses: {'200': {description: fine}}
              x-troth: {requires: [{exists: owner, id: $request.query.shop, else: 404}]}
        """
    )
    async with client(loaded) as mock:
        target = tomllib.loads((await mock.get("/_mock/target")).text)
        (owner,) = target["principals"]["primary"]["owners"]
        path = f"/things?shop={owner}"
        assert (await mock.post(path, headers={"K": "demo-key"})).status_code == 200
        assert (await mock.post("/things?shop=x", headers={"K": "demo-key"})).status_code == 404


BESIDE = """
paths:
  /u:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/User', required: [url]}}}
      responses: {'201': {description: made}, '400': {description: bad}}
components: {schemas: {User: {type: object, required: [name], properties: {name: {type: string}}}}}
"""


@pytest.mark.parametrize(
    ("version", "body", "status"),
    [
        pytest.param("3.1.0", {"name": "a"}, 400, id="what-stands-beside-a-reference-counts"),
        pytest.param("3.1.0", {"url": "b"}, 400, id="and-so-does-what-it-refers-to"),
        pytest.param("3.1.0", {"name": "a", "url": "b"}, 201, id="both-are-met"),
        pytest.param("3.0.3", {"name": "a"}, 201, id="in-3.0-it-is-ignored"),
    ],
)
async def test_keywords_beside_a_reference(version, body, status):
    """JSON Schema 2020-12 section 8.2.3.1, and OAS 3.0.3 section 4.7.23."""
    async with client(document(BESIDE, version=version)) as mock:
        assert (await mock.post("/u", json=body)).status_code == status
