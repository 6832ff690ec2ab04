"""Values that a sentence names: the ones that are allowed, the default, null, and what they are written like."""

import re
from collections.abc import Iterator
from typing import Any

from spec.lint.prose_numbers import Row, as_number

_QUOTE = r"[`'\"\u201c\u201d\u2018\u2019]"
_QUOTED = rf"{_QUOTE}([\w][\w.:/-]*){_QUOTE}"
_SEPARATOR = r"(?:\s*,\s*(?:or\s+|and\s+)?|\s+or\s+|\s+and\s+|\s*\|\s*|\s*/\s*)"
_WORD = r"[\w][\w.:-]*"
_STOP = r"(?=\s*(?:[.;)]|$))"
_HERALD = (
    r"\b(?:(?:must\s+be\s+|is\s+|can\s+be\s+)?(?:one|any)\s+of(?:\s+the\s+(?:following|values))?|"
    r"(?:allowed|possible|valid|accepted|supported|permitted)\s+values(?:\s+are)?|must\s+be(?:\s+either)?|either|values)"
)
_LISTED = re.compile(
    rf"{_HERALD}\s*:?\s+({_QUOTED}(?:{_SEPARATOR}{_QUOTED})+){_STOP}", re.IGNORECASE
)
# Without quotes a list needs a sign that it is one, and ends the sentence.
_BARE = re.compile(
    rf"(?:\b(?:must\s+be\s+|can\s+be\s+)?one\s+of\s*:|\b(?:allowed|possible|valid|accepted|permitted)\s+values(?:\s+are\s*:?|\s*:)"
    rf"|\bmust\s+be\s+(?:one\s+of|either)|^either)\s+({_WORD}(?:{_SEPARATOR}{_WORD})+)\.?$",
    re.IGNORECASE,
)
_OPEN_LIST = re.compile(
    r"\binclude[sd]?\b|\bincluding\b|\betc\b|\.\.\.|\u2026|\bmore\b", re.IGNORECASE
)

_NEVER_NULL = re.compile(
    r"\b(?:never|not|cannot|can't|non|isn't|won't)\b[- ](?:be\s+|is\s+)?`?null\b", re.IGNORECASE
)
_NULL = re.compile(
    r"^(?:is\s+|it\s+is\s+)?`?null`?\s+(?:when|if|unless|until|for|while|before)\b"
    r"|\b(?:is|are|will\s+be|may\s+be|can\s+be|might\s+be|or)\s+`?null`?(?=\s+(?:when|if|unless|until|while|before|for|otherwise)\b|[.,;)]|$)"
    r"|^nullable\b",
    re.IGNORECASE,
)
_NOT_OF_ITSELF = re.compile(
    r"\b(?:elements?|items?|fields?|members?|values?)\s+(?:\w+\s+)?(?:may|can|might|will)\s+be\s+`?null",
    re.IGNORECASE,
)

_DEFAULT = re.compile(
    rf"\b(?:defaults?\s+to|default(?:\s+value)?(?:\s+is|:|\s+of)?)\s+(?:({_QUOTE})([\w.+-]+){_QUOTE}|([\w.+-]*\w))(?=\s*(?:[.,;)]|$))",
    re.IGNORECASE,
)

# A default of some cases is none of the member; that it is left out is the case of every default.
_CASE = re.compile(r"\b(?:if|when|unless|for)\b", re.IGNORECASE)
_ABSENT = re.compile(
    r"\b(?:omitted|absent|missing|unset|left\s+(?:out|empty)|(?:not|n't|isn't)\s+(?:set|given|provided|specified|present|passed|sent|supplied))\b",
    re.IGNORECASE,
)

_ISO_8601 = r"\bISO[- ]?8601(?:-1)?\b"
_FORMATS: tuple[tuple[re.Pattern[str], str, bool], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), name, sure)
    for pattern, name, sure in (
        (rf"{_ISO_8601}\s+durations?\b|\bdurations?\b.*{_ISO_8601}", "duration", True),
        (
            rf"{_ISO_8601}.*\b(?:date-?\s?times?|timestamps?|date\s+and\s+time)\b|\b(?:date-?\s?times?|timestamps?)\b.*{_ISO_8601}"
            r"|\bRFC[- ]?3339\s+(?:timestamp|date-?time|format)\b|\b(?:timestamp|date-?time)\b.*\bRFC[- ]?3339\b",
            "date-time",
            True,
        ),
        (
            rf"{_ISO_8601}\s+(?:calendar\s+)?dates?\b|\bdate\b.*\b(?:in|as)\s+`?YYYY-MM-DD\b(?!T)|\(`?YYYY-MM-DD`?\)",
            "date",
            True,
        ),
        (rf"{_ISO_8601}|\bRFC[- ]?3339\b", "date-time", False),
        (
            r"^(?:an?\s+|the\s+)?(?:valid\s+|unique\s+)?UUID(?:[ -]?v\d)?(?:\s+(?:of|for|that|identifying|which)\b|[.,;)]|$)"
            r"|\bmust\s+be\s+an?\s+(?:valid\s+)?UUID(?:[ -]?v\d)?(?=[.,;)]|$)|\(UUID(?:[ -]?v\d)?\)",
            "uuid",
            True,
        ),
        (
            r"\bmust\s+be\s+an?\s+(?:valid\s+)?e-?mail(?:\s+address)?(?=[.,;)]|$)|^(?:an?\s+|the\s+)?(?:valid\s+)?e-?mail\s+address\.?$",
            "email",
            True,
        ),
        (
            r"\bmust\s+be\s+an?\s+(?:valid\s+|absolute\s+|https?\s+|HTTPS\s+)*(?:URL|URI)(?=[.,;)]|$)",
            "uri",
            True,
        ),
    )
)
# Of two things that a text may be, neither is its format.
_ALTERNATIVE = re.compile(r"\bor\b|\bnot\b|\bexcept\b|\bwithout\b", re.IGNORECASE)


def listed(sentence: str, kinds: frozenset[str]) -> Iterator[Row]:
    """The values that a sentence lists as all there are."""
    if _OPEN_LIST.search(sentence) or not kinds & {"string", "number", "integer"}:
        return
    quoted, bare = _LISTED.search(sentence), _BARE.search(sentence)
    words = (
        re.findall(_QUOTED, quoted[1]) if quoted else re.split(_SEPARATOR, bare[1]) if bare else []
    )
    values = [_typed(word.rstrip("."), kinds, quoted=True) for word in words]
    if len(values) > 1 and None not in values:
        yield "enum", values, True


def formats(sentence: str) -> Iterator[Row]:
    if _ALTERNATIVE.search(sentence):
        return
    for pattern, name, sure in _FORMATS:
        if pattern.search(sentence):
            yield "format", name, sure
            return


def nulls(sentence: str) -> Iterator[Row]:
    if (
        _NULL.search(sentence)
        and not _NEVER_NULL.search(sentence)
        and not _NOT_OF_ITSELF.search(sentence)
    ):
        yield "null", True, True


def defaults(sentence: str, kinds: frozenset[str]) -> Iterator[Row]:
    match = _DEFAULT.search(sentence)
    if match and (not _CASE.search(sentence) or _ABSENT.search(sentence)):
        value = _typed(match[2] or match[3], kinds, quoted=match[1] is not None)
        if value is not None:
            yield "default", value, True


def _typed(text: str, kinds: frozenset[str], *, quoted: bool) -> Any:
    """A word as a value of the type, None where it is none: an unquoted word may be anything."""
    if "boolean" in kinds:
        return {"true": True, "false": False}.get(text.lower())
    if kinds & {"number", "integer"}:
        return as_number(text)
    return text if quoted and "string" in kinds and text.lower() != "null" else None
