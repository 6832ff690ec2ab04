"""What can be told of the values of a case without a proof: those that it lists, and whether there are any, or are of a type."""

import re
from collections.abc import Mapping
from typing import Any

from spec.canonical import canonical
from spec.containment.cases import OF, Case, excluded
from spec.containment.node import Node
from spec.containment.numbers import NUMBERS, interval
from spec.containment.texts import TEXTS
from spec.containment.world import World


def listed(case: Case, kind: str, world: World) -> list[Any] | None:
    """The values of the type that meet the case, where it lists them."""
    enums = [atom["enum"] for atom in case if "enum" in atom]
    if enums:
        values = list(enums[0])
    elif kind in ("null", "boolean"):
        values = [None] if kind == "null" else [False, True]
    elif kind == "number":
        few = interval(case).listed()
        if few is None:
            return None
        values = few
    else:
        return None
    return [value for value in values if is_of(case, kind, value, world)]


def is_of(case: Case, kind: str, value: Any, world: World) -> bool:
    """Whether a value is one of a type that meets a case."""
    return world.accepts_all((*case, OF[kind]), value) and not any(
        world.accepts(one, value) for one in excluded(case)
    )


def takes(wanted: Node, value: Any, world: World) -> bool:
    """Whether a schema surely takes a value: of some signs the validator's patterns mean something else than ECMA-262's."""
    return world.accepts(wanted, value) and not (
        UNLIKE.search(canonical(value))
        and any('"pattern' in world.key(one) for one in world.reached(wanted))
    )


# Ends of lines and white space (ECMA-262 sections 12.2 and 12.3), as JSON may write them.
UNLIKE = re.compile("[\r\u0085\u2028\u2029\ufeff]|\\\\(?:r|u0085|u2028|u2029|ufeff)")

# None of these alone takes all values from a type.
_LENIENT = (
    NUMBERS
    | TEXTS - {"pattern"}
    | frozenset("items maxItems uniqueItems properties additionalProperties maxProperties".split())
)


def has_values(schema: Node) -> bool:
    """Whether a schema is so plain that something meets it."""
    if not isinstance(schema, Mapping) or not schema.get("type"):
        return False
    return len(schema) == 1 or (len(schema) == 2 and not _LENIENT.isdisjoint(schema))


def has_type(case: Case, kind: str, wanted: list[str]) -> bool:
    if kind in wanted:
        return True
    if kind != "number" or "integer" not in wanted:
        return False
    divisor = interval(case).divisor
    return divisor is not None and divisor.denominator == 1
