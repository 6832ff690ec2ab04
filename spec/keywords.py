"""Where a Schema Object holds others."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# Keywords by what their value holds (JSON Schema 2020-12 section 10, plus OpenAPI 3.0's subset).
ONES = frozenset(
    "additionalProperties contains contentSchema else if items not propertyNames then unevaluatedItems "
    "unevaluatedProperties".split()
)
LISTS = frozenset("allOf anyOf oneOf prefixItems".split())
MAPS = frozenset("$defs definitions dependentSchemas patternProperties properties".split())
# Of these, what speaks of the value itself and not of a part of it (JSON Schema 2020-12 section 10.2).
CHOICES = ("allOf", "anyOf", "oneOf")
CONDITIONAL = ("if", "then", "else", "dependentSchemas")
IN_PLACE = (*CHOICES, *CONDITIONAL, "not")


def held(schema: Mapping[str, Any], words: Iterable[str]) -> Iterator[Any]:
    """The schemas that a schema holds by some of its keywords, in the order of these. What is malformed holds none."""
    for word in words:
        value = schema.get(word)
        if word in LISTS:
            yield from value if isinstance(value, list) else ()
        elif word in MAPS:
            yield from value.values() if isinstance(value, Mapping) else ()
        elif word in ONES and word in schema:
            yield value
