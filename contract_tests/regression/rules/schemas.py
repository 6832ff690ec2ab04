"""Rows of lists, objects and alternatives. The keyword picks the row, and the proof decides."""

from contract_tests.regression.rules.record import ADDED, Rule, row

_SHAPES = (
    row(
        "item-count",
        "breaking",
        "schema",
        "lists that were taken are refused | lists come that were ruled out",
        aspects="minItems maxItems uniqueItems contains minContains maxContains",
        proved=True,
    ),
    row(
        "items",
        "breaking",
        "schema",
        "items that were taken are refused | items come that were ruled out",
        aspects="items prefixItems additionalItems unevaluatedItems",
        proved=True,
    ),
    row(
        "member-count",
        "breaking",
        "schema",
        "objects that were taken are refused | objects come that were ruled out",
        aspects="minProperties maxProperties",
        proved=True,
    ),
    row(
        "other-members",
        "breaking",
        "schema",
        "members of other names are refused | members of other names come",
        aspects="additionalProperties unevaluatedProperties patternProperties propertyNames",
        proved=True,
    ),
    row(
        "dependent-members",
        "breaking",
        "schema",
        "members that were taken without each other are refused | members come without each other",
        aspects="dependentRequired dependentSchemas dependencies",
        proved=True,
    ),
    row(
        "all-of",
        "breaking",
        "schema",
        "values must meet more than before | fewer promises hold for values",
        aspects="allOf $ref $dynamicRef",
        proved=True,
    ),
    row(
        "any-of",
        "breaking",
        "schema",
        "an alternative is refused | an alternative comes that was not there",
        aspects="anyOf",
        proved=True,
    ),
    row(
        "one-of",
        "breaking",
        "schema",
        "an alternative is refused, or what meets two of them | an alternative comes that was not there",
        aspects="oneOf",
        proved=True,
    ),
    row(
        "condition",
        "breaking",
        "schema",
        "values that were taken are refused | values come that were ruled out",
        aspects="not if then else",
        proved=True,
    ),
    row(
        "request-member-became-read-only",
        "risky",
        "schema",
        "who sends it is not refused, and no longer gets what it was for",
        aspects="readOnly",
        actions=ADDED,
        direction="request",
    ),
    row(
        "view",
        "breaking",
        "schema",
        "who must send the member, and who may count on it, is another one",
        aspects="readOnly writeOnly",
        proved=True,
    ),
)

_NOTES = (
    row(
        "default",
        "risky",
        "schema",
        "who leaves the value out means something else than before",
        aspects="default",
    ),
    row(
        "discriminator",
        "risky",
        "schema",
        "clients that are generated tell the alternatives apart by it",
        aspects="discriminator",
    ),
    row(
        "encoding-of-content",
        "risky",
        "schema",
        "what is within the text is written otherwise",
        aspects="contentEncoding contentMediaType contentSchema xml",
    ),
    row(
        "nullable-note",
        "documentation",
        "schema",
        "in OpenAPI 3.1 it says nothing, and in 3.0 it is told as a type",
        aspects="nullable",
    ),
)

LAST: tuple[Rule, ...] = (
    row(
        "schema",
        "breaking",
        "schema",
        "values that were taken are refused | values come that were ruled out",
        aspects="*",
        proved=True,
    ),
)

SHAPES: tuple[Rule, ...] = (*_SHAPES, *_NOTES)
