"""All rules, by theme."""

from spec.lint.problem import Rule
from spec.lint.rules import (
    constraints,
    contents,
    dialect,
    examples,
    operations,
    paths,
    patterns,
    prose,
)

# What the loader finds, before any rule can look.
LOADING = ("oas3-schema", "invalid-ref")

ALL: tuple[Rule, ...] = (
    *dialect.RULES,
    *examples.RULES,
    *constraints.RULES,
    *patterns.RULES,
    *paths.RULES,
    *operations.RULES,
    *contents.RULES,
    *prose.RULES,
)
