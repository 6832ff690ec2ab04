"""The fenced blocks of a Markdown text, and the commands of those that show a terminal."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKER = re.compile(r"<!--\s*not run:\s*(?P<reason>\S.*?)\s*-->\s*", re.DOTALL)
_FILE_NAME = re.compile(r"#\s*(?P<name>[\w.-]+\.\w+)")


@dataclass(frozen=True, slots=True)
class Block:
    """One fence. `line` is where its text begins, from 1; `not_run` is the reason that the marker above it gives."""

    language: str
    line: int
    text: str
    not_run: str | None

    @property
    def file_name(self) -> str | None:
        """The file that the block shows: its first line, where that is a comment with a name and nothing else."""
        match = _FILE_NAME.fullmatch(self.text.partition("\n")[0])
        return match["name"] if match else None


@dataclass(frozen=True, slots=True)
class Command:
    """What stands after one `$`, continuation lines included, and the lines shown under it. `line` is the `$`'s, from 1."""

    line: int
    text: str
    shown: tuple[str, ...]

    @property
    def shown_line(self) -> int:
        return self.line + self.text.count("\n") + 1


def read(markdown: str) -> list[Block]:
    """All blocks in order. Raises ValueError for a marker with no block under it."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    following: list[Token | None] = [*tokens[1:], None]
    for token, after in zip(tokens, following, strict=True):
        if _reason(token) and (after is None or after.type != "fence"):
            line = token.map[0] + 1 if token.map else "?"
            raise ValueError(f"line {line}: a 'not run' marker stands directly above its block")
    before: list[Token | None] = [None, *tokens[:-1]]
    return [
        Block(token.info.strip(), token.map[0] + 2, token.content, _reason(above))
        for above, token in zip(before, tokens, strict=True)
        if token.type == "fence" and token.map
    ]


def _reason(token: Token | None) -> str | None:
    if token is None or token.type != "html_block":
        return None
    match = _MARKER.fullmatch(token.content)
    return match["reason"] if match else None


def commands(block: Block) -> list[Command]:
    """The commands of a console block. Raises ValueError for output that no command stands above."""
    found: list[Command] = []
    lines = block.text.splitlines()
    at = 0
    while at < len(lines):
        if not lines[at].startswith("$ "):
            raise ValueError(
                f"line {block.line + at}: expected a command, a line that starts with '$ '"
            )
        end = _end_of_command(lines, at)
        following = _next_command(lines, end)
        text = "\n".join([lines[at].removeprefix("$ "), *lines[at + 1 : end]])
        found.append(Command(block.line + at, text, tuple(lines[end:following])))
        at = following
    return found


def _end_of_command(lines: Sequence[str], start: int) -> int:
    end = start
    while lines[end].endswith("\\") and end + 1 < len(lines):
        end += 1
    return end + 1


def _next_command(lines: Sequence[str], start: int) -> int:
    return next((at for at in range(start, len(lines)) if lines[at].startswith("$ ")), len(lines))
