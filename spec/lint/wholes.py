"""The whole that a schema is a part of: the schemas around it that speak of the same value."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from spec import pointer, references
from spec.keywords import CHOICES, IN_PLACE, MAPS, held
from spec.lint.subject import Subject
from spec.pointer import Tokens

_CONDITIONS = frozenset("then else".split())
# What holds of a value where it is not this one, or of one that is only asked about.
_OTHERWISE = frozenset("not if contains".split())
_DEPENDENT = "dependentSchemas"
_COMPONENT = ("components", "schemas")
_NAMES = frozenset((name,) for name in MAPS)


class Wholes:
    """Which members are described for the values that a part speaks of."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._views: dict[Tokens, tuple[Mapping[str, Any], ...]] = {}

    def views(self, tokens: Tokens) -> tuple[Mapping[str, Any], ...] | None:
        """All that speaks of the same values as a schema; None for a part that need not hold."""
        roots = self._roots(tokens)
        return None if roots is None else tuple(view for one in roots for view in self._of(one))

    def _roots(self, tokens: Tokens) -> list[Tokens] | None:
        """The outermost schemas around a part, also around the references to them."""
        found: dict[Tokens, None] = {}
        ahead = [tokens]
        while ahead:
            root = _outermost(ahead.pop())
            if root is None:
                return None
            if root not in found:
                found[root] = None
                ahead += self._extended.get(root, ())
        return list(found)

    @cached_property
    def _extended(self) -> dict[Tokens, list[Tokens]]:
        """Schemas with the places of the references to them that are parts of another schema, or another name of it."""
        found: dict[Tokens, list[Tokens]] = {}
        for tokens, node in self._subject.objects:
            is_name = len(tokens) == len(_COMPONENT) + 1 and tokens[: len(_COMPONENT)] == _COMPONENT
            is_part = around(tokens) is not None or _is_otherwise(tokens)
            is_part = is_part or is_name or len(node) > 1
            if isinstance(node.get("$ref"), str) and is_part:
                target = self._subject.tokens(references.read_target(node["$ref"]))
                found.setdefault(target, []).append(tokens)
        return found

    def _of(self, root: Tokens) -> tuple[Mapping[str, Any], ...]:
        if root not in self._views:
            self._views[root] = tuple(self._parts(pointer.get(self._subject.content, root)))
        return self._views[root]

    def _parts(self, schema: Any) -> Iterator[Mapping[str, Any]]:
        """A schema, what it refers to, and all their parts."""
        ahead, seen = [schema], set[int]()
        while ahead:
            one = ahead.pop()
            if not isinstance(one, Mapping) or id(one) in seen:
                continue
            seen.add(id(one))
            yield one
            if isinstance(one.get("$ref"), str):
                ahead.append(
                    pointer.get(self._subject.content, references.read_target(one["$ref"]))
                )
            ahead += held(one, IN_PLACE)


def _outermost(tokens: Tokens) -> Tokens | None:
    """The schema that a part is in, climbing from part to part; None where one on the way need not hold."""
    while True:
        if _is_otherwise(tokens):
            return None
        outer = around(tokens)
        if outer is None:
            return tokens
        tokens = outer


def _is_otherwise(tokens: Tokens) -> bool:
    return tokens[-1:] != () and tokens[-1] in _OTHERWISE and tokens[-2:-1] not in _NAMES


def around(tokens: Tokens) -> Tokens | None:
    """The schema that one is a part of, None where it is the whole."""
    if len(tokens) > 1 and tokens[-2] in CHOICES and isinstance(tokens[-1], int):
        return tokens[:-2]
    if tokens[-2:-1] == (_DEPENDENT,) and tokens[-3:-2] not in _NAMES:
        return tokens[:-2]
    if tokens and tokens[-1] in _CONDITIONS and tokens[-2:-1] not in _NAMES:
        return tokens[:-1]
    return None
