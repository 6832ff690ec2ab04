"""The curl command of a finding sends what was sent: each is run, and what arrives is compared."""

import os
import shutil
import subprocess

import pytest

from contract_tests.exchange import Answer, Exchange, Sent
from contract_tests.redaction import Redaction
from contract_tests.reproduction import curl, step
from contract_tests.target import Principal, Target
from contract_tests.tests.servers import Reply, serving
from contract_tests.wire import latin1

KEY = "sk'T \"9$`é\\"
JSON = ("Content-Type", "application/json")
REDACTION = Redaction(
    Target("http://h", {n: Principal(n, k) for n, k in (("primary", KEY), ("stranger", "u:pass"))})
)
ENVIRON = {"TROTH_API_KEY": KEY, "TROTH_STRANGER_KEY": "u:pass"}

REQUESTS = {
    "plain": ("GET", "/", (), b""),
    "key": ("POST", "/", (("Authorization", f"Bearer {latin1(KEY)}"), JSON), b"{}"),
    "near-key": ("POST", "/", (("Authorization", "Bearer u:pasX"), JSON), b"{}"),
    "cut-key": ("POST", "/", (("Authorization", "Bearer u:pa"), JSON), b"{}"),
    "upper-key": ("POST", "/", (("Authorization", "Bearer U:PASS"), JSON), b"{}"),
    "basic": ("GET", "/", (("Authorization", "Basic dTpwYXNz"),), b""),
    "quotes": ("POST", "/", (JSON,), b'{"a": "it\'s \\"$HOME\\" `id` $(id) !"}'),
    "scripts": ("POST", "/", (JSON,), '{"a": "é字😀"}'.encode()),
    "at-sign": ("POST", "/", (JSON,), b"@/etc/hosts"),
    "line-ends": ("POST", "/", (JSON,), b"a\r\nb\n\n"),
    "nul": ("POST", "/", (JSON,), b'"\0"'),
    "no-utf-8": ("POST", "/", (JSON,), b"\xff\xfe"),
    "bom": ("POST", "/", (JSON,), b"\xef\xbb\xbf{}"),
    "invisible": ("POST", "/", (JSON,), '"a\u200b\u202e\u0301"'.encode()),
    "large": ("POST", "/", (JSON,), b'"' + b"x" * 300_000 + b'"'),
    "no-content-type": ("POST", "/", (), b"{}"),
    "no-body": ("POST", "/", (JSON,), b""),
    "empty-header": ("GET", "/", (("X-A", ""),), b""),
    "header-bytes": ("GET", "/", (("X-A", "\xff'\xe9\\%s"),), b""),
    "header-utf-8": ("GET", "/", (("X-A", latin1("é")),), b""),
    "url": ("PUT", "/a%2Fb/%2E%2E/{x}/[1]?q=%20&r='&s=$HOME", (), b""),
    "dots": ("GET", "/a/../b/./c", (), b""),
    "get-with-body": ("GET", "/", (JSON,), b"{}"),
}

needs_curl = pytest.mark.skipif(
    not all(map(shutil.which, ("bash", "curl"))), reason="the commands are for bash and curl"
)


@needs_curl
@pytest.mark.parametrize(("method", "path", "headers", "body"), REQUESTS.values(), ids=REQUESTS)
def test_the_command_sends_the_same_again(method, path, headers, body):
    """Method, address, header bytes and body, and no key in the command."""
    with serving(lambda *_: Reply()) as server:
        command = curl(Sent(method, server.url + path, headers, body), REDACTION)
        done = subprocess.run(
            ["bash", "-c", command], env={**os.environ, **ENVIRON}, capture_output=True, check=False
        )
    assert done.returncode == 0, done.stderr
    (asked,) = server.requests
    assert (asked.method, asked.path, asked.body) == (method, path, body)
    expected = {name.lower(): value for name, value in headers}
    assert {name: asked.headers.get(name) for name in expected} == expected
    assert asked.headers.get("content-type") == expected.get("content-type")
    assert not any(secret in command for secret in (KEY, "u:pas", "U:PAS", "dTpw"))
    assert len(command) < 12_000


@needs_curl
@pytest.mark.skipif(not shutil.which("jq"), reason="a key in a URL is encoded by jq")
def test_a_key_in_the_query_is_encoded_by_the_shell():
    """The variable holds the key as it is, the URL its coded form."""
    with serving(lambda *_: Reply()) as server:
        command = curl(Sent("GET", f"{server.url}/?k=u%3Apass", (), b""), REDACTION)
        subprocess.run(
            ["bash", "-c", command], env={**os.environ, **ENVIRON}, check=True, capture_output=True
        )
    assert server.requests[0].path == "/?k=u%3Apass"
    assert "pass" not in command


def test_a_head_request_waits_for_no_body():
    """`-X HEAD` would."""
    assert curl(Sent("HEAD", "http://h/", (), b""), REDACTION).startswith(
        "curl -i --path-as-is --globoff --head"
    )


def test_a_body_beyond_any_command_is_left_to_the_reader():
    """A report stays small: what does not pack is named with its size."""
    body = os.urandom(20_000)
    command = curl(Sent("POST", "http://h/", (), body), REDACTION)
    assert command.endswith("--data-binary @BODY # 20,000 bytes")


def test_a_key_in_coded_bytes_is_masked():
    """base64 would carry it past everybody."""
    command = curl(Sent("POST", "http://h/", (), b"\xffu:pass"), REDACTION)
    assert "/3VbbWFza2VkXQ==" not in command  # nothing of the key's own letters
    assert "/1ttYXNrZWRd" in command


def test_an_unknown_credential_cannot_be_sent_again():
    """It is masked, and the command says so by failing."""
    command = curl(Sent("GET", "http://h/", (("Authorization", "Bearer other"),), b""), REDACTION)
    assert command.endswith("""-H 'Authorization: Bearer '"[masked]\"""")


def test_a_step_reads_like_the_exchange():
    """Request and answer as text: what matters of them, and no key."""
    sent = Sent("POST", "http://h/a", (("Authorization", "Bearer u:pass"), JSON), b'{"a": 1}')
    headers = (("Date", "today"), JSON, ("Set-Cookie", "sid=1"), ("X-A", latin1("é")))
    answer = Answer(400, headers, b'{"error": "u:pass"}', 0.1)
    shown = step(Exchange("op", "stranger", sent, answer), "why u:pass", REDACTION)
    assert shown.note == "why $TROTH_STRANGER_KEY"
    assert shown.request == (
        "POST http://h/a\nAuthorization: Bearer $TROTH_STRANGER_KEY\n"
        'Content-Type: application/json\n\n{"a": 1}'
    )
    assert shown.status == 400
    assert shown.answer == (
        "400\nContent-Type: application/json\nSet-Cookie: [masked]\nX-A: é\n\n"
        '{"error": "$TROTH_STRANGER_KEY"}'
    )
