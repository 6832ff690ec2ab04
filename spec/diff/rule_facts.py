"""The rules of an operation, `x-troth`, word by word."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec import pointer
from spec.diff.facts import Context, Facts, equal
from spec.diff.records import OperationPair
from spec.pointer import Tokens

RULES = "x-troth"
# What tells one precondition from another.
_NAMES = ("flag", "exists", "id", "of")


def rule_facts(facts: Facts, context: Context, pair: OperationPair) -> None:
    if pair.base is None or pair.head is None:
        return
    before = facts.base.at(pair.base.pointer).get(RULES, {})
    after = facts.head.at(pair.head.pointer).get(RULES, {})
    there, here = f"{pair.base.pointer}/{RULES}", f"{pair.head.pointer}/{RULES}"
    for word, one, other in _words(before, after):
        own = context.of("rule", f"rule {word}")
        if other is None and one is not None:
            facts.removed(
                own,
                word,
                there + pointer.write(one[0]),
                here if after else pair.head.pointer,
                one[1],
            )
        elif one is None and other is not None:
            facts.added(
                own,
                word,
                there if before else pair.base.pointer,
                here + pointer.write(other[0]),
                other[1],
            )
        elif one is not None and other is not None:
            facts.changed(
                own,
                word,
                there + pointer.write(one[0]),
                here + pointer.write(other[0]),
                (one[1], other[1]),
            )


Found = tuple[Tokens, Any]


def _words(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[str, Found | None, Found | None]]:
    """Each word that differs: its name, and where it is on the sides that have it."""
    yield from _requires(before.get("requires", []), after.get("requires", []))
    rest = [
        {name: value for name, value in side.items() if name != "requires"}
        for side in (before, after)
    ]
    yield from _members("", (), rest[0], rest[1])


def _requires(
    before: list[Any], after: list[Any]
) -> Iterator[tuple[str, Found | None, Found | None]]:
    """Preconditions have no order: they are matched by what they ask for."""
    left = {_name(one): (index, one) for index, one in enumerate(before)}
    right = {_name(one): (index, one) for index, one in enumerate(after)}
    for name in dict.fromkeys((*left, *right)):
        old, new = left.get(name), right.get(name)
        if new is None and old is not None:
            yield "requires", (("requires", old[0]), old[1]), None
        elif old is None and new is not None:
            yield "requires", None, (("requires", new[0]), new[1])
        elif old is not None and new is not None:
            for word in dict.fromkeys((*old[1], *new[1])):
                one, other = old[1].get(word), new[1].get(word)
                if not equal(one, other):
                    at = (("requires", old[0], word), one) if word in old[1] else None
                    to = (("requires", new[0], word), other) if word in new[1] else None
                    yield f"requires.{word}", at, to


def _name(requirement: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(str(requirement.get(word, "")) for word in _NAMES)


def _members(
    name: str, at: Tokens, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[str, Found | None, Found | None]]:
    for word in dict.fromkeys((*before, *after)):
        here, dotted = (*at, word), f"{name}.{word}".lstrip(".")
        one, other = before.get(word), after.get(word)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from _members(dotted, here, one, other)
        elif word not in after:
            yield dotted, (here, one), None
        elif word not in before:
            yield dotted, None, (here, other)
        elif not equal(one, other):
            yield dotted, (here, one), (here, other)
