"""One character, or class of characters, of a regular expression as an automaton."""

import re._constants as op  # type: ignore[import-not-found]
from functools import lru_cache
from typing import Any

from interegular import FSM
from interegular.fsm import Alphabet, anything_else

# Noncharacters (Unicode section 23.7): the edges of the text, so that `^` is a sign like any other.
START, END = "\ufdd0", "\ufdd1"
EDGES = frozenset({START, END})
_DIGITS = frozenset("0123456789")
_WORDS = _DIGITS | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
# ECMA-262 sections 12.2 and 12.3: white space and line terminators.
_LINES = frozenset("\n\r\u2028\u2029")
_SPACES = (
    _LINES
    | frozenset("\t\v\f \xa0\u1680\u202f\u205f\u3000\ufeff")
    | {chr(at) for at in range(0x2000, 0x200B)}
)
_CATEGORIES = {
    op.CATEGORY_DIGIT: (_DIGITS, False),
    op.CATEGORY_NOT_DIGIT: (_DIGITS, True),
    op.CATEGORY_WORD: (_WORDS, False),
    op.CATEGORY_NOT_WORD: (_WORDS, True),
    op.CATEGORY_SPACE: (_SPACES, False),
    op.CATEGORY_NOT_SPACE: (_SPACES, True),
}
_MOST_SIGNS = 3000  # characters that a class may list


class Unsupported(Exception):
    """The pattern is not understood, or not in this size."""


def sign(code: Any, value: Any) -> FSM:
    """One character."""
    if code is op.LITERAL:
        return signs_of(frozenset({chr(value)}))
    if code is op.NOT_LITERAL:
        return signs_of(frozenset({chr(value)}), negated=True)
    if code is op.ANY:
        return signs_of(_LINES, negated=True)
    if code is op.IN:
        return _members(tuple(value))
    raise Unsupported(str(code).lower().replace("_", " "))


def _members(members: tuple[Any, ...]) -> FSM:
    """A class of characters. The parts that are told by what they are not are kept so: there are too many others to list."""
    listed: set[str] = set()
    others: list[frozenset[str]] = []  # each: everything but these
    for code, value in members:
        if code is op.LITERAL:
            listed.add(chr(value))
        elif code is op.RANGE:
            if value[1] - value[0] > _MOST_SIGNS:
                raise Unsupported("a class of very many characters")
            listed.update(map(chr, range(value[0], value[1] + 1)))
        elif code is op.CATEGORY and value in _CATEGORIES:
            signs, negated = _CATEGORIES[value]
            others.append(signs) if negated else listed.update(signs)
        elif code is not op.NEGATE:
            raise Unsupported("a class of characters")
    negated = members[0][0] is op.NEGATE
    if others:
        return signs_of(frozenset.intersection(*others) - listed, negated=not negated)
    return signs_of(frozenset(listed), negated=negated)


@lru_cache(maxsize=512)
def signs_of(signs: frozenset[str], *, negated: bool = False, edges: bool = False) -> FSM:
    """One character of `signs`, or with `negated` one of all others; the edges are among these only where `edges` says so."""
    groups: list[Any] = [sorted(signs), sorted(EDGES - signs), [anything_else]]
    alphabet = Alphabet.from_groups(*(group for group in groups if group))
    taken = {alphabet[sign] for sign in signs}
    if negated:
        taken = {alphabet[anything_else]}
        if edges:
            taken |= {alphabet[edge] for edge in EDGES - signs}
    return FSM(alphabet, {0, 1}, 0, {1}, {0: dict.fromkeys(taken, 1), 1: {}})


def no_signs() -> Alphabet:
    return Alphabet.from_groups(sorted(EDGES), [anything_else])
