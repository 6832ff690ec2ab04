"""What a text is written like, as sentences state it: ISO 8601 and RFC 3339, UUIDs, addresses."""

import re
from collections.abc import Iterator

from spec.lint.prose_numbers import Row

_STANDARD = r"(?:ISO[- ]?8601(?:-1)?|RFC[- ]?3339)"
_STAMP = r"(?:date[- ]?time|time[- ]?stamp|date\s+and\s+time)"
_LEAD = (
    r"(?:(?:this|it)\s+is\s+|is\s+|must\s+be\s+)?(?:(?:formatted|expressed|given|written|encoded|represented)\s+)?(?:as\s+|in\s+|per\s+)?"
    r"(?:an?\s+|the\s+)?(?:valid\s+|full\s+|UTC\s+|standard\s+)*"
)
_STYLE = r"(?:[- ](?:formatted|compliant|extended|format))?"
_ZONE = r"(?:\s+in\s+UTC|\s+\(?UTC\)?|\s+with\s+(?:an?\s+)?(?:time\s?zone|offset|milliseconds))?"
_OF = r"(?:\s+(?:of|at\s+which|that|marking|indicating|representing)\s.*)?"
_AFTER = rf"(?:\s+(?:string|format))?{_ZONE}{_OF}"
_HEAD = r"(?:(?!of\b|from\b|in\b|for\b|part\b|contains\b|holds\b|with\b)[\w'\u2019-]+\s+){0,5}"
_WRITTEN = (
    rf"(?:in|as|as\s+per|per|using|following|uses)\s+(?:the\s+|a\s+)?(?:UTC\s+)?{_STANDARD}"
    r"(?:\s+(?:format|notation|standard))?"
)
_NOT_ITS_HEAD = r"(?!\s+(?:format|zone|column|field|range|part)\b)"
_UUID = r"UUID(?:[ -]?v\d|\s+\(v\d\))?"
_VALID = r"(?:valid\s+|unique\s+|absolute\s+|https?\s+|fully\s+qualified\s+)*"


def _clause(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# Each is a whole clause, and its format; not sure where another format could be meant too.
_CLAUSES: tuple[tuple[re.Pattern[str], str, bool], ...] = tuple(
    (_clause(pattern), name, sure)
    for pattern, name, sure in (
        (rf"{_LEAD}{_STANDARD}{_STYLE}\s+duration{_AFTER}", "duration", True),
        (rf"{_LEAD}{_STANDARD}{_STYLE}\s+(?:UTC\s+)?{_STAMP}{_AFTER}", "date-time", True),
        (
            rf"{_HEAD}{_STAMP}{_NOT_ITS_HEAD}(?:\s.*)?\s{_WRITTEN}(?:\s*:.*)?{_ZONE}",
            "date-time",
            True,
        ),
        (rf".*\b(?:date|time|when)\b.*\s{_WRITTEN}\W+YYYY-MM-DDTHH:MM:SS\S*", "date-time", True),
        (rf"{_LEAD}{_STANDARD}{_STYLE}\s+(?:calendar\s+)?date{_AFTER}", "date", True),
        (
            rf"(?:{_HEAD}date{_NOT_ITS_HEAD}(?:\s.*)?\s)?(?:in|as|formatted\s+as)\s+`?YYYY-MM-DD`?(?:\s+format)?|`?YYYY-MM-DD`?",
            "date",
            True,
        ),
        (rf"(?:written|formatted|given|expressed)\s+(?:as\s+)?{_WRITTEN}", "date-time", False),
        (
            rf"(?:an?\s+|the\s+)?(?:valid\s+|unique\s+)?{_UUID}(?:\s+(?:of|that|identifying|which)\b(?:(?!\b(?:and|with|starts|begins|ends)\b).)*)?",
            "uuid",
            True,
        ),
        (rf"(?:.*\s)?must\s+be\s+an?\s+(?:valid\s+)?{_UUID}", "uuid", True),
        (rf"(?:.*\s)?must\s+be\s+an?\s+{_VALID}e-?mail(?:\s+address)?", "email", True),
        (r"(?:an?\s+)?valid\s+e-?mail\s+address", "email", True),
        (r"(?:an?\s+|the\s+)?e-?mail\s+address", "email", False),
        (rf"(?:.*\s)?must\s+be\s+an?\s+{_VALID}(?:URL|URI)", "uri", True),
    )
)
# A clause that only names the standard says what an earlier one is written like.
_BARE = _clause(rf"(?:{_WRITTEN}|{_STANDARD}(?:\s+(?:format|formatted))?)")
_TIMED = _clause(rf"{_HEAD}{_STAMP}\b{_NOT_ITS_HEAD}.*")
_PERHAPS_TIMED = _clause(rf"{_HEAD}(?:time|date|day|moment){_NOT_ITS_HEAD}\b.*")
# Of two things that a text may be, neither is its format; nor is that of a part, of an element or with more around it.
_OTHERWISE = _clause(
    r"\b(?:or|not|except|without|list|range|interval|encoded|part|replaced|namespace|offset|pattern|slug|name\s+of|by\s+default|unlike|followed"
    r"|month)\b|\b(?:pre|suf)fix|separated\b|\bhash|\bzone\b(?! designator)"
)


def formats(sentence: str, clauses: tuple[str, ...]) -> Iterator[Row]:
    """The format, of which there is one."""
    if _OTHERWISE.search(sentence):
        return
    found = [(name, sure) for pattern, name, sure in _CLAUSES if _has(pattern, clauses)]
    if not found and _has(_BARE, clauses[1:]):
        found += [("date-time", True)] if _TIMED.fullmatch(clauses[0]) else []
        found += [("date-time", False)] if _PERHAPS_TIMED.fullmatch(clauses[0]) else []
    for name, sure in found[:1]:
        yield "format", name, sure


def _has(pattern: re.Pattern[str], clauses: tuple[str, ...]) -> bool:
    return any(pattern.fullmatch(clause) for clause in clauses)
