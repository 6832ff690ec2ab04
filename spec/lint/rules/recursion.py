"""Schemas whose recursion cannot end."""

from collections.abc import Iterator

from spec.lint.problem import Found, Rule
from spec.lint.recursion import circling, requiring
from spec.lint.subject import Subject


def _endless(subject: Subject) -> Iterator[Found]:
    circles = circling(subject)
    for where in sorted(circles):
        yield Found(where, "it refers to itself without going into the value")
    for where in sorted(requiring(subject) - circles):
        message = "nothing finite satisfies it: each of its values requires another one of its kind"
        yield Found(where, message)


RULES: tuple[Rule, ...] = (
    Rule(
        "endless-recursion",
        "error",
        "The recursion of a schema can end.",
        "no value is ever complete, and a validator may not come back",
        _endless,
    ),
)
