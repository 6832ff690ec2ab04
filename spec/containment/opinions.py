"""Two validators that know nothing of each other: a counterexample counts when both say the same of both sides.

The first is jsonschema-rs, which reads patterns as ECMA-262 does; the second is jsonschema, whose patterns are Python's. Formats
that the second does not know are the first one's.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from spec import pointer
from spec.containment.endless import is_endless
from spec.containment.node import Node
from spec.containment.wire import has_odd_number, readings
from spec.containment.world import World
from spec.formats import FORMATS

_LONGEST = 160

Near = Callable[[Sequence[str | int]], int]

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


@dataclass(frozen=True)
class Opinions:
    """What is said of values by the schemas of both sides."""

    world: World
    old: Node
    new: Node
    is_text: bool = False  # the value travels without its types: it is refused where all readings of its text are
    plain: Node | None = None  # the new schema as it was written, where it was widened for texts

    def differ(self, value: Any) -> bool:
        """Whether the first validator accepts a value for the old schema and refuses it for the new one. A whole number is
        written without a fraction."""
        if self.is_text and has_odd_number(value):
            return False
        return self.world.accepts(self.old, value) and not self.takes(self.new, value)

    def takes(self, schema: Node, value: Any) -> bool:
        """Whether the first validator accepts what arrives of a value."""
        return any(self.world.accepts(schema, one) for one in self._arriving(value))

    def agree(self, value: Any) -> bool:
        """Whether the second one says so too. Where it cannot read a schema, or a pattern in it, it does not."""
        if self.is_endless:
            return False
        try:
            return self._second_old.is_valid(value) and not any(
                map(self._second_new.is_valid, self._arriving(value))
            )
        except (re.error, RecursionError, OverflowError):
            return False
        except BaseException as error:
            # What pyo3 makes of a RecursionError within rpds; its class can be had from no module.
            if type(error).__name__ != "PanicException":
                raise
            return False

    def refusals(self, value: Any) -> int:
        """In how many places the new schema refuses something of a value."""
        return len({error.path for error in self._errors(value)})

    def refusal(self, value: Any, near: Near = len) -> tuple[str, str]:
        """The JSON Pointer to what the new schema refuses, and why; of several the one whose path is nearest, by default the
        deepest."""
        errors = self._errors(value)
        deepest = max(errors, key=lambda error: near(error.path), default=None)
        if deepest is None:
            return "", "it is refused"
        return pointer.write(deepest.path), _sentence(deepest.message)

    def _errors(self, value: Any) -> list[Any]:
        """What is wrong with a value; of a text, with the reading that the fewest things are wrong with."""
        schema = self.new if self.plain is None else self.plain
        found = [list(self.world.errors(schema, one)) for one in self._arriving(value)]
        return min(found, key=len)

    def _arriving(self, value: Any) -> list[Any]:
        return readings(value) if self.is_text else [value]

    @cached_property
    def is_endless(self) -> bool:
        """Whether a schema refers to itself without going into the value: no validator can be asked."""
        resolve = self.world.resolve
        return any(is_endless(one, resolve) for one in self.world.reached(self.old, self.new))

    @cached_property
    def _second_old(self) -> "Draft202012Validator":
        return second(self.world.standalone(self.old))

    @cached_property
    def _second_new(self) -> "Draft202012Validator":
        return second(self.world.standalone(self.new))


def _sentence(message: str) -> str:
    """The message, where it quotes a long value only the ends of that."""
    return (
        message
        if len(message) <= _LONGEST
        else f"{message[: _LONGEST // 2]}…{message[-_LONGEST // 2 :]}"
    )


def second(schema: Any) -> "Draft202012Validator":
    """The second validator of a standalone schema, formats asserted."""
    # 80 ms, for witnesses only
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.validators import extend

    known = Draft202012Validator.FORMAT_CHECKER.checkers
    checker = FormatChecker(formats=())
    checker.checkers = {name: known.get(name) or (_other(name), ()) for name in FORMATS}
    made: Draft202012Validator = extend(Draft202012Validator, {"pattern": _pattern})(  # type: ignore[no-untyped-call]  # a gap of types-jsonschema
        schema, format_checker=checker
    )
    return made


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[Any]:
    """As jsonschema has it, but for Unicode properties (ECMA-262 section 22.2.2.9), which Python's `re` does not know."""
    from jsonschema import ValidationError  # as above

    if isinstance(value, str) and not _is_found(pattern, value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _is_found(pattern: str, text: str) -> bool:
    if "\\p" not in pattern.lower():
        return re.search(pattern, text) is not None
    import regex  # type: ignore[import-untyped]  # rarely needed

    try:
        return regex.search(pattern, text) is not None
    except regex.error as error:
        raise re.error(str(error)) from None


def _other(name: str) -> Any:
    is_format = FORMATS[name]
    return lambda value: not isinstance(value, str) or is_format(value)
