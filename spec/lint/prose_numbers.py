"""Limits of numbers, of lengths of texts and of sizes of arrays, as sentences state them."""

import re
from collections.abc import Iterator
from typing import Any

Row = tuple[str, Any, bool]  # keyword, value, whether it is sure

_N = r"([-+\u2212]?\d{1,3}(?:,\d{3})+|[-+\u2212]?\d+(?:\.\d+)?)"
_CHARACTERS = r"(?:unicode\s+|utf-8\s+)?(?:characters?|chars?|letters|symbols|code points|digits)"
_ITEMS = (
    r"(?:items|entries|elements|ids|values|tags|results|records|objects|addresses|names|keys|urls)"
)
# What ends a statement of a limit: a unit would make it another quantity.
_TAIL = r"(?=\s*(?:$|[.;,)\]](?!\d)|\binclusive|\(|%|\bpercent\b))"
# After which words a range is that of the value itself.
_LEAD = (
    r"(?:^|[(\[:]\s?|,\s|\b(?:from|range(?:s|\s+is|\s+of)?|ranging\s+from|ranges\s+from|within|scale(?:\s+of)?|values?|ratings?|scores?|"
    r"percentages?|priority|level|integer|number|weight|confidence|probability|must\s+be|must\s+be\s+in|in\s+the\s+range(?:\s+of)?|is)\s+)"
)
_TO = r"\s*(?:-|\u2013|\u2014|\.\.\.?|\u2026)\s*|\s+(?:to|through)\s+"
_MOST = (
    r"(?:at\s+most|up\s+to|no\s+more\s+than|not\s+more\s+than|max(?:imum|\.)?(?:\s+(?:length|size|value|number|count))?"
    r"(?:\s+is|\s+of|:)?|(?:must\s+not|cannot|can't|may\s+not|not\s+to)\s+exceed|limited\s+to|limit\s+of|"
    r"(?:no|not|cannot\s+be|must\s+not\s+be)\s+(?:longer|larger|greater|higher|bigger)\s+than|less\s+than\s+or\s+equal\s+to|<=|\u2264)"
)
_LEAST = (
    r"(?:at\s+least|no\s+fewer\s+than|no\s+less\s+than|not\s+less\s+than|min(?:imum|\.)?(?:\s+(?:length|size|value|number|count))?"
    r"(?:\s+is|\s+of|:)?|(?:no|not|cannot\s+be|must\s+not\s+be)\s+(?:shorter|smaller|lower|less)\s+than|greater\s+than\s+or\s+equal\s+to|"
    r">=|\u2265)"
)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_RANGE = _compiled(rf"{_LEAD}\[?{_N}(?:{_TO}){_N}{_TAIL}")
_BETWEEN = _compiled(rf"\bbetween\s+{_N}\s+and\s+{_N}{_TAIL}")
_MUST_BETWEEN = _compiled(
    rf"\b(?:must|has\s+to|needs\s+to)\s+be\s+(?:a\s+\w+\s+)?between\s+{_N}\s+and\s+{_N}\b(?!\s*{_CHARACTERS})"
)
_INTERVAL = _compiled(rf"(?:\brange|\bwithin|\bin|\binterval)\s*:?\s+\[\s*{_N}\s*,\s*{_N}\s*\]")
_NUMBER_MOST = _compiled(rf"(?:\b|(?=[<\u2264])){_MOST}\s*:?\s*{_N}{_TAIL}")
_NUMBER_LEAST = _compiled(
    rf"(?:\b|(?=[>\u2265])){_LEAST}\s*:?\s*{_N}(?:{_TAIL}|(?=\s+and\s+(?:at\s+most|no\s+more|less|<=|\u2264)))"
)
_ABOVE = _compiled(
    rf"\bmust\s+be\s+(?:strictly\s+)?(?:greater|more|larger|higher)\s+than\s+{_N}{_TAIL}"
)
_BELOW = _compiled(rf"\bmust\s+be\s+(?:strictly\s+)?(?:less|smaller|lower)\s+than\s+{_N}{_TAIL}")
_POSITIVE = _compiled(
    r"\bmust\s+be\s+(?:a\s+)?positive\b|^(?:an?\s+)?positive\s+(?:number|integer|value)\b"
)
_NOT_NEGATIVE = _compiled(r"\bnon-?negative\b|\b(?:must\s+not|cannot|may\s+not)\s+be\s+negative\b")
_MULTIPLE = _compiled(rf"\bmust\s+be\s+(?:a\s+)?multiples?\s+of\s+{_N}{_TAIL}")

_TEXT_RANGE = _compiled(rf"(?:^|[\s(:])(?:from\s+)?{_N}(?:{_TO}){_N}\s+{_CHARACTERS}\b")
_TEXT_BETWEEN = _compiled(rf"\bbetween\s+{_N}\s+and\s+{_N}\s+{_CHARACTERS}\b")
_TEXT_MOST = _compiled(rf"\b{_MOST}\s*:?\s*{_N}[\s-]+{_CHARACTERS}\b")
_TEXT_MOST_AFTER = _compiled(
    rf"\b{_N}[\s-]+{_CHARACTERS}\s+(?:max(?:imum)?|or\s+less|or\s+fewer|at\s+most|limit)\b"
)
_TEXT_MOST_BARE = _compiled(
    rf"(?:^|[(,;]\s*)(?:max(?:imum|\.)?(?:\s*length)?(?:\s+is|\s+of|:)?|at\s+most|up\s+to)\s*{_N}(?=\s*(?:$|[.;,)](?!\d)))"
)
_TEXT_LEAST = _compiled(rf"\b{_LEAST}\s*:?\s*{_N}[\s-]+{_CHARACTERS}\b")
_TEXT_EXACT = _compiled(
    rf"\b(?:exactly|must\s+be)\s+{_N}\s+{_CHARACTERS}(?:\s+long|\s+in\s+length)?{_TAIL}"
)
_NOT_EMPTY = _compiled(
    r"\bnon-empty\b|\b(?:must\s+not|cannot|may\s+not|can't)\s+be\s+(?:an\s+)?empty\b"
)
# Parts of a text, and texts within the text, have other lengths than the text.
_PART = _compiled(r"\b(?:each|every|first|last|prefix|suffix|preview|per\s+\w+)\b")

_ITEMS_MOST = _compiled(rf"\b{_MOST}\s*:?\s*{_N}\s+(?:\w+\s+)?{_ITEMS}\b")
_ITEMS_LEAST = _compiled(
    rf"\b{_LEAST}\s*:?\s*(?:{_N}|(one))\s+(?:\w+\s+)?(?:{_ITEMS}|item|entry|element|id|value|tag)\b"
)
_ITEMS_BETWEEN = _compiled(rf"\bbetween\s+{_N}\s+and\s+{_N}\s+(?:\w+\s+)?{_ITEMS}\b")
_UNIQUE = _compiled(
    rf"\b(?:{_ITEMS}|they|must)\s+(?:must\s+)?be\s+unique\b|\b(?:no|without|must\s+not\s+contain|may\s+not\s+contain)\s+duplicates\b"
)


def numbers(sentence: str) -> Iterator[Row]:
    """Limits of a number."""
    for pattern in (_RANGE, _BETWEEN, _MUST_BETWEEN, _INTERVAL):
        match = pattern.search(sentence)
        if match and _number(match[1]) < _number(match[2]):
            yield "minimum", _number(match[1]), True
            yield "maximum", _number(match[2]), True
    for pattern, keyword in _BOUNDS:
        match = pattern.search(sentence)
        if match:
            yield keyword, _number(match[1]), True
    if _POSITIVE.search(sentence):
        yield "exclusiveMinimum", 0, True
    elif _NOT_NEGATIVE.search(sentence):
        yield "minimum", 0, True


_BOUNDS = (
    (_NUMBER_MOST, "maximum"),
    (_NUMBER_LEAST, "minimum"),
    (_ABOVE, "exclusiveMinimum"),
    (_BELOW, "exclusiveMaximum"),
    (_MULTIPLE, "multipleOf"),
)


def lengths(sentence: str) -> Iterator[Row]:
    """Limits of a text's length, in characters."""
    if _PART.search(sentence):
        return
    for pattern in (_TEXT_RANGE, _TEXT_BETWEEN):
        match = pattern.search(sentence)
        if match and _number(match[1]) < _number(match[2]):
            yield "minLength", _number(match[1]), True
            yield "maxLength", _number(match[2]), True
    for pattern, keyword in _LENGTHS:
        match = pattern.search(sentence)
        if match:
            yield keyword, _number(match[1]), True
    if _NOT_EMPTY.search(sentence):
        yield "minLength", 1, True


_LENGTHS = (
    (_TEXT_EXACT, "minLength"),
    (_TEXT_EXACT, "maxLength"),
    (_TEXT_MOST, "maxLength"),
    (_TEXT_MOST_AFTER, "maxLength"),
    (_TEXT_MOST_BARE, "maxLength"),
    (_TEXT_LEAST, "minLength"),
)


def sizes(sentence: str) -> Iterator[Row]:
    """Limits of an array."""
    between = _ITEMS_BETWEEN.search(sentence)
    if between:
        yield "minItems", _number(between[1]), True
        yield "maxItems", _number(between[2]), True
    most = _ITEMS_MOST.search(sentence)
    if most:
        yield "maxItems", _number(most[1]), True
    least = _ITEMS_LEAST.search(sentence)
    if least:
        yield "minItems", 1 if least[2] else _number(least[1]), True
    if _NOT_EMPTY.search(sentence):
        yield "minItems", 1, True
    if _UNIQUE.search(sentence):
        yield "uniqueItems", True, True


def _number(text: str) -> int | float:
    plain = text.replace(",", "").replace("\u2212", "-")
    return float(plain) if "." in plain else int(plain)


def as_number(text: str) -> int | float | None:
    """A number as a sentence writes it, None where the text is none."""
    return _number(text) if re.fullmatch(_N, text) else None
