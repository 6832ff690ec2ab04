"""What the atoms of a shape say together about the parts of an object or an array."""

import sys
from typing import Any

from spec.samples.shapes import Shape
from spec.samples.texts import matches


class Members:
    """The members of an object. `order` is the author's, required ones without a schema last."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self.opened = shape.opened
        self.required = self._required()
        declared = [name for group in shape.all("properties") for name in group]
        self.order = tuple(dict.fromkeys([*declared, *self.required]))
        self.least = int(max(shape.numbers("minProperties"), default=0))
        self.most = int(min(shape.numbers("maxProperties"), default=sys.maxsize))
        self.patterns = [pattern for group in shape.all("patternProperties") for pattern in group]
        self.name_schemas = tuple(shape.all("propertyNames"))
        self._unwanted = {str(name) for no in shape.all("not") for name in _lone_required(no)}

    def _required(self) -> frozenset[str]:
        found = {name for names in self._shape.all("required") for name in names}
        return frozenset(self._with_followers(found))

    def _with_followers(self, names: set[str]) -> set[str]:
        """The names with all that `dependentRequired` adds to them."""
        rules = [rule for group in self._shape.all("dependentRequired") for rule in group.items()]
        before = -1
        while len(names) != before:
            before = len(names)
            names = names.union(*(followers for name, followers in rules if name in names))
        return names

    @property
    def is_map(self) -> bool:
        """No member has a name of its own and all have a schema."""
        described = [
            each
            for each in self._shape.all("additionalProperties")
            if isinstance(each, dict) and each
        ]
        return not self.order and bool(described or self.patterns)

    def is_unwanted(self, name: str) -> bool:
        """Whether to leave an optional member out: it may not be there, or it is for requests only, since samples are answers."""
        schemas = self.of(name)
        return name in self._unwanted or any(
            isinstance(schema, dict) and schema.get("writeOnly") is True for schema in schemas
        )

    def dependents(self, *, optional: bool) -> tuple[Any, ...]:
        """The schemas that the object must satisfy as well because of members that it will have."""
        names = set(self.order) if optional else self.required
        groups = self._shape.all("dependentSchemas")
        extra = [group[name] for group in groups for name in group if name in names]
        followers = sorted(self._with_followers(set(names)) - self.required) if optional else []
        needed = [name for name in followers if name not in self.order]
        return (*extra, *([{"required": needed}] if needed else []))

    def of(self, name: str) -> tuple[Any, ...]:
        """The schemas of a member; each atom has a say (JSON Schema 2020-12 section 10.3.2)."""
        found: list[Any] = []
        evaluated = False
        for atom in self._shape.atoms:
            own = [atom["properties"][name]] if name in atom.get("properties", {}) else []
            patterns = atom.get("patternProperties", {})
            own += [schema for pattern, schema in patterns.items() if matches(pattern, name)]
            if not own and "additionalProperties" in atom:
                own = [atom["additionalProperties"]]
            evaluated = evaluated or bool(own)
            found.extend(own)
        return tuple(found if evaluated else self._shape.all("unevaluatedProperties"))


def _lone_required(schema: Any) -> tuple[Any, ...]:
    """The name N of `{"required": [N]}`; under `not` it says that there is no such member."""
    if isinstance(schema, dict) and schema.keys() == {"required"} and len(schema["required"]) == 1:
        return tuple(schema["required"])
    return ()


class Items:
    """The items of an array. Those that `contains` asks for stand from `start` on: by default after those that have a place of
    their own."""

    def __init__(self, shape: Shape, start: int | None = None) -> None:
        self._shape = shape
        self.opened = shape.opened
        self._contained = shape.all("contains")
        containing = int(max(shape.numbers("minContains"), default=1)) if self._contained else 0
        self.most = int(min(shape.numbers("maxItems"), default=sys.maxsize))
        self._placed = max((len(prefix) for prefix in shape.all("prefixItems")), default=0)
        closed = self._placed + containing > self.most or False in shape.all("items")
        self._start = start if start is not None else 0 if closed else self._placed
        self._end = self._start + containing if containing else 0
        self.least = int(max([*shape.numbers("minItems"), self._end]))
        self.unique = any(value is True for value in shape.all("uniqueItems"))

    @property
    def starts(self) -> tuple[int | None, ...]:
        """Where those that `contains` asks for may stand, the default first."""
        return (None, *range(self._placed)) if self._contained else (None,)

    @property
    def natural(self) -> int:
        """All that have a place of their own, or one where items are described."""
        described = any(isinstance(items, dict) for items in self._shape.all("items"))
        return min(self.most, max(self.least, self._placed, 1 if described else 0))

    def of(self, index: int) -> tuple[Any, ...]:
        """The schemas of an item (JSON Schema 2020-12 section 10.3.1)."""
        found: list[Any] = []
        for atom in self._shape.atoms:
            prefix = atom.get("prefixItems", ())
            if index < len(prefix):
                found.append(prefix[index])
            elif "items" in atom:
                found.append(atom["items"])
        if not found:
            found = self._shape.all("unevaluatedItems")
        return (*found, *(self._contained if self._start <= index < self._end else ()))
