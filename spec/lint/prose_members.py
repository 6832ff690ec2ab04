"""What a sentence asks of an object's members together: at least one, exactly one, one only if another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spec.lint.prose_clauses import plain

# In code, in quotes, in bold type, or as a plain word: it counts only where it is a member's name.
_QUOTE = r"[`'\"\u2018\u2019\u201c\u201d*]*"
_NAME = rf"(?:(?:an?|the)\s+)?{_QUOTE}[A-Za-z_$](?:[\w.$-]*\w)?{_QUOTE}"
_BETWEEN = r"(?:\s*,\s*(?:(?:and|or)\s+)?|\s*/\s*|\s+(?:and/or|and|or)\s+)"
_NAMES = rf"(?P<names>{_NAME}(?:{_BETWEEN}{_NAME})+)"
# Of a list with `and` every member is asked for.
_CHOICE = rf"(?P<names>{_NAME}(?:\s*,\s*{_NAME})*\s*,?\s+or\s+{_NAME})"
_GIVEN = r"(?:provided|given|set|present|sent|specified|supplied|included|passed)"
_ASKED = rf"(?:(?:is|are)\s+(?:required|needed|mandatory)|(?:must|has\s+to|have\s+to|needs\s+to)\s+be\s+{_GIVEN})"
_GIVE = r"(?:provide|send|specify|supply|pass|include|give|set)"
_YOU = rf"(?:(?:(?:please|you\s+must|clients\s+must|must)\s+)?{_GIVE}\s+|requires\s+|must\s+(?:have|contain)\s+)"
_OF = r"\s*:?\s+(?:the\s+)?(?:(?:fields|members|properties|parameters|following|values)\s*:?\s+)?"
_END = r"(?:\s+to\s.*|\s+in\s+the\s+(?:request|body).*)?\s*[.;!]?"
_NOT_BOTH = r"\s*,?\s*\(?(?:but\s+)?not\s+both\)?"

How = Literal["some", "one", "apart"]
# Each is all that its sentence says: with another verb it says something else of the same names.
_WAYS: tuple[tuple[re.Pattern[str], How], ...] = tuple(
    (re.compile(pattern + _END, re.IGNORECASE), how)  # type: ignore[misc]
    for pattern, how in (
        (rf"{_YOU}?exactly\s+one\s+of{_OF}{_NAMES}(?:\s+{_ASKED})?", "one"),
        (rf"(?:.*\s)?either\s+{_CHOICE}(?:\s+{_ASKED})?{_NOT_BOTH}", "one"),
        (rf"{_YOU}?at\s+least\s+one\s+of{_OF}{_NAMES}(?:\s+{_ASKED})?", "some"),
        (rf"{_NAMES}\s+(?:are\s+mutually\s+exclusive|(?:cannot|must\s+not|may\s+not)\s+be\s+(?:\w+\s+)?together)", "apart"),
        (rf"(?:either\s+|one\s+of\s+)?{_CHOICE}\s+(?:\(or\s+both\)\s+)?{_ASKED}", "some"),
        (rf"one\s+of{_OF}{_NAMES}\s+{_ASKED}", "some"),
        (rf"{_YOU}(?:either\s+|one\s+of\s+)?{_CHOICE}", "some"),
    )
)  # fmt: skip
_LONGEST = 1_000
_CONDITION = re.compile(r"\b(?:if|when|unless|for example|e\.g|not required)\b", re.IGNORECASE)
_REQUIRED_IF = re.compile(
    r"\b(?:required|mandatory|must\s+be\s+(?:set|given|provided|present))\s+(?:only\s+)?(?:if|when|unless)\b|\bonly\s+(?:allowed|valid)\s+(?:if|when)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Together:
    """At least one of the names (`some`), exactly one (`one`), or not several at once (`apart`)."""

    how: How
    names: tuple[str, ...]


def together(sentence: str, members: frozenset[str]) -> Together | None:
    """What a sentence asks of several members of an object; names that are no members ask nothing."""
    if len(sentence) > _LONGEST or _CONDITION.search(sentence):
        return None
    text = plain(sentence)
    for pattern, how in _WAYS:
        match = pattern.fullmatch(text)
        names = tuple(dict.fromkeys(_words(match["names"]))) if match else ()
        if len(names) > 1 and set(names) <= members:
            return Together(how, names)
    return None


def _words(names: str) -> Iterator[str]:
    for name in re.split(_BETWEEN, names):
        yield re.sub(rf"^(?:an?|the)\s+|{_QUOTE}", "", name.strip())


def is_conditional(sentence: str) -> bool:
    """Whether a member is asked for, or allowed, in some cases only."""
    return bool(_REQUIRED_IF.search(sentence))
