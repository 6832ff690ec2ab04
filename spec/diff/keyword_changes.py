"""Two views of a schema, keyword by keyword: edits, and the pairs of schemas within them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from spec.canonical import canonical
from spec.diff.records import ABSENT, Action, Step
from spec.diff.schema_views import View, Word
from spec.pointer import Tokens

Pair = tuple[Tokens, Tokens]
Tags = frozenset[tuple[str, str]]  # members that can have one value only, and that value

# Keywords that hold one schema, with the step that leads to it. `branch` says: of the same value, or not monotone.
_ONES = {
    "items": Step("item"),
    "additionalProperties": Step("additional"),
    "unevaluatedItems": Step("branch", "unevaluatedItems"),
    "unevaluatedProperties": Step("branch", "unevaluatedProperties"),
    "contains": Step("branch", "contains"),
    "propertyNames": Step("branch", "propertyNames"),
    "not": Step("branch", "not"),
    "if": Step("branch", "if"),
    "then": Step("branch", "then"),
    "else": Step("branch", "else"),
    "contentSchema": Step("branch", "contentSchema"),
}
_LISTS = ("anyOf", "oneOf", "prefixItems")
_MAPS = {"patternProperties": "pattern", "dependentSchemas": "branch"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference. `base` and `head` are None on the side where there is nothing."""

    aspect: str
    action: Action
    base: Tokens | None
    head: Tokens | None
    before: Any = ABSENT
    after: Any = ABSENT


class Values(Protocol):
    """Reads the schemas of both sides."""

    def base_value(self, tokens: Tokens) -> Any: ...
    def head_value(self, tokens: Tokens) -> Any: ...
    def same(self, one: Tokens, other: Tokens) -> bool: ...
    def base_tags(self, tokens: Tokens) -> Tags: ...
    def head_tags(self, tokens: Tokens) -> Tags: ...


def edits(before: View, after: View, values: Values) -> Iterator[Edit | tuple[Step, Pair]]:
    """The edits between two schemas, and each pair of schemas within them with the step to it."""
    if before.truth is not None or after.truth is not None:
        if before.truth != after.truth:
            old, new = values.base_value(before.tokens), values.head_value(after.tokens)
            yield Edit("schema", "changed", before.tokens, after.tokens, old, new)
        return
    yield from _members(before, after, values)
    yield from _required(before, after)
    yield from _branches("allOf", before, after, (before.branches, after.branches), values)
    for name in dict.fromkeys((*before.words, *after.words)):
        yield from _keyword(name, before, after, values)


def _keyword(
    name: str, before: View, after: View, values: Values
) -> Iterator[Edit | tuple[Step, Pair]]:
    one, other = before.words.get(name), after.words.get(name)
    if one is None or other is None:
        yield _whole(name, one, other, before, after)
    elif name in _ONES and isinstance(one.value, Mapping) and isinstance(other.value, Mapping):
        yield _ONES[name], (one.tokens, other.tokens)
    elif name in _LISTS:
        yield from _branches(name, before, after, (_places(one), _places(other)), values)
    elif name in _MAPS:
        yield from _map(name, one, other)
    elif name == "enum":
        yield from _enum(one, other)
    elif not _equal(one.value, other.value):
        yield Edit(name, "changed", one.tokens, other.tokens, one.value, other.value)


def _whole(name: str, one: Word | None, other: Word | None, before: View, after: View) -> Edit:
    """A keyword that one side has. The other side's place is the schema that lacks it."""
    if one is None and other is not None:
        return Edit(name, "added", before.tokens, other.tokens, after=other.value)
    assert one is not None  # noqa: S101  # by its caller
    return Edit(name, "removed", one.tokens, after.tokens, before=one.value)


def _members(before: View, after: View, values: Values) -> Iterator[Edit | tuple[Step, Pair]]:
    for name, tokens in before.members.items():
        if name in after.members:
            yield Step("property", name), (tokens, after.members[name])
        else:
            yield Edit(
                "property",
                "removed",
                tokens,
                after.tokens,
                before={name: values.base_value(tokens)},
            )
    for name, tokens in after.members.items():
        if name not in before.members:
            yield Edit(
                "property", "added", before.tokens, tokens, after={name: values.head_value(tokens)}
            )


def _required(before: View, after: View) -> Iterator[Edit]:
    for name, tokens in before.required.items():
        if name not in after.required:
            yield Edit("required", "removed", tokens, after.tokens, before=name)
    for name, tokens in after.required.items():
        if name not in before.required:
            yield Edit("required", "added", before.tokens, tokens, after=name)


def _enum(one: Word, other: Word) -> Iterator[Edit]:
    """The values that came and those that went, an edit each way."""
    old = {canonical(value): value for value in one.value}
    new = {canonical(value): value for value in other.value}
    gone = [value for key, value in old.items() if key not in new]
    come = [value for key, value in new.items() if key not in old]
    if gone:
        yield Edit("enum.value", "removed", one.tokens, other.tokens, before=gone)
    if come:
        yield Edit("enum.value", "added", one.tokens, other.tokens, after=come)


def _map(name: str, one: Word, other: Word) -> Iterator[Edit | tuple[Step, Pair]]:
    step = _MAPS[name]
    for key, value in one.value.items():
        if key in other.value:
            yield (
                Step("pattern" if step == "pattern" else "branch", key),
                ((*one.tokens, key), (*other.tokens, key)),
            )
        else:
            yield Edit(name, "removed", (*one.tokens, key), other.tokens, before={key: value})
    for key, value in other.value.items():
        if key not in one.value:
            yield Edit(name, "added", one.tokens, (*other.tokens, key), after={key: value})


def _places(word: Word) -> tuple[Tokens, ...]:
    return tuple((*word.tokens, index) for index in range(len(word.value)))


def _branches(
    name: str,
    before: View,
    after: View,
    places: tuple[Sequence[Tokens], Sequence[Tokens]],
    values: Values,
) -> Iterator[Edit | tuple[Step, Pair]]:
    """Branches matched by what they are, then by what they are called or tagged with, and as many as are left by place."""
    left, right = list(places[0]), list(places[1])
    if name == "prefixItems":
        for index in range(min(len(left), len(right))):
            yield Step("prefix", str(index)), (left.pop(0), right.pop(0))
    else:
        yield from list(
            _matched(name, left, right, values)
        )  # all of them, before what is left is looked at
        if len(left) == len(right) and not any(map(_Twins(values).are_foreign, left, right)):
            yield from ((Step("branch", name), pair) for pair in zip(left, right, strict=True))
            return
    yield from (
        Edit(name, "removed", one, after.tokens, before=values.base_value(one)) for one in left
    )
    yield from (
        Edit(name, "added", before.tokens, one, after=values.head_value(one)) for one in right
    )


def _matched(
    name: str, left: list[Tokens], right: list[Tokens], values: Values
) -> Iterator[tuple[Step, Pair]]:
    """Changes `left` and `right`: the branches that have a twin are taken out."""
    twins = _Twins(values)
    for is_twin in (values.same, twins.read_alike, twins.are_namesakes, twins.are_of_a_kind):
        for one in left.copy():
            twin = next((other for other in right if is_twin(one, other)), None)
            if twin is not None:
                left.remove(one)
                right.remove(twin)
                yield Step("branch", name), (one, twin)


@dataclass(frozen=True, slots=True)
class _Twins:
    """Which branch of the base is which of the head."""

    values: Values

    def read_alike(self, one: Tokens, other: Tokens) -> bool:
        """The same words, though what they refer to may have changed."""
        return _equal(self.values.base_value(one), self.values.head_value(other))

    def are_namesakes(self, one: Tokens, other: Tokens) -> bool:
        """The same reference or title, or the same value of a member that tells alternatives apart."""
        name = _called(self.values.base_value(one), "$ref", "title")
        if name and name == _called(self.values.head_value(other), "$ref", "title"):
            return True
        return bool(self.values.base_tags(one) & self.values.head_tags(other))

    def are_of_a_kind(self, one: Tokens, other: Tokens) -> bool:
        """The same type, and no tag that says otherwise."""
        kind = _called(self.values.base_value(one), "type")
        is_alike = kind != "" and kind == _called(self.values.head_value(other), "type")
        return is_alike and not self.are_foreign(one, other)

    def are_foreign(self, one: Tokens, other: Tokens) -> bool:
        """Whether a member tells the two apart."""
        old, new = dict(self.values.base_tags(one)), dict(self.values.head_tags(other))
        return any(new[name] != value for name, value in old.items() if name in new)


def _called(schema: Any, *words: str) -> str:
    """The first of some keywords that a branch has."""
    if not isinstance(schema, Mapping):
        return ""
    return next((str(schema[word]) for word in words if schema.get(word)), "")


def _equal(one: Any, other: Any) -> bool:
    return bool(one == other) and canonical(one) == canonical(other)
