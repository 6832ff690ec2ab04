"""Values that a sentence names: the ones that are allowed, the default, and null."""

import re
from collections.abc import Iterator
from typing import Any

from spec.lint.prose_clauses import is_own
from spec.lint.prose_numbers import Row, as_number

_QUOTE = r"[`'\"\u201c\u201d\u2018\u2019]"
_QUOTED = rf"{_QUOTE}([\w][\w.:/-]*){_QUOTE}"
_SEPARATOR = r"(?:\s*,\s*(?:or\s+|and\s+)?|\s+or\s+|\s+and\s+|\s*\|\s*|\s*/\s*)"
_WORD = r"[\w][\w.:-]*"
_STOP = r"\s*\)?(?:[,;(]\s*(?:the\s+)?defaults?\b.*)?\.?"
# What may stand before: nothing, another clause, or a subject.
_BEFORE = r"(?:.*[,;:(]\s*)?(?P<subject>[^,;:(]*?)\s*\b"
_VALUES = r"(?:the\s+)?(?:allowed|possible|valid|accepted|supported|permitted)\s+values"
_ONE_OF = r"(?:one|any)\s+of(?:\s+the\s+(?:following|values))?(?:\s+values)?"
_BE = r"(?:must|can|may|has\s+to)\s+be\s+"
_LISTED = re.compile(
    rf"{_BEFORE}(?P<herald>(?:is\s+|are\s+|{_BE})(?:either|{_ONE_OF})|(?:must|can|may|has\s+to)\s+be"
    rf"|(?P<alone>either|one\s+of(?:\s+the\s+(?:following|values))?(?:\s+values)?|{_VALUES}(?:\s+are)?|values))\s*:?\s+"
    rf"(?P<list>{_QUOTED}(?:{_SEPARATOR}{_QUOTED})+){_STOP}",
    re.IGNORECASE,
)
# Without quotes a list needs a sign that it is one: after `either` stand qualities, "either absolute or relative".
_BARE = re.compile(
    rf"{_BEFORE}(?:(?:{_BE})?one\s+of\s*:|{_VALUES}(?:\s+are\s*:?|\s*:)|must\s+be\s+one\s+of)\s+"
    rf"(?P<list>{_WORD}(?:{_SEPARATOR}{_WORD})+)\.?",
    re.IGNORECASE,
)
# A list of these says which types a value may have.
_TYPES = frozenset(
    "string strings number numbers integer integers boolean object array date".split()
)
_OPEN_LIST = re.compile(
    r"\binclude[sd]?\b|\bincluding\b|\betc\b|\.\.\.|\u2026|\bmore\b", re.IGNORECASE
)

_NEVER_NULL = re.compile(
    r"\b(?:never|not|cannot|can't|non|isn't|won't|neither|nor)\b[- ](?:be\s+|is\s+)?`?null\b",
    re.IGNORECASE,
)
# Null is said of the value itself by a clause that has no other subject.
_ITSELF = r"(?:(?:this|the)(?:\s+(?:field|value|property|member|parameter))?\s+|it\s+|value\s+)?"
_CASES = r"\s+(?:when|if|unless|until|for|while|before|otherwise)\b.*"
_NULL = re.compile(
    rf"{_ITSELF}(?:(?:is|will\s+be|may\s+be|can\s+be|might\s+be)\s+`?null`?(?:{_CASES})?|`?null`?{_CASES}|(?:is\s+|can\s+be\s+)?nullable)"
    rf"|or\s+`?null`?(?:{_CASES})?|(?:(?!\b(?:if|when)\b).)*\s+or\s+`?null`?\s+(?:when|if|unless|until)\b.*",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|when|whenever|unless|where|use|set|pass|send)\b", re.IGNORECASE)

_NAMED_DEFAULT = rf"({_QUOTE})([\w.+-]+){_QUOTE}|([\w.+-]*\w)"
_DEFAULT = re.compile(
    rf"{_ITSELF}(?:defaults?\s+to|(?:the\s+|its\s+)?default(?:\s+value)?(?:\s+is|\s*[:=]|\s+of)?)\s*(?:{_NAMED_DEFAULT})",
    re.IGNORECASE,
)
_BY_DEFAULT = re.compile(rf"(?:{_NAMED_DEFAULT})\s+by\s+default", re.IGNORECASE)

# A default of some cases is none of the member; that it is left out is the case of every default.
_CASE = re.compile(r"\b(?:if|when|unless|for|except)\b", re.IGNORECASE)
_ABSENT = re.compile(
    r"\b(?:omitted|absent|missing|unset|left\s+(?:out|empty)|(?:not|n't|isn't)\s+(?:set|given|provided|specified|present|passed|sent|supplied))\b",
    re.IGNORECASE,
)


def listed(sentence: str, kinds: frozenset[str]) -> Iterator[Row]:
    """The values that a sentence lists as all there are."""
    if _OPEN_LIST.search(sentence) or not kinds & {"string", "number", "integer"}:
        return
    values = [_typed(word.rstrip("."), kinds, quoted=True) for word in _words(sentence)]
    if len(values) > 1 and None not in values and not _TYPES & set(values):
        yield "enum", values, True


def _words(sentence: str) -> list[str]:
    quoted, bare = _LISTED.fullmatch(sentence), _BARE.fullmatch(sentence)
    if quoted and not (quoted["alone"] and quoted["subject"]) and is_own(quoted["subject"]):
        return re.findall(_QUOTED, quoted["list"])
    return re.split(_SEPARATOR, bare["list"]) if bare and is_own(bare["subject"]) else []


def nulls(sentence: str, clauses: tuple[str, ...]) -> Iterator[Row]:
    """Null as the value itself, in some case or in any."""
    if _NEVER_NULL.search(sentence):
        return
    for index, clause in enumerate(clauses):
        is_other = clause.lower().startswith("or ")
        if _NULL.fullmatch(clause) and not (is_other and _is_bound(clauses[:index])):
            yield "null", True, True
            return


def _is_bound(before: tuple[str, ...]) -> bool:
    """Whether what `or null` adds to is a condition or an instruction, not a value."""
    return not before or any(_CONDITION.search(clause) for clause in before)


def defaults(sentence: str, clauses: tuple[str, ...], kinds: frozenset[str]) -> Iterator[Row]:
    is_other = any(clause.lower().startswith("or ") for clause in clauses)
    if is_other or (_CASE.search(sentence) and not _ABSENT.search(sentence)):
        return
    for clause in clauses:
        match = _DEFAULT.fullmatch(clause) or _BY_DEFAULT.fullmatch(clause)
        if match:
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
