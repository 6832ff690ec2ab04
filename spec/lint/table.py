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
    naming,
    paths,
    patterns,
    prose,
    security,
)

# What the loader finds, before any rule can look.
LOADING = ("oas3-schema", "invalid-ref")

ALL: tuple[Rule, ...] = (
    *dialect.RULES,
    *examples.RULES,
    *constraints.RULES,
    *formats.RULES,
    *patterns.RULES,
    *paths.RULES,
    *naming.RULES,
    *security.RULES,
    *components.RULES,
    *answers.RULES,
    *contents.RULES,
    *prose.RULES,
)
