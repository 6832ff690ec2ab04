"""The control API, through a real HTTP client in-process."""

import tomllib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from mock_server import Settings, create_app
from spec import catalog

pytestmark = pytest.mark.anyio

CALL = "/v1/conversations/3f0e7a52-6c1b-4f6e-9a57-0d8b1c2e4a01/customer-metrics"
KEY = {"Authorization": "Bearer acme-test-key"}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def client(**settings: Any) -> httpx.AsyncClient:
    app = create_app(settings=Settings(**settings))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:8080")


@pytest.fixture
async def mock() -> AsyncIterator[httpx.AsyncClient]:
    async with client() as opened:
        yield opened


async def submit(mock: httpx.AsyncClient, label: str = "a", **change: Any) -> Any:
    body = {"label": label, "verdict": "pass", **change}
    return (await mock.post(CALL, json=body, headers=KEY)).json()


async def test_the_index_lists_every_route_with_what_it_does(mock):
    """`GET /_mock/` is the documentation."""
    index = (await mock.get("/_mock/")).json()
    assert index["POST /_mock/reset"] == "back to before the first request"
    assert len(index) == 16
    assert all(index.values())


async def test_health_and_version(mock):
    """A probe, and what is served."""
    assert (await mock.get("/_mock/health")).json() == {"status": "ok"}
    version = (await mock.get("/_mock/version")).json()
    assert version["document"]["title"] == "Zelto REST API"
    assert version["document"]["corrections"][0] == "nullable-as-type-union"


async def test_reset_forgets_rows_requests_and_snapshots(mock):
    """Back to the initial fixtures."""
    await submit(mock)
    await mock.post("/_mock/state/snapshots")
    await mock.post("/_mock/state/fixtures", content="metrics: []")
    counts = (await mock.post("/_mock/reset")).json()
    assert (counts["rows"], counts["requests"], counts["snapshots"]) == ({}, 0, [])


async def test_snapshots_roll_back_and_stay(mock):
    """A snapshot can be restored more than once; identity is as it was, and time goes on."""
    first = await submit(mock)
    name = (await mock.post("/_mock/state/snapshots")).json()["name"]
    await submit(mock, score=5)
    for _ in range(2):
        assert (await mock.post(f"/_mock/state/snapshots/{name}/restore")).status_code == 200
        rows = (await mock.get("/_mock/state/rows/customerMetric")).json()
        assert rows == [first]
        again = await submit(mock)
        assert again["id"] == first["id"]
        assert again["updatedAt"] > first["updatedAt"]
    assert (await mock.delete(f"/_mock/state/snapshots/{name}")).status_code == 204
    gone = await mock.post(f"/_mock/state/snapshots/{name}/restore")
    assert (gone.status_code, gone.json()["error"]) == (
        404,
        "there is no snapshot '1'; there is none",
    )


async def test_snapshots_are_bounded():
    """The oldest goes first."""
    async with client(max_snapshots=2) as mock:
        for _ in range(3):
            await mock.post("/_mock/state/snapshots")
        assert (await mock.get("/_mock/state/snapshots")).json() == ["2", "3"]


async def test_fixtures_can_be_added(mock):
    """A new organization works at once; a mistake is named and adds nothing."""
    world = """
        organizations: [{id: o9, apiKeys: [late-key], metricsEnabled: true}]
        agents: [{id: 9d1e4f60-7a2b-4c3d-8e5f-000000000000, organizationId: o9}]
        conversations: [{id: 3f0e7a52-6c1b-4f6e-9a57-000000000000, agentId: 9d1e4f60-7a2b-4c3d-8e5f-000000000000}]
    """
    bad = await mock.post("/_mock/state/fixtures", content=world.replace("{id: o9,", "{"))
    assert bad.status_code == 400
    assert "an organization has no `id`" in bad.json()["error"]
    assert (await mock.post("/_mock/state/fixtures", content=world)).status_code == 201
    answer = await mock.post(
        CALL.replace("0d8b1c2e4a01", "000000000000"),
        json={"label": "a", "score": 1},
        headers={"Authorization": "Bearer late-key"},
    )
    # The id of the organization is no UUID, which the document promises: the mock refuses to send that.
    assert answer.status_code == 500
    assert answer.json()["message"].startswith(
        "troth failed, not your request: its answer breaks the document at /organizationId: "
    )
    assert (await mock.get("/_mock/state")).json()["rows"] == {"customerMetric": 0}


async def test_requests_are_remembered_filtered_and_counted(mock):
    """Time, method, path, operation, status, faults, duration; and no key."""
    await submit(mock)
    await submit(mock, score=101)
    await mock.get("/nowhere?api_key=acme-test-key", headers=KEY)
    entries = (await mock.get("/_mock/requests")).json()
    assert [(e["method"], e["status"], e["operation"]) for e in entries] == [
        ("POST", 201, "createCustomerMetric"),
        ("POST", 400, "createCustomerMetric"),
        ("GET", 404, None),
    ]
    assert entries[1]["faults"] == ["score must be a number of at most 100, but is 101"]
    assert entries[2]["path"] == "/nowhere?api_key=***"
    assert (await mock.get("/_mock/requests/count?status=400&method=POST")).json() == {"count": 1}
    assert len((await mock.get("/_mock/requests?limit=1")).json()) == 1
    assert "acme-test-key" not in (await mock.get("/_mock/requests")).text
    assert (await mock.delete("/_mock/requests")).status_code == 204
    assert (await mock.get("/_mock/requests")).json() == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("color=red", "no filter is called 'color'; known: method, path, operation, status, limit"),
        ("status=abc", "status is a whole number of at least 0, not 'abc'"),
        ("limit=-1", "limit is a whole number of at least 0, not '-1'"),
    ],
)
async def test_a_wrong_filter_is_named(mock, query, message):
    """Not ignored: a filter that does nothing would answer another question."""
    answer = await mock.get(f"/_mock/requests?{query}")
    assert (answer.status_code, answer.json()["error"]) == (400, message)


async def test_the_document_is_served_corrected(mock):
    """For any other tool, as `troth show` prints it."""
    content = catalog.load_entry(catalog.find()).content
    assert (await mock.get("/_mock/document")).json() == content
    assert (await mock.get("/_mock/document?format=yaml")).text.startswith("openapi: 3.1.0\n")


async def test_the_target_file_names_principals_and_ids_that_go_together(mock):
    """TOML with literal keys; metrics are of the conversations' agent; one principal lacks the flag."""
    target = tomllib.loads((await mock.get("/_mock/target")).text)
    assert target["url"] == "http://localhost:8080"
    assert list(target["principals"]) == ["primary", "stranger", "metrics_disabled"]
    primary = target["principals"]["primary"]
    assert primary["api_key"] == {"value": "acme-test-key"}
    assert [len(primary["conversations"]), len(primary["metrics"])] == [2, 2]
    for call in primary["conversations"]:
        for metric in primary["metrics"]:
            answer = await mock.post(
                f"/v1/conversations/{call}/customer-metrics",
                json={"label": "a", "score": 1, "metricId": metric},
                headers=KEY,
            )
            assert answer.status_code == 201


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/_mock/nothing", 404), ("GET", "/_mock/reset", 405), ("POST", "/_mockery", 404)],
)
async def test_what_is_not_there_says_where_to_look(mock, method, path, status):
    """404 and 405 as JSON, without a trace."""
    answer = await mock.request(method, path)
    assert answer.status_code == status
    assert answer.json()["error"]


async def test_a_foreign_page_cannot_reach_it(mock):
    """Neither through an Origin nor through a Host."""
    assert (
        await mock.get("/_mock/health", headers={"Origin": "https://evil.example"})
    ).status_code == 403
    assert (await mock.get("/_mock/health", headers={"Host": "evil.example"})).status_code == 403


async def test_with_a_token_everything_needs_it():
    """Health too: who may not ask learns nothing."""
    async with client(control_token="t0ken") as mock:
        refused = await mock.get("/_mock/health")
        assert (refused.status_code, refused.headers["server"][:6]) == (401, "troth/")
        allowed = await mock.get("/_mock/health", headers={"Authorization": "Bearer t0ken"})
        assert allowed.status_code == 200
