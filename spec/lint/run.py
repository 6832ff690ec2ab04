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
from spec.lint.table import ALL, ROBUST, UNCHECKED
from spec.schema_faults import faults
from spec.source import Source

Row = tuple[Rule, Level, Found]


@dataclass(frozen=True, slots=True)
class _Look:
    """What one reading of a document shows: `rows` of rules, `broken` where it cannot be loaded; `is_whole`: all were asked."""

    document: Document
    rows: tuple[Row, ...]
    broken: tuple[Problem, ...] = ()
    is_whole: bool = True


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

    Of a document that breaks the OpenAPI Specification those places are told, and what the rules of ROBUST find. Raises
    Unreadable; OverlayError for an overlay that does not apply; Invalid for what is no OpenAPI document at all, and RuleError.
    """
    plain = last = _look(text, (), settings, base, fetch)
    if overlays:
        last = _look(text, overlays, settings, base, fetch)
        problems = list(_compared(plain, last))
    else:
        problems = [*plain.broken, *(_problem(plain.document, row) for row in plain.rows)]
    problems.sort(key=lambda one: _order(one, text.name))
    return (*problems, *(() if last.is_whole else _partial(last.document, settings)))


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
    return Reading((*look.broken, *rows), look.is_whole)


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
        told = [found.pointer for _, _, found in rows]
        broken = [
            problem
            for one in (error, *error.more)
            if not any(_is_near(where, one.pointer or "") for where in told)
            for problem in _unreadable(one, settings)
        ]
        return _Look(document, rows, tuple(broken), is_whole=False)
    is_sound = next(faults(document), None) is None
    subject = Subject(document) if is_sound else Draft(document)
    rows = tuple(_found(subject, ALL if is_sound else ROBUST, settings))
    return _Look(document, rows, is_whole=is_sound)


def _is_at(where: str, place: str) -> bool:
    return where == place or where.startswith(f"{place}/")


def _is_near(told: str, place: str) -> bool:
    """Whether a rule of its own speaks of a place, of its holder, or of a member: it says what is meant."""
    short, long = sorted((told, place), key=len)
    return short != "" and (long == short or long.rpartition("/")[0] == short)


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


def _partial(document: Document, settings: Settings) -> Iterator[Problem]:
    """That silence means nothing yet."""
    level = settings.level(UNCHECKED.id, UNCHECKED.level)
    if level is not None:
        message = f"{len(ALL) - len(ROBUST)} of {len(ALL)} rules were not asked: they need a document that is valid"
        yield Problem(UNCHECKED.id, level, "", document.name, None, message, UNCHECKED.why)


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
