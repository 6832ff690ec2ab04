"""Every answer against the document: what is a fault, and what is not."""

import json

import pytest

from contract_tests.exchange import Answer, Exchange, Sent
from contract_tests.judge import Judge
from contract_tests.tests import benches

GOOD: dict[str, object] = {
    "id": "0a6f1c9e-3d52-4b8f-8e07-5b1d2f6c7a10",
    "title": "t",
    "createdAt": "2026-01-01T00:00:00Z",
}
JSON = (("Content-Type", "application/json"),)


def faults(status=201, body=GOOD, headers=JSON, principal="primary", sent=b"{}"):
    bench = benches.bench()
    judge = Judge(bench.document, bench.schemas, bench.target)
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    exchange = Exchange(
        "placeBook",
        principal,
        Sent("POST", "http://x/", (), sent),
        Answer(status, headers, data, 0.01),
    )
    return judge.faults(bench.operations[0], exchange)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({}, id="plain"),
        pytest.param(
            {"headers": (("content-type", "application/json; charset=utf-8"),)}, id="charset"
        ),
        pytest.param(
            {"headers": (("CONTENT-TYPE", "Application/JSON"), ("X-Any", "1"))},
            id="case-and-other-headers",
        ),
        pytest.param({"body": {**GOOD, "extra": 1, "price": None}}, id="extra-and-null"),
        pytest.param(
            {"body": {**GOOD, "price": 87.0, "createdAt": "2026-01-01T05:30:00.123456+05:30"}},
            id="zone",
        ),
        pytest.param({"status": 413, "body": b""}, id="too-large"),
        pytest.param({"status": 404, "body": {"error": "e", "message": "m"}}, id="error"),
        pytest.param(
            {
                "body": GOOD | {"note": "Traceback (most recent call last)"},
                "sent": b"Traceback (most recent call last)",
            },
            id="trace-that-was-sent",
        ),
    ],
)
def test_what_a_lawful_server_may_answer(answer):
    """No form of an answer that the document leaves open is a fault."""
    assert faults(**answer) == []


@pytest.mark.parametrize(
    ("answer", "check", "says"),
    [
        pytest.param(
            {"status": 500},
            "answers.no-server-error",
            "/paths/~1shops~1{shop}~1books/post",
            id="500",
        ),
        pytest.param(
            {"status": 200},
            "answers.status",
            "/paths/~1shops~1{shop}~1books/post/responses",
            id="200",
        ),
        pytest.param(
            {"status": 422, "body": {"error": "e"}},
            "answers.status",
            "/paths/~1shops~1{shop}~1books/post/responses",
            id="422",
        ),
        pytest.param({"headers": ()}, "answers.media-type", None, id="no-media-type"),
        pytest.param(
            {"headers": (("Content-Type", "text/html"),)}, "answers.media-type", None, id="html"
        ),
        pytest.param({"body": b"{"}, "answers.media-type", None, id="broken-json"),
        pytest.param({"body": b""}, "answers.media-type", None, id="empty"),
        pytest.param({"body": b'{"id": NaN}'}, "answers.media-type", None, id="nan"),
        pytest.param(
            {"body": {**GOOD, "price": 101}},
            "answers.schema",
            "/paths/~1shops~1{shop}~1books/post/responses/201/content/application~1json/schema/properties/price/maximum",
            id="limit",
        ),
        pytest.param(
            {"body": {**GOOD, "createdAt": "2026-01-01 00:00:00"}},
            "answers.schema",
            "/paths/~1shops~1{shop}~1books/post/responses/201/content/application~1json/schema/properties/createdAt/format",
            id="no-zone",
        ),
        pytest.param(
            {"status": 401, "body": {"message": "m"}}, "answers.schema", None, id="error-shape"
        ),
        pytest.param({"body": {**GOOD, "note": "primary-key"}}, "answers.no-leak", None, id="key"),
        pytest.param(
            {"body": {**GOOD, "note": benches.FOREIGN_SHOP}},
            "answers.no-leak",
            None,
            id="foreign-id",
        ),
        pytest.param(
            {"status": 400, "body": {"error": 'File "/srv/app.py", line 3'}},
            "answers.no-leak",
            None,
            id="trace",
        ),
    ],
)
def test_what_is_a_fault(answer, check, says):
    """Each fault is told by the property that it breaks, and by the place in the document that says so."""
    found = faults(**answer)
    assert check in [fault.check for fault in found]
    assert says is None or says in [where for fault in found for where in fault.says]


def test_a_document_that_is_silent_is_warned_of():
    """A refusal of a kind that the document never names is its gap, and no error of the deployment's."""
    content = benches.books(responses={"201": benches.answer(benches.PLACED)})
    bench = benches.bench(content)
    judge = Judge(bench.document, bench.schemas, bench.target)
    for status, severity in ((400, "warning"), (401, "warning"), (404, "warning"), (409, "error")):
        sent, answer = Sent("POST", "http://x/", (), b"{}"), Answer(status, JSON, b"{}", 0.01)
        exchange = Exchange("placeBook", "primary", sent, answer)
        (fault,) = judge.faults(bench.operations[0], exchange)
        assert (fault.check, fault.severity) == ("answers.status", severity)
