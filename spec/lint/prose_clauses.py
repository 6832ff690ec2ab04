"""The clauses of a sentence, and whether what one says is said of the value that the sentence describes.

A limit is stated of this very value when its clause is nothing but the limit, with no subject or one that is this value. So a
clause is read whole: a word more, before or behind, makes it a statement of something else.
"""

import re
from collections.abc import Iterator

# A word that begins the next limit of the same value: the `and` before it joins two clauses, not two numbers.
_NEXT = (
    r"must|cannot|can't|may\s+not|at\s+(?:most|least)|no\s+(?:more|less|fewer)|max|min|up\s+to|less\s+than|greater\s+than|defaults?\b"
    r"|the\s+default|<=|>=|\u2264|\u2265|(?:contain|start|begin|end)\b"
)
_BORDER = re.compile(
    rf"\s*;\s+|\s*,\s+(?![^\[]*\])|(?<=\D)\s+[-\u2013\u2014]\s+|\s+[-\u2013\u2014]\s+(?=[^\d\s])|\s+and\s+(?=(?:{_NEXT}))|\s*[()]\s*",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\(([^()]*)\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]*\)")
_JOINT = re.compile(r"^(?:and|but|also|it|which|that)\s+", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[.,;:!]|$)")

_ARTICLES = frozenset("a an the this".split())
# Names of the value itself, whatever it is.
_SELF = frozenset(
    "it value values number integer range text string field parameter property".split()
)
_SELF_MARKS = frozenset("valid allowed possible accepted supported permitted".split())
# Subjects that are more than this value, or less, and verbs that make it an object.
_OTHERS = frozenset(
    (
        "after all and another any as at average before both by can cannot combined contain contains display each eight either "
        "every filter filters find first five four from get has have here i if in index into its keep last log match may member "
        "most must neither nine no none not on only other our page pages part parts per preview rather retry return search see "
        "send set seven show since six some store sum ten than that their there they third three through to together total "
        "truncate two until use used via was we were what when where which while who whose you your"
    ).split()
)
_HEADS_END = frozenset("of in for with".split())
_WORD = re.compile(r"[a-z][\w'\u2019/-]*\Z")
# A clause of more signs says more than a limit, and is not searched for one.
_LONGEST = 200
# Ends in s and is one thing.
_SINGULAR = re.compile(r"(?:ss|us|is|'s|\u2019s)\Z|\A(?:days|seconds|minutes|hours)\Z")


def clauses(sentence: str) -> tuple[str, ...]:
    """The clauses, each without what joins it. What stands in brackets is one of its own where the sentence could end there."""
    text = plain(sentence)
    asides = [one[1] for one in _ASIDE.finditer(text) if _ENDS.match(text, one.end())]
    pieces = (piece for part in (_ASIDE.sub(" ", text), *asides) for piece in _BORDER.split(part))
    return tuple(one for one in map(_bare, pieces) if one)


def plain(sentence: str) -> str:
    """The words without Markdown's links and bold type."""
    return _LINK.sub(r"\1", sentence).replace("**", "")


def _bare(clause: str) -> str:
    text = " ".join(clause.split()).strip(" .:!")
    return _JOINT.sub("", text)


def is_own(subject: str) -> bool:
    """Whether what stands before a limit is this value: nothing, a pronoun, or one thing in the singular."""
    words = subject.lower().strip(" :").split()
    while words and words[0] in _ARTICLES | _SELF_MARKS:
        words.pop(0)
    if not words or (len(words) == 1 and words[0] in _SELF):
        return True
    return len(words) <= 6 and not _OTHERS & set(words) and _is_one(words)


def _is_one(words: list[str]) -> bool:
    if not all(_WORD.match(word) for word in words):
        return False
    end = next((index for index, word in enumerate(words) if word in _HEADS_END), len(words))
    # Such an end begins another thing, of which the limit is: `a password with at most 2 digits`.
    is_cut = words[-1] in _HEADS_END | _ARTICLES
    return end > 0 and not is_cut and not any(map(_is_plural, (words[0], words[end - 1])))


def _is_plural(word: str) -> bool:
    """Or a verb: `retries`, `returns`."""
    return word.endswith("s") and not _SINGULAR.search(word)


def own(pattern: re.Pattern[str], found: tuple[str, ...]) -> Iterator[tuple[str, re.Match[str]]]:
    """The clauses that are the pattern from end to end, with a subject that is this value."""
    for clause in found:
        match = pattern.fullmatch(clause) if len(clause) <= _LONGEST else None
        if match and is_own(match["subject"]):
            yield clause, match
