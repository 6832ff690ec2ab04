"""Schemas by chance, small changes of them, and values that stand near their edges."""

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from spec import samples
from spec.samples.search import NoSample
from spec.schemas import compile_schema

PATTERNS = ["^a", "b$", "^[a-z]+$", "^a?b*$", "[0-9]", "^.{2,4}$", "^(a|bc)+$", r"^\w+$", "^(?!a)"]
FORMATS = ["uuid", "date", "email", "ipv4", "uri"]
TYPES = ["string", "number", "null", "integer", "object", "array", "boolean"]
VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 2, 3, 6, 0.5, 1.5, 2.5, 10, "", "a", "b", "ab", "abc", "bc", "zz", "1", "é", "aaaaa",
    [], {}, [1], ["a"], [1, 1], [None, "a"], [1, 2, 3], {"a": 1}, {"a": "a"}, {"b": 1}, {"a": None, "b": 2}, {"q": 1},
    {"a": 1, "b": "x", "c": []}, {"ab": 1}, {"d": {}}, {"a": {"a": 1}}, [[]], [{}], [{"a": 1}],
]  # fmt: skip
_ANYTHING: list[Any] = [
    True,
    {},
    False,
    {"minimum": 1},
    {"minLength": 2},
    {"required": ["a"]},
    {"pattern": "^a"},
]
_BOUNDS = frozenset(
    "minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength minItems maxItems minProperties maxProperties".split()
)
_INNER = frozenset("items not if then else additionalProperties contains".split())
_CHOICES = ["anyOf", "oneOf", "allOf"]


class Schemas:
    """A source of schemas that refer to one definition, `T`."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)

    def pair(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """A schema, and in most cases the same with one change."""
        old = self.schema(self.chance.randint(1, 3))
        new = self.changed(old) if self._is(0.75) else self.schema(self.chance.randint(1, 3))
        before = self.schema(2)
        after = self.changed(before) if self._is(0.5) else before
        return _with(old, before), _with(new, after)

    def schema(self, depth: int) -> Any:
        if depth == 0 or self._is(0.25):
            return self.chance.choice([self._text, self._number, self._listed, self._any])()
        kinds = [self._object] * 4 + [self._array] * 2 + [self._choice] * 3 + [self._other] * 2
        return self.chance.choice(kinds)(depth - 1)

    def changed(self, schema: Any) -> Any:
        schema = copy.deepcopy(schema)
        if not isinstance(schema, dict) or not schema or self._is(0.15):
            return self.schema(1)
        word = self.chance.choice(list(schema))
        value = schema[word]
        if word in _BOUNDS:
            schema[word] = max(0, value + self.chance.choice([-1, 1]))
        elif word in ("properties", "patternProperties") and value:
            name = self.chance.choice(list(value))
            value[name] = self.changed(value[name])
        elif word in _CHOICES:
            index = self.chance.randrange(len(value))
            value[index] = self.changed(value[index])
        elif word in _INNER:
            schema[word] = self.changed(value)
        elif self._is(0.5):
            del schema[word]
        else:
            added = self.chance.choice(
                ["minLength", "maxLength", "maxItems", "minProperties", "maxProperties"]
            )
            schema[added] = self.chance.randint(0, 3)
        return schema

    def _text(self) -> dict[str, Any]:
        return {
            "type": "string",
            **self._maybe(0.4, "minLength", range(5)),
            **self._maybe(0.4, "maxLength", range(6)),
            **self._maybe(0.4, "pattern", PATTERNS),
            **self._maybe(0.1, "format", FORMATS),
        }

    def _number(self) -> dict[str, Any]:
        return {
            "type": self.chance.choice(["number", "integer"]),
            **self._maybe(
                0.4, self.chance.choice(["minimum", "exclusiveMinimum"]), [-2, 0, 1, 1.5, 3]
            ),
            **self._maybe(
                0.4, self.chance.choice(["maximum", "exclusiveMaximum"]), [0, 2, 2.5, 5, 10]
            ),
            **self._maybe(0.3, "multipleOf", [2, 3, 0.5, 6, 0.1]),
        }

    def _listed(self) -> dict[str, Any]:
        values = [1, 2, "a", "bc", None, True, 0, 1.5, {}, [], {"a": 1}, "abc"]
        if self._is(0.5):
            return {"enum": self.chance.sample(values, self.chance.randint(1, 4))}
        return {"type": self.chance.sample(TYPES, self.chance.randint(1, 3))}

    def _any(self) -> Any:
        return self.chance.choice(_ANYTHING)

    def _object(self, depth: int) -> dict[str, Any]:
        names = self.chance.sample("abcd", self.chance.randint(1, 3))
        return {
            **self._maybe(0.8, "type", ["object"]),
            "properties": {name: self.schema(depth) for name in names},
            **self._maybe(0.5, "required", [["a"], ["b"], ["a", "b"], ["c"]]),
            **self._maybe(0.4, "additionalProperties", [False, self.schema(depth)]),
            **self._maybe(0.2, "patternProperties", [{"^a": self.schema(depth)}, {"b": self.schema(depth)}]),
            **self._maybe(0.15, "propertyNames", [{"maxLength": 1}, {"pattern": "^[a-c]"}, {"enum": ["a", "b", "q"]}]),
            **self._maybe(0.2, "minProperties", range(4)),
            **self._maybe(0.2, "maxProperties", range(4)),
            **self._maybe(0.15, "dependentRequired", [{"a": ["b"]}]),
            **self._maybe(0.1, "dependentSchemas", [{"a": self.schema(depth)}]),
        }  # fmt: skip

    def _array(self, depth: int) -> dict[str, Any]:
        return {
            **self._maybe(0.8, "type", ["array"]),
            **self._maybe(0.7, "items", [self.schema(depth)]),
            **self._maybe(0.3, "prefixItems", [[self.schema(depth)], [self.schema(depth), True]]),
            **self._maybe(0.3, "minItems", range(4)),
            **self._maybe(0.3, "maxItems", range(4)),
            **self._maybe(0.2, "uniqueItems", [True]),
            **self._maybe(0.3, "contains", [self.schema(depth)]),
        }

    def _choice(self, depth: int) -> dict[str, Any]:
        branches = [self.schema(depth) for _ in range(self.chance.randint(1, 3))]
        return {self.chance.choice(_CHOICES): branches}

    def _other(self, depth: int) -> dict[str, Any]:
        first = self.schema(depth)
        return self.chance.choice(
            [
                {"not": first},
                {"if": first, "then": self.schema(depth), "else": self.schema(depth)},
                {"$ref": "#/$defs/T"},
            ]
        )

    def _maybe(self, probability: float, word: str, values: Any) -> dict[str, Any]:
        return {word: self.chance.choice(values)} if self._is(probability) else {}

    def _is(self, probability: float) -> bool:
        return self.chance.random() < probability


def instances(schema: dict[str, Any], chance: Random) -> Iterator[Any]:
    """Known values, values made for the schema, and neighbours of both."""
    is_valid = compile_schema(schema).is_valid
    found = list(VALUES)
    for seed in range(6):
        try:
            found.append(samples.dynamic(schema, is_valid, Random(seed)))
        except NoSample:
            break
    for value in found:
        yield value
        if isinstance(value, dict):
            yield {**value, chance.choice("abcdq"): chance.choice(VALUES)}
            yield dict(list(value.items())[1:])
        elif isinstance(value, list):
            yield [*value, chance.choice(VALUES)]
            yield value[:-1]


def _with(schema: Any, definition: Any) -> dict[str, Any]:
    members = schema if isinstance(schema, dict) else {} if schema else {"not": {}}
    return {**members, "$defs": {"T": definition}}
