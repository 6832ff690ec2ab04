"""Patterns that explode, and those that only look it."""

import pytest

from spec.lint.backtracking import explodes

DANGEROUS = [
    r"^(a+)+$",
    r"^(a*)*$",
    r"^(a*)+b",
    r"^(a|a)*$",
    r"^(a|aa)+$",
    r"^(a|b|ab)*c$",
    r"^(\w|\d)*$",
    r"^(\w+\s?)*$",
    r"^([a-zA-Z]+)*$",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"^([a-z0-9]+[-_]?)+@x$",
    r"^([0-9]+\.?)+$",
    r"(x+x+)+y",
    r"^(?:a{1,2}){1,50}$",
    r"^(?:a{1,30}){1,30}$",
    r"^(\s*\w*)*$",
    r"^(.*,?)*x$",
    r"^(?:[^,]+,?)+;$",
    r"^([éa]+)*$",
    r"^(?:(?:\p{L}+)\s?)*$",
    r"^(?<name>a+)+$",
]

SAFE = [
    r"^[a-z]+(-[a-z]+)*$",
    r"^(?:[a-z0-9]+\.)+[a-z]{2,}$",
    r"^\d{3}-\d{4}$",
    r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    r"^(ab)*$",
    r"^([a-z]+,)*$",
    r"^(a?)*$",
    r"^(a|b)*$",
    r"^(?:a|ab)(?:c|d)*$",
    r"^(\d{3})*$",
    r"^(?:foo|far)+$",
    r"^[^\s]+(\s[^\s]+)*$",
    r"^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$",
    r"^([a-z]{1,63}\.)+$",
    r"(a+)+",
    r"^(a+)+",
    r"^((a)\2)*$",
    r"^(?:\d+;|[a-z]+;)*$",
    r"^[A-Z]{1,255}$",
    r"^(?:%[0-9A-F]{2}|[A-Za-z0-9])*$",
    r"^\S+@\S+$",
]


@pytest.mark.parametrize("pattern", DANGEROUS)
def test_a_repeat_that_takes_a_text_in_two_ways_explodes(pattern):
    """Known shapes of exponential patterns (CWE-1333), nested, overlapping and counted."""
    assert explodes(pattern)


@pytest.mark.parametrize("pattern", SAFE)
def test_a_repeat_that_takes_a_text_in_one_way_does_not(pattern):
    """Repeats in repeats that are told apart by a sign, and those after which nothing can fail, are harmless."""
    assert not explodes(pattern)
