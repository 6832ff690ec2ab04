"""Where a Schema Object holds others."""

# Keywords by what their value holds (JSON Schema 2020-12 section 10, plus OpenAPI 3.0's subset).
ONES = frozenset(
    "additionalProperties contains contentSchema else if items not propertyNames then unevaluatedItems "
    "unevaluatedProperties".split()
)
LISTS = frozenset("allOf anyOf oneOf prefixItems".split())
MAPS = frozenset("$defs definitions dependentSchemas patternProperties properties".split())
