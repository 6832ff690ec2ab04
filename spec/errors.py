"""What can be wrong with a document, an overlay or a rule.

    SpecError
     |-- Unreadable         the file is missing, too large, or neither YAML nor JSON
     |-- Invalid            the text is readable and not a valid OpenAPI document
     |    `-- BadReference  a `$ref` that leads nowhere, in circles, or where it may not
     |-- OverlayError       an overlay that is malformed, or an action that no longer applies
     `-- RuleError          an `x-troth` rule outside the vocabulary

Every error carries fields, not only a sentence: the file, the line and the JSON Pointer that it is about, and what to do next.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from spec import pointer
from spec.plain import one_line


@dataclass(eq=False)
class SpecError(Exception):
    """The document is at fault, not troth and not a request.

    `problem` says what was found; `source` names the file as the user did; `pointer` is an RFC 6901 JSON Pointer into it;
    `line` counts from 1; `hint` says what to do; `details` are lines that belong to the problem; `more` are others that were
    found with it. Only `problem` is always there.

    Each of them may hold what a stranger wrote: the fields have it as it is, and the text of the error as what it looks like.
    """

    problem: str
    source: str | None = None
    line: int | None = None
    pointer: str | None = None
    hint: str | None = None
    details: tuple[str, ...] = ()
    # What is wrong besides, of the same kind.
    more: tuple["SpecError", ...] = ()

    def __post_init__(self) -> None:
        super().__init__(self.problem)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.source, self.line) if part is not None)
        if self.pointer is not None:
            place = f"{place} at {pointer.within(self.pointer) or 'the root'}".lstrip()
        lines = [f"{place}: {self.problem}" if place else self.problem, *self.details]
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(map(one_line, lines))


class Unreadable(SpecError):
    """The text cannot be had or cannot be parsed."""


class Invalid(SpecError):
    """The text parses and breaks the OpenAPI Specification."""


class BadReference(Invalid):
    """A `$ref` that cannot be followed."""


class OverlayError(SpecError):
    """An overlay that cannot be applied as it stands."""


class RuleError(SpecError):
    """An `x-troth` rule that the vocabulary does not know."""


# Whoever has more to mend looks again.
_MOST_TOLD = 20


def raise_first(errors: Iterable[SpecError]) -> None:
    """Raises the first of some errors, if there is one, with the next ones."""
    found = list(islice(errors, _MOST_TOLD))
    if found:
        found[0].more = tuple(found[1:])
        raise found[0]
