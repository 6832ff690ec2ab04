"""The name that is meant by one that is misspelt. A wrong guess misleads more than none."""

import difflib
from collections.abc import Iterable


def meant(word: str, known: Iterable[str], likeness: float) -> str:
    """The known name of just these letters, else the most alike one from a likeness (0 to 1) on; empty where there is none."""
    names = sorted(known)
    letters = sorted(word.lower())
    for name in names:
        if sorted(name.lower()) == letters:
            return name
    return next(iter(difflib.get_close_matches(word, names, 1, likeness)), "")
