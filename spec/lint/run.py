"""A document to problems: as it was published, and what its overlay makes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spec import pointer
from spec.document import Document, build, draft
from spec.embedding import Fetch
from spec.errors import BadReference, Invalid, SpecError
from spec.lint.fixing import path
from spec.lint.problem import Action, Found, Level, Problem, Rule
from spec.lint.settings import Settings
from spec.lint.subject import Draft, Subject
from spec.lint.table import ALL, ROBUST
from spec.schema_faults import faults
from spec.source import Source

Row = tuple[Rule, Level, Found]


@dataclass(frozen=True, slots=True)
class _Look:
    """What one reading of a document shows: `rows` of rules, and `broken` where it cannot be loaded."""

    document: Document
    rows: tuple[Row, ...]
    broken: tuple[Problem, ...] = ()
    is_sound: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The problems of a document with its overlay in force, and nothing of what that mended. Of one that is not sound only a few
    rules speak."""

    problems: tuple[Problem, ...]
    is_sound: bool


def lint(
    text: Source,
    overlays: Sequence[Source],
    settings: Settings,
    *,
    base: Path | None = None,
    fetch: Fetch | None = None,
) -> tuple[Problem, ...]:
    """The problems of a document, those that its overlay mends included, in the order of its text.

    Of a document that breaks the OpenAPI Specification the first such place is told, and what the rules of ROBUST find. Raises
    Unreadable; OverlayError for an overlay that does not apply; Invalid for what is no OpenAPI document at all, and RuleError.
    """
    plain = _look(text, (), settings, base, fetch)
    if overlays:
        problems = list(_compared(plain, _look(text, overlays, settings, base, fetch)))
    else:
        problems = [*plain.broken, *(_problem(plain.document, row) for row in plain.rows)]
    return tuple(sorted(problems, key=lambda one: _order(one, text.name)))


def _order(one: Problem, document: str) -> tuple[bool, str, int, str, str]:
    """The document's own problems before those of other files."""
    return (one.source != document, one.source, one.line or 0, one.pointer, one.rule)


def reading(
    text: Source,
    overlays: Sequence[Source],
    settings: Settings,
    *,
    base: Path | None = None,
    fetch: Fetch | None = None,
) -> Reading:
    """What is left of a document's problems, and what its overlay brought. Raises as `lint` does."""
    look = _look(text, overlays, settings, base, fetch)
    rows = (_problem(look.document, row) for row in look.rows)
    return Reading((*look.broken, *rows), look.is_sound)


def _look(
    text: Source,
    overlays: Sequence[Source],
    settings: Settings,
    base: Path | None,
    fetch: Fetch | None,
) -> _Look:
    try:
        document = build(text, overlays, base=base, fetch=fetch)
    except Invalid as error:
        document = draft(text, overlays)
        rows = tuple(_found(Draft(document), ROBUST, settings))
        is_told = any(_is_at(found.pointer, error.pointer or "") for _, _, found in rows)
        broken = () if is_told else tuple(_unreadable(error, settings))
        return _Look(document, rows, broken)
    is_sound = next(faults(document), None) is None
    subject = Subject(document) if is_sound else Draft(document)
    rows = tuple(_found(subject, ALL if is_sound else ROBUST, settings))
    return _Look(document, rows, is_sound=is_sound)


def _is_at(where: str, place: str) -> bool:
    return where == place or where.startswith(f"{place}/")


def _found(subject: Subject, rules: Sequence[Rule], settings: Settings) -> Iterator[Row]:
    for rule in rules:
        level = settings.level(rule.id, rule.level)
        if level is not None:
            yield from ((rule, level, found) for found in rule.check(subject))


def _compared(plain: _Look, corrected: _Look) -> Iterator[Problem]:
    """What is left once the overlay is applied, what it mended, and what it brought."""
    left = {(rule.id, found.pointer) for rule, _, found in corrected.rows}
    left |= {(one.rule, one.pointer) for one in corrected.broken}
    known = {(rule.id, found.pointer) for rule, _, found in plain.rows}
    for rule, level, found in plain.rows:
        is_left = (rule.id, found.pointer) in left
        mended = "" if is_left else _correction(corrected.document, found.pointer, rule.id)
        if is_left or mended:
            yield _problem(plain.document, (rule, level, found), mended)
    for row in corrected.rows:
        if (row[0].id, row[2].pointer) not in known:
            yield _problem(corrected.document, row)
    for one in plain.broken:
        if (one.rule, one.pointer) not in left:
            yield replace(one, corrected=_correction(corrected.document, one.pointer, one.rule))
    yield from corrected.broken


def _correction(document: Document, where: str, rule: str) -> str:
    """The correction that reached a place: at it, below it, or nearest around it. One that is named for the rule goes first."""
    near = [
        (correction.name == rule, len(place), correction.name)
        for correction in document.corrections
        for place in correction.pointers
        if _is_at(where, place) or _is_at(place, where) or where.rpartition("/")[0] == place
    ]
    return max(near, key=lambda one: one[:2])[2] if near else "the overlay"


def _problem(document: Document, row: Row, corrected: str = "") -> Problem:
    rule, level, found = row
    source, line = document.written(found.pointer)
    where = pointer.within(found.pointer)
    fix = () if any(map(_is_elsewhere, found.fix)) else found.fix
    return Problem(rule.id, level, where, source, line, found.message, rule.why, fix, corrected)


def _is_elsewhere(action: Action) -> bool:
    """Whether a correction is of an embedded file: an overlay has no path that leads there."""
    return str(action["target"]).startswith(path((pointer.FILES,)))


def _unreadable(error: SpecError, settings: Settings) -> Iterator[Problem]:
    rule = "invalid-ref" if isinstance(error, BadReference) else "oas3-schema"
    level = settings.level(rule, "error")
    if level is not None:
        yield Problem(
            rule,
            level,
            pointer.within(error.pointer or ""),
            error.source or "",
            error.line,
            error.problem,
            error.hint or "no tool can read it",
        )
