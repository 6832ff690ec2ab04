"""Formats that no registry has, and those that belong to another type."""

import difflib
from collections.abc import Iterator

from spec.formats import FORMATS
from spec.lint.problem import Found, Rule
from spec.lint.subject import Subject

# OAS 3.1 section 4.4.1 and the formats registry of the OAI: annotations that tools know.
_INTEGERS = frozenset("int8 int16 int32 int64 uint8 uint16 uint32 uint64 double-int".split())
_NUMBERS = frozenset("float double decimal decimal128".split())
_TEXTS = frozenset(
    "password binary base64url char commonmark html http-date media-range sf-binary sf-boolean sf-decimal sf-integer "
    "sf-string sf-token date-time-local time-local".split()
)
_OF_TEXTS = _TEXTS | FORMATS.keys()
_KNOWN = _INTEGERS | _NUMBERS | _OF_TEXTS


def _unknown(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        name = place.value.get("format")
        if isinstance(name, str) and name not in _KNOWN:
            close = difflib.get_close_matches(name, sorted(_KNOWN), 1)
            hint = f"; did you mean `{close[0]}`?" if close else ""
            message = f"the format `{name}` is in no registry, and nothing checks it{hint}"
            yield Found(f"{place.pointer}/format", message)


def _of_type(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        name, kinds = place.value.get("format"), subject.kinds(place.value)
        if not isinstance(name, str) or not kinds:
            continue
        # Decimals, and integers beyond 2**53, often travel as texts.
        fits = {"string"} if name in _OF_TEXTS else {"string", "integer", "number"}
        if name in _KNOWN and not kinds & fits:
            message = f"the format `{name}` says nothing of {' or '.join(sorted(kinds))}"
            yield Found(f"{place.pointer}/format", message)


RULES: tuple[Rule, ...] = (
    Rule(
        "format-unknown",
        "info",
        "Formats are registered ones.",
        "people count on a check that nobody makes",
        _unknown,
    ),
    Rule(
        "format-type",
        "warn",
        "A format fits its type.",
        "it says nothing, and nobody says so",
        _of_type,
    ),
)
