"""The prose of a document, and the sentences that it is made of: CommonMark in, one sentence at a time out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spec import pointer, references
from spec.document import Document

_MEMBERS = ("summary", "description")

# CommonMark sections 4.5, 4.6 and 4.2: what is code, comment or heading is no sentence.
_NO_PROSE = re.compile(
    r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)|<!--.*?-->|^ {0,3}#{1,6}[ \t].*?$",
    re.MULTILINE | re.DOTALL,
)
# Sections 4.8, 5.1 and 5.2, and tables of GFM: where a block begins inside of lines that follow each other.
_BLOCK = re.compile(r"\n\s*\n|^\s*(?:[-*+]|\d{1,9}[.)])[ \t]+|^\s*>|^\s*\|", re.MULTILINE)
_CODE = re.compile(r"`[^`]+`")
# Quotation marks by their code points, for editors and readers to whom they look alike.
_STOP = re.compile("[.!?]+[\"'\u201d\u2019)\\]*_`]*\\s+|[\u3002\uff01\uff1f]\\s*")
_FIRST = re.compile("[\"'\u201c\u2018(*_\\[]*(.)", re.DOTALL)
_LONGEST = 16
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|approx|fig|sec|incl|resp|al|dr|mrs?|ms|st|viz|ca|pp)|\b[a-z])\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Prose:
    """A text as the document has it, Markdown and all."""

    pointer: str
    text: str


def texts(document: Document) -> Iterator[Prose]:
    """Every summary and description, in document order. Those of examples say what an example shows, and are left out."""
    for tokens, value in references.objects(document.content):
        if "examples" in tokens[-2:-1]:
            continue
        for name in _MEMBERS:
            if isinstance(value.get(name), str):
                yield Prose(pointer.write((*tokens, name)), value[name])


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a Markdown text, with single blanks between words; an item of a list is one at least."""
    blocks = (squeeze(block) for block in _BLOCK.split(_NO_PROSE.sub("\n\n", text)))
    pieces = (piece for block in blocks for piece in _split(block))
    return tuple(piece for piece in pieces if any(sign.isalnum() for sign in piece))


def squeeze(text: str) -> str:
    """The text with every run of white space as one blank: lines may be folded anywhere."""
    return " ".join(text.split())


def _split(block: str) -> Iterator[str]:
    masked = _CODE.sub(lambda code: "`" + "x" * (len(code[0]) - 2) + "`", block)
    start = seen = depth = 0
    for stop in _STOP.finditer(masked):
        depth += masked.count("(", seen, stop.end()) - masked.count(")", seen, stop.end())
        seen = stop.end()
        # As much as an abbreviation takes: sentences may be long.
        tail = masked[max(start, stop.start() - _LONGEST) : stop.end()].rstrip()
        if depth <= 0 and _begins(masked, seen) and not _ABBREVIATION.search(tail):
            yield block[start:seen].strip()
            start, depth = seen, 0
    yield block[start:].strip(" |")


def _begins(text: str, at: int) -> bool:
    """Whether what follows can begin a sentence."""
    found = _FIRST.match(text, at)
    first = found[1] if found else ""
    return first == "`" or (first.isalnum() and not first.islower())
