"""What can be wrong with a document, an overlay or a rule.

    SpecError
     |-- Unreadable         the file is missing, too large, or neither YAML nor JSON
     |-- Invalid            the text is readable and not a valid OpenAPI document
     |    `-- BadReference  a `$ref` that leads nowhere, in circles, or where it may not
     |-- OverlayError       an overlay that is malformed, or an action that no longer applies
     `-- RuleError          an `x-troth` rule outside the vocabulary

Every error carries fields, not only a sentence: the file, the line and the JSON Pointer that it is about, and what to do next.
"""

from dataclasses import dataclass

from spec import pointer


@dataclass(eq=False)
class SpecError(Exception):
    """The document is at fault, not troth and not a request.

    `problem` says what was found; `source` names the file as the user did; `pointer` is an RFC 6901 JSON Pointer into it;
    `line` counts from 1; `hint` says what to do. Only `problem` is always there.
    """

    problem: str
    source: str | None = None
    line: int | None = None
    pointer: str | None = None
    hint: str | None = None

    def __post_init__(self) -> None:
        super().__init__(self.problem)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.source, self.line) if part is not None)
        if self.pointer is not None:
            place = f"{place} at {pointer.within(self.pointer) or 'the root'}".lstrip()
        text = f"{place}: {self.problem}" if place else self.problem
        return f"{text}\n  hint: {self.hint}" if self.hint else text


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
