"""Texts for a regular expression, by a bounded walk over its syntax tree.

The tree is that of `re`. The libraries that do this (rstr, exrex) read the same tree, but take no wanted length, repeat without
a bound, and choose by the order of a set or by the global random state, so that the sample is another one tomorrow.
Python keeps that parser private and has no public one (`sre_parse` is deprecated); the table of patterns in the tests watches it.
The walk proposes; whether a text matches is for the validator to say, which reads the dialect of the standard (ECMA-262).
"""

import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import string
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from random import Random
from typing import Any

from spec.samples.budget import Budget, Impossible

_ALPHABET = string.ascii_lowercase + string.ascii_uppercase + "1234567890" + "-_. "
_SIGNS = "".join(sign for sign in string.punctuation if sign not in _ALPHABET)
_EVERYTHING = _ALPHABET + _SIGNS + "\t\n"
_WORD = frozenset(string.ascii_letters + string.digits + "_")
_DIGIT = frozenset(string.digits)
_SPACE = frozenset(" \t\n")
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    op.CATEGORY_DIGIT: lambda sign: sign in _DIGIT,
    op.CATEGORY_NOT_DIGIT: lambda sign: sign not in _DIGIT,
    op.CATEGORY_SPACE: lambda sign: sign in _SPACE,
    op.CATEGORY_NOT_SPACE: lambda sign: sign not in _SPACE,
    op.CATEGORY_WORD: lambda sign: sign in _WORD,
    op.CATEGORY_NOT_WORD: lambda sign: sign not in _WORD,
}
# Random walks that one pattern gets: lookaheads are not followed, only met by luck.
_WALKS = 200
# Characters that a walk gives for one unit of the budget.
_CHARACTERS = 4
# How many copies a random walk adds to what an open-ended repeat demands.
_MORE = 6
# A tree of more nesting than this is not walked: each level costs Python frames.
_MAX_NESTING = 60

# The pieces of an ECMA-262 pattern that `re` spells differently.
_PIECES = re.compile(
    r"(?P<property>\\[pP]\{[^}]*\})|(?P<point>\\u\{[0-9a-fA-F]+\})|(?P<control>\\c[A-Za-z])|(?P<backref>\\k<[^>]*>)"
    r"|(?P<escape>\\.)|(?P<open>\[\^?)|(?P<close>\])|(?P<name>\(\?<(?![=!]))|(?P<set>[&~|])|(?P<other>.)",
    re.DOTALL,
)
# Unicode properties by some members, ASCII where there are any: enough to propose a text.
_PROPERTIES = {
    "L Letter Alphabetic Alpha Latin Latn": "a-zA-Z",
    "Lu Uppercase_Letter Uppercase": "A-Z",
    "Ll Lowercase_Letter Lowercase": "a-z",
    "N Number Nd Decimal_Number": "0-9",
    "P Punctuation": "!-#",
    "S Symbol": "+<>",
    "Z Separator Zs Space_Separator": " ",
    "M Mark Mn": "\u0301",
    "Greek Grek": "\u03b1-\u03c9",
    "Cyrillic Cyrl": "\u0430-\u044f",
    "Arabic Arab": "\u0628-\u063a",
    "Hebrew Hebr": "\u05d0-\u05ea",
    "Han Hani": "\u4e00-\u4e10",
    "Hiragana Hira": "\u3042-\u3093",
    "Katakana Kana": "\u30a2-\u30f3",
}
_MEMBERS = {name: members for names, members in _PROPERTIES.items() for name in names.split()}


def texts(
    pattern: str, *, shortest: int, longest: int, chance: Random | None, budget: Budget
) -> Iterator[str]:
    """Texts that the pattern may match, most of them within the lengths. Raises Impossible for a pattern that cannot be read.

    Without `chance` the first is the shortest and the rest, for patterns with lookaheads, are always the same.
    """
    tree = parse(pattern)
    if chance is None:
        yield from _shortest(tree, shortest, budget)
        chance = Random(0)  # noqa: S311  # the same luck each time, and no secret
    for _ in range(_WALKS):
        text = _Walk(budget, chance).text(tree)
        if len(text) < shortest:
            slack = chance.randint(0, min(longest - shortest, _MORE))
            text = _Walk(budget, chance, spare=shortest - len(text) + slack).text(tree)
        yield text


def _shortest(tree: Any, shortest: int, budget: Budget) -> Iterator[str]:
    text = _Walk(budget).text(tree)
    if len(text) < shortest:
        text = _Walk(budget, spare=shortest - len(text)).text(tree)
    yield text
    if len(text) < shortest:
        yield text + "a" * (shortest - len(text))  # a pattern that is not tied to the end


@lru_cache(maxsize=256)
def parse(pattern: str) -> Any:
    """The syntax tree, that of `re`, of an ECMA-262 pattern. Raises Impossible."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # `re` warns of sets that a later Python may read otherwise
            return parser.parse(_as_python(pattern))
    except (re.error, RecursionError, OverflowError, ValueError) as error:
        raise Impossible(f"the pattern {pattern!r} is not understood ({error})") from None


def _as_python(pattern: str) -> str:
    """The pattern in the spelling of `re`, good enough to be walked."""
    inside = False
    out: list[str] = []
    for piece in _PIECES.finditer(pattern):
        kind, text = piece.lastgroup, piece[0]
        if kind == "open":
            text, inside = (r"\[", True) if inside else (text, True)
        elif kind == "close":
            inside = False
        else:
            text = _respell(kind, text, inside)
        out.append(text)
    return "".join(out)


def _respell(kind: str | None, text: str, inside: bool) -> str:
    if kind == "property":
        members = _members(text)
        return members if inside else f"[{members}]"
    if kind == "point":
        return re.escape(chr(int(text[3:-1], 16)))
    if kind == "control":
        return re.escape(chr(ord(text[2]) % 32))
    if kind == "backref":
        return f"(?P={text[3:-1]})"
    if kind == "name" and not inside:
        return "(?P<"
    return "\\" + text if kind == "set" and inside else text


def _members(text: str) -> str:
    """The content of a class for `\\p{NAME}`, `\\p{Script=NAME}` or, by something outside of it, `\\P{NAME}`."""
    name = text[3:-1].rsplit("=", 1)[-1]
    if name not in _MEMBERS:
        raise ValueError(f"no characters of {text} are known")
    if text[1] == "P":
        return "0-9" if "a" in _MEMBERS[name] or "A" in _MEMBERS[name] else "a-z"
    return _MEMBERS[name]


class _Walk:
    """One way through a tree. `spare` characters more than the least are wanted; repeats give them."""

    def __init__(self, budget: Budget, chance: Random | None = None, *, spare: int = 0) -> None:
        self.budget = budget
        self.chance = chance
        self.spare = spare
        self.size = 0
        self.used: dict[str, int] = {}
        self.groups: dict[int, str] = {}

    def text(self, tree: Any, depth: int = 0) -> str:
        if depth > _MAX_NESTING:
            raise Impossible("the pattern is nested too deep")
        return "".join(self._step(code, value, depth + 1) for code, value in tree)

    def _step(self, code: Any, value: Any, depth: int) -> str:
        if code in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN):
            return self._grown(self._sign(code, value))
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            least, most, tree = value
            return self._repeat(least, most, tree, depth)
        if code is op.BRANCH:
            ways = value[1]
            return self.text(self.chance.choice(ways) if self.chance else ways[0], depth)
        if code is op.SUBPATTERN:
            return self._group(value[0], value[-1], depth)
        if code is op.ATOMIC_GROUP:
            return self.text(value, depth)
        if code is op.GROUPREF:
            return self._grown(self.groups.get(value, ""))
        return ""  # anchors and lookarounds take no room

    def _group(self, number: int | None, tree: Any, depth: int) -> str:
        text = self.text(tree, depth)
        if number is not None:
            self.groups[number] = text
        return text

    def _repeat(self, least: int, most: int, tree: Any, depth: int) -> str:
        more = self.chance.randint(0, _MORE) if self.chance else 0
        copies: list[str] = []
        while len(copies) < least or (len(copies) < most and (more > 0 or self.spare > 0)):
            before = self.size
            copies.append(self.text(tree, depth))
            if len(copies) > least:
                more -= 1
                self.spare -= self.size - before
            if self.size == before:
                break  # copies of nothing: any number of them is the same text
        return "".join(copies)

    def _sign(self, code: Any, value: Any) -> str:
        if code is op.LITERAL:
            return chr(value)
        if code is op.ANY:
            return self._pick(_ALPHABET + _SIGNS)
        if code is op.NOT_LITERAL:
            return self._pick(_EVERYTHING.replace(chr(value), ""))
        return self._pick(_class(tuple(value)))

    def _pick(self, signs: str) -> str:
        """Without chance, the signs of a class in turn: `[A-Z]{3}-[0-9]{4}` gives ABC-1234."""
        if self.chance:
            return self.chance.choice(signs)
        turn = self.used.get(signs, 0)
        self.used[signs] = turn + 1
        return signs[turn % len(signs)]

    def _grown(self, text: str) -> str:
        before = self.size // _CHARACTERS
        self.size += len(text)
        self.budget.spend(self.size // _CHARACTERS - before)
        return text


@lru_cache(maxsize=1024)
def _class(members: tuple[Any, ...]) -> str:
    """The characters of a class that a text may be made of, familiar ones first."""
    negated = members[0][0] is op.NEGATE
    signs = "".join(sign for sign in _EVERYTHING if _holds(members, sign) is not negated)
    if not signs and not negated:
        signs = "".join(_beyond(members))
    if not signs:
        raise Impossible("the pattern has a class of characters that holds none")
    return signs


def _holds(members: tuple[Any, ...], sign: str) -> bool:
    return any(_matches(code, value, sign) for code, value in members if code is not op.NEGATE)


def _matches(code: Any, value: Any, sign: str) -> bool:
    if code is op.LITERAL:
        return bool(ord(sign) == value)
    if code is op.RANGE:
        return bool(value[0] <= ord(sign) <= value[1])
    return _CATEGORIES[value](sign) if value in _CATEGORIES else False


def _beyond(members: tuple[Any, ...]) -> Iterator[str]:
    """The first characters of a class outside ASCII; lone surrogates are no text."""
    for code, value in members:
        low, high = value if code is op.RANGE else (value, value)
        if code in (op.RANGE, op.LITERAL):
            yield from (
                chr(at) for at in range(low, min(high, low + 20) + 1) if not 0xD800 <= at < 0xE000
            )
