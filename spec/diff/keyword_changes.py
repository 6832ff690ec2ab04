"""Two views of a schema, keyword by keyword: edits, and the pairs of schemas within them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from spec.canonical import canonical
from spec.diff.records import ABSENT, Action, Step
from spec.diff.schema_views import View, Word
from spec.pointer import Tokens

Pair = tuple[Tokens, Tokens]

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
    """Branches matched by what they are, then by what they are called, and as many as are left by place."""
    left, right = list(places[0]), list(places[1])
    if name == "prefixItems":
        for index in range(min(len(left), len(right))):
            yield Step("prefix", str(index)), (left.pop(0), right.pop(0))
    else:
        yield from list(
            _matched(name, left, right, values)
        )  # all of them, before what is left is looked at
        if len(left) == len(right):
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
    for is_twin in (
        values.same,
        lambda one, other: (
            _called(values.base_value(one)) == _called(values.head_value(other)) != ""
        ),
    ):
        for one in left.copy():
            twin = next((other for other in right if is_twin(one, other)), None)
            if twin is not None:
                left.remove(one)
                right.remove(twin)
                yield Step("branch", name), (one, twin)


def _called(schema: Any) -> str:
    """What tells a branch apart: its reference, its title, or its type."""
    if not isinstance(schema, Mapping):
        return ""
    return str(schema.get("$ref") or schema.get("title") or schema.get("type") or "")


def _equal(one: Any, other: Any) -> bool:
    return bool(one == other) and canonical(one) == canonical(other)
