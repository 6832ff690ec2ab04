"""Values for shapes: one attempt at a sample.

Each value has alternatives, in turns over the ways to satisfy its schema: what the author gave, then values by type. The first is
taken, or the one that the plan asks for at this place.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count, islice
from random import Random
from typing import Any

from spec import pointer
from spec.samples.budget import MAX_DEPTH, MAX_ITEMS, Budget, Impossible
from spec.samples.members import Items, Members
from spec.samples.numbers import numbers
from spec.samples.shapes import Shape, Spreader, identity
from spec.samples.texts import texts

Path = tuple[str | int, ...]
Stream = Iterator[Any]

_NOTHING: Any = object()
# How many items are tried to find one that the array does not have yet.
_DISTINCT_TRIES = 1000
# How many free names are tried beyond the number that `minProperties` asks for.
_NAME_TRIES = 20
# Random arrays and maps are this much longer than the schema asks, at most.
_RANDOM_MORE = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """How an attempt chooses. `chance` makes it random; `optional_depth` is how deep optional members go; `reopen` how often a
    schema may stand within itself; `skip` how many alternatives to pass over at a place."""

    chance: Random | None = None
    optional_depth: int = 6
    reopen: int = 0
    skip: Mapping[Path, int] = field(default_factory=dict)


class Builder:
    """One attempt. `places` are the paths that were built, and `reason` is why the last way failed that did."""

    def __init__(self, root: Any, plan: Plan, budget: Budget) -> None:
        self.root = root
        self.plan = plan
        self.budget = budget
        self.places: set[Path] = set()
        self.reason = ""
        self._spreader = Spreader(root, self.budget, self._ordered, reopen=plan.reopen)
        self._by_type: dict[str, Callable[[Shape, Path], Stream]] = {
            "object": self._objects,
            "array": self._arrays,
            "string": lambda shape, _: texts(shape, self.plan.chance, self.budget),
            "integer": lambda shape, _: numbers(shape, whole=True, chance=self.plan.chance),
            "number": lambda shape, _: numbers(shape, whole=False, chance=self.plan.chance),
            "boolean": lambda *_: iter(self._ordered([True, False])),
            "null": lambda *_: iter([None]),
        }

    def build(self) -> Any:
        """Raises Impossible or Exhausted."""
        return self._value((self.root,), (), ())

    def _value(self, schemas: tuple[Any, ...], path: Path, opened: tuple[str, ...]) -> Any:
        self.places.add(path)
        before, self.reason = self.reason, ""
        wanted = self.plan.skip.get(path, 0) + 1
        value = _NOTHING
        for value in islice(self._alternatives(schemas, path, opened), wanted):  # noqa: B007
            pass  # the last one counts: there may be fewer than wanted
        if value is _NOTHING:
            self.reason = self.reason or f"nothing may stand at {pointer.write(path) or 'the root'}"
            raise Impossible("")
        self.reason = before
        return value

    def _alternatives(
        self, schemas: tuple[Any, ...], path: Path, opened: tuple[str, ...]
    ) -> Stream:
        if len(path) > MAX_DEPTH:
            raise Impossible(f"the value would be nested deeper than {MAX_DEPTH}")
        shapes = self._spreader.shapes(schemas, opened)
        return self._in_turns(stream for shape in shapes for stream in self._streams(shape, path))

    def _in_turns(self, streams: Iterator[Stream]) -> Stream:
        """The first of each stream, found when asked for, then the second of each, and so on."""
        running: list[Stream] = []
        for stream in streams:
            for value in self._step(stream):
                running.append(stream)
                yield value
        while running:
            for stream in running.copy():
                value = _NOTHING
                for value in self._step(stream):
                    yield value
                if value is _NOTHING:
                    running.remove(stream)

    def _step(self, stream: Stream) -> Iterator[Any]:
        """The next value, or none."""
        self.budget.spend()
        try:
            yield next(stream)
        except StopIteration:
            return
        except Impossible as impossible:
            self.reason = str(impossible) or self.reason

    def _streams(self, shape: Shape, path: Path) -> Iterator[Stream]:
        allowed = shape.allowed()
        given = [] if self.plan.chance else shape.examples()
        if allowed is not None:
            known = {identity(value) for value in allowed}
            given = [value for value in given if identity(value) in known]
            yield iter(given + self._ordered(allowed))
            return
        if given:
            yield iter(given)
        for kind in self._ordered(list(shape.types())):
            yield self._of_type(kind, shape, path)

    def _of_type(self, kind: str, shape: Shape, path: Path) -> Stream:
        """The type's values; as a generator, so that what fails does so when it is asked for a value."""
        yield from self._by_type[kind](shape, path)

    def _ordered(self, options: list[Any]) -> list[Any]:
        """Shuffled, or as written with null last: a client sees more in a value."""
        if len(options) < 2:
            return options
        if self.plan.chance is not None:
            return self.plan.chance.sample(options, len(options))
        return sorted(options, key=lambda option: option in ({"type": "null"}, {"const": None}))

    def _objects(self, shape: Shape, path: Path) -> Stream:
        if len(path) < self.plan.optional_depth:
            try:
                yield self._object(shape, path, optional=True)
            except Impossible as impossible:
                self.reason = str(impossible) or self.reason
        yield self._object(shape, path, optional=False)

    def _object(self, shape: Shape, path: Path, *, optional: bool) -> dict[str, Any]:
        members = self._settled(shape, optional=optional)
        value: dict[str, Any] = {}
        left_out: list[str] = []
        room = members.most - len(members.required)
        for name in members.order:
            needed = name in members.required
            if not needed and (room <= 0 or not optional or members.is_unwanted(name)):
                left_out.append(name)
            elif self._add(value, name, members, path):
                room -= not needed
        self._fill(value, left_out, members, path)
        if optional and members.is_map and not value:
            self._taste(value, members, path)
        return value

    def _settled(self, shape: Shape, *, optional: bool) -> Members:
        """The members once it is known what others bring with them (`dependentRequired`, `dependentSchemas`)."""
        for _ in range(MAX_DEPTH):
            members = Members(shape)
            extra = members.dependents(optional=optional)
            if not extra:
                return members
            rest = tuple({**atom, "dependentSchemas": {}} for atom in shape.atoms)
            wider = next(self._spreader.shapes((*rest, *extra), shape.opened), None)
            if wider is None:
                raise Impossible("what depends on a member contradicts the rest")
            shape = wider
        raise Impossible("the members depend on each other without an end")

    def _add(self, value: dict[str, Any], name: str, members: Members, path: Path) -> bool:
        """Changes `value`: one member more, unless it is optional and cannot be had."""
        try:
            value[name] = self._value(members.of(name), (*path, name), members.opened)
        except Impossible:
            if name in members.required:
                raise
            return False
        return True

    def _fill(
        self, value: dict[str, Any], left_out: list[str], members: Members, path: Path
    ) -> None:
        """Changes `value`: as many members as it must have."""
        if len(value) >= members.least:
            return
        free = islice(self._free_names(members, path), members.least + _NAME_TRIES)
        for name in chain(left_out, free):
            self.budget.spend()
            if name not in value:
                self._add(value, name, members, path)
            if len(value) >= members.least:
                return
        raise Impossible(f"no {members.least} members can be found")

    def _taste(self, value: dict[str, Any], members: Members, path: Path) -> None:
        """Changes `value`: what a map may hold, so that a client sees the shape of its entries."""
        size = self.plan.chance.randint(1, _RANDOM_MORE) if self.plan.chance else 1
        for name in islice(self._free_names(members, path), min(size, members.most)):
            self._add(value, name, members, path)

    def _free_names(self, members: Members, path: Path) -> Iterator[str]:
        if members.name_schemas:
            schemas = ({"type": "string"}, *members.name_schemas)
            yield from self._alternatives(schemas, (*path, ""), members.opened)
        for pattern in members.patterns:
            shape = Shape(({"pattern": pattern},), ())
            yield from islice(texts(shape, self.plan.chance, self.budget), members.least + 1)
        yield from (f"property{number}" for number in count(1))

    def _arrays(self, shape: Shape, path: Path) -> Stream:
        for start in Items(shape).starts:
            try:
                yield from self._arrays_with(Items(shape, start), path)
            except Impossible as impossible:
                self.reason = str(impossible) or self.reason

    def _arrays_with(self, items: Items, path: Path) -> Stream:
        if items.least > items.most:
            raise Impossible(f"no array has at least {items.least} and at most {items.most} items")
        if items.least > MAX_ITEMS:
            raise Impossible(
                f"minItems {items.least} is above the {MAX_ITEMS} items that a sample may have"
            )
        for size in dict.fromkeys((self._size(items), items.least)):
            yield self._array(items, size, path)

    def _size(self, items: Items) -> int:
        if self.plan.chance is None:
            return items.natural
        most = min(items.most, items.least + _RANDOM_MORE)
        return self.plan.chance.randint(items.least, most)

    def _array(self, items: Items, size: int, path: Path) -> list[Any]:
        values: list[Any] = []
        seen: set[bytes] = set()
        for index in range(size):
            place = (*path, index)
            try:
                if items.unique:
                    values.append(self._unseen(items.of(index), place, items.opened, seen))
                else:
                    values.append(self._value(items.of(index), place, items.opened))
            except Impossible:
                if index < items.least:
                    raise
                break
        return values

    def _unseen(
        self, schemas: tuple[Any, ...], path: Path, opened: tuple[str, ...], seen: set[bytes]
    ) -> Any:
        """Changes `seen`: an item that the array does not have yet."""
        self.places.add(path)
        alternatives = self._alternatives(schemas, path, opened)
        for value in islice(alternatives, self.plan.skip.get(path, 0), _DISTINCT_TRIES):
            key = identity(value)
            if key not in seen:
                seen.add(key)
                return value
        raise Impossible("no further item differs from those before")
