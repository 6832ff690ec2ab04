"""`unevaluatedProperties` and `unevaluatedItems` as plain keywords (JSON Schema 2020-12 section 11).

Which members they speak of hangs on the schemas beside them that speak of the same value. For a proof it is enough to err on the
right side: of what is given, everything that may have been evaluated is left alone; of what is wanted, only what surely is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from spec.containment.node import Node
from spec.keywords import CHOICES, CONDITIONAL, held

WORDS = frozenset({"unevaluatedProperties", "unevaluatedItems"})
_Holds = Callable[[Node], bool]
_Resolve = Callable[[str], Node]


def given(
    schema: Mapping[str, Any], resolve: _Resolve, lost: tuple[Node, ...] = ()
) -> dict[str, Any]:
    """What the keywords surely demand, where the schemas of `lost`, which stand beside them, are known not to hold."""
    beside = list(_beside(schema, resolve, lambda one: not any(one is other for other in lost)))
    return _plain(schema, beside)


def wanted(schema: Mapping[str, Any], resolve: _Resolve, holds: _Holds) -> dict[str, Any]:
    """What is enough to meet the keywords; `holds` tells which of the alternatives beside them do."""
    return _plain(schema, list(_sure(schema, resolve, holds)))


def _plain(schema: Mapping[str, Any], beside: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Plain keywords for the two, where no schema beside them evaluates all that there is."""
    result: dict[str, Any] = {}
    others = [one for one in beside if one is not schema]
    is_open = any("additionalProperties" in one for one in beside)
    if "unevaluatedProperties" in schema and not (
        is_open or any("unevaluatedProperties" in one for one in others)
    ):
        result["properties"] = {name: True for one in beside for name in one.get("properties", ())}
        result["patternProperties"] = {
            pattern: True for one in beside for pattern in one.get("patternProperties", ())
        }
        result["additionalProperties"] = schema["unevaluatedProperties"]
    is_endless = any("items" in one for one in beside)
    if "unevaluatedItems" in schema and not (
        is_endless or any("unevaluatedItems" in one for one in others)
    ):
        places = max((len(one.get("prefixItems", ())) for one in beside), default=0)
        counted = [one["contains"] for one in beside if "contains" in one]
        rest = schema["unevaluatedItems"]
        result["prefixItems"] = [True] * places
        result["items"] = {"anyOf": [rest, *counted]} if counted else rest
    return {word: value for word, value in result.items() if value not in ({}, [])}


def _beside(
    schema: Mapping[str, Any], resolve: _Resolve, may_hold: _Holds
) -> Iterator[Mapping[str, Any]]:
    """The schema, and all those that speak of the same value and may add to what is evaluated: none within a `not`."""

    def inner(one: Mapping[str, Any]) -> Iterable[Node]:
        return filter(may_hold, held(one, (*CHOICES, *CONDITIONAL)))

    return _walk(schema, resolve, inner)


def _sure(
    schema: Mapping[str, Any], resolve: _Resolve, holds: _Holds
) -> Iterator[Mapping[str, Any]]:
    """The schema, and those beside it that hold with it."""

    def inner(one: Mapping[str, Any]) -> Iterable[Node]:
        yield from one.get("allOf", ())
        yield from filter(holds, held(one, ("anyOf", "oneOf")))
        if "if" not in one:  # `then` and `else` mean nothing alone
            return
        if holds(one["if"]):
            yield from (one["if"], one.get("then", True))
        elif "else" in one and holds({"not": one["if"]}):
            yield one["else"]

    return _walk(schema, resolve, inner)


def _walk(
    schema: Node, resolve: _Resolve, inner: Callable[[Mapping[str, Any]], Iterable[Node]]
) -> Iterator[Mapping[str, Any]]:
    """A schema, what it refers to, and what is within it, each definition once."""
    ahead: list[Node] = [schema]
    opened: set[str] = set()
    while ahead:
        one = ahead.pop()
        if not isinstance(one, Mapping):
            continue
        yield one
        target = one.get("$ref")
        if target is not None and target not in opened:
            opened.add(target)
            ahead.append(resolve(target))
        ahead.extend(inner(one))
