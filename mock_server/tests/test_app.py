"""The mock as a customer meets it: the vendored document, in-process, through a real HTTP client."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from mock_server import Settings, create_app

pytestmark = pytest.mark.anyio

CALL = "3f0e7a52-6c1b-4f6e-9a57-0d8b1c2e4a01"
OTHER_CALL = "3f0e7a52-6c1b-4f6e-9a57-0d8b1c2e4a02"
FOREIGN_CALL = "3f0e7a52-6c1b-4f6e-9a57-0d8b1c2e4a04"
DISABLED_CALL = "3f0e7a52-6c1b-4f6e-9a57-0d8b1c2e4a06"
METRIC = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
OTHER_AGENTS_METRIC = "7c9e6679-7425-40de-944b-e07fc1f90ae9"
FOREIGN_METRIC = "7c9e6679-7425-40de-944b-e07fc1f90aea"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
BODY = {"label": "Compliance Check", "verdict": "pass"}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def client(**settings: Any) -> httpx.AsyncClient:
    app = create_app(settings=Settings(**settings))
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://localhost",
        headers={"Authorization": "Bearer acme-test-key"},
    )


@pytest.fixture
async def mock() -> AsyncIterator[httpx.AsyncClient]:
    async with client() as opened:
        yield opened


def path(call: str = CALL) -> str:
    return f"/v1/conversations/{call}/customer-metrics"


async def submit(
    mock: httpx.AsyncClient, body: Any = None, call: str = CALL, **options: Any
) -> Any:
    return await mock.post(path(call), json=BODY if body is None else body, **options)


async def test_an_accepted_metric_is_answered_as_the_document_promises(mock):
    """201, every member, null for what was not sent, the version of the mock."""
    answer = await submit(
        mock, {**BODY, "score": 87.5, "note": "ü😀\x00", "metricId": METRIC.upper()}
    )
    assert answer.status_code == 201
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["server"].startswith("troth/")
    members = answer.json()
    assert members.pop("createdAt") == members.pop("updatedAt")
    assert re.fullmatch(r"[0-9a-f-]{36}", members.pop("id"))
    assert members == {
        "organizationId": "0a6f1c9e-3d52-4b8f-8e07-5b1d2f6c7a10",
        "conversationId": CALL,
        "agentId": "9d1e4f60-7a2b-4c3d-8e5f-60718293a4b1",
        "metricId": METRIC,
        "label": "Compliance Check",
        "externalId": None,
        "verdict": "pass",
        "score": 87.5,
        "note": "ü😀\x00",
        "source": "api",
    }


async def test_a_replace_keeps_identity_and_nothing_else(mock):
    """Same id and createdAt, later updatedAt, members not sent again are null, 201 both times."""
    first = (await submit(mock, {**BODY, "note": "n", "externalId": "e"})).json()
    second = await submit(mock, {"label": BODY["label"], "score": 0})
    assert second.status_code == 201
    after = second.json()
    assert (after["id"], after["createdAt"]) == (first["id"], first["createdAt"])
    assert after["updatedAt"] > first["updatedAt"]
    assert (after["verdict"], after["score"], after["note"], after["externalId"]) == (
        None,
        0,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("change", "call"),
    [
        pytest.param({"label": "compliance check"}, CALL, id="case"),
        pytest.param({"label": "Compliance Check "}, CALL, id="blank"),
        pytest.param({"label": "Compliance Che\u0301ck"}, CALL, id="combining"),
        pytest.param({}, OTHER_CALL, id="other-conversation"),
    ],
)
async def test_another_key_is_another_row(mock, change, call):
    """Labels are compared code point for code point, and the conversation is part of the key."""
    first = (await submit(mock)).json()
    assert (await submit(mock, {**BODY, **change}, call)).json()["id"] != first["id"]


async def test_a_key_in_another_spelling_of_the_same_conversation(mock):
    """A UUID in upper case is the same conversation, answered in the form that was stored."""
    first = (await submit(mock)).json()
    second = (await submit(mock, call=CALL.upper())).json()
    assert (second["id"], second["conversationId"]) == (first["id"], CALL)


async def test_the_record_is_the_organizations_not_the_keys(mock):
    """Two keys of one organization see one record."""
    first = (await submit(mock)).json()
    second = await submit(mock, headers={"Authorization": "Bearer acme-second-key"})
    assert second.json()["id"] == first["id"]


@pytest.mark.parametrize(
    ("status", "call", "key", "change", "error", "message"),
    [
        pytest.param(401, CALL, None, {}, "Unauthorized", "the Authorization header is missing: send `Authorization: Bearer KEY`", id="no-key"),
        pytest.param(401, CALL, "acme-test-kez", {}, "Unauthorized", "the key in the Authorization header is not known to this mock", id="unknown-key"),
        pytest.param(403, DISABLED_CALL, "initech-test-key", {}, "Forbidden", "metricsEnabled is not set for your organization", id="metrics-disabled"),
        pytest.param(403, CALL, "acme-test-key", {"metricId": FOREIGN_METRIC}, "Forbidden", f"there is no metric with the id {FOREIGN_METRIC} in your organization", id="foreign-metric"),
        pytest.param(403, CALL, "acme-test-key", {"metricId": UNKNOWN}, "Forbidden", f"there is no metric with the id {UNKNOWN} in your organization", id="unknown-metric"),
        pytest.param(403, CALL, "acme-test-key", {"metricId": OTHER_AGENTS_METRIC}, "Forbidden", f"there is no metric with the id {OTHER_AGENTS_METRIC} and the agentId that this call has in your organization", id="other-agents-metric"),
        pytest.param(404, UNKNOWN, "acme-test-key", {}, "Not found", f"there is no conversation with the id {UNKNOWN} in your organization", id="unknown-conversation"),
        pytest.param(404, FOREIGN_CALL, "acme-test-key", {}, "Not found", f"there is no conversation with the id {FOREIGN_CALL} in your organization", id="foreign-conversation"),
        pytest.param(404, FOREIGN_CALL, "acme-test-key", {"metricId": UNKNOWN}, "Not found", f"there is no conversation with the id {FOREIGN_CALL} in your organization", id="404-before-403-metric"),
        pytest.param(403, UNKNOWN, "initech-test-key", {}, "Forbidden", "metricsEnabled is not set for your organization", id="403-metrics-before-404"),
        pytest.param(400, UNKNOWN, "initech-test-key", {"score": 101}, "Validation failed", "score must be", id="400-before-403"),
        pytest.param(401, UNKNOWN, "nobody", {"score": 101}, "Unauthorized", "the key in the Authorization header is not known to this mock", id="401-first"),
    ],
)  # fmt: skip
async def test_a_refusal_has_its_status_and_its_reason(
    mock, status, call, key, change, error, message
):
    """In the document's Error shape, in the order 401, 400, 403 metrics disabled, 404, 403 metric; nothing is stored."""
    headers = {"Authorization": f"Bearer {key}" if key else ""}
    if key is None:
        del mock.headers["Authorization"]
        headers = {}
    answer = await submit(mock, {**BODY, **change}, call, headers=headers)
    assert answer.status_code == status
    body = answer.json()
    assert body["error"] == error
    assert body["message"].startswith(message)
    assert set(body) <= {"error", "message", "details"}
    rows = (await mock.get("/_mock/state")).json()["rows"]
    assert not any(rows.values())


async def test_a_401_has_a_challenge(mock):
    """RFC 9110 section 11.6.1."""
    answer = await submit(mock, headers={"Authorization": "Bearer nobody"})
    assert answer.headers["www-authenticate"] == 'Bearer realm="mock"'


async def test_all_faults_of_a_request_at_once(mock):
    """Each with its place, keyword, what was expected and what was found, and the correction that decided."""
    answer = await submit(mock, {"label": "", "note": None, "metricId": "abc"}, call="no-uuid")
    assert answer.status_code == 400
    faults = answer.json()["details"]["faults"]
    assert {(f["in"], f["pointer"], f["keyword"], f.get("correction")) for f in faults} == {
        ("path", "/id", "format", None),
        ("body", "/label", "minLength", None),
        ("body", "/note", "type", None),
        ("body", "/metricId", "format", None),
        ("body", "", "anyOf", "verdict-or-score"),
    }


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(b"", "application/json", id="empty"),
        pytest.param(b"{", "application/json", id="broken"),
        pytest.param(b'{"label":"a","verdict":"pass","label":"b"}', "application/json", id="duplicate-member"),
        pytest.param(b'{"label":"a","score":NaN}', "application/json", id="nan"),
        pytest.param(b'{"label":"a","score":1e999}', "application/json", id="infinite"),
        pytest.param(b'{"label":"a","score":-Infinity}', "application/json", id="infinity"),
        pytest.param(b'{"label":"\\ud800","verdict":"pass"}', "application/json", id="lone-surrogate"),
        pytest.param(b'{"label":"\xff","verdict":"pass"}', "application/json", id="invalid-utf-8"),
        pytest.param(b'\xef\xbb\xbf{"label":"a","verdict":"pass"}', "application/json", id="byte-order-mark"),
        pytest.param(b"[" * 100_000, "application/json", id="nested"),
        pytest.param(b'{"a":' * 100_000, "application/json", id="nested-objects"),
        pytest.param(b'{"label":"a","score":' + b"9" * 5000 + b"}", "application/json", id="5000-digits"),
        pytest.param(b'[{"label":"a","verdict":"pass"}]', "application/json", id="array"),
        pytest.param(b"null", "application/json", id="null"),
        pytest.param(b'{"label":"a","verdict":"pass"}', "text/plain", id="media-type"),
        pytest.param(b'{"label":"a","verdict":"pass"}', "", id="no-media-type"),
        pytest.param(b'{"label":"a","verdict":"pass"}', "application/json; charset=latin-1", id="charset"),
        pytest.param(b"label=a&verdict=pass", "application/x-www-form-urlencoded", id="form"),
        pytest.param(json.dumps(BODY).encode("utf-16"), "application/json", id="utf-16"),
    ],
)  # fmt: skip
async def test_a_hostile_body_is_a_400_that_says_why(mock, body, content_type):
    """Never a 500, always the Error shape, and the next request is served."""
    answer = await mock.post(path(), content=body, headers={"Content-Type": content_type})
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"] == "Validation failed"
    assert answer.json()["details"]["faults"]
    assert (await submit(mock)).status_code == 201


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "APPLICATION/JSON", "application/json;charset=UTF-8", 'application/json; charset="utf-8"', "application/json; profile=x"],
)  # fmt: skip
async def test_a_lawful_content_type_is_accepted(mock, content_type):
    """RFC 9110 section 8.3.1: case-insensitive, with parameters."""
    answer = await mock.post(
        path(), content=json.dumps(BODY), headers={"Content-Type": content_type}
    )
    assert answer.status_code == 201


async def test_a_body_past_the_limit_is_413(mock):
    """In the Error shape, at once, and the connection ends with it."""
    async with client(max_body=100) as small:
        answer = await submit(small, {**BODY, "note": "x" * 200})
        assert (answer.status_code, answer.json()["error"]) == (413, "Payload too large")
        assert answer.headers["connection"] == "close"
        assert (await submit(small)).status_code == 201


async def test_404_says_what_there_is(mock):
    """A typo in the path is answered with the operation that was meant."""
    answer = await mock.post(path().replace("conversations", "conversation"), json=BODY)
    assert answer.status_code == 404
    assert answer.json()["details"]["offered"] == ["POST /v1/conversations/{id}/customer-metrics"]


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "HEAD", "TRACE", "BREW"])
async def test_405_says_what_is_allowed(mock, method):
    """With Allow, in the Error shape; HEAD without a body."""
    answer = await mock.request(method, path())
    assert (answer.status_code, answer.headers["allow"]) == (405, "OPTIONS, POST")
    assert answer.content == b"" if method == "HEAD" else answer.json()["error"]


async def test_a_browser_may_ask_first(mock):
    """A CORS preflight is answered, and so is the call after it."""
    answer = await mock.options(
        path(),
        headers={
            "Origin": "http://app.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )
    assert answer.status_code == 204
    assert "content-length" not in answer.headers
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-headers"] == "authorization,content-type"
    called = await submit(mock, headers={"Origin": "http://app.example"})
    assert called.headers["access-control-allow-origin"] == "*"


async def test_simultaneous_submits_of_one_key_make_one_row(mock):
    """Twenty at once: one id, twenty different times."""
    import asyncio

    answers = await asyncio.gather(*(submit(mock) for _ in range(20)))
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len({answer.json()["updatedAt"] for answer in answers}) == 20


async def test_a_full_mock_says_so_and_still_replaces():
    """507 with the setting to raise; rows that are there can change."""
    async with client(max_rows=1) as small:
        await submit(small)
        answer = await submit(small, {**BODY, "label": "another"})
        assert answer.status_code == 507
        assert answer.json()["message"] == (
            "the mock is full: max-rows is 1; raise --max-rows or POST /_mock/reset"
        )
        assert (await submit(small)).status_code == 201


async def test_unknown_conversations_exist_on_first_use_when_asked():
    """`--auto-provision`: the principal's own, with an agent; a foreign one stays foreign."""
    async with client(auto_provision=True) as easy:
        answer = await submit(easy, call=UNKNOWN)
        assert answer.status_code == 201
        assert answer.json()["agentId"] == "9d1e4f60-7a2b-4c3d-8e5f-60718293a4b1"
        assert (await submit(easy, call=FOREIGN_CALL)).status_code == 404
        stranger = {"Authorization": "Bearer globex-test-key"}
        assert (await submit(easy, call=UNKNOWN, headers=stranger)).status_code == 404


@pytest.mark.parametrize("code", ["201", "400", "401", "403", "404"])
async def test_prefer_code_answers_with_that_status_and_stores_nothing(mock, code):
    """RFC 7240, as Prism has it: `Preference-Applied` says that it was."""
    answer = await submit(mock, headers={"Prefer": f"code={code}"})
    assert answer.status_code == int(code)
    assert answer.headers["preference-applied"] == f"code={code}"
    assert (await mock.get("/_mock/state")).json()["rows"] == {}


async def test_prefer_an_undocumented_code_is_refused_with_what_there_is(mock):
    """A clear refusal instead of a made-up answer."""
    answer = await submit(mock, headers={"Prefer": "code=418"})
    assert answer.status_code == 400
    assert "201, 400, 401, 403, 404" in answer.json()["message"]


async def test_other_preferences_change_nothing(mock):
    """RFC 7240 section 2: unknown preferences are ignored."""
    answer = await submit(mock, headers={"Prefer": "respond-async, wait=10"})
    assert answer.status_code == 201
    assert (await mock.get("/_mock/state")).json()["rows"] == {"customerMetric": 1}
