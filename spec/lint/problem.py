"""What a rule finds, and what a reader is told."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from spec.frozen import thaw

if TYPE_CHECKING:
    from spec.lint.subject import Subject

Level = Literal["error", "warn", "info", "hint"]
LEVELS: tuple[Level, ...] = ("error", "warn", "info", "hint")

Action = Mapping[str, Any]  # of an OpenAPI Overlay


def written(value: Any) -> str:
    """A value of a document as its author wrote it: JSON."""
    return json.dumps(thaw(value), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Found:
    """A defect at a JSON Pointer. `fix` are the overlay actions that correct it, where a machine can know them."""

    pointer: str
    message: str
    fix: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: `says` what must hold, in one sentence, and `why` what breaks where it does not."""

    id: str
    level: Level
    says: str
    why: str
    check: Callable[["Subject"], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Problem:
    """A defect with its place in a file. `corrected` names the overlay's correction that mends it, empty where none does."""

    rule: str
    level: Level
    pointer: str
    source: str
    line: int | None
    message: str
    why: str
    fix: tuple[Action, ...] = ()
    corrected: str = ""
