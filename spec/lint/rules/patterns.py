"""Patterns that not every reader reads alike, and those that may take forever."""

import re
from collections.abc import Iterable, Iterator, Mapping

from spec import pointer
from spec.formats import FORMATS
from spec.lint.backtracking import explodes
from spec.lint.problem import Found, Rule
from spec.lint.subject import Subject
from spec.samples.budget import Impossible
from spec.samples.patterns import parse

# One escape, one class, or one sign.
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_POSIX = re.compile(r"\[\^?[^\]]*\[:\^?\w+:\]")
_PROPERTY = re.compile(r"\\[pP](?:\{|[A-Z])")
_PROPERTY_ALONE = re.compile(r"\\[pP](?:\{[\w=]+\}|[A-Z])")
# What ECMA-262 does not have, or reads otherwise than Python and RE2 do.
_FOREIGN = (
    (
        re.compile(r"^/.*/[a-z]*$", re.DOTALL),
        "the slashes around it are part of the pattern, and so are the flags: remove them",
    ),
    (re.compile(r"\\[AZzGhRKQ]"), "\\A, \\Z, \\z and their kin are not in ECMA-262: use ^ and $"),
    (re.compile(r"\(\?[aiLmsux-]+[):]"), "inline flags are not in ECMA-262"),
    (re.compile(r"\(\?P[<=>]"), "(?P...) is Python's: ECMA-262 writes (?<name>...)"),
    (
        re.compile(r"\(\?<[^=!]"),
        "(?<name>...) is refused by Python: leave the group without a name",
    ),
    (re.compile(r"[*+?}]\+"), "possessive repeats are not in ECMA-262"),
    (re.compile(r"\(\?>"), "atomic groups are not in ECMA-262"),
    (re.compile(r"\(\?[#|(R&]"), "comments, conditions and recursion are not in ECMA-262"),
    (re.compile(r"\(\?<[=!]"), "lookbehinds are read by newer engines only, and not by RE2 (Go)"),
    (re.compile(r"\(\?[=!]"), "lookaheads are not read by RE2 (Go)"),
    (re.compile(r"\\[1-9]|\\k<"), "back-references are not read by RE2 (Go)"),
)
# The same within classes, too.
_SIGNS = (
    (
        re.compile(r"\\c[A-Za-z]"),
        "\\c... is refused by Python and RE2 (Go): write \\x and two digits",
    ),
    (
        re.compile(r"\\u\{"),
        "\\u{...} is refused by Python and RE2 (Go): write the character itself",
    ),
    (re.compile(r"\\u[0-9a-fA-F]{4}"), "\\u... is refused by RE2 (Go): write the character itself"),
)
_REPEAT = re.compile(r"\{(\d+)(?:,(\d*))?\}")
_MOST = 1000  # RE2 compiles no larger repeat
# ECMA-262 section 22.2.1, with the u flag: signs that may be escaped. Letters and digits have meanings of their own.
_MAY_BE_ESCAPED = frozenset("^$\\.*+?()[]{}|/")


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
        reason = str(impossible).rpartition(" is not understood ")[2].strip("()")
        return f"`{pattern}` is no regular expression: {reason}"
    return ""


def _portable(subject: Subject) -> Iterator[Found]:
    for where, pattern in _places(subject):
        reason = _foreign(pattern)
        if reason:
            yield Found(where, reason)
        elif not FORMATS["regex"](pattern) and not _refused(pattern):
            yield Found(
                where, "Python reads it, and ECMA-262, which JSON Schema asks for, does not"
            )


def _foreign(pattern: str) -> str:
    """What in a pattern is of some dialects only; empty for a portable one."""
    pieces = _PIECE.findall(pattern)
    plain = "".join("x" if _is_sign(piece) else piece for piece in pieces)
    if _POSIX.search(plain):
        return "POSIX classes are not in ECMA-262"
    if _PROPERTY.search(plain):
        return "Unicode properties need a flag in ECMA-262, and Python's `re` refuses them"
    outside = "".join("x" if _is_sign(piece) or piece[0] == "[" else piece for piece in pieces)
    told = [message for foreign, message in _FOREIGN if foreign.search(outside)]
    told += [message for foreign, message in _SIGNS if foreign.search(plain)]
    return next(iter([*told, *_numbers(outside), *_classes(pieces), *_escapes(pieces)]), "")


def _is_sign(piece: str) -> bool:
    """Whether it is an escaped sign, which means itself."""
    return piece[0] == "\\" and not piece[1:].isalnum()


def _numbers(outside: str) -> Iterator[str]:
    for match in _REPEAT.finditer(outside):
        if max(int(match[1]), int(match[2] or 0)) > _MOST:
            yield f"RE2 (Go) refuses a repeat above {_MOST}: leave the length to minLength and maxLength"


def _classes(pieces: Iterable[str]) -> Iterator[str]:
    if "[]" in pieces:
        yield "[] matches nothing in ECMA-262, and Python and RE2 refuse it"
    if "[^]" in pieces:
        yield "[^] is refused by Python and RE2: [\\s\\S] matches any character"


def _escapes(pieces: Iterable[str]) -> Iterator[str]:
    """JSON Schema 2020-12 section 6.4 asks for the u flag, and Ajv sets it."""
    for piece in pieces:
        allowed = _MAY_BE_ESCAPED | {"-"} if piece[0] == "[" else _MAY_BE_ESCAPED
        for escape in re.findall(r"\\.", piece, re.DOTALL):
            if not escape[1].isalnum() and escape[1] not in allowed:
                yield f"`{escape}` is refused by ECMA-262 with the u flag, which Ajv sets: write `{escape[1]}`"


def _exponential(subject: Subject) -> Iterator[Found]:
    for where, pattern in _places(subject):
        if explodes(pattern):
            message = "a repeat takes one text in several ways: engines that backtrack take time that doubles with each character"
            yield Found(where, message)


def _anchored(subject: Subject) -> Iterator[Found]:
    for where, pattern in _places(subject):
        pieces = _PIECE.findall(pattern)
        ways = _ways(pieces)
        is_single = len(pieces) == 1 or _PROPERTY_ALONE.fullmatch(pattern)
        if not is_single and not _ANCHORS.intersection(pieces):
            yield Found(where, "it is not anchored: any text that holds a match is taken")
        elif len(ways) > 1 and _is_half(ways[0], ways[-1]):
            message = "`^` belongs to the first alternative only, and `$` to the last: group them, as in ^(?:a|b)$"
            yield Found(where, message)


_ANCHORS = frozenset(["^", "$", "\\A", "\\Z", "\\z", "\\G"])


def _ways(pieces: Iterable[str]) -> list[list[str]]:
    """The alternatives of the whole pattern."""
    ways: list[list[str]] = [[]]
    depth = 0
    for piece in pieces:
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and depth == 0:
            ways.append([])
        else:
            ways[-1].append(piece)
    return ways


def _is_half(first: list[str], last: list[str]) -> bool:
    """Whether one has an anchor at its begin only, and the other at its end only."""
    is_begun = first[:1] == ["^"] and first[-1:] != ["$"]
    return is_begun and last[-1:] == ["$"] and last[:1] != ["^"]


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
