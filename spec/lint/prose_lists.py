"""Sentences of a Markdown text, a list of values among them: `Possible values:` and an item for each."""

import re
from collections.abc import Iterator, Sequence

from spec import prose

_HERALD = re.compile(
    r"(?:.*[.,;]\s+)?((?:(?:must|can)\s+be\s+)?one\s+of(?:\s+the\s+following)?(?:\s+values)?"
    r"|(?:the\s+)?(?:allowed|possible|valid|accepted|supported|permitted)\s+values(?:\s+are)?)\s*:\s*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(\s*)[-*+]\s+(.*)")
# A value in quotes, and perhaps what it means; without quotes the item is nothing but the value.
_QUOTED = re.compile(r"\**[`'\"]([\w][\w.:/-]*)[`'\"]\**\s*(?:[:=(,.\u2013\u2014-].*)?")
_WORD = re.compile(r"([\w][\w.-]*)\.?")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences, and one for each list of values, with all of them."""
    return (*prose.sentences(text), *_listed(text.splitlines()))


def _listed(lines: Sequence[str]) -> Iterator[str]:
    for index, line in enumerate(lines):
        herald = _HERALD.fullmatch(line.strip()) if line.rstrip().endswith(":") else None
        values = list(_values(lines[index + 1 :])) if herald else []
        if herald and len(values) > 1 and None not in values:
            yield f"{herald[1]}: {', '.join(f'`{value}`' for value in values)}"


def _values(lines: Sequence[str]) -> Iterator[str | None]:
    """The values of the items that follow, None for an item that is no value."""
    indent: str | None = None
    for line in lines:
        item = _ITEM.fullmatch(line)
        if item is None:
            if line.strip() and (indent is None or not line.startswith(f"{indent} ")):
                return
            continue
        indent = item[1] if indent is None else indent
        value = _QUOTED.fullmatch(item[2].strip()) or _WORD.fullmatch(item[2].strip())
        yield value[1] if value and item[1] == indent else None
