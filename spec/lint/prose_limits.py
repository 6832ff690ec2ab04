"""Limits that a sentence states: what a schema should say and a reader of schemas does not see.

The sentences are read narrowly: a number that is not clearly a limit is none, and neither is one that is an example, a habit, or
bound to a condition.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spec.lint.prose_clauses import clauses
from spec.lint.prose_formats import formats
from spec.lint.prose_lengths import lengths, sizes
from spec.lint.prose_numbers import numbers
from spec.lint.prose_values import defaults, listed, nulls

# What makes of a limit something else. A sentence that begins with a condition speaks of a case.
_HEDGED = re.compile(
    r"\be\.g\b|\bfor (?:example|instance)\b|\bsuch as\b|\btypically\b|\busually\b|\bnormally\b|\bgenerally\b|\boften\b"
    r"|\brecommend(?:ed)?\b|\bapproximately\b|\baround\b|\broughly\b|\bif\b|\bwhen\b|\bunless\b|\bshould\b|\bsuggest(?:ed)?\b"
    r"|\bin the future\b|\bdeprecated\b|\bused to\b|\bprior to\b|\btruncated\b|\bexcept\b"
    r"|\bunlimited\b|\bno limit\b|\binfinite\b|\bexclusive(?:ly)?\b|\bdisable[sd]?\b|\bthen\b",
    re.IGNORECASE,
)
# One of these is in every statement of a limit, and few sentences have one: the others are not read any further.
_SIGNS = re.compile(
    r"\d|default|null|\b(?:zero|one|t(?:wo|hree|en)|four|five|six|seven|eight|nine|twelve|values|either)\b|itive\b|ative\b|empty|unique|duplicate"
    r"|uuid|mail|ur[il]\b|yyyy|[`'\"\u2018\u201c]",
    re.IGNORECASE,
)
# A text of more signs without a full stop is no sentence.
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Limit:
    """A keyword that a sentence implies, with its value; `sure` where the value can be written without asking anybody."""

    keyword: str
    value: Any
    sure: bool = True


@lru_cache(maxsize=16_384)  # several rules ask of every sentence
def limits(sentence: str, kinds: frozenset[str]) -> tuple[Limit, ...]:
    """What a sentence about a value of some JSON types states of it, each keyword once."""
    found: dict[str, Limit] = {}
    if len(sentence) > _LONGEST:
        return ()
    for keyword, value, sure in _all(sentence, kinds):
        found.setdefault(keyword, Limit(keyword, value, sure))
    return tuple(found.values())


def _all(sentence: str, kinds: frozenset[str]) -> Iterator[tuple[str, Any, bool]]:
    signs = frozenset(one.lower() for one in _SIGNS.findall(sentence))
    if not signs:
        return
    parts = clauses(sentence)
    yield from defaults(sentence, parts, kinds) if "default" in signs else ()
    yield from nulls(sentence, parts) if "null" in signs else ()
    if _HEDGED.search(sentence):
        return
    if kinds & {"number", "integer"}:
        yield from numbers(parts)
    if "string" in kinds:
        yield from lengths(sentence, parts)
        yield from formats(sentence, parts)
    if "array" in kinds:
        yield from sizes(parts)
    yield from listed(sentence, kinds)
