"""From attempts to a sample: what the validator rejects is tried otherwise, at the place that it names."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

import jsonschema_rs

from spec import pointer
from spec.frozen import thaw
from spec.samples.budget import ALL_UNITS, Budget, Exhausted, Impossible
from spec.samples.builder import Builder, Path, Plan
from spec.schemas import compile_schema

IsValid = Callable[[Any], bool]

# Optional members down to here, and fewer when the schema is too wide for the budget.
_DEPTHS = (6, 3, 1, 0)
# Corrections of one attempt, and random attempts.
_REPAIRS = 30
_DRAWS = 25
_DRAWS_PER_DEPTH = 5
# Where this many alternatives at one place do not help, the place around it is at fault.
_STUBBORN = 4
# How often a schema may stand within itself when it must, or by chance.
_REOPEN = 2
# A validator's message may quote a whole value.
_LONGEST_REASON = 200


class NoSample(Exception):
    """No valid sample was found within the budget.

    `reason` says what stood in the way; `where` is a JSON Pointer into the sample.
    """

    def __init__(self, reason: str, where: str = "") -> None:
        self.reason = reason
        self.where = where
        place = f" at {where} of the sample" if where else ""
        super().__init__(
            f"no sample was found for the schema: {reason}{place}; add an example to the document"
        )


def static(schema: Any, is_valid: IsValid, *, units: int = ALL_UNITS) -> Any:
    """The plain sample of a standalone JSON Schema 2020-12: the author's examples first, all optional members, always the same.

    `units` is what it may cost. Raises NoSample.
    """
    search = _Search(schema, is_valid, units)
    for value in search.static():
        return thaw(value)  # examples are the document's own values
    raise search.failure()


def least(schema: Any, is_valid: IsValid, *, units: int = ALL_UNITS) -> Any:
    """A small sample: without optional members as far as that goes. Raises NoSample."""
    search = _Search(schema, is_valid, units)
    for value in search.static(reversed(_DEPTHS)):
        return thaw(value)
    raise search.failure()


def dynamic(schema: Any, is_valid: IsValid, random: Random, *, units: int = ALL_UNITS) -> Any:
    """A random sample; the same for the same state of `random`. The author's examples and defaults are not used.

    Where chance finds none, the static sample. Raises NoSample.
    """
    for value in _Search(schema, is_valid, units).random(random):
        return thaw(value)
    return static(schema, is_valid, units=units)


class _Search:
    def __init__(self, schema: Any, is_valid: IsValid, units: int) -> None:
        self.schema = schema
        self.is_valid = is_valid
        self.reason = ""
        self.where = ""
        self._budget = Budget(units)
        self._validator: jsonschema_rs.Validator | None = None

    def failure(self) -> NoSample:
        return NoSample(self.reason or "nothing satisfies it", self.where)

    def static(self, depths: Iterable[int] = _DEPTHS) -> Iterator[Any]:
        """Valid samples in the order of preference."""
        for depth in depths:
            yield from self._repaired(Plan(optional_depth=depth))
        yield from self._repaired(Plan(optional_depth=0, reopen=_REOPEN))
        yield from self.random(Random(0))  # noqa: S311  # the same luck each time, and no secret

    def random(self, chance: Random) -> Iterator[Any]:
        level = 0
        for turn in range(_DRAWS):
            plan = Plan(chance, _DEPTHS[level], reopen=turn % _REOPEN)
            values = list(self._built(self._builder(plan)))
            yield from (value for value in values if self.is_valid(value))
            if not values or turn % _DRAWS_PER_DEPTH == _DRAWS_PER_DEPTH - 1:
                level = min(level + 1, len(_DEPTHS) - 1)

    def _repaired(self, plan: Plan) -> Iterator[Any]:
        """What the plan gives, corrected until it is valid."""
        skip: Counter[Path] = Counter()
        for _ in range(_REPAIRS):
            builder = self._builder(replace(plan, skip=skip))
            values = list(self._built(builder))
            if not values:
                return
            if self.is_valid(values[0]):
                yield values[0]
                return
            blamed = self._blamed(values[0], builder.places)
            if not blamed:
                return
            for path in blamed:
                _blame(skip, path)

    def _builder(self, plan: Plan) -> Builder:
        self._budget.renew()
        return Builder(self.schema, plan, self._budget)

    def _built(self, builder: Builder) -> Iterator[Any]:
        """The attempt's value, or none."""
        if self._budget.is_spent:
            return
        try:
            yield builder.build()
        except Impossible as impossible:
            self._note(builder.reason or str(impossible))
        except Exhausted as exhausted:
            self._note(str(exhausted))

    def _note(self, reason: str, where: str = "") -> None:
        """The first failure is that of the plainest attempt: it says most."""
        if not self.reason:
            self.reason, self.where = reason[:_LONGEST_REASON], where

    def _blamed(self, value: Any, places: set[Path]) -> set[Path]:
        """The places that were built whose values the validator rejects. It is compiled here, since few schemas come to this."""
        if self._validator is None:
            self._validator = compile_schema(self.schema)
        blamed = set()
        for error in self._validator.iter_errors(value):
            path = tuple(error.instance_path)
            self._note(error.message, pointer.write(path))
            while path not in places:
                path = path[:-1]
            blamed.add(path)
        return blamed


def _blame(skip: Counter[Path], path: Path) -> None:
    """Changes `skip`: another alternative at the path, and now and then around it."""
    skip[path] += 1
    if path and skip[path] % _STUBBORN == 0:
        _blame(skip, path[:-1])
