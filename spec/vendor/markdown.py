"""What a page of Markdown (CommonMark 0.31) holds: its title, its fenced blocks and its links."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced code block. `language` is the first word of its info string, `about` the rest; `line` counts from 1 and is that
    of the first line of `text`."""

    language: str
    about: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Markdown:
    title: str
    blocks: tuple[Block, ...]
    links: tuple[str, ...]


def read(text: str) -> Markdown:
    tokens = MarkdownIt("commonmark").parse(text)
    titles = (
        after.content
        for token, after in pairwise(tokens)
        if token.type == "heading_open" and token.tag == "h1"
    )
    blocks = tuple(_block(token) for token in tokens if token.type == "fence")
    return Markdown(next(titles, ""), blocks, tuple(dict.fromkeys(_links(tokens))))


def _block(token: Token) -> Block:
    language, _, about = token.info.strip().partition(" ")
    fence = token.map[0] if token.map else 0
    return Block(language.lower(), about.strip(), token.content, fence + 2)


def _links(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                yield str(child.attrs.get("href", ""))
