"""The `troth` command as a person meets it."""

import subprocess
import sys
from importlib.metadata import version

import pytest

HELP = """\
usage: troth COMMAND ...

troth: a pledge kept. One OpenAPI document, and what holds it.

commands:
  mock    serve a document and keep what it promises
  test    hold a deployment to a document
  diff    tell what a changed document breaks, with proof
  lint    find defects in a document, and correct them in its overlay
  vendor  refresh a vendored document from where it is published
  show    print a document, corrected, with its rules

options:
  -h, --help  print this help; `troth COMMAND --help` tells all about a command
  --version   print the version

examples:
  troth mock                        serve the vendored document on http://127.0.0.1:8080
  troth mock api.yaml --port 0      any document, on a free port
  troth test --target staging.toml  hold a deployment to the vendored document
  troth diff main:api.yaml api.yaml what the changes since main would break
  troth lint api.yaml --fix         what breaks tools and people, and its correction
  troth vendor --check              what has changed where the document is published
  troth show api.yaml               the same document as troth reads it
"""


def troth(*words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    command = [sys.executable, "-m", "troth", *words]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_lists_the_commands(option: str) -> None:
    """Help goes where a pager finds it."""
    assert troth(option) == (0, HELP, "")


def test_nothing_asked_is_a_usage_error() -> None:
    """A script that lost its arguments does not pass for one that succeeded."""
    assert troth() == (2, "", HELP)


def test_the_version_is_the_distribution_s() -> None:
    """There is one place where the version is written."""
    assert troth("--version") == (0, f"troth {version('troth')}\n", "")


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("mok", "did you mean 'mock'?"),
        ("shwo", "did you mean 'show'?"),
        ("--port", "`troth --help` lists what each does"),
    ],
)
def test_an_unknown_command_is_a_usage_error(word: str, hint: str) -> None:
    """The error names the word, what is on offer, and the next step."""
    expected = f"troth: {word!r} is no command, expected one of: mock, test, diff, lint, vendor, show\n  hint: {hint}\n"
    assert troth(word) == (2, "", expected)


@pytest.mark.parametrize("command", ["mock", "test", "diff", "lint", "vendor", "show"])
def test_a_command_gets_the_rest_of_the_line(command: str) -> None:
    """`troth COMMAND --help` is the command's own help, with examples."""
    code, printed, errors = troth(command, "--help")
    assert (code, errors) == (0, "")
    assert printed.startswith(f"usage: troth {command} ")
    assert "examples:" in printed


def test_the_command_s_exit_code_is_troth_s() -> None:
    """`troth show` of a file that is not there exits with 3."""
    code, printed, errors = troth("show", "no-such-file.yaml")
    assert (code, printed) == (3, "")
    assert errors.startswith("troth: no-such-file.yaml: there is no such file")


def test_a_reader_who_leaves_is_no_error() -> None:
    """`troth show | true` ends as a shell expects, without a traceback."""
    command = [sys.executable, "-m", "troth", "show"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 141


@pytest.mark.parametrize(("command", "slow"), [("mock", "mock_server.cli"), ("show", "spec.cli")])
def test_an_interrupt_while_it_starts_is_no_error(command: str, slow: str) -> None:
    """Ctrl-C before a command is there to handle it ends troth as a shell expects, without a traceback."""
    # Ctrl-C comes while the command's module is being looked for.
    code = f"""if True:
        import sys, troth
        class Interrupt:
            def find_spec(self, name, path=None, target=None):
                if name == {slow!r}: raise KeyboardInterrupt
        sys.meta_path.insert(0, Interrupt())
        sys.exit(troth.main([{command!r}]))
    """
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_the_mock_is_ready_without_what_is_slow_to_import() -> None:
    """openapi-core costs half a second to import: the mock listens before it is needed."""
    command = [sys.executable, "-X", "importtime", "-m", "troth", "mock", "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        until_ready = []
        for line in process.stdout:
            until_ready.append(line)
            if line.startswith("listening on http://"):
                break
        process.terminate()
    imported = {line.rpartition("|")[2].strip() for line in until_ready}
    assert "uvicorn" in imported, "".join(until_ready)
    assert "openapi_core" not in imported
