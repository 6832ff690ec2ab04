"""The facts of a comparison: plain records, each with its place in both documents."""

from dataclasses import dataclass
from typing import Any, Literal

from spec import pointer
from spec.document import Document
from spec.operations import Operation, Schema

Direction = Literal["request", "answer"]
Action = Literal["added", "removed", "changed"]
Area = Literal[
    "document",  # openapi, info, servers, tags, externalDocs, overlay actions
    "operation",
    "parameter",
    "body",
    "media-type",
    "status",
    "header",
    "security",
    "callback",
    "webhook",
    "link",
    "component",  # a named component that no operation reaches
    "schema",
    "rule",  # x-troth
    "extension",  # any other x- member
]


class _Absent:
    """What stands where there is nothing: `null` is a value."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Any = _Absent()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact is to be seen: a JSON Pointer (RFC 6901) into a corrected document, the file, and the line (from 1) there."""

    pointer: str
    source: str
    line: int | None

    @property
    def inside(self) -> str:
        """The pointer in that file, which may be one that the document refers to."""
        return pointer.within(self.pointer)


@dataclass(frozen=True, slots=True)
class OperationPair:
    """An operation of both documents, or of one. `name` is the method and the path, as the head has it where it has it."""

    base: Operation | None
    head: Operation | None

    @property
    def name(self) -> str:
        known = self.head or self.base
        return f"{known.method} {known.path}" if known else ""

    @property
    def id(self) -> str:
        known = self.base or self.head
        return known.id if known else ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One value that travels, and the schema of it on both sides: a body, a parameter, a header of an answer.

    `direction` says who must live with it: in a `request` the server must still take what clients send; in an `answer` clients
    must still be able to read what the server sends. `where` names it for people: `body application/json`, `query limit`,
    `201 application/json`, `201 header X-Total`. `is_text`: its types are not written, as in parameters,
    headers and forms.
    """

    operation: OperationPair
    direction: Direction
    where: str
    base: Schema
    head: Schema
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a value into it. `property` has a name; `additional` and `pattern` stand for members of other names
    (`name` is then the pattern, or empty); `item` for any item, `prefix` for the item `name`; `branch` stays where it is."""

    kind: Literal["property", "additional", "pattern", "item", "prefix", "branch"]
    name: str = ""

    @property
    def is_growing(self) -> bool:
        """Whether a wider schema at the end of this step never makes the schema before it narrower: not within a `not`, a
        `oneOf`, a condition."""
        return self.kind != "branch" or self.name in ("anyOf", "allOf")


@dataclass(frozen=True, slots=True)
class Use:
    """A slot whose schema reaches a changed schema, and a way from the slot's value to the value that it decides: of the ways
    without a branch, of those through branches, and of those through one that does not grow, the shortest.

    `trail` are the schemas along the way, as JSON Pointers into base and head: one more than there are steps.
    """

    slot: Slot
    path: tuple[Step, ...]
    trail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One edit.

    `area` and `aspect` say of what: the aspect is the member or keyword, empty for the thing itself (`parameter`, `` removed;
    `parameter`, `required` changed; `schema`, `maxLength` changed). `subject` names the thing for people. `base` and `head` are
    where it stands, None on the side where it is not. A schema's change has `uses`; every other has the `operations` that it
    concerns, none when it concerns the whole document.
    """

    area: Area
    aspect: str
    action: Action
    subject: str
    base: Place | None
    head: Place | None
    before: Any = ABSENT
    after: Any = ABSENT
    direction: Direction | None = None
    operations: tuple[OperationPair, ...] = ()
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents, the slots that both have, and every change between them, in the order of the head's text."""

    base: Document
    head: Document
    operations: tuple[OperationPair, ...]
    slots: tuple[Slot, ...]
    changes: tuple[Change, ...]
