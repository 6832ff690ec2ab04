"""Patterns against each other, by automata."""

import pytest

from spec.containment.characters import Unsupported
from spec.containment.languages import find, is_met
from spec.containment.properties import narrowed

_PASSWORD = "^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])(?=.*[^A-Za-z0-9])[!-~]{8,64}$"
WITHIN = {
    "more of the same": ("^a+$", "^a*$"),
    "a class in a larger one": ("^[a-z]{3}$", "^\\w+$"),
    "shorter repeats": ("^[a-z]{1,200}$", "^[a-z]{1,255}$"),
    "anchored in unanchored": ("^abc", "b"),
    "an alternative": ("^a$", "^(a|b)$"),
    "a lookahead narrows": ("^(?!foo)[a-z]+$", "^[a-z]+$"),
    "a positive lookahead": ("^(?=.*[0-9]).{8,}$", "[0-9]"),
    "two branches with an anchor each": ("^a$", "^a|b$"),
    "an anchor in a group": ("^(a$|b)", "^(a|b)"),
    "ECMA white space": ("^\\S+$", "^[^ \\u00a0]+$"),
    "a lazy repeat is a repeat": ("^a+?$", "^a+$"),
    "one lookahead of four less": (_PASSWORD, _PASSWORD.replace("(?=.*[0-9])", "")),
    "a lookahead written out": ("^(?=.*[0-9])[a-z0-9]+$", "^[a-z0-9]*[0-9][a-z0-9]*$"),
    "written out, as a lookahead": ("^[a-z0-9]*[0-9][a-z0-9]*$", "^(?=.*[0-9])[a-z0-9]+$"),
    "a choice behind a lookahead": ("^(?=a)ab|y$", "^ab|y"),
    "an address": ("^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.\\d{1,3}){3}$", "^[0-9.]{7,15}$"),
}
BEYOND = {
    "the empty text": ("^a*$", "^a+$", ""),
    "one repeat more": ("^[a-c]{1,3}$", "^[a-c]{1,2}$", "aaa"),
    "what a lookahead refuses": ("^[a-z]+$", "^(?!foo)[a-z]+$", "foo"),
    "one lookahead more": ("^(?=.*[a-z])[!-~]{2,64}$", "^(?=.*[a-z])(?=.*[0-9])[!-~]{2,64}$", "Aa"),
    "the second of two refused": ("^(?!admin)[a-z]+$", "^(?!admin|root)[a-z]+$", "root"),
    "not anchored": ("a", "^a", "Aa"),
    "a tab is no blank": ("^[^ ]+$", "^\\S+$", "\t"),
}
# Not approximated: neither this nor that is claimed of them.
UNSUPPORTED = [
    "(a)\\1",
    "(?<=a)b",
    "\\bword",
    "\\p{Lu}",
    "^.{1,5000}$",
    "^(?:(?=a)a)*$",
    "(",
    "^^a",
    "(?!admin)^a",
    "$^",
]


@pytest.mark.parametrize(("inner", "outer"), WITHIN.values(), ids=WITHIN)
def test_a_pattern_within_another_leaves_no_text(inner, outer):
    """None is a proof: nothing matches the first and not the second."""
    assert find([inner], [outer]) is None


@pytest.mark.parametrize(("inner", "outer", "text"), BEYOND.values(), ids=BEYOND)
def test_the_shortest_text_between_two_patterns_is_found(inner, outer, text):
    """What the first matches and the second does not, as short as there is."""
    assert find([inner], [outer]) == text


@pytest.mark.parametrize(
    ("shortest", "longest", "text"),
    [(0, None, "ab"), (3, None, "aab"), (0, 1, None), (4, 4, "aaab")],
)
def test_lengths_are_counted_in_code_points(shortest, longest, text):
    """The window of lengths is part of the question."""
    assert find(["^a+b$"], shortest=shortest, longest=longest) == text


def test_a_long_text_costs_no_automaton_of_its_length():
    """Lengths are counted, not unrolled."""
    assert len(find(["^.*$"], shortest=5000) or "") == 5000


@pytest.mark.parametrize("pattern", UNSUPPORTED)
def test_what_is_not_understood_is_said_to_be_so(pattern):
    """No answer rather than a guess."""
    with pytest.raises(Unsupported):
        find([pattern], ["^x"])


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("a.{30}$", id="a-sign-so-far-from-the-end"),
        pytest.param("^.{0,50}@.{0,50}\\..{0,50}$", id="three-windows"),
        pytest.param("[A-Z].{0,30}[0-9].{0,30}$", id="unanchored-windows"),
    ],
)
def test_an_automaton_of_too_many_states_is_given_up(pattern):
    """Its states are as many as the ways to have met its parts: nobody waits for 2^30 of them, the second time not at all."""
    for _ in range(50):
        with pytest.raises(Unsupported, match="too large"):
            find([pattern])


@pytest.mark.parametrize(
    ("shortest", "longest", "met"),
    [
        pytest.param(0, None, True, id="any"),
        pytest.param(3, 3, True, id="three"),
        pytest.param(6, 9, False, id="too-long-for-it"),
    ],
)
def test_a_text_is_found_by_trying(shortest, longest, met):
    """That there is one needs no automaton; that there is none is never said this way."""
    assert is_met("^[a-z]{1,5}$", shortest, longest) is met


@pytest.mark.parametrize(
    ("pattern", "within"),
    [
        ("^\\p{L}+$", "^[A-Za-z]+$"),
        ("^[\\p{Lu} -]$", "^[A-Z -]$"),
        ("^\\p{gc=Nd}$", "^[0-9]$"),
        ("^[^\\p{L}]$", None),
        ("^(?!\\p{L})", None),
        ("^\\P{L}$", None),
        ("^\\p{Script=Greek}$", None),
    ],
)
def test_properties_have_their_ascii_within_them(pattern, within):
    """Where less in the property is less in the whole, and only there."""
    assert narrowed(pattern) == within
