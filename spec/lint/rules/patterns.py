"""Patterns that not every reader reads alike, and those that may take forever."""

import re
import re._constants as op  # type: ignore[import-not-found]
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from spec.lint.problem import Found, Rule
from spec.lint.subject import Subject
from spec.samples.budget import Impossible
from spec.samples.patterns import parse

# What ECMA-262 does not have, or reads otherwise than Python and RE2 do.
_FOREIGN = (
    (re.compile(r"\\[AZz]"), "\\A, \\Z and \\z are no anchors in ECMA-262: use ^ and $"),
    (re.compile(r"\(\?[aiLmsux]+[):-]"), "inline flags are not in ECMA-262"),
    (re.compile(r"\(\?P[<=>]"), "(?P…) is Python's: ECMA-262 writes (?<name>…)"),
    (re.compile(r"[*+?}]\+"), "possessive repeats are not in ECMA-262"),
    (re.compile(r"\(\?>"), "atomic groups are not in ECMA-262"),
    (re.compile(r"\[\[:\w+:\]\]"), "POSIX classes are not in ECMA-262"),
    (re.compile(r"\(\?<[=!]"), "lookbehinds are read by newer engines only, and not by RE2"),
    (re.compile(r"\(\?[=!]"), "lookaheads are not read by RE2 (Go)"),
    (re.compile(r"\\[1-9]"), "back-references are not read by RE2 (Go)"),
    (
        re.compile(r"\\[pP]\{"),
        "Unicode properties need a flag in ECMA-262, and Python's `re` refuses them",
    ),
)
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
_SAMPLE = [chr(at) for at in range(128)] + ["é", "中"]


def _places(subject: Subject) -> Iterator[tuple[str, str]]:
    for place in subject.schemas:
        if isinstance(place.value.get("pattern"), str):
            yield f"{place.pointer}/pattern", place.value["pattern"]


def _invalid(subject: Subject) -> Iterator[Found]:
    for where, pattern in _places(subject):
        try:
            parse(pattern)
        except Impossible as impossible:
            if not re.search(r"\\[pP]\{", pattern):
                yield Found(where, str(impossible))


def _portable(subject: Subject) -> Iterator[Found]:
    for where, pattern in _places(subject):
        for foreign, message in _FOREIGN:
            if foreign.search(pattern.replace("\\\\", "")):
                yield Found(where, message)
                break


def _exponential(subject: Subject) -> Iterator[Found]:
    for where, pattern in _places(subject):
        try:
            tree = parse(pattern)
        except Impossible:
            continue
        if _may_explode(list(tree)):
            message = (
                "a repeat within a repeat that can take the same text in "
                "many ways: engines that backtrack take exponential time"
            )
            yield Found(where, message)


def _may_explode(tree: Sequence[Any]) -> bool:
    """Whether some endless repeat has a body that can split one text in several ways (CWE-1333)."""
    for code, value in tree:
        if code in _REPEATS:
            _, most, body = value
            if most is op.MAXREPEAT and _is_ambiguous(list(body)):
                return True
        if any(_may_explode(inner) for inner in _inner(code, value)):
            return True
    return False


def _inner(code: Any, value: Any) -> Iterator[Sequence[Any]]:
    if code in _REPEATS:
        yield list(value[2])
    elif code is op.SUBPATTERN:
        yield list(value[-1])
    elif code is op.BRANCH:
        yield from (list(way) for way in value[1])
    elif code in (op.ASSERT, op.ASSERT_NOT):
        yield list(value[1])


def _is_ambiguous(body: Sequence[Any]) -> bool:
    """Of a body that is repeated: an endless part that what follows can go on with, or two ways to begin and end with one sign."""
    body = _unwrapped(body)
    for index, (code, value) in enumerate(body):
        if code in _REPEATS and value[1] is op.MAXREPEAT:
            following = _firsts([*body[index + 1 :], *body])
            if _firsts(list(value[2])) & following:
                return True
        if code is op.BRANCH:
            signs = [_firsts(list(way)) for way in value[1] if _is_one_sign(way)]
            if any(one & other for at, one in enumerate(signs) for other in signs[at + 1 :]):
                return True
    return False


def _unwrapped(tree: Sequence[Any]) -> Sequence[Any]:
    while len(tree) == 1 and tree[0][0] is op.SUBPATTERN:
        tree = list(tree[0][1][-1])
    return tree


def _is_one_sign(tree: Any) -> bool:
    return len(tree) == 1 and bool(tree[0][0] in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN))


def _firsts(tree: Sequence[Any]) -> set[str]:
    """Signs, of a sample of all, that what a tree matches can begin with."""
    found: set[str] = set()
    for code, value in tree:
        if code in _REPEATS:
            found |= _firsts(list(value[2]))
            if value[0] == 0:
                continue
        elif code is op.SUBPATTERN:
            found |= _firsts(list(value[-1]))
        elif code is op.BRANCH:
            for way in value[1]:
                found |= _firsts(list(way))
        elif code in (op.AT, op.ASSERT, op.ASSERT_NOT):
            continue
        else:
            found |= {sign for sign in _SAMPLE if _matches(code, value, sign)}
        break
    return found


def _matches(code: Any, value: Any, sign: str) -> bool:
    if code is op.LITERAL:
        return bool(ord(sign) == value)
    if code is op.NOT_LITERAL:
        return bool(ord(sign) != value)
    if code is op.ANY:
        return sign != "\n"
    if code is not op.IN:
        return False
    negated = value[0][0] is op.NEGATE
    return (
        any(_in(part, inner, sign) for part, inner in value if part is not op.NEGATE) is not negated
    )


_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    op.CATEGORY_DIGIT: str.isdigit,
    op.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdigit(),
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    op.CATEGORY_WORD: lambda sign: sign.isalnum() or sign == "_",
    op.CATEGORY_NOT_WORD: lambda sign: not (sign.isalnum() or sign == "_"),
}


def _in(code: Any, value: Any, sign: str) -> bool:
    if code is op.LITERAL:
        return bool(ord(sign) == value)
    if code is op.RANGE:
        return bool(value[0] <= ord(sign) <= value[1])
    return bool(_CATEGORIES[value](sign)) if value in _CATEGORIES else False


def _anchored(subject: Subject) -> Iterator[Found]:
    for where, pattern in _places(subject):
        if not pattern.startswith("^") and not pattern.endswith("$") and "^" not in pattern:
            yield Found(where, "it is not anchored: any text that holds a match is taken")


RULES: tuple[Rule, ...] = (
    Rule(
        "pattern-invalid",
        "error",
        "A pattern is a regular expression.",
        "validators fail when they load the document",
        _invalid,
    ),
    Rule(
        "pattern-portable",
        "warn",
        "A pattern is read alike by ECMA-262, Python and RE2.",
        "a client refuses what the server takes, or does not start",
        _portable,
    ),
    Rule(
        "pattern-exponential",
        "warn",
        "A pattern is matched in bounded time.",
        "one long text stops a server that backtracks",
        _exponential,
    ),
    Rule(
        "pattern-unanchored",
        "info",
        "A pattern says where it begins and ends.",
        "JSON Schema looks for a match anywhere",
        _anchored,
    ),
)
