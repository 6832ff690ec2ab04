"""What a sentence asks of an object's members together: at least one, exactly one, one only if another."""

import re
from dataclasses import dataclass
from typing import Literal

_NAME = r"`([A-Za-z_$][\w.$-]*)`"
_NAMES = rf"{_NAME}(?:(?:\s*,\s*|\s+|\s*/\s*)(?:(?:and|or|and/or)\s+)?(?:an?\s+|the\s+)?{_NAME})+"
_ASKED = r"(?:is|are|must\s+be)\s+(?:required|provided|given|set|present|sent|specified|supplied|included)"
_AT_LEAST = re.compile(rf"\bat\s+least\s+one\s+of\s+(?:the\s+\w+\s+)?:?\s*{_NAMES}", re.IGNORECASE)
_EXACTLY = re.compile(
    rf"\bexactly\s+one\s+of\s+(?:the\s+\w+\s+)?:?\s*{_NAMES}|\beither\s+{_NAMES}.*\b(?:but\s+)?not\s+both\b",
    re.IGNORECASE,
)
_ONE_OR_OTHER = re.compile(
    rf"(?:\beither\s+|\bone\s+of\s+)?{_NAMES}\s+(?:\(or\s+both\)\s+)?{_ASKED}\b|\b(?:provide|send|specify|supply|pass)\s+(?:either|one\s+of)\s+{_NAMES}",
    re.IGNORECASE,
)
_EXCLUSIVE = re.compile(
    rf"{_NAMES}\s+(?:are\s+mutually\s+exclusive|(?:cannot|must\s+not|may\s+not)\s+be\s+(?:\w+\s+)?together)",
    re.IGNORECASE,
)
# Of a list with `and` every member is asked for, and a condition asks it in some cases only.
_ALL = re.compile(r"`\s+and\s+(?:an?\s+|the\s+)?`", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|when|unless|for example|e\.g|not required)\b", re.IGNORECASE)
_REQUIRED_IF = re.compile(
    r"\b(?:required|mandatory|must\s+be\s+(?:set|given|provided|present))\s+(?:only\s+)?(?:if|when|unless)\b|\bonly\s+(?:allowed|valid)\s+(?:if|when)\b",
    re.IGNORECASE,
)

How = Literal["some", "one", "apart"]


@dataclass(frozen=True, slots=True)
class Together:
    """At least one of the names (`some`), exactly one (`one`), or not several at once (`apart`)."""

    how: How
    names: tuple[str, ...]


def together(sentence: str, members: frozenset[str]) -> Together | None:
    """What a sentence asks of several members of an object; names that are no members ask nothing."""
    if _CONDITION.search(sentence):
        return None
    ways: tuple[tuple[re.Pattern[str], How], ...] = (
        (_EXACTLY, "one"),
        (_AT_LEAST, "some"),
        (_EXCLUSIVE, "apart"),
        (_ONE_OR_OTHER, "some"),
    )
    for pattern, how in ways:
        match = pattern.search(sentence)
        if match and not (pattern is _ONE_OR_OTHER and _ALL.search(match[0])):
            names = tuple(dict.fromkeys(re.findall(_NAME, match[0])))
            if len(names) > 1 and set(names) <= members:
                return Together(how, names)
    return None


def is_conditional(sentence: str) -> bool:
    """Whether a member is asked for, or allowed, in some cases only."""
    return bool(_REQUIRED_IF.search(sentence))
