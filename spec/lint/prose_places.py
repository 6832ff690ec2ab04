"""The sentences that speak of the values of a schema, and where a correction of theirs goes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spec import pointer
from spec.lint.prose_limits import Limit, limits
from spec.lint.prose_lists import sentences
from spec.lint.subject import Subject
from spec.pointer import Tokens

# A value that means something of its own: `0 means all`. The limits of the others do not hold for it.
_SPECIAL = re.compile(
    r"(?<![\w.])(-1|0|zero)\W{1,3}(?:(?:means?|disables?|is|turns|indicates|for|to)\b|=)", re.I
)
# Of a text that holds several values a sentence may mean each of them.
_SEVERAL = re.compile(
    r"\b(?:comma|space|pipe|semicolon)s?[- ](?:separated|delimited)\b|\bseparated\s+by\b", re.I
)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence about the values of a schema. `at` is where a correction goes, None where it would change other values too;
    `others` are the names of the members beside it, and `special` the numbers that have a meaning of their own."""

    sentence: str
    pointer: str
    schema: Any
    kinds: frozenset[str]
    at: Tokens | None
    others: frozenset[str] = frozenset()
    special: frozenset[int] = frozenset()
    is_several: bool = False

    def stated(self) -> Iterator[Limit]:
        """The limits that it states; a name of another member is no value of this one."""
        found = limits(self.sentence, self.kinds)
        bounds = {one.keyword: one.value for one in found}
        for one in found:
            words = one.value if isinstance(one.value, list) else [one.value]
            is_name = one.keyword in {"enum", "default"} and not self.others.isdisjoint(words)
            is_part = self.is_several and one.keyword in _WHOLE
            is_left = one.keyword in _BOUNDS and self._leaves_out(bounds)
            if not is_name and not is_part and not is_left:
                yield one

    def _leaves_out(self, bounds: Mapping[str, Any]) -> bool:
        low = bounds.get("minimum", bounds.get("exclusiveMinimum", float("-inf")))
        return any(not low <= one <= bounds.get("maximum", float("inf")) for one in self.special)


_WHOLE = frozenset("enum format minLength maxLength".split())
_BOUNDS = frozenset("minimum maximum exclusiveMinimum exclusiveMaximum multipleOf".split())


@lru_cache(maxsize=2)  # six rules ask
def all_told(subject: Subject) -> tuple[Told, ...]:
    """Every sentence of a schema's own description, and of the parameters and headers that have a schema."""
    return (*_of_schemas(subject), *_of_carriers(subject))


def _of_schemas(subject: Subject) -> Iterator[Told]:
    for place in subject.schemas:
        at = None if subject.is_30 and "$ref" in place.value else place.tokens
        others = _members_beside(subject, place.tokens)
        yield from _told(subject, place.tokens, place.value, place.value, at, others)


def _members_beside(subject: Subject, tokens: Tokens) -> frozenset[str]:
    if tokens[-2:-1] != ("properties",):
        return frozenset()
    return frozenset(pointer.get(subject.content, tokens[:-1])) - {tokens[-1]}


def _of_carriers(subject: Subject) -> Iterator[Told]:
    for where, others in _carriers(subject).items():
        tokens = subject.tokens(where)
        value = subject.document.at(where)
        if isinstance(value.get("schema"), Mapping):
            alone = subject.is_30 and "$ref" in value["schema"]
            at = None if alone else (*tokens, "schema")
            yield from _told(subject, tokens, value, value["schema"], at, others)


def _carriers(subject: Subject) -> dict[str, frozenset[str]]:
    """Parameters and headers, with the names beside them: their own description speaks of their schema's values."""
    found: dict[str, frozenset[str]] = {}
    for operation in (*subject.operations, *subject.received):
        names = frozenset(one.name for one in operation.parameters)
        for one in operation.parameters:
            found.setdefault(one.pointer, names - {one.name})
        for response in operation.responses:
            found.update((header.pointer, frozenset()) for header in response.headers)
    return found


def _told(
    subject: Subject,
    tokens: Tokens,
    described: Mapping[str, Any],
    schema: Any,
    at: Tokens | None,
    others: frozenset[str],
) -> Iterator[Told]:
    text = described.get("description")
    if isinstance(text, str) and text:
        kinds = subject.kinds(schema)
        where = pointer.write((*tokens, "description"))
        special = frozenset(-1 if one == "-1" else 0 for one in _SPECIAL.findall(text))
        is_several = "string" in kinds and bool(_SEVERAL.search(text))
        for sentence in sentences(text):
            yield Told(sentence, where, schema, kinds, at, others, special, is_several)
