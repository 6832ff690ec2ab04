"""An error schema, compiled into a form: which member takes which part of an occasion.

Members with a well-known name and a fitting type get the real text, other required members a sample, other optional ones are left
out. What comes out is checked by the schema's validator each time, so a guess here can cost words but never the promise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from mock_server.problems import words
from mock_server.problems.occasion import Occasion, tokens
from mock_server.problems.words import Fill
from spec.samples import NoSample, static
from spec.samples.budget import Budget, Exhausted, Impossible
from spec.samples.members import Items, Members
from spec.samples.shapes import Shape, Spreader
from spec.schemas import compile_schema

# Branches of `anyOf` and `oneOf` that are looked at, and levels of error within error.
_BRANCHES = 16
_LEVELS = 6
# The value of a member that has nothing to say this time.
_OMIT: Any = object()
# What a blank is tried with: a text that is as long as most.
_TYPICAL = Occasion(
    400,
    "Validation failed",
    "A sentence that says what was wrong.",
    {},
    "/a",
    "query",
    "/a",
    "type",
)


@dataclass(frozen=True, slots=True)
class Blank:
    """A part to be filled in. `fill` may leave it out, `insist` may not; `worth` counts what it takes of an occasion."""

    fill: Fill
    insist: Fill
    worth: int
    nested: bool = False


def compile_form(schema: Any, status: int, *, optional: bool) -> Fill | None:
    """The form of a standalone schema for a status; None when no part of an occasion finds a place in it.

    Without `optional`, members that are not required are left out.
    """
    try:
        blank = _Compiler(schema, status, optional=optional).best((schema,), (), "message", 0)
    except (Exhausted, Impossible, NoSample):
        return None
    return blank.insist if blank and blank.worth else None


class _Compiler:
    def __init__(self, root: Any, status: int, *, optional: bool) -> None:
        self.root = root
        self.status = status
        self.optional = optional
        self._spreader = Spreader(root, Budget(), list)

    def best(
        self, schemas: tuple[Any, ...], opened: tuple[str, ...], name: str, level: int
    ) -> Blank | None:
        """Of the ways to satisfy the schemas, the one that takes most."""
        if level > _LEVELS:
            return None
        shapes = islice(self._spreader.shapes(schemas, opened), _BRANCHES)
        blanks = [blank for shape in shapes if (blank := self._blank(shape, name, level))]
        return max(blanks, key=lambda blank: blank.worth, default=None)

    def _blank(self, shape: Shape, name: str, level: int) -> Blank | None:
        allowed = shape.allowed()
        if allowed is not None:
            return _chosen(allowed, name, self.status)
        for kind in shape.types():
            if kind == "object":
                return self._object(shape, name, level)
            if kind == "array":
                return self._array(shape, name, level)
            if kind != "null":
                return _scalar(kind, shape, name, self.status)
        return None

    def _object(self, shape: Shape, name: str, level: int) -> Blank | None:
        members = Members(shape)
        if not members.order:
            return _free_form(shape, name)
        blanks = {each: self._member(each, members, level) for each in members.order}
        found = {each: blank for each, blank in blanks.items() if blank}
        needed = members.required
        fills = [
            (each, blank.insist if each in needed else blank.fill) for each, blank in found.items()
        ]
        fill = _filled(tuple(fills))
        return Blank(fill, fill, sum(blank.worth for blank in found.values()), nested=True)

    def _member(self, name: str, members: Members, level: int) -> Blank | None:
        needed = name in members.required
        if not needed and (not self.optional or members.is_unwanted(name)):
            return None
        known = _meant(words.plain(name), members)
        blank = self._known(members.of(name), members.opened, known, level)
        if blank and (needed or not blank.nested or known in words.CONTAINERS):
            return blank
        return self._sample(members.of(name)) if needed else None

    def _known(
        self, schemas: tuple[Any, ...], opened: tuple[str, ...], name: str, level: int
    ) -> Blank | None:
        """The member filled in, if it takes anything."""
        try:
            blank = self.best(schemas, opened, name, level + 1)
        except Impossible:
            return None
        return blank if blank and blank.worth else None

    def _array(self, shape: Shape, name: str, level: int) -> Blank | None:
        if name in words.ARRAYS:
            return Blank(words.ARRAYS[name], words.ARRAYS[name], 1, nested=True)
        items = Items(shape)
        schemas = items.of(0) or ({"type": "object"},)
        item = self._known(
            schemas, items.opened, "details" if name == "details" else "message", level
        )
        return _listed(item) if item else None

    def _sample(self, schemas: tuple[Any, ...]) -> Blank:
        """What must be there and says nothing: a sample, always the same."""
        definitions = self.root.get("$defs", {}) if isinstance(self.root, dict) else {}
        schema = {"allOf": [True, *schemas], "$defs": definitions}
        value = static(schema, compile_schema(schema).is_valid)
        return Blank(lambda _: value, lambda _: value, 0)


def _meant(name: str, members: Members) -> str:
    """What a member means beside its neighbours."""
    beside = {words.plain(other): other for other in members.order}
    if name == "error" and "errordescription" in beside:
        return "code"  # RFC 6749 section 5.2: `error` is a word for machines
    if name == "reason" and "message" in beside:
        return "code"
    if name == "type" and {"title", "detail"} <= beside.keys():
        return "problemtype"  # RFC 9457 section 3.1.1
    if {"parameter", "pointer"} <= beside.keys():  # JSON:API 1.1, error objects: `source`
        return {"parameter": "queryparameter", "pointer": "bodypointer"}.get(name, name)
    if name == "status" and "code" in beside and _is_integer(members.of(beside["code"])):
        return "canonicalstatus"  # google.rpc.Status over HTTP: `code` has the number
    return name


def _is_integer(schemas: tuple[Any, ...]) -> bool:
    return any(isinstance(each, Mapping) and each.get("type") == "integer" for each in schemas)


def _chosen(allowed: list[Any], name: str, status: int) -> Blank | None:
    if not allowed:
        return None
    value = words.best(status, allowed)
    known = any(
        name in names for names in (words.MACHINE, words.STATUS, words.TEXTS, words.INTEGERS)
    )
    return Blank(lambda _: value, lambda _: value, 1 if known else 0)


def _scalar(kind: str, shape: Shape, name: str, status: int) -> Blank | None:
    """A text, number or boolean by its name, if a typical value fits its schema."""
    fill = _text(shape, name, status) if kind == "string" else None
    if kind in ("integer", "number"):
        fill = words.INTEGERS.get(name)
    if kind == "boolean":
        fill = words.BOOLEANS.get(name)
    if fill is None or not compile_schema({"allOf": [True, *shape.atoms]}).is_valid(fill(_TYPICAL)):
        return None
    worth = 3 if name == "message" else 1
    return Blank(_or_omitted(fill), fill, worth)


def _text(shape: Shape, name: str, status: int) -> Fill | None:
    shown = next((each for each in shape.examples() if isinstance(each, str)), "")
    if name == "problemtype" or (
        name == "type" and {"uri", "uri-reference"} & {*shape.all("format")}
    ):
        return lambda _: "about:blank"
    if name in words.MACHINE:
        word = words.styled(status, shown)
        return lambda occasion: occasion.keyword or word
    if name in words.STATUS:
        said = words.styled(status, shown or words.STATUS[name])
        return lambda _: said
    fill = words.TEXTS.get(name)
    longest = min(shape.numbers("maxLength"), default=None)
    return fill if fill is None or longest is None else _cut(fill, int(longest))


def _cut(fill: Fill, longest: int) -> Fill:
    def cut(occasion: Occasion) -> Any:
        text = fill(occasion)
        return text if len(text) <= longest else text[: max(0, longest - 1)] + "…"[:longest]

    return cut


def _or_omitted(fill: Fill) -> Fill:
    def optional(occasion: Occasion) -> Any:
        value = fill(occasion)
        return _OMIT if value == "" else value

    return optional


def _filled(fills: tuple[tuple[str, Fill], ...]) -> Fill:
    def fill(occasion: Occasion) -> dict[str, Any]:
        body = {}
        for name, part in fills:
            value = part(occasion)
            if value is not _OMIT:
                body[name] = value
        return body

    return fill


def _listed(item: Blank) -> Blank:
    """One item for each fault; without any, one for the whole where the array must be there."""

    def fill(occasion: Occasion) -> Any:
        return [item.insist(fault) for fault in occasion.faults] or _OMIT

    def insist(occasion: Occasion) -> list[Any]:
        return [item.insist(each) for each in occasion.faults or (occasion,)]

    return Blank(fill, insist, item.worth, nested=True)


def _free_form(shape: Shape, name: str) -> Blank | None:
    """An object without members of its own: the details as they are, or the faults by the name of their field."""
    if name not in words.FREE_FORM or False in shape.all("additionalProperties"):
        return None
    entries = [
        each for each in shape.all("additionalProperties") if isinstance(each, Mapping) and each
    ]
    if not entries:
        return Blank(_details, lambda occasion: dict(occasion.details), 1, nested=True)
    kind = entries[0].get("type")
    if kind not in ("array", "string"):
        return None
    several = kind == "array"
    return Blank(
        lambda occasion: _by_field(occasion, several=several) or _OMIT,
        lambda occasion: _by_field(occasion, several=several),
        1,
        nested=True,
    )


def _details(occasion: Occasion) -> Any:
    return dict(occasion.details) if occasion.details else _OMIT


def _by_field(occasion: Occasion, *, several: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for fault in occasion.faults:
        name = ".".join(tokens(fault)) or fault.place
        if several:
            found.setdefault(name, []).append(fault.message)
        else:
            found.setdefault(name, fault.message)
    return found
