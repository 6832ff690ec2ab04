"""What is pasted into a shell sends the call that was meant."""

import os
import shlex
import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from contract_tests.regression.bodies import content_type, sent
from contract_tests.regression.call import KEY, Call
from contract_tests.regression.command import curl
from spec.diff.records import ABSENT

JSON = "application/json"
PARTS = "multipart/form-data"
SECRET = "k3y"


@dataclass
class Arrived:
    """The one request that a server got."""

    method: str = ""
    target: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@pytest.fixture(scope="module")
def arrived():
    """A server that writes down what it gets; its address stands in the records of requests."""
    seen = Arrived()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            seen.method, seen.target = self.command, self.path
            seen.headers = {name.lower(): value for name, value in self.headers.items()}
            seen.body = self.rfile.read(length)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(b"ok")

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_TRACE = answer  # noqa: N815  # names of the library

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()


def case(name, method="GET", path="/a", **members):
    return pytest.param(Call(method, "", path, **members), id=name)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(
    "call",
    [
        case("get"),
        case("query", query=("a%5Bb%5D=c", "d=e'f", "g={h}")),
        case("dots", path="/a/.."),
        case("get with a body", media_type=JSON, body={"a": 1}),
        case("head", "HEAD"),
        case("options", "OPTIONS"),
        case("delete with a body", "DELETE", media_type=JSON, body=[]),
        case("post", "POST"),
        case("post with a body", "POST", media_type=JSON, body={"a": "it's $HOME `x` \\ \n !!"}),
        case("body like a file", "POST", media_type="text/plain", body="@/etc/hostname"),
        case("body of nothing", "PUT", media_type="text/plain", body=""),
        case("form", "POST", media_type="application/x-www-form-urlencoded", body={"a": ["b", "c&"]}),
        case("parts", "POST", media_type=PARTS, body={"a": "@/etc/hostname", "b": "<x;type=y", "c": "q\"'"}),
        case("parts of JSON", "PUT", media_type=PARTS, body={"a": {"b;": '"\\'}, "c": 0}),
        case("a part of another type", "POST", media_type=PARTS, body={"a": "1,2"}, encoding={"a": {"contentType": "text/csv"}}),
        case("parts of nothing", "POST", media_type=PARTS, body={}),
        case("header of nothing", headers=(("X-A", ""), ("X-B", "c"))),
        case("header with signs", headers=(("X-A", "it's `x` $HOME !! \"\\"),)),
        case("key", headers=(("Authorization", f"Bearer {KEY}"), ("Cookie", f"a='!`\"\\; b={KEY}"))),
        case("key in the query", query=("a=it's", f"key={KEY}")),
    ],
)  # fmt: skip
def test_a_pasted_command_sends_the_call(call, arrived):
    """The method, the target, each header and the body are those of the call, whatever is in them."""
    address, seen = arrived
    here = Call(
        call.method, address, call.path, call.query, call.headers, call.media_type, call.body, call.encoding
    )  # fmt: skip
    environment = {**os.environ, "TROTH_API_KEY": SECRET, "no_proxy": "*"}
    subprocess.run(
        ["bash", "-c", curl(here)],
        check=True,
        capture_output=True,
        env=environment,
        timeout=20,
    )
    query = "&".join(call.query).replace(KEY, SECRET)
    assert (seen.method, seen.target) == (call.method, f"{call.path}{'?' if query else ''}{query}")
    for name, value in call.headers:
        assert seen.headers[name.lower()] == value.replace(KEY, SECRET)
    if call.body is ABSENT:
        assert seen.body == b""
    elif not call.media_type.startswith("multipart/"):
        assert seen.headers["content-type"] == call.media_type
        assert seen.body == sent(call)
    else:
        own = parts(content_type(call), sent(call) or b"")
        assert parts(seen.headers["content-type"], seen.body) == own


def parts(media_type, body):
    """The name, the type and the text of each part."""
    whole = message_from_bytes(f"Content-Type: {media_type}\r\n\r\n".encode() + body)
    return [
        (one.get_param("name", header="content-disposition"), one.get_content_type(), one.get_payload())
        for one in whole.walk()
        if not one.is_multipart() and one is not whole
    ]  # fmt: skip


def test_a_command_is_words_of_one_shell_line():
    """Lines end in a backslash, and each word is one word."""
    call = Call("GET", "https://a.example", "/", (), (("X-A", "b c"),), JSON, {"d": "e' f"})
    words = shlex.split(curl(call).replace(" \\\n", " "))
    assert words == [
        *("curl", "-i", "-X", "GET", "https://a.example/"),
        *("-H", "X-A: b c", "-H", "Content-Type: application/json"),
        *("--data-raw", '{"d": "e\' f"}'),
    ]
