"""Limits of numbers, as sentences state them."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from spec.lint.prose_clauses import own

Row = tuple[str, Any, bool]  # keyword, value, whether it is sure

N = r"([-+\u2212]?\d{1,3}(?:,\d{3})+|[-+\u2212]?\d+(?:\.\d+)?|\bzero\b|\bone\b)"
TO = r"\s*(?:-|\u2013|\u2014|\.\.\.?|\u2026)\s*|\s+(?:to|through)\s+"
MOST = (
    r"(?:(?:an?\s+|the\s+)?)(?:at\s+most|up\s+to(?:\s+a\s+maximum\s+of)?|no\s+more\s+than|not\s+more\s+than|max(?:imum|\.)?(?:\s+(?:length|size|value|number|count))?"
    r"(?:\s+is|\s+of|:)?|(?:must\s+not|cannot|can't|may\s+not|not\s+to)\s+exceed|limited\s+to|limit\s+of|"
    r"(?:no|not|cannot\s+be|must\s+not\s+be)\s+(?:longer|larger|greater|higher|bigger)\s+than|less\s+than\s+or\s+equal\s+to|<=|\u2264)"
)
LEAST = (
    r"(?:(?:an?\s+|the\s+)?)(?:at\s+least|no\s+fewer\s+than|no\s+less\s+than|not\s+less\s+than|min(?:imum|\.)?(?:\s+(?:length|size|value|number|count))?"
    r"(?:\s+is|\s+of|:)?|(?:no|not|cannot\s+be|must\s+not\s+be)\s+(?:shorter|smaller|lower|less)\s+than|greater\s+than\s+or\s+equal\s+to|"
    r">=|\u2265)"
)
MUST = r"(?:must|has\s+to|needs\s+to|shall)(?:\s+always)?\s+(?:be|lie|fall)\s+"
_LINK = rf"(?:{MUST}|(?:can|may)\s+(?:be|range)\s+|is\s+|are\s+|ranges\s+)"
_KIND = r"(?:(?:an?\s+)?(?:whole\s+|integer\s+)?(?:number|integer|value)\s+)"
_TAIL = r"(?:\s*%|\s+percent|\s+degrees)?(?:\s+(?:inclusive(?:ly)?|(?:is|are)\s+allowed|allowed))?"
# What the value is for.
_REST = (
    r"(?:\s+(?:representing|specifying|identifying|giving|indicating|that\s+(?:represents|specifies|identifies|indicates))"
    r"\b.*)?"
)
# Sizes that are told in another unit than they are sent in.
_UNIT = r"(?:\s+(?![kmgt]i?b\b|bytes\b|kilo|mega|giga)[a-z]+)?"
# What a bare range, `0-100`, can be a range of; of a version, a step or a page it is none.
_MEASURES = re.compile(
    r"(?:\A|\b(?:range|scale|values?|rating|score|percentage|priority|level|integer|number|weight|confidence|probability|latitude|"
    r"longitude|size|share|ratio|degree|temperature|is|be|of))\s*:?\s*\Z",
    re.IGNORECASE,
)
_YEARS = range(1900, 2101)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_FROM = (
    r"(?:(?:in\s+the\s+range|on\s+a\s+scale|within(?:\s+the\s+range)?|in|from|range|ranging\s+from)"
    r"(?:\s+(?:of|from))?\s*:?\s+)"
)
_RANGE = _compiled(
    rf"(?P<subject>.*?)(?P<lead>\s*\b{_LINK}|){_KIND}?(?P<from>{_FROM}?)\[?{N}\s*%?(?:{TO}){N}\]?{_TAIL}"
)
_BETWEEN = _compiled(
    rf"(?P<subject>.*?)\s*{_LINK}?{_KIND}?between\s+{N}\s*%?\s+and\s+{N}{_TAIL}{_REST}"
)
_MUST_BETWEEN = _compiled(
    rf"(?P<subject>.*?)\s*{MUST}{_KIND}?between\s+{N}\s+and\s+{N}{_UNIT}{_TAIL}"
)
_INTERVAL = _compiled(
    rf"(?P<subject>.*?)\s*{_LINK}?{_KIND}?(?:{_FROM}|\b(?:range|interval)(?:\s+is|:)?\s+)\[\s*{N}\s*,\s*{N}\s*\]"
)
_NUMBER_MOST = _compiled(rf"(?P<subject>.*?)\s*{_LINK}?{MOST}\s*:?\s*{N}{_TAIL}")
_NUMBER_LEAST = _compiled(rf"(?P<subject>.*?)\s*{_LINK}?{LEAST}\s*:?\s*{N}{_TAIL}")
_OR_MORE = _compiled(
    rf"(?P<subject>.*?)\s*{_LINK}?{N}\s+or\s+(?:more|greater|higher|larger|above){_TAIL}"
)
_OR_LESS = _compiled(rf"(?P<subject>.*?)\s*{_LINK}?{N}\s+or\s+(?:less|lower|smaller|below){_TAIL}")
_ABOVE = _compiled(
    rf"(?P<subject>)(?:{_LINK}|.*\b{MUST})?(?:strictly\s+)?(?:greater|more|larger|higher)\s+than\s+{N}{_TAIL}"
)
_BELOW = _compiled(
    rf"(?P<subject>)(?:{_LINK}|.*\b{MUST})?(?:strictly\s+)?(?:less|smaller|lower)\s+than\s+{N}{_TAIL}"
)
_MULTIPLE = _compiled(rf"(?P<subject>.*?)\s*{MUST}(?:an?\s+)?multiples?\s+of\s+{N}")
_THING = r"\s+(?:whole\s+)?(?:number|integer|value)"
_POSITIVE = _compiled(
    rf"(?P<subject>.*?)\s*(?:{MUST}(?:an?\s+)?positive(?:{_THING})?|(?:is\s+)?(?<!\w)(?:an?\s+)?positive{_THING}{_REST})(?P<zero>\s+or\s+(?:zero|0))?"
)
_NOT_NEGATIVE = _compiled(
    rf"(?P<subject>.*?)\s*(?:{MUST}(?:an?\s+)?non-?negative(?:{_THING})?|(?:is\s+)?(?<![\w-])(?:an?\s+)?non-?negative{_THING}{_REST}"
    rf"|(?:must\s+not|cannot|may\s+not)\s+be\s+negative|{MUST}(?:zero|0)\s+or\s+positive)"
)
_BOUNDS = (
    (_NUMBER_MOST, "maximum"),
    (_OR_LESS, "maximum"),
    (_NUMBER_LEAST, "minimum"),
    (_OR_MORE, "minimum"),
    (_ABOVE, "exclusiveMinimum"),
    (_BELOW, "exclusiveMaximum"),
    (_MULTIPLE, "multipleOf"),
)
_SPOKEN = {"zero": 0, "one": 1}
# Numbers in a name, and in a default, are no other limit.
_NAMED = re.compile(
    r"\b(?:ISO|RFC|IEEE|WGS|UTF|SHA|E\.|v|version)[- ]?\d[\w.-]*|\bdefaults?\b.*|.*\bby default\b|\b\d+ being\b|\bwhere \d+\b",
    re.IGNORECASE,
)
_ANY = re.compile(rf"(?<![\w.-]){N}(?!\w)", re.IGNORECASE)


def numbers(clauses: tuple[str, ...]) -> list[Row]:
    """Limits of a number."""
    found = list(_found(clauses))
    return [row for _, row in found] if is_whole(clauses, found) else []


def is_whole(clauses: tuple[str, ...], found: Sequence[tuple[str, Row]]) -> bool:
    """Whether the sentence has no number and no alternative but these: a second one is what holds in another case."""
    read, values = {clause for clause, _ in found}, {row[1] for _, row in found}
    for clause in clauses:
        if clause in read:
            continue
        others = {as_number(one) for one in _ANY.findall(_NAMED.sub("", clause))}
        if others - values - {1} or clause.lower().startswith("or "):
            return False
    return True


def _found(clauses: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    for pattern in (_RANGE, _BETWEEN, _MUST_BETWEEN, _INTERVAL):
        for clause, match in own(pattern, clauses):
            low, high = bounds(match)
            if low < high and not (pattern is _RANGE and not _is_range(match, low, high)):
                yield clause, ("minimum", low, True)
                yield clause, ("maximum", high, True)
    for pattern, keyword in _BOUNDS:
        for clause, match in own(pattern, clauses):
            yield clause, (keyword, number(match[match.lastindex or 0]), True)
    for clause, match in own(_POSITIVE, clauses):
        yield clause, ("minimum" if match["zero"] else "exclusiveMinimum", 0, True)
    for clause, _ in own(_NOT_NEGATIVE, clauses):
        yield clause, ("minimum", 0, True)


def _is_range(match: re.Match[str], low: float, high: float) -> bool:
    """Not of years, and not of what only a word before it tells."""
    if low in _YEARS and high in _YEARS:
        return False
    return bool(match["lead"] or match["from"] or _MEASURES.search(match["subject"]))


def bounds(match: re.Match[str]) -> tuple[int | float, int | float]:
    """The last two groups of a match, which are numbers."""
    last = match.lastindex or 0
    return number(match[last - 1]), number(match[last])


def number(text: str) -> int | float:
    """A number as a sentence writes it."""
    plain = text.strip().lower().replace(",", "").replace("\u2212", "-")
    if plain in _SPOKEN:
        return _SPOKEN[plain]
    return float(plain) if "." in plain else int(plain)


def as_number(text: str) -> int | float | None:
    """The number that a text is, None where it is none: with a zero in front it is octal, or a code."""
    if re.fullmatch(r"[-+\u2212]?0\d.*", text) or not re.fullmatch(N, text.strip(), re.IGNORECASE):
        return None
    return number(text)
