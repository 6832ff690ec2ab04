"""Walk through a README as a reader would, and see whether each step does what the text shows.

`console` blocks are typed into one shell, in order; a mock that they start serves on a free port. `python` blocks are run
(by pytest where they define tests), `toml`, `yaml` and `json` blocks are parsed. A block whose first line is a comment with a
file name is that file for all that follows. Any other block needs a marker above it: `<!-- not run: reason -->`.

    python -m mock_server.tests.readme.walkthrough README.md    writes into the text what its commands print now (`make readme`)
"""

import ast
import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from mock_server.tests.readme.blocks import Block, Command, commands, read
from mock_server.tests.readme.comparison import Correspondence, compare, difference
from mock_server.tests.readme.session import NoEnd, Session, session

DEFAULT_PORT = 8080
_STARTS_MOCK = re.compile(r"(?:make|(?:\S*/)?troth) mock\b(?!.*--help)", re.DOTALL)
# The folder of the walk is what a reader has after these.
_GETS_THE_PROJECT = re.compile(r"git clone \S+( && cd \S+)?|cd troth")
_PORT = re.compile(r"--port[ =](\d+)")


@dataclass(frozen=True, slots=True)
class Step:
    """One command or block that was tried. `problem` is None when it did as shown; `printed` is set for commands."""

    line: int
    problem: str | None
    command: Command | None = None
    printed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """What is carried from step to step."""

    session: Session
    values: Correspondence = field(default_factory=Correspondence)
    ports: dict[int, int] = field(default_factory=dict)

    def localized(self, text: str) -> str:
        """`text` with the ports of this run in place of those that it names."""
        for named, real in self.ports.items():
            text = re.sub(rf"\b{named}\b", str(real), text)
        return text

    def as_shown(self, printed: str) -> list[str]:
        """The lines of an output, with the ports that the text names."""
        for named, real in self.ports.items():
            printed = re.sub(rf"\b{real}\b", str(named), printed)
        return [line.rstrip() for line in printed.splitlines()]


def walk(markdown: str, folder: Path) -> tuple[list[Step], Correspondence]:
    """Try every block in order, in an empty folder. Goes on after a step that fails, not after one that never ends."""
    steps: list[Step] = []
    with session(folder) as running:
        progress = Walk(running)
        for block in read(markdown):
            try:
                steps.extend(_try(block, progress))
            except NoEnd as error:
                problem = f"a command neither ended nor got ready; printed until then:\n{error}"
                steps.append(Step(block.line, problem))
                break
    return steps, progress.values


def problems(steps: list[Step], name: str) -> str:
    """What is wrong, for a person; empty when nothing is."""
    return "\n\n".join(f"{name}:{step.line}: {step.problem}" for step in steps if step.problem)


def refreshed(markdown: str, steps: list[Step], values: Correspondence) -> str:
    """The text with what the commands printed; ids and times are this run's throughout, elisions stay where they still hold."""
    lines = markdown.splitlines()
    for step in reversed(steps):
        if step.command:
            start = step.command.shown_line - 1
            shown = step.printed if step.problem else step.command.shown
            lines[start : start + len(step.command.shown)] = shown
    return values.translate("\n".join(lines) + "\n")


def _try(block: Block, progress: Walk) -> list[Step]:
    language = block.language.partition(" ")[0]
    kind = _KINDS.get(language)
    if block.not_run is not None:
        return []
    if kind is None:
        what = f"a {language} block" if language else "a block without a language"
        return [Step(block.line, f"{what} is not run: put <!-- not run: reason --> above it")]
    if block.file_name:
        target = progress.session.folder / block.file_name
        target.write_text(progress.localized(block.text), encoding="utf-8")
    try:
        return list(kind(block, progress))
    except (ValueError, SyntaxError, yaml.YAMLError) as error:
        return [Step(block.line, f"cannot be read as {language}: {error}")]


def _console(block: Block, progress: Walk) -> Iterator[Step]:
    for command in commands(block):
        if _GETS_THE_PROJECT.fullmatch(command.text):
            printed = ""
        elif _STARTS_MOCK.match(command.text):
            printed = _start(command, progress)
        else:
            text = progress.localized(progress.values.translate(command.text))
            progress.values.know(text)
            printed = progress.session.run(text).printed
        lines = progress.as_shown(printed)
        problem = None
        if not compare(command.shown, lines, progress.values):
            differs = difference(command.shown, lines, progress.values)
            problem = "\n".join([f"$ {command.text}", *differs])
        yield Step(command.line, problem, command, tuple(lines))


def _start(command: Command, progress: Walk) -> str:
    """Start the mock that the command starts, on a free port. Returns what it printed."""
    given = _PORT.search(command.text)
    named = int(given[1]) if given else DEFAULT_PORT
    real, printed = progress.session.start(
        on_free_port(command.text), named, lines=len(command.shown)
    )
    progress.ports[named] = real
    progress.values.know(printed)
    return printed


def on_free_port(command: str) -> str:
    """`make mock` or `troth mock` in the spelling of the text, on a port that the system chooses."""
    command = command.replace("\\\n", " ").strip().removesuffix("&").rstrip()
    # The walk is not the place to set up an environment: the one that it runs in is ready.
    command = re.sub(r"^make mock\b", "make --no-print-directory -o .venv/.mock mock", command)
    if _PORT.search(command):
        return _PORT.sub("--port 0", command)
    if command.startswith("make "):
        with_args = re.sub(r"\bARGS=(['\"])", r"ARGS=\1--port 0 ", command)
        return with_args if with_args != command else f"{command} ARGS='--port 0'"
    return f"{command} --port 0"


def _python(block: Block, progress: Walk) -> Iterator[Step]:
    tested = any(
        isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        for node in ast.parse(block.text).body
    )
    script = progress.session.folder / f"test_block_{block.line}.py"
    script.write_text(progress.localized(block.text), encoding="utf-8")
    # A customer's suite knows nothing of this repository's settings.
    runner = (
        "python -m pytest -q -c /dev/null --rootdir . -p no:cacheprovider" if tested else "python"
    )
    outcome = progress.session.run(f"{runner} {script.name}")
    yield Step(
        block.line, f"exit code {outcome.code}:\n{outcome.printed}" if outcome.code else None
    )


def _parsed(parse: Callable[[str], object]) -> Callable[[Block, Walk], Iterator[Step]]:
    def kind(block: Block, progress: Walk) -> Iterator[Step]:
        parse(block.text)
        yield Step(block.line, None)

    return kind


_KINDS: dict[str, Callable[[Block, Walk], Iterator[Step]]] = {
    "console": _console,
    "python": _python,
    "toml": _parsed(tomllib.loads),
    "yaml": _parsed(yaml.safe_load),
    "json": _parsed(json.loads),
}


def main(path: str) -> int:
    """Refresh a file in place, if a step is not as shown. Returns 1 when some block needs a person."""
    file = Path(path)
    markdown = file.read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        steps, values = walk(markdown, Path(folder))
    if any(step.problem and step.command for step in steps):
        file.write_text(refreshed(markdown, steps, values), encoding="utf-8")
    left = problems([step for step in steps if step.command is None], path)
    print(left or f"{path}: {len(steps)} steps, as they are now")  # noqa: T201 - a script's report
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
