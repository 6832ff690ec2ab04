"""Limits of the lengths of texts and of the sizes of arrays, as sentences state them."""

import re
from collections.abc import Iterator

from spec.lint.prose_clauses import own
from spec.lint.prose_numbers import LEAST, MOST, MUST, TO, N, Row, bounds, is_whole, number

_CHARACTERS = r"(?:unicode\s+|utf-8\s+)?(?:characters?|chars?|code\s+points)"
# Of these a text may have some among others.
_SIGNS = rf"(?:{_CHARACTERS}|letters|digits|symbols)"
_LONG = r"(?:\s+(?:long|in\s+length|max(?:imum)?|inclusive|(?:is|are)\s+allowed|allowed))?"
_IS = rf"(?:{MUST}|(?:can|may)\s+be\s+|is\s+|has\s+a\s+(?:length\s+)?|with\s+a\s+|(?:from|a\s+length\s+of|length\s*:?)\s+)"
_HAS = r"(?:(?:must|can|may|has\s+to)\s+(?:have|contain)|contains|includes|holds|has|of|with|containing|having)\s+"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _text(limit: str) -> re.Pattern[str]:
    return _compiled(
        rf"(?P<subject>.*?)\s*(?:{_IS}?{limit}[\s-]+{_SIGNS}|{_HAS}{limit}[\s-]+{_CHARACTERS}){_LONG}"
    )


_TEXT_RANGE = _text(rf"{N}(?:{TO}){N}")
_TEXT_BETWEEN = _text(rf"between\s+{N}\s+and\s+{N}")
_TEXT_MOST = _text(rf"{MOST}\s*:?\s*{N}")
_TEXT_LEAST = _text(rf"{LEAST}\s*:?\s*{N}")
_TEXT_EXACT = _compiled(
    rf"(?P<subject>.*?)\s*(?:exactly|{MUST}(?:exactly\s+)?)\s*{N}\s+{_SIGNS}(?:\s+long|\s+in\s+length)?"
)
_TEXT_MOST_AFTER = _compiled(
    rf"(?P<subject>.*?)\s*{_IS}?{N}[\s-]+{_SIGNS}\s+(?:max(?:imum)?|or\s+less|or\s+fewer|at\s+most|limit)"
)
_TEXT_LENGTH = _compiled(
    rf"(?P<subject>)(?:the\s+)?max(?:imum|\.)?\s*length(?:\s+is|\s+of)?\s*:?\s*{N}"
)
_TEXT_LEAST_LENGTH = _compiled(
    rf"(?P<subject>)(?:the\s+)?min(?:imum|\.)?\s*length(?:\s+is|\s+of)?\s*:?\s*{N}"
)
# Without a unit only as an aside, `The name (max 255)`: alone it may be a limit of anything.
_TEXT_ASIDE = _compiled(rf"(?P<subject>)max(?:imum|\.)?\s*:?\s*{N}")
_NOT_EMPTY = _compiled(
    r"(?P<subject>.*?)\s*(?:(?:must\s+not|cannot|may\s+not|can't)\s+be\s+(?:an\s+)?empty(?:\s+string)?|must\s+be\s+non-empty"
    r"|(?:must\s+be\s+)?(?<!\w)(?:an?\s+)?non-empty\s+(?P<thing>string|text|name|value|list|array|set))"
)
# Parts of a text, and texts within the text, have other lengths than the text.
_PART = _compiled(
    r"\b(?:each|every|(?:first|last)(?!\s+name)|prefix|suffix|preview|per\s+\w+|\w*-?separated|lists?|arrays?|words|lines|total)\b"
)
_LENGTHS = (
    (_TEXT_EXACT, ("minLength", "maxLength")),
    (_TEXT_MOST, ("maxLength",)),
    (_TEXT_MOST_AFTER, ("maxLength",)),
    (_TEXT_LENGTH, ("maxLength",)),
    (_TEXT_LEAST_LENGTH, ("minLength",)),
    (_TEXT_ASIDE, ("maxLength",)),
    (_TEXT_LEAST, ("minLength",)),
)

# What is counted in an array is a thing; a measure is none.
_MEASURE = (
    r"characters?|chars?|letters|digits|symbols|bytes|words|lines|[kmgt]i?b|seconds?|minutes?|hours?|days?|weeks?|months?|years?|times|"
    r"milliseconds|ms|percent|levels?|decimals?|degrees|meters|pixels|retries|attempts|requests|points?"
)
_COUNT = rf"(?:{N}|(?P<word>two|three|four|five|six|seven|eight|nine|ten|twelve))"
_THINGS = (
    rf"\s+(?:(?!of\b)[\w-]+\s+)?(?!(?:{_MEASURE})\b)(?:[a-z]\w*s|entry|item|element|id|value|tag)"
    r"(?:\s+(?:can|may)\s+be\s+\w+|\s+(?:are\s+)?allowed)?"
)
_HOLDS = rf"(?:{MUST}|{_HAS}|(?:must|can|may)\s+(?:include|list)\s+|a\s+list\s+of\s+|is\s+limited\s+to\s+)"
_ITEMS_MOST = _compiled(rf"(?P<subject>.*?)\s*{_HOLDS}?{MOST}\s*:?\s*{_COUNT}{_THINGS}")
_ITEMS_LEAST = _compiled(rf"(?P<subject>.*?)\s*{_HOLDS}?{LEAST}\s*:?\s*{_COUNT}{_THINGS}")
_ITEMS_EXACT = _compiled(rf"(?P<subject>.*?)\s*{_HOLDS}?exactly\s+{_COUNT}{_THINGS}")
_ITEMS_BETWEEN = _compiled(rf"(?P<subject>.*?)\s*{_HOLDS}?between\s+{N}\s+and\s+{N}{_THINGS}")
_UNIQUE = _compiled(
    r"(?P<subject>)(?:(?:the\s+|all\s+)?(?:items|entries|elements|ids|values|tags|addresses|urls|they)\s+must\s+(?:all\s+)?be\s+unique"
    r"|(?:(?:it\s+)?(?:must|may)\s+not\s+contain|no|without|has\s+no)\s+duplicates?(?:\s+(?:are\s+)?allowed|\s+items|\s+values)?)"
)
_SPOKEN = {
    word: count
    for count, word in enumerate("two three four five six seven eight nine ten".split(), 2)
} | {"twelve": 12}
_SIZES = (
    (_ITEMS_MOST, ("maxItems",)),
    (_ITEMS_LEAST, ("minItems",)),
    (_ITEMS_EXACT, ("minItems", "maxItems")),
)


def lengths(sentence: str, clauses: tuple[str, ...]) -> list[Row]:
    """Limits of a text's length, in characters."""
    if _PART.search(sentence):
        return []
    found = list(_text_limits(clauses))
    return [row for _, row in found] if is_whole(clauses, found) else []


def _text_limits(clauses: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    for pattern in (_TEXT_RANGE, _TEXT_BETWEEN):
        for clause, match in own(pattern, clauses):
            low, high = bounds(match)
            if low < high:
                yield clause, ("minLength", low, True)
                yield clause, ("maxLength", high, True)
    for pattern, keywords in _LENGTHS:
        for clause, match in own(pattern, clauses[1:] if pattern is _TEXT_ASIDE else clauses):
            value = number(match[match.lastindex or 0])
            yield from ((clause, (keyword, value, True)) for keyword in keywords)
    for clause, match in own(_NOT_EMPTY, clauses):
        if match["thing"] not in {"list", "array", "set"}:
            yield clause, ("minLength", 1, True)


def sizes(clauses: tuple[str, ...]) -> list[Row]:
    """Limits of an array."""
    found = list(_array_limits(clauses))
    return [row for _, row in found] if is_whole(clauses, found) else []


def _array_limits(clauses: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    for clause, match in own(_ITEMS_BETWEEN, clauses):
        low, high = bounds(match)
        yield clause, ("minItems", low, True)
        yield clause, ("maxItems", high, True)
    for pattern, keywords in _SIZES:
        for clause, match in own(pattern, clauses):
            word = match["word"]
            value = _SPOKEN[word.lower()] if word else number(match[match.lastindex or 0])
            yield from ((clause, (keyword, value, True)) for keyword in keywords)
    for clause, match in own(_NOT_EMPTY, clauses):
        if match["thing"] in {None, "list", "array", "set"}:
            yield clause, ("minItems", 1, True)
    for clause, _ in own(_UNIQUE, clauses):
        yield clause, ("uniqueItems", True, True)
