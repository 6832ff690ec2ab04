"""Patterns that not every reader reads alike, and those that may take forever."""

import re
from collections.abc import Iterator, Mapping

from spec import pointer
from spec.formats import FORMATS
from spec.lint.backtracking import explodes
from spec.lint.problem import Found, Rule
from spec.lint.subject import Subject
from spec.samples.budget import Impossible
from spec.samples.patterns import parse

# Escaped signs and classes mean nothing to what is looked for outside of them.
_ESCAPED = re.compile(r"\\[^\w\s]")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_POSIX = re.compile(r"\[\^?[^\]]*\[:\^?\w+:\]")
_PROPERTY = re.compile(r"\\[pP](?:\{|[A-Z])")
# What ECMA-262 does not have, or reads otherwise than Python and RE2 do.
_FOREIGN = (
    (
        re.compile(r"^/.*/[a-z]*$", re.DOTALL),
        "the slashes around it are part of the pattern, and so are the flags",
    ),
    (re.compile(r"\\[AZzGhRKQ]"), "\\A, \\Z, \\z and their kin are not in ECMA-262: use ^ and $"),
    (re.compile(r"\(\?[aiLmsux-]+[):]"), "inline flags are not in ECMA-262"),
    (re.compile(r"\(\?P[<=>]"), "(?P...) is Python's: ECMA-262 writes (?<name>...)"),
    (re.compile(r"[*+?}]\+"), "possessive repeats are not in ECMA-262"),
    (re.compile(r"\(\?>"), "atomic groups are not in ECMA-262"),
    (re.compile(r"\(\?[#|(R&]"), "comments, conditions and recursion are not in ECMA-262"),
    (re.compile(r"\(\?<[=!]"), "lookbehinds are read by newer engines only, and not by RE2"),
    (re.compile(r"\(\?[=!]"), "lookaheads are not read by RE2 (Go)"),
    (re.compile(r"\\[1-9]|\\k<"), "back-references are not read by RE2 (Go)"),
)


def _places(subject: Subject) -> Iterator[tuple[str, str]]:
    """Every pattern, with its place; those of keys too."""
    for place in subject.schemas:
        if isinstance(place.value.get("pattern"), str):
            yield f"{place.pointer}/pattern", place.value["pattern"]
        keys = place.value.get("patternProperties")
        for pattern in keys if isinstance(keys, Mapping) else ():
            yield place.pointer + pointer.write(("patternProperties", pattern)), pattern


def _invalid(subject: Subject) -> Iterator[Found]:
    """What neither the reader of ECMA-262 nor that of `re` understands; what only one does is not portable."""
    for where, pattern in _places(subject):
        reason = _refused(pattern)
        if reason and not FORMATS["regex"](pattern) and not _foreign(pattern):
            yield Found(where, reason)


def _refused(pattern: str) -> str:
    try:
        parse(pattern)
    except Impossible as impossible:
        return str(impossible)
    return ""


def _portable(subject: Subject) -> Iterator[Found]:
    for where, pattern in _places(subject):
        reason = _foreign(pattern)
        if reason:
            yield Found(where, reason)
        elif not FORMATS["regex"](pattern) and not _refused(pattern):
            yield Found(where, "it is no regular expression of ECMA-262, and Python reads it")


def _foreign(pattern: str) -> str:
    """What in a pattern is of one dialect only; empty for a portable one."""
    plain = _ESCAPED.sub("x", pattern.replace("\\\\", "x"))
    if _POSIX.search(plain):
        return "POSIX classes are not in ECMA-262"
    if _PROPERTY.search(plain):
        return "Unicode properties need a flag in ECMA-262, and Python's `re` refuses them"
    outside = _CLASS.sub("x", plain)
    return next((message for foreign, message in _FOREIGN if foreign.search(outside)), "")


def _exponential(subject: Subject) -> Iterator[Found]:
    for where, pattern in _places(subject):
        if explodes(pattern):
            message = "a repeat takes one text in several ways: engines that backtrack take time that doubles with each character"
            yield Found(where, message)


def _anchored(subject: Subject) -> Iterator[Found]:
    for where, pattern in _places(subject):
        is_single = re.fullmatch(r"\\?.|\\[pP]\{\w+\}", pattern) or _CLASS.fullmatch(pattern)
        if "^" not in _CLASS.sub("", pattern) and not pattern.endswith("$") and not is_single:
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
