"""`troth mock` as a process: what it says, what it writes, how it ends."""

import json
import signal
import socket
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mock_server.cli import main


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """The process, its URL and the lines before; killed if it does not end by itself."""
    command = [sys.executable, "-m", "mock_server", "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            lines: list[str] = []
            for line in process.stdout:
                if line.startswith("listening on "):
                    break
                lines.append(line.rstrip("\n"))
            else:
                pytest.fail("the mock ended before it was ready:\n" + "\n".join(lines))
            yield process, line.removeprefix("listening on ").strip(), lines
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_0_on_a_signal(number):
    """A polite end is no error."""
    with running() as (process, _, _):
        process.send_signal(number)
        assert process.wait(10) == 0


def test_it_prints_a_curl_that_works():
    """What is printed is run by the shell, as a newcomer would."""
    with running() as (_, url, lines):
        start = next(n for n, line in enumerate(lines) if line.startswith("  curl"))
        command = "\n".join(lines[start:]).strip()
        assert url in command
        done = subprocess.run(command, shell=True, check=True, capture_output=True, text=True)
        assert done.stdout.startswith("HTTP/1.1 201 Created")


def test_it_writes_the_target_file(tmp_path):
    """The same text as `GET /_mock/target`."""
    path = tmp_path / "target.toml"
    with running("--write-target", str(path)) as (_, url, _):
        with urllib.request.urlopen(f"{url}/_mock/target") as answer:
            assert path.read_bytes() == answer.read()
        assert tomllib.loads(path.read_text())["url"] == url


def test_a_log_line_for_every_request_without_keys():
    """With `--log`, and masked."""
    with running("--log") as (process, url, _):
        request = urllib.request.Request(f"{url}/nowhere?key=acme-test-key")
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(request)
        assert process.stdout
        line = process.stdout.readline()
        assert line.startswith("GET /nowhere?key=*** 404 ")
        assert "acme-test-key" not in line


def test_a_taken_port_is_exit_3():
    """One clear message, with what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "mock_server", "--port", str(port)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 3
    assert done.stderr.startswith(f"troth: cannot listen on port {port} of 127.0.0.1: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["nowhere.yaml"], "troth: nowhere.yaml: there is no such file", id="no-document"),
        pytest.param(["--fixtures", "nowhere.yaml"], "troth: nowhere.yaml: cannot be read: No such file or directory", id="no-fixtures"),
        pytest.param(["--overlay", "nowhere.yaml"], "troth: nowhere.yaml: cannot be read: No such file or directory", id="no-overlay"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_exit_3(capsys, arguments, message):
    """The message names the file."""
    assert main([*arguments, "--port", "0"]) == 3
    assert capsys.readouterr().err.startswith(message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--port", "http"], "a port is a number from 0 to 65535, not 'http'", id="port"),
        pytest.param(["--max-rows", "-1"], "--max-rows is a number of at least 0, not -1", id="negative"),
        pytest.param(["--control-token", ""], "--control-token is empty", id="empty-token"),
        pytest.param(["--fixturs", "x"], "unrecognized arguments", id="unknown-flag"),
    ],
)  # fmt: skip
def test_a_usage_error_is_exit_2(capsys, arguments, message):
    """The message names the flag."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert message in capsys.readouterr().err


def test_help_names_every_setting(capsys):
    """One table makes flags and help; examples come with them."""
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    for word in ("--max-body", "--journal", "--auto-provision", "--control-token", "examples:"):
        assert word in text


def test_a_document_of_ones_own_is_announced_with_its_own_curl(tmp_path):
    """A key in a header of its own name, and samples for what the fixtures do not say."""
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Own", "version": "7"},
        "paths": {
            "/a/{n}": {
                "get": {
                    "security": [{"k": []}],
                    "parameters": [
                        {"name": "n", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 5}},
                        {"name": "q", "in": "query", "required": True, "schema": {"enum": ["x y"]}},
                    ],
                    "responses": {"200": {"description": "fine"}},
                }
            }
        },
        "components": {"securitySchemes": {"k": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
    }  # fmt: skip
    (tmp_path / "own.json").write_text(json.dumps(document))
    with running(str(tmp_path / "own.json")) as (_, url, lines):
        assert f"  curl -i '{url}/a/5?q=x%20y' \\" in lines
        assert "    -H 'X-Key: demo-key'" in lines
