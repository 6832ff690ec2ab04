"""The mock beside the caller: served in a thread, and as a pytest fixture in somebody else's suite."""

import json
import socket
import urllib.error
import urllib.request

import pytest

import mock_server
from mock_server import serve

pytest_plugins = ["pytester"]


def test_what_is_exported_is_there():
    """The list equals reality, and nothing else is promised."""
    for name in mock_server.__all__:
        assert getattr(mock_server, name)


def test_serve_gives_everything_in_one_object():
    """URL, key, ids, requests, rows, reset."""
    with serve() as mock:
        call = mock.ids["conversations"][0]
        request = urllib.request.Request(
            f"{mock.url}/v1/conversations/{call}/customer-metrics",
            data=b'{"label": "a", "score": 1}',
            headers={"Authorization": f"Bearer {mock.key}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 201
        assert [seen["status"] for seen in mock.requests(method="POST")] == [201]
        assert [row["label"] for row in mock.rows("customerMetric")] == ["a"]
        assert sorted(mock.principals) == ["metrics_disabled", "primary", "stranger"]
        mock.reset()
        assert (mock.requests(), mock.rows("customerMetric")) == ([], [])


def test_malformed_http_is_answered_in_the_documents_shape():
    """What the protocol refuses before a request exists looks like every other error."""
    with serve() as mock:
        host, port = mock.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(b"NONSENSE\r\n\r\n")
            answer = connection.makefile("rb").read()
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 ")
        assert json.loads(body)["error"] == "Bad request"


def test_the_settings_of_the_network_are_the_servers():
    """A header past its limit is refused in the document's shape, with the version of the mock."""
    with serve(settings=mock_server.Settings(max_header_bytes=500)) as mock:
        request = urllib.request.Request(f"{mock.url}/nowhere", headers={"X-Long": "x" * 600})
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request)
        with caught.value as answer:
            assert (answer.code, answer.headers["server"][:6]) == (431, "troth/")
            assert json.load(answer)["error"] == "Request header fields too large"


def test_the_fixture_is_fresh_for_every_test(pytester):
    """In a suite that knows nothing of this repository."""
    pytester.makepyfile(
        """
        import urllib.request

        def see(mock):
            urllib.request.urlopen(f"{mock.url}/_mock/health")
            request = urllib.request.Request(f"{mock.url}/nowhere", method="OPTIONS")
            try:
                urllib.request.urlopen(request)
            except urllib.error.HTTPError as error:
                error.close()
            return len(mock.requests())

        def test_one(troth_mock):
            assert see(troth_mock) == 1

        def test_two(troth_mock):
            assert see(troth_mock) == 1
        """
    )
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=2)
