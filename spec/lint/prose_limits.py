"""Limits that a sentence states: what a schema should say and a reader of schemas does not see.

The sentences are read narrowly: a number that is not clearly a limit is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_NUMBER = r"[-+]?\d{1,3}(?:,\d{3})+|[-+]?\d+(?:\.\d+)?"
_DASH = r"\s*(?:-|\u2013|\u2014|\.\.\.?|to|through)\s*"
_UNITS = r"(?:characters|chars|letters|digits|symbols|code points)"
_ITEMS = r"(?:items|entries|elements|ids|values|tags|results|records)"

_RANGE = re.compile(
    rf"(?:^|[\s(:])({_NUMBER})(?:\u2013|\u2014|\s+to\s+|\s*\.\.\.?\s*)({_NUMBER})(?![\d.,]*\s*{_UNITS}|[\d:/])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"\bbetween\s+({_NUMBER})\s+and\s+({_NUMBER})\b(?!\s*{_UNITS})", re.IGNORECASE
)
_HYPHEN = re.compile(
    rf"(?:^|\bfrom\s+|\brange\s+|\()({_NUMBER})-({_NUMBER})(?=[\s).,;]|$)(?!\s*{_UNITS})",
    re.IGNORECASE,
)
_TEXT_RANGE = re.compile(rf"\b({_NUMBER}){_DASH}({_NUMBER})\s+{_UNITS}\b", re.IGNORECASE)
_TEXT_BETWEEN = re.compile(
    rf"\bbetween\s+({_NUMBER})\s+and\s+({_NUMBER})\s+{_UNITS}\b", re.IGNORECASE
)
_TEXT_MOST = re.compile(
    rf"\b(?:at most|up to|no more than|not more than|max(?:imum)?(?:\s+of|:)?|maximum "
    rf"length(?:\s+is|\s+of|:)?|limited to)\s+({_NUMBER})\s+{_UNITS}\b"
    rf"|\b({_NUMBER})\s+{_UNITS}\s+(?:max(?:imum)?|or less|or fewer|at most)\b",
    re.IGNORECASE,
)
_TEXT_LEAST = re.compile(
    rf"\b(?:at least|no fewer than|not less than|min(?:imum)?(?:\s+of|:)?)\s+({_NUMBER})\s+{_UNITS}\b",
    re.IGNORECASE,
)
_ITEMS_MOST = re.compile(
    rf"\b(?:at most|up to|no more than|max(?:imum)?(?:\s+of|:)?)\s+({_NUMBER})\s+{_ITEMS}\b",
    re.IGNORECASE,
)
_ITEMS_LEAST = re.compile(
    rf"\b(?:at least|min(?:imum)?(?:\s+of|:)?)\s+({_NUMBER})\s+{_ITEMS}\b", re.IGNORECASE
)
_MOST = re.compile(
    rf"\b(?:max(?:imum)?(?:\s+(?:value\s+)?(?:is|of))?:?|at most|must not exceed|cannot exceed)\s+({_NUMBER})(?=[.,;)]|\s*$)",
    re.IGNORECASE,
)
_LEAST = re.compile(
    rf"\b(?:min(?:imum)?(?:\s+(?:value\s+)?(?:is|of))?:?|at least)\s+({_NUMBER})(?=[.,;)]|\s*$)",
    re.IGNORECASE,
)
_POSITIVE = re.compile(
    r"\b(?:must be|a|is)\s+(?:a\s+)?positive\s+(?:number|integer|value)\b|\bmust be positive\b",
    re.IGNORECASE,
)
_NONNEGATIVE = re.compile(r"\bnon-?negative\b|\bmust not be negative\b", re.IGNORECASE)
_NAMES = r"`([A-Za-z_][\w.-]*)`"
_AT_LEAST_ONE = re.compile(r"\bat least one of\b", re.IGNORECASE)
_ONE_OF = re.compile(
    (
        r"\b(?:one of|allowed values(?: are)?|possible values(?: are)?|valid values(?: are)?|must "
        r"be either|either)\b:?\s+((?:[`'\"][\w.-]+[`'\"](?:,\s*|,?\s+or\s+|,?\s+and\s+)?){2,})"
    ),
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[`'\"]([\w.-]+)[`'\"]")
_NULL = re.compile(
    r"^(?:is\s+)?null (?:when|if|unless|until|for)\b|\b(?:is|will be|may be|can be) `?null`?(?: when| if| unless| until|\.|$)",
    re.IGNORECASE,
)
_DEFAULT = re.compile(
    r"\b(?:defaults? to|default(?: value)?(?: is|:))\s+[`'\"]?([\w.+-]+?)[`'\"]?(?=[\s.,;)]|$)",
    re.IGNORECASE,
)
_FORMATS = (
    (
        re.compile(
            r"\bISO[- ]?8601\b.*\b(?:date-?time|timestamp|time)\b|\bRFC ?3339\b|\b(?:date-?time|timestamp)\b.*\bISO[- ]?8601\b",
            re.IGNORECASE,
        ),
        "date-time",
    ),
    (re.compile(r"^(?:an?|the)?\s*UUID\b|\bmust be an? (?:valid )?UUID\b", re.IGNORECASE), "uuid"),
    (re.compile(r"\bmust be an? (?:valid )?e-?mail address\b", re.IGNORECASE), "email"),
    (re.compile(r"\bmust be an? (?:valid |absolute )?(?:URL|URI)\b", re.IGNORECASE), "uri"),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A keyword that a sentence implies, with its value."""

    keyword: str
    value: Any


def limits(sentence: str, kinds: frozenset[str]) -> Iterator[Limit]:
    """What a sentence about a value of some JSON types states of it, each keyword once."""
    found: dict[str, Limit] = {}
    for limit in _all(sentence, kinds):
        found.setdefault(limit.keyword, limit)
    yield from found.values()


def _all(sentence: str, kinds: frozenset[str]) -> Iterator[Limit]:
    if kinds & {"number", "integer"}:
        yield from _numbers(sentence)
    if "string" in kinds:
        yield from _texts(sentence)
    if "array" in kinds:
        for pattern, keyword in ((_ITEMS_MOST, "maxItems"), (_ITEMS_LEAST, "minItems")):
            match = pattern.search(sentence)
            if match:
                yield Limit(keyword, _number(match[1]))
    default = _DEFAULT.search(sentence)
    if default and (value := _typed(default[1], kinds)) is not None:
        yield Limit("default", value)
    if _NULL.search(sentence):
        yield Limit("null", True)


def _numbers(sentence: str) -> Iterator[Limit]:
    for pattern in (_RANGE, _BETWEEN, _HYPHEN):
        match = pattern.search(sentence)
        if match and _number(match[1]) < _number(match[2]):
            yield Limit("minimum", _number(match[1]))
            yield Limit("maximum", _number(match[2]))
    for pattern, keyword in ((_MOST, "maximum"), (_LEAST, "minimum")):
        match = pattern.search(sentence)
        if match:
            yield Limit(keyword, _number(match[1]))
    if _POSITIVE.search(sentence):
        yield Limit("exclusiveMinimum", 0)
    elif _NONNEGATIVE.search(sentence):
        yield Limit("minimum", 0)


def _texts(sentence: str) -> Iterator[Limit]:
    yield from _lengths(sentence)
    listed = _ONE_OF.search(sentence)
    if listed:
        values = _QUOTED.findall(listed[1])
        if len(values) > 1:
            yield Limit("enum", values)
    for pattern, name in _FORMATS:
        if pattern.search(sentence):
            yield Limit("format", name)


def _lengths(sentence: str) -> Iterator[Limit]:
    for pattern in (_TEXT_RANGE, _TEXT_BETWEEN):
        match = pattern.search(sentence)
        if match:
            yield Limit("minLength", _number(match[1]))
            yield Limit("maxLength", _number(match[2]))
    for pattern, keyword in ((_TEXT_MOST, "maxLength"), (_TEXT_LEAST, "minLength")):
        match = pattern.search(sentence)
        if match:
            yield Limit(keyword, _number(next(group for group in match.groups() if group)))


def some_of(sentence: str, members: frozenset[str]) -> tuple[str, ...]:
    """The members of which a sentence asks for at least one."""
    if not _AT_LEAST_ONE.search(sentence):
        return ()
    named = re.findall(_NAMES, sentence[_AT_LEAST_ONE.search(sentence).end() :])  # type: ignore[union-attr]  # it was found
    names = tuple(dict.fromkeys(name for name in named if name in members))
    return names if len(names) > 1 else ()


def _number(text: str) -> int | float:
    plain = text.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _typed(text: str, kinds: frozenset[str]) -> Any:
    """A word as a value of the type, None where it is none."""
    if "boolean" in kinds:
        return {"true": True, "false": False}.get(text.lower())
    if kinds & {"number", "integer"}:
        return _number(text) if re.fullmatch(_NUMBER, text) else None
    return None
