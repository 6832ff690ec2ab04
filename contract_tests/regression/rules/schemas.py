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
        oasdiff="request-body-min-items-increased request-body-min-items-set "
        "request-property-min-items-increased request-property-min-items-set "
        "request-parameter-min-items-increased request-parameter-min-items-set "
        "request-parameter-max-items-decreased request-body-min-items-decreased "
        "request-property-min-items-decreased request-parameter-min-items-decreased "
        "request-parameter-max-items-increased response-body-min-items-decreased "
        "response-property-min-items-decreased response-body-min-items-unset "
        "response-property-min-items-unset",
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
        oasdiff="request-body-all-of-added request-property-all-of-added "
        "response-body-all-of-removed response-property-all-of-removed "
        "request-body-all-of-removed request-property-all-of-removed "
        "response-body-all-of-added response-property-all-of-added",
    ),
    row(
        "any-of",
        "breaking",
        "schema",
        "an alternative is refused | an alternative comes that was not there",
        aspects="anyOf",
        proved=True,
        oasdiff="request-body-any-of-removed request-property-any-of-removed "
        "response-body-any-of-added response-property-any-of-added "
        "request-body-any-of-added request-property-any-of-added "
        "response-body-any-of-removed response-property-any-of-removed",
    ),
    row(
        "one-of",
        "breaking",
        "schema",
        "an alternative is refused, or what meets two of them | an alternative comes that was not there",
        aspects="oneOf",
        proved=True,
        oasdiff="request-body-one-of-removed request-property-one-of-removed "
        "response-body-one-of-added response-property-one-of-added "
        "request-body-one-of-added request-property-one-of-added "
        "response-body-one-of-removed response-property-one-of-removed "
        "request-body-wrapped-in-one-of response-body-wrapped-in-one-of "
        "request-body-wrapped-in-one-of-original-preserved "
        "response-body-wrapped-in-one-of-original-preserved",
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
        oasdiff="request-required-property-became-read-only request-optional-property-became-read-only",
    ),
    row(
        "view",
        "breaking",
        "schema",
        "who must send the member, and who may count on it, is another one",
        aspects="readOnly writeOnly",
        proved=True,
        oasdiff="request-required-property-became-not-read-only "
        "request-required-property-became-write-only "
        "request-required-property-became-not-write-only "
        "request-optional-property-became-not-read-only "
        "request-optional-property-became-write-only "
        "request-optional-property-became-not-write-only "
        "response-required-property-became-read-only "
        "response-required-property-became-not-read-only "
        "response-required-property-became-write-only "
        "response-required-property-became-not-write-only "
        "response-optional-property-became-read-only "
        "response-optional-property-became-not-read-only "
        "response-optional-property-became-write-only "
        "response-optional-property-became-not-write-only",
    ),
)

_NOTES = (
    row(
        "default",
        "risky",
        "schema",
        "who leaves the value out means something else than before",
        aspects="default",
        oasdiff="request-parameter-default-value-added request-parameter-default-value-changed "
        "request-parameter-default-value-removed request-body-default-value-added "
        "request-body-default-value-changed request-body-default-value-removed "
        "request-property-default-value-added request-property-default-value-changed "
        "request-property-default-value-removed response-body-default-value-added "
        "response-body-default-value-changed response-body-default-value-removed "
        "response-property-default-value-added response-property-default-value-changed "
        "response-property-default-value-removed",
    ),
    row(
        "discriminator",
        "risky",
        "schema",
        "clients that are generated tell the alternatives apart by it",
        aspects="discriminator",
        oasdiff=" ".join(
            f"{way}-{part}-discriminator-{what}"
            for way in ("request", "response")
            for part in ("body", "property")
            for what in (
                "added removed property-name-changed mapping-added mapping-deleted mapping-changed"
            ).split()
        ),
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
