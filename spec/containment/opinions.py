"""Two validators that know nothing of each other: a counterexample counts when both say the same of both sides.

The first is jsonschema-rs, which reads patterns as ECMA-262 does; the second is jsonschema, whose patterns are Python's. Formats
that the second does not know are the first one's.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from spec.containment.world import Node, World
from spec.formats import FORMATS

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


@dataclass(frozen=True)
class Opinions:
    """What is said of values by the schemas of both sides."""

    world: World
    old: Node
    new: Node

    def differ(self, value: Any) -> bool:
        """Whether the first validator accepts a value for the old schema and refuses it for the new one."""
        return self.world.accepts(self.old, value) and not self.world.accepts(self.new, value)

    def agree(self, value: Any) -> bool:
        """Whether the second one says so too. Where it cannot read a pattern it does not."""
        try:
            return self._second_old.is_valid(value) and not self._second_new.is_valid(value)
        except (re.error, RecursionError, OverflowError):
            return False

    def refusal(self, value: Any) -> tuple[str, str]:
        """The JSON Pointer to what the new schema refuses, and why; of several, the deepest."""
        from jsonschema.exceptions import best_match  # with its package 80 ms, for a verdict that most runs do not give

        error = best_match(self._second_new.iter_errors(value))
        if error is None:
            return "", "is refused"
        return error.json_path, error.message

    @cached_property
    def _second_old(self) -> "Draft202012Validator":
        return second(self.world.standalone(self.old))

    @cached_property
    def _second_new(self) -> "Draft202012Validator":
        return second(self.world.standalone(self.new))


def second(schema: Any) -> "Draft202012Validator":
    """The second validator of a standalone schema, formats asserted."""
    from jsonschema import Draft202012Validator, FormatChecker  # 80 ms, as above

    known = Draft202012Validator.FORMAT_CHECKER.checkers
    checker = FormatChecker(formats=())
    checker.checkers = {name: known.get(name) or (_other(name), ()) for name in FORMATS}
    return Draft202012Validator(schema, format_checker=checker)


def _other(name: str) -> Any:
    is_format = FORMATS[name]
    return lambda value: not isinstance(value, str) or is_format(value)
