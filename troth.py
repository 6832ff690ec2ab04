"""The `troth` command: finds the package that a command belongs to and hands it the rest of the line.

Nothing is imported before it is known to be needed, so that help is immediate and the mock starts fast.
"""

import difflib
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

OK, USAGE = 0, 2
INTERRUPTED, READER_GONE = (
    130,
    141,
)  # 128 + the number of SIGINT and of SIGPIPE, as a shell reports them


@dataclass(frozen=True, slots=True)
class Command:
    """One word after `troth`. `module.main([*words, *rest])` runs it and returns the exit code."""

    name: str
    module: str
    words: tuple[str, ...]
    help: str


COMMANDS = {
    command.name: command
    for command in (
        Command("mock", "mock_server.cli", (), "serve a document and keep what it promises"),
        Command("test", "contract_tests.cli", (), "hold a deployment to a document"),
        Command(
            "diff",
            "contract_tests.regression.cli",
            (),
            "tell what a changed document breaks, with proof",
        ),
        Command(
            "lint",
            "spec.lint_cli",
            (),
            "find defects in a document, and correct them in its overlay",
        ),
        Command(
            "vendor",
            "contract_tests.regression.vendor_cli",
            (),
            "refresh a vendored document from where it is published",
        ),
        Command("show", "spec.cli", ("show",), "print a document, corrected, with its rules"),
    )
}

_HELP = """\
usage: troth COMMAND ...

troth: a pledge kept. One OpenAPI document, and what holds it.

commands:
{commands}

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


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit code; 2 when there is no such command."""
    first, *rest = (sys.argv[1:] if argv is None else argv) or [""]
    if first in ("-h", "--help"):
        print(_help(), end="")
        return OK
    if first == "--version":
        print(f"troth {_version()}")
        return OK
    if first not in COMMANDS:
        print(_unknown(first) if first else _help(), end="", file=sys.stderr)
        return USAGE
    return _run(COMMANDS[first], rest)


def _run(command: Command, rest: Sequence[str]) -> int:
    """The two ends that no command is there to meet: Ctrl-C while it is imported, and `| head` after its last line."""
    try:
        code: int = importlib.import_module(command.module).main([*command.words, *rest])
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes once more at its end: to where nobody is missed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    return code


def _help() -> str:
    width = max(map(len, COMMANDS))
    lines = (f"  {command.name:{width}}  {command.help}" for command in COMMANDS.values())
    return _HELP.format(commands="\n".join(lines))


def _version() -> str:
    from importlib.metadata import version  # 10 ms, for this answer only

    return version("troth")


def _unknown(word: str) -> str:
    close = difflib.get_close_matches(word, COMMANDS, 1)
    next_step = f"did you mean {close[0]!r}?" if close else "`troth --help` lists what each does"
    return f"troth: {word!r} is no command, expected one of: {', '.join(COMMANDS)}\n  hint: {next_step}\n"


if __name__ == "__main__":
    sys.exit(main())
