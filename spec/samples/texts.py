"""Strings: by format, by pattern, or a plain word; always of the wanted length."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, count
from random import Random
from typing import Any

import jsonschema_rs

from spec.samples import formats, patterns
from spec.samples.budget import CHARACTERS, MAX_TEXT, Budget, Impossible
from spec.samples.shapes import Shape
from spec.schemas import compile_schema

_WORD = "string"
# How many random texts of a format are tried before the fixed ones: lengths may exclude them all.
_DRAWS = 20
# Without a wanted length no random text is longer: a person reads it.
_LONGEST = 24


def texts(shape: Shape, chance: Random | None, budget: Budget) -> Iterator[str]:
    """Texts that fit, the plainest first. Raises Impossible when the schema asks for what no text can be."""
    shortest = int(max(shape.numbers("minLength"), default=0))
    longest = int(min(shape.numbers("maxLength"), default=MAX_TEXT))
    if shortest > MAX_TEXT:
        raise Impossible(
            f"minLength {shortest} is above the {MAX_TEXT} characters that a sample may have"
        )
    if shortest > longest:
        raise Impossible(f"no text is at least {shortest} and at most {longest} characters long")
    names = [name for name in shape.all("format") if name in formats.FIXED]
    wanted = [pattern for pattern in shape.all("pattern") if isinstance(pattern, str)]
    if not names and not wanted:
        return _paid(_plain(shortest, longest, chance), budget)
    fits = _judge(shape, names, wanted, shortest, longest)
    proposed = chain(
        *(_formatted(name, shortest, chance) for name in names),
        *(
            patterns.texts(each, shortest=shortest, longest=longest, chance=chance, budget=budget)
            for each in wanted
        ),
    )
    return (text for text in _paid(proposed, budget) if fits.is_valid(text))


def _paid(proposed: Iterator[str], budget: Budget) -> Iterator[str]:
    for text in proposed:
        budget.spend(1 + len(text) // CHARACTERS)
        yield text


def matches(pattern: str, text: str) -> bool:
    """Whether the pattern occurs in the text, as JSON Schema reads patterns (section 6.4 of the Core: ECMA-262, not anchored)."""
    return _matcher(pattern).is_valid(text)


@lru_cache(maxsize=1024)
def _matcher(pattern: str) -> jsonschema_rs.Validator:
    return compile_schema({"pattern": pattern})


def _judge(
    shape: Shape, names: list[str], wanted: list[str], shortest: int, longest: int
) -> jsonschema_rs.Validator:
    rules: list[dict[str, Any]] = [{"format": name} for name in shape.all("format")]
    rules += [{"pattern": pattern} for pattern in wanted]
    try:
        return compile_schema({"allOf": rules, "minLength": shortest, "maxLength": longest})
    except ValueError as error:
        raise Impossible(
            f"the patterns {wanted} and formats {names} cannot be read ({error})"
        ) from None


def _formatted(name: str, shortest: int, chance: Random | None) -> Iterator[str]:
    if chance is not None:
        yield from (formats.RANDOM[name](chance) for _ in range(_DRAWS))
    yield from formats.FIXED[name]
    if name in formats.STRETCH:
        base, piece = formats.FIXED[name][0], formats.STRETCH[name]
        least = max(1, -(-(shortest - len(base)) // len(piece)))
        yield from (base + piece * copies for copies in range(least, least + _DRAWS))


def _plain(shortest: int, longest: int, chance: Random | None) -> Iterator[str]:
    if chance is not None:
        while True:
            yield _prose(chance, shortest, min(longest, max(shortest, _LONGEST)))
    for number in count():
        text = _WORD + (str(number) if number else "")
        if len(text) <= longest:
            yield text + (_WORD * (shortest // len(_WORD) + 1))[: max(0, shortest - len(text))]
        else:
            yield from _short(longest)
            return


def _short(longest: int) -> Iterator[str]:
    """Where there is no room for the word: its head, then other letters."""
    yield _WORD[:longest]
    if longest:
        yield from (chr(code) + _WORD[1:longest] for code in range(ord("a"), ord("z") + 1))


def _prose(chance: Random, shortest: int, longest: int) -> str:
    text = formats.word(chance)
    wanted = chance.randint(min(shortest, longest), longest)
    while len(text) < wanted:
        text += " " + formats.word(chance)
    text = text[:longest].rstrip()
    return text + "a" * (shortest - len(text))
