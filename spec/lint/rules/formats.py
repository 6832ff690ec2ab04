"""Formats that no registry has, and those that belong to another type."""

from collections.abc import Iterator

from spec.formats import FORMATS
from spec.lint.problem import Found, Rule
from spec.lint.spelling import meant
from spec.lint.subject import Subject

# OAS 3.1 section 4.4.1 and the formats registry of the OAI: annotations that tools know.
_INTEGERS = frozenset("int8 int16 int32 int64 uint8 uint16 uint32 uint64 double-int".split())
_NUMBERS = frozenset("float double decimal decimal128".split())
_TEXTS = frozenset(
    "password binary base64url char commonmark html http-date media-range sf-binary sf-boolean sf-decimal sf-integer "
    "sf-string sf-token date-time-local time-local".split()
)
_OF_TEXTS = _TEXTS | FORMATS.keys()
# Names in use for a registered format; of other names only a slip of a letter or two is guessed.
_MEANT = {
    "url": "uri",
    "guid": "uuid",
    "base64": "byte",
    "timestamp": "date-time",
    "datetime": "date-time",
    "iso8601": "date-time",
    "iso-8601": "date-time",
    "rfc3339": "date-time",
    "integer": "int64",
    "long": "int64",
    "bigint": "int64",
    "e-mail": "email",
    "mail": "email",
    "host": "hostname",
}
_ALIKE = 0.85
_KNOWN = _INTEGERS | _NUMBERS | _OF_TEXTS


def _unknown(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        name = place.value.get("format")
        if isinstance(name, str) and name not in _KNOWN:
            close = _MEANT.get(name.lower()) or meant(name, _KNOWN, _ALIKE)
            fits = _fits(close, subject.kinds(place.value))
            hint = f"; did you mean `{close}`?" if close and fits else ""
            message = f"the format `{name}` is in no registry, and nothing checks it{hint}"
            yield Found(f"{place.pointer}/format", message)


def _of_type(subject: Subject) -> Iterator[Found]:
    for place in subject.schemas:
        name, kinds = place.value.get("format"), subject.kinds(place.value)
        if not isinstance(name, str) or not kinds:
            continue
        if name in _KNOWN and not _fits(name, kinds):
            types = " or ".join(sorted(kinds))
            message = f"the format `{name}` is one of {_said(name)}, and the type is {types}: it has no effect"
            yield Found(f"{place.pointer}/format", message)


def _fits(name: str, kinds: frozenset[str]) -> bool:
    """Whether a format constrains one of the types. Decimals, and integers beyond 2**53, often travel as strings."""
    of_format = {"string"} if name in _OF_TEXTS else {"string", "integer", "number"}
    return not kinds or bool(kinds & of_format)


def _said(name: str) -> str:
    return "strings" if name in _OF_TEXTS else "numbers"


RULES: tuple[Rule, ...] = (
    Rule(
        "format-unknown",
        "info",
        "Formats are registered ones.",
        "people rely on a check that no validator makes: write a pattern where it matters",
        _unknown,
    ),
    Rule(
        "format-type",
        "warn",
        "A format fits its type.",
        "validators and generators ignore it without a word, and people believe that it is checked",
        _of_type,
    ),
)
