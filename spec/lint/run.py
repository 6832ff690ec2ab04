"""A document to problems: as it was published, and what its overlay makes of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from spec import pointer
from spec.document import Document, build
from spec.errors import BadReference, Invalid, SpecError
from spec.lint.problem import Found, Level, Problem, Rule
from spec.lint.settings import Settings
from spec.lint.subject import Subject
from spec.lint.table import ALL
from spec.references import Fetch
from spec.source import Source

_WHY_INVALID = "no tool can read it"


def lint(
    text: Source,
    overlays: Sequence[Source],
    settings: Settings,
    *,
    base: Path | None = None,
    fetch: Fetch | None = None,
) -> tuple[Problem, ...]:
    """The problems of a document, those that its overlay mends included, in the order of its text.

    A document that breaks the OpenAPI Specification has that one problem. Raises Unreadable, and OverlayError for an overlay that
    does not apply.
    """
    try:
        plain = build(text, base=base, fetch=fetch)
        published = list(_found(plain, settings))
        if not overlays:
            problems = [_problem(plain, rule, level, one, "") for rule, level, one in published]
        else:
            corrected = build(text, overlays, base=base, fetch=fetch)
            problems = list(_compared(plain, corrected, published, settings))
    except Invalid as error:
        return tuple(_unreadable(error, settings))
    return tuple(sorted(problems, key=lambda one: (one.line or 0, one.pointer, one.rule)))


Row = tuple[Rule, Level, Found]


def _found(document: Document, settings: Settings) -> Iterator[Row]:
    subject = Subject(document)
    for rule in ALL:
        level = settings.level(rule.id, rule.level)
        if level is not None:
            yield from ((rule, level, found) for found in rule.check(subject))


def _compared(
    plain: Document, corrected: Document, published: list[Row], settings: Settings
) -> Iterator[Problem]:
    """What is left once the overlay is applied, what it mended, and what it brought."""
    left = list(_found(corrected, settings))
    keys = {(rule.id, found.pointer) for rule, _, found in left}
    known = {(rule.id, found.pointer) for rule, _, found in published}
    for rule, level, found in published:
        mended = "" if (rule.id, found.pointer) in keys else _correction(corrected, found.pointer)
        if (rule.id, found.pointer) in keys or mended:
            yield _problem(plain, rule, level, found, mended)
    for rule, level, found in left:
        if (rule.id, found.pointer) not in known:
            yield _problem(corrected, rule, level, found, "")


def _correction(document: Document, where: str) -> str:
    """The correction that reached a place: at it, below it, or nearest around it."""
    near = [
        (len(place), correction.name)
        for correction in document.corrections
        for place in correction.pointers
        if where.startswith(place) or place.startswith(where) or where.rpartition("/")[0] == place
    ]
    return max(near)[1] if near else "the overlay"


def _problem(document: Document, rule: Rule, level: Level, found: Found, corrected: str) -> Problem:
    source, line = document.name, document.line(found.pointer)
    if document.overlays and not _is_own(document, found.pointer):
        source, line = document.place(found.pointer)
    return Problem(
        rule.id, level, found.pointer, source, line, found.message, rule.why, found.fix, corrected
    )


def _is_own(document: Document, where: str) -> bool:
    try:
        pointer.get(document.text.content, pointer.read(where))
    except KeyError:
        return False
    return True


def _unreadable(error: SpecError, settings: Settings) -> Iterator[Problem]:
    rule = "invalid-ref" if isinstance(error, BadReference) else "oas3-schema"
    level = settings.level(rule, "error")
    if level is not None:
        yield Problem(
            rule,
            level,
            error.pointer or "",
            error.source or "",
            error.line,
            error.problem,
            error.hint or _WHY_INVALID,
        )
