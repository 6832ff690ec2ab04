"""The world that a mock has without a fixtures file."""

import httpx
import pytest

from mock_server import create_app
from mock_server.demo import KEY
from spec.tests.documents import document

UNKNOWN = "00000000-0000-4000-8000-000000000000"
BASKETS = """
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
paths:
  /baskets/{id}/items:
    parameters: [{name: id, in: path, required: true, schema: {type: string, format: uuid}}]
    put:
      security: [{key: []}]
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}
      responses:
        "200":
          description: OK
          content:
            application/json:
              schema:
                type: object
                required: [id, name, shopId, city]
                properties:
                  id: {type: string, format: uuid}
                  name: {type: string}
                  shopId: {type: string, format: uuid}
                  city: {type: string}
      x-troth:
        requires:
          - {flag: open, of: shop, else: 403}
          - {exists: basket, id: $request.path.id, in: shop, else: 404}
        upsert:
          resource: item
          key: [$request.path.id, "$request.body#/name"]
          replaces: whole
          keeps: [id]
          sets: {shopId: from credential, city: from basket}
"""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def client(loaded) -> tuple[httpx.AsyncClient, dict[str, str]]:
    """A client, and the ids that the demo's key works with."""
    app = create_app(loaded)
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")
    return http, {"X-Key": KEY}


@pytest.mark.anyio
async def test_a_document_with_rules_can_be_called_without_fixtures():
    """The owner has the flags, the records exist, and the answer has all that it must have."""
    mock, headers = client(document(BASKETS))
    async with mock:
        target = (await mock.get("/_mock/target")).text
        basket = target.partition("baskets = [")[2].partition('"')[2].partition('"')[0]
        path = f"/baskets/{basket}/items"
        answer = await mock.put(path, headers=headers, json={"name": "tea"})
        assert (answer.status_code, answer.json()["name"]) == (200, "tea")
        assert (await mock.put(path, json={"name": "tea"})).status_code == 401
        other = await mock.put(f"/baskets/{UNKNOWN}/items", headers=headers, json={"name": "tea"})
        assert other.status_code == 404
