"""The names of kinds of records: one thing is a `shop`, a list of them `shops`; and of who lacks a flag."""

import re


def singular(plural: str) -> str:
    """The kind that a list of records is named for: `shops` holds a `shop`, `policies` a `policy`."""
    for ending, replacement in (
        ("ies", "y"),
        ("ses", "s"),
        ("xes", "x"),
        ("ches", "ch"),
        ("s", ""),
    ):
        if plural.endswith(ending) and len(plural) > len(ending):
            return plural.removesuffix(ending) + replacement
    return plural


def plural(kind: str) -> str:
    """What a list of records of this kind is named; the reverse of `singular`."""
    if kind.endswith("y") and kind[-2:-1] not in tuple("aeiou"):
        return kind[:-1] + "ies"
    return kind + ("es" if kind.endswith(("s", "x", "ch")) else "s")


def disabled(flag: str) -> str:
    """What a target calls the principal that lacks a flag: `uploadsEnabled` gives `uploads_disabled`."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", flag).lower()
    return snake.removesuffix("_enabled") + "_disabled"
