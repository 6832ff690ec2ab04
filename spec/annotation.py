"""Annotations of a GitHub job: workflow commands, each a line of its log."""

from collections.abc import Mapping

from spec.plain import visible

# GitHub shows as many of each kind for a step, and drops the rest without a word.
MOST_SHOWN = 10


def annotation(kind: str, text: str, properties: Mapping[str, str]) -> str:
    """As the toolkit of actions escapes it: a line feed would begin another command."""
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {named}::{_data(text)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
