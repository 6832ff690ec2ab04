"""All rules, by theme."""

from spec.lint.problem import Rule
from spec.lint.rules import (
    answers,
    components,
    constraints,
    contents,
    dialect,
    examples,
    formats,
    keywords,
    members,
    names,
    naming,
    paths,
    patterns,
    prose,
    recursion,
    security,
)

# Those that need no document that is right: all that can be said of one that is not.
UNCHECKED = Rule(
    "unchecked",
    "info",
    "Every rule can be asked.",
    "what they would find shows when the other problems are mended",
    lambda _: iter(()),  # it is found by whoever asks them
)
ROBUST: tuple[Rule, ...] = (*dialect.RULES, paths.REQUIRED, UNCHECKED)

ALL: tuple[Rule, ...] = (
    *ROBUST,
    *examples.RULES,
    *constraints.RULES,
    *recursion.RULES,
    *members.RULES,
    *keywords.RULES,
    *formats.RULES,
    *patterns.RULES,
    *paths.RULES,
    *naming.RULES,
    *names.RULES,
    *security.RULES,
    *components.RULES,
    *answers.RULES,
    *contents.RULES,
    *prose.RULES,
)
