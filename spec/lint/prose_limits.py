"""Limits that a sentence states: what a schema should say and a reader of schemas does not see.

The sentences are read narrowly: a number that is not clearly a limit is none, and neither is one that is an example, a habit, or
bound to a condition.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spec.lint.prose_numbers import lengths, numbers, sizes
from spec.lint.prose_values import defaults, formats, listed, nulls

# What makes of a limit something else. A sentence that begins with a condition speaks of a case.
_HEDGED = re.compile(
    r"\be\.g\b|\bfor (?:example|instance)\b|\bsuch as\b|\btypically\b|\busually\b|\bnormally\b|\bgenerally\b|\boften\b"
    r"|\brecommend(?:ed)?\b|\bapproximately\b|\baround\b|\broughly\b|\bif\b|\bwhen\b|\bunless\b|\bshould\b|\bsuggest(?:ed)?\b"
    r"|\bin the future\b|\bdeprecated\b|\bused to\b|\bprior to\b|\btruncated\b|\bexcept\b",
    re.IGNORECASE,
)


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
    for keyword, value, sure in _all(sentence, kinds):
        found.setdefault(keyword, Limit(keyword, value, sure))
    return tuple(found.values())


def _all(sentence: str, kinds: frozenset[str]) -> Iterator[tuple[str, Any, bool]]:
    yield from defaults(sentence, kinds)
    yield from nulls(sentence)
    if _HEDGED.search(sentence):
        return
    if kinds & {"number", "integer"}:
        yield from numbers(sentence)
    if "string" in kinds:
        yield from lengths(sentence)
        yield from formats(sentence)
    if "array" in kinds:
        yield from sizes(sentence)
    yield from listed(sentence, kinds)
