"""The reader of README.md, on texts that are right or wrong in one way each."""

import os
import time
from pathlib import Path
from textwrap import dedent

import pytest

from mock_server.tests.readme.blocks import Command, commands, read
from mock_server.tests.readme.comparison import Correspondence, compare
from mock_server.tests.readme.walkthrough import on_free_port, problems, refreshed, walk

A = "aaaaaaaa-0000-4000-8000-00000000000a"
B = "bbbbbbbb-0000-4000-8000-00000000000b"
C = "cccccccc-0000-4000-8000-00000000000c"
NEW_ID = "python -c 'import uuid; print(uuid.uuid4())'"
# Stands in for the real mock: it says that it listens on a port that is not the one in the text, and stays.
MOCK = 'troth() { echo "key abc"; echo "listening on http://127.0.0.1:45001"; sleep 60; }'


def console(*lines: str) -> str:
    return "\n".join(["```console", *lines, "```", ""])


def wrong(markdown: str, folder: Path) -> str:
    return problems(walk(markdown, folder)[0], "README.md")


# The text


def test_reads_the_commands_of_a_block() -> None:
    """A command is what stands after `$` up to the last backslash; what follows is what it shows."""
    (block,) = read("text\n\n```console\n$ one \\\n    two\nshown\n\nmore\n$ three\n```\n")
    assert commands(block) == [
        Command(4, "one \\\n    two", ("shown", "", "more")),
        Command(9, "three", ()),
    ]
    assert [command.shown_line for command in commands(block)] == [6, 10]


def test_reads_the_reason_of_a_block_that_is_not_run() -> None:
    """The marker directly above a block says why it is not run."""
    text = "<!-- not run: needs a network -->\n\n```console\n$ git clone\n```\n\n```json\n1\n```\n"
    assert [block.not_run for block in read(text)] == ["needs a network", None]


def test_refuses_a_marker_without_a_block() -> None:
    """A marker that stands elsewhere would silently do nothing."""
    with pytest.raises(
        ValueError, match=r"^line 1: a 'not run' marker stands directly above its block$"
    ):
        read("<!-- not run: needs a network -->\n\nprose\n\n```json\n1\n```\n")


# What is the same, and what is new in each run


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        pytest.param(["a", "b"], ["a", "b"], id="equal"),
        pytest.param([f"id {A}", f"id {A}"], [f"id {B}", f"id {B}"], id="one id twice"),
        pytest.param([f"id {A}", f"id {B}"], [f"id {B}", f"id {C}"], id="two ids"),
        pytest.param(
            ['"createdAt": "2026-01-01T00:00:00.001Z", "updatedAt": "2026-01-01T00:00:00.002Z"'],
            ['"createdAt": "2026-01-02T00:00:00.001Z", "updatedAt": "2026-01-02T00:00:00.001Z"'],
            id="two members that meet in one millisecond",
        ),
        pytest.param(["in 0.12s", "took 3 ms"], ["in 4s", "took 0.25 ms"], id="durations"),
        pytest.param(['"durationMs": 1.25'], ['"durationMs": 3e-2'], id="a duration's member"),
        pytest.param(['"milliseconds": 1.25'], ['"milliseconds": 17'], id="a unit's member"),
        pytest.param(
            ["date: Mon, 23 Nov 2026 10:00:00 GMT"], ["date: Tue, 24 Nov 2026 01:02:03 GMT"], id="a Date field"
        ),
        pytest.param(["server: troth/0.1.0", "troth 1.0"], ["server: troth/0.2.0", "troth 2.10.1"], id="versions"),
        pytest.param(["a", "...", "z"], ["a", "b", "c", "z"], id="elision in the middle"),
        pytest.param(["...", "z"], ["z"], id="elision of nothing"),
        pytest.param(["..."], [], id="elision of all"),
        pytest.param(["...", f"id {A}"], [f"id {A}", f"id {B}"], id="an id is elided"),
    ],
)  # fmt: skip
def test_takes_for_the_same(shown: list[str], printed: list[str]) -> None:
    """What cannot be the same in two runs does not have to be."""
    assert compare(shown, printed, Correspondence())


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        pytest.param(["a"], ["b"], id="another text"),
        pytest.param(["a"], ["a", "b"], id="more lines"),
        pytest.param(["a", "b"], ["a"], id="fewer lines"),
        pytest.param([f"id {A}", f"id {A}"], [f"id {B}", f"id {C}"], id="one id became two"),
        pytest.param([f"id {A}", f"id {B}"], [f"id {C}", f"id {C}"], id="two ids became one"),
        pytest.param([f"id {A}"], ["id 17"], id="no id"),
        pytest.param(
            ['"updatedAt": "2026-01-01T00:00:00Z"', '"updatedAt": "2026-01-01T00:00:01Z"'],
            ['"updatedAt": "2026-01-02T00:00:00Z"', '"updatedAt": "2026-01-02T00:00:00Z"'],
            id="a time that did not move",
        ),
        pytest.param(["HTTP/1.1 201 Created"], ["HTTP/1.1 200 OK"], id="a status"),
        pytest.param(["openapi: 3.1.0"], ["openapi: 3.0.3"], id="a version that is not ours"),
        pytest.param(["a", "...", "z"], ["a", "z", "y"], id="more after an elision"),
        pytest.param(["a", "...", "z"], ["b", "z"], id="another text before an elision"),
    ],
)
def test_takes_for_different(shown: list[str], printed: list[str]) -> None:
    """All else is compared as it is, and equal values stay equal."""
    assert not compare(shown, printed, Correspondence())


def test_compares_as_it_is_what_the_reader_typed() -> None:
    """An id that a command names must come back unchanged."""
    values = Correspondence()
    values.know(f"curl /orders/{A}")
    assert compare([f"id {A}"], [f"id {A}"], values)
    assert not compare([f"id {A}"], [f"id {B}"], values)
    assert not compare([f"id {B}"], [f"id {A}"], values)


# The walk


def test_walks_through_a_text_that_is_right(tmp_path: Path) -> None:
    """Commands share one shell, its variables, folder and exit status; files, settings and code are tried as well."""
    text = "".join(
        [
            console(
                "$ git clone https://example.org/troth && cd troth",
                "$ name=world",
                "$ echo hello \\",
                "    $name",
                "hello world",
                "$ false",
                "$ echo $?",
                "1",
            ),
            console(
                f"$ id=$({NEW_ID}); echo $id", A, "$ echo $id; echo troth 0.0.1", A, "troth 9.9.9"
            ),
            "```yaml\n# world.yaml\norganizations: []\n```\n",
            console("$ cat world.yaml", "# world.yaml", "organizations: []"),
            '```toml\nurl = "https://staging.example"\n```\n',
            '```json\n{"a": 1}\n```\n',
            "```python\nassert 1 + 1 == 2\n```\n",
            "```python\ndef test_sum(tmp_path):\n    assert 1 + 1 == 2\n```\n",
            "<!-- not run: a picture -->\n```mermaid\ngraph\n```\n",
        ]
    )
    steps, _ = walk(text, tmp_path)
    assert problems(steps, "README.md") == ""
    assert len(steps) == 13


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            console("$ echo one", "one", "$ echo two", "three"),
            "README.md:4: $ echo two\n--- shown\n+++ printed\n@@ -1 +1 @@\n-three\n+two",
            id="output",
        ),
        pytest.param(console("$ echo one"), "README.md:2: $ echo one\n--- shown", id="output that is not shown"),
        pytest.param(
            console(f"$ echo {A}", B), f"-{B}\n+{A}", id="an id that was typed"
        ),
        pytest.param(
            console(f"$ id=$({NEW_ID}); echo $id; echo $id", A, B), f"-{B}\n+", id="an id that did not change"
        ),
        pytest.param(console("$ if"), "syntax error", id="a syntax error"),
        pytest.param(
            console("one"),
            "README.md:2: cannot be read as console: line 2: expected a command, a line that starts with '$ '",
            id="output without a command",
        ),
        pytest.param("```toml\na\n```\n", "README.md:2: cannot be read as toml: ", id="toml"),
        pytest.param("```yaml\na: [\n```\n", "README.md:2: cannot be read as yaml: ", id="yaml"),
        pytest.param("```json\n{\n```\n", "README.md:2: cannot be read as json: ", id="json"),
        pytest.param("```python\nif\n```\n", "README.md:2: cannot be read as python: ", id="python"),
        pytest.param("```python\nassert 1 == 2\n```\n", "README.md:2: exit code 1:\n", id="code that fails"),
        pytest.param(
            "```python\ndef test_sum():\n    assert 1 == 2\n```\n", "1 failed", id="a test that fails"
        ),
        pytest.param(
            "```sh\nls\n```\n",
            "README.md:2: a sh block is not run: put <!-- not run: reason --> above it",
            id="another language",
        ),
        pytest.param(
            "    indented\n\n```\nls\n```\n",
            "README.md:4: a block without a language is not run: put <!-- not run: reason --> above it",
            id="no language",
        ),
    ],
)  # fmt: skip
def test_finds_what_is_wrong(text: str, problem: str, tmp_path: Path) -> None:
    """Each way in which a text can promise what does not happen is found, with its line."""
    assert problem in wrong(text, tmp_path)


def test_starts_the_mock_on_a_free_port(tmp_path: Path) -> None:
    """The text says 8080 throughout; the run uses the port that it got, in commands and in what is printed."""
    text = console(
        f"$ {MOCK}",
        "$ troth mock --port 8080",
        "key abc",
        "listening on http://127.0.0.1:8080",
        "$ url=http://127.0.0.1:8080; echo ${#url} $url",
        "22 http://127.0.0.1:8080",
        "$ echo ${url#*:4}",
        "5001",
    )
    assert wrong(text, tmp_path) == ""


def test_compares_what_the_mock_says_at_its_start(tmp_path: Path) -> None:
    """Start-up output is output as any other."""
    text = console(f"$ {MOCK}", "$ troth mock", "key xyz", "listening on http://127.0.0.1:8080")
    assert "-key xyz\n+key abc" in wrong(text, tmp_path)


def test_tells_of_a_mock_that_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mock that never says that it listens is a problem with what it said instead, and ends the walk."""
    monkeypatch.setattr("mock_server.tests.readme.session.PATIENCE", 0.2)
    text = console(
        "$ troth() { echo no such port; }", "$ troth mock", "listening on ...", "$ echo after"
    )
    steps, _ = walk(text, tmp_path)
    assert steps[-1].problem == (
        "a command neither ended nor got ready; printed until then:\nno such port\n"
    )


def test_stops_what_it_started(tmp_path: Path) -> None:
    """Nothing outlives a walk: neither a mock nor what a mock has started."""
    pids = tmp_path / "pids"
    pids.mkdir()
    folder = tmp_path / "folder"
    folder.mkdir()
    fake = f"troth() {{ sleep 60 & echo $! >{pids}/one; echo listening on http://h:1; wait; }}"
    text = console(f"$ {fake}", "$ troth mock", "listening on http://h:8080")
    assert wrong(text, folder) == ""
    assert _gone(int((pids / "one").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("troth mock", "troth mock --port 0"),
        ("troth mock api.yaml --port 9000 &", "troth mock api.yaml --port 0"),
        (
            ".venv/bin/troth mock \\\n  --auto-provision",
            ".venv/bin/troth mock    --auto-provision --port 0",
        ),
        ("make mock", "make --no-print-directory -o .venv/.mock mock ARGS='--port 0'"),
        (
            'make mock ARGS="--auto-provision"',
            'make --no-print-directory -o .venv/.mock mock ARGS="--port 0 --auto-provision"',
        ),
    ],
)
def test_moves_a_mock_to_a_free_port(command: str, expected: str) -> None:
    """Whatever spelling starts a mock, the system chooses its port."""
    assert on_free_port(command) == expected


def test_writes_down_what_is_printed_now(tmp_path: Path) -> None:
    """A refreshed text is right; ids are this run's throughout, and an elision that still holds stays."""
    text = dedent("""\
        # Title

        ```console
        $ id=%s; echo $id
        %s
        $ echo %s
        %s
        $ echo new
        old
        $ seq 9
        1
        ...
        9
        ```
        """) % (f"$({NEW_ID})", A, A, A)  # fmt: skip
    steps, values = walk(text, _empty(tmp_path / "one"))
    new = refreshed(text, steps, values)
    assert A not in new
    assert "\nold\n" not in new
    assert "1\n...\n9\n" in new
    assert wrong(new, _empty(tmp_path / "two")) == ""


def _empty(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _gone(pid: int) -> bool:
    """Whether a process has ended; a moment is given to it, the signal is on its way."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False
