"""Plain text for every report: nothing in it acts on a terminal, and numbers agree with their nouns."""

from spec.plain import visible

__all__ = ["count", "visible"]


def count(number: int, noun: str) -> str:
    """A number and what it counts."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
