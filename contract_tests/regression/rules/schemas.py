"""Rows of schemas. The keyword picks the row, and the proof decides: `level` is for a change that a witness shows to break."""

from contract_tests.regression.rules.record import ADDED, REMOVED, Rule, row

_MEMBERS = (
    row(
        "member-removed-after-sunset",
        "compatible",
        "schema",
        "its removal was announced, and its time is over",
        aspects="property",
        actions=REMOVED,
        when="retired",
    ),
    row(
        "member-kept-elsewhere",
        "breaking",
        "schema",
        "it is described in another place, and not to the same effect",
        aspects="property",
        actions=REMOVED,
        when="mentioned",
        proved=True,
    ),
    row(
        "request-member-removed-from-closed",
        "breaking",
        "schema",
        "requests that have it are refused",
        aspects="property",
        actions=REMOVED,
        direction="request",
        when="closed",
        proved=True,
        oasdiff="request-property-removed",
    ),
    row(
        "request-member-removed",
        "risky",
        "schema",
        "who sends it is not refused, and no longer gets what it was for",
        aspects="property",
        actions=REMOVED,
        direction="request",
        oasdiff="request-property-removed",
    ),
    row(
        "answer-member-removed",
        "breaking",
        "schema",
        "clients were promised it",
        aspects="property",
        actions=REMOVED,
        direction="answer",
        when="required",
        oasdiff="response-required-property-removed response-required-write-only-property-removed",
    ),
    row(
        "answer-optional-member-removed",
        "risky",
        "schema",
        "clients that read it where it was find none",
        aspects="property",
        actions=REMOVED,
        direction="answer",
        oasdiff="response-optional-property-removed response-optional-write-only-property-removed",
    ),
    row(
        "request-member-added-to-open",
        "compatible",
        "schema",
        "a value of another type was taken and ignored under that name, and is refused now",
        aspects="property",
        actions=ADDED,
        direction="request",
        when="open optional",
        oasdiff="new-optional-request-property",
    ),
    row(
        "member-added",
        "breaking",
        "schema",
        "values that were valid under that name are refused | a member comes that was ruled out",
        aspects="property",
        actions=ADDED,
        proved=True,
        oasdiff="new-required-request-property new-required-request-property-with-default "
        "response-optional-property-added response-required-property-added "
        "response-optional-write-only-property-added response-required-write-only-property-added",
    ),
    row(
        "required-added",
        "breaking",
        "schema",
        "requests without it are refused | it always comes now",
        aspects="required",
        actions=ADDED,
        proved=True,
        oasdiff="request-property-became-required request-property-became-required-with-default "
        "response-property-became-required response-write-only-property-became-required",
    ),
    row(
        "required-removed",
        "breaking",
        "schema",
        "it need not be sent | answers may come without it",
        aspects="required",
        actions=REMOVED,
        proved=True,
        oasdiff="response-property-became-optional response-write-only-property-became-optional "
        "request-property-became-optional",
    ),
)

_VALUES = (
    row(
        "nullable-repaired",
        "risky",
        "schema",
        "by the letter null is new, for `nullable` says nothing in OpenAPI 3.1; by intent it was "
        "allowed all along",
        aspects="type enum enum.value anyOf oneOf const",
        direction="answer",
        when="nullable",
        proved=True,
    ),
    row(
        "type",
        "breaking",
        "schema",
        "values of a type that was taken are refused | values of a type come that was ruled out",
        aspects="type",
        proved=True,
        oasdiff="request-body-type-changed request-property-type-changed "
        "request-parameter-type-changed request-parameter-property-type-changed "
        "request-parameter-property-type-specialized response-body-type-changed "
        "response-property-type-changed request-body-type-generalized "
        "request-property-type-generalized request-parameter-type-generalized "
        "request-parameter-property-type-generalized response-header-type-generalized "
        "request-body-type-compatible request-property-type-compatible "
        "response-header-type-compatible request-body-became-not-nullable "
        "request-property-became-not-nullable request-body-became-nullable "
        "request-property-became-nullable response-body-became-nullable "
        "response-property-became-nullable response-body-became-not-nullable "
        "response-property-became-not-nullable response-header-became-nullable "
        "response-header-became-not-nullable request-parameter-became-nullable "
        "request-parameter-became-not-nullable request-parameter-property-became-nullable "
        "request-parameter-property-became-not-nullable",
    ),
    row(
        "enum-grown",
        "risky",
        "schema",
        "clients may get a value that they do not know",
        aspects="enum.value",
        actions=ADDED,
        direction="answer",
        proved=True,
        oasdiff="response-property-enum-value-added response-write-only-property-enum-value-added",
    ),
    row(
        "enum-value-added",
        "breaking",
        "schema",
        "one value more is taken, and others no longer are",
        aspects="enum.value",
        actions=ADDED,
        proved=True,
        oasdiff="request-property-enum-value-added request-parameter-enum-value-added "
        "request-parameter-property-enum-value-added",
    ),
    row(
        "enum-value-removed",
        "breaking",
        "schema",
        "requests with it are refused | it comes no more, and others that were ruled out do",
        aspects="enum.value",
        actions=REMOVED,
        proved=True,
        oasdiff="request-body-enum-value-removed request-property-enum-value-removed "
        "request-parameter-enum-value-removed request-parameter-property-enum-value-removed "
        "request-read-only-property-enum-value-removed response-property-enum-value-removed "
        "response-mediatype-enum-value-removed",
    ),
    row(
        "enum",
        "breaking",
        "schema",
        "values that were taken are refused | values come that were ruled out",
        aspects="enum const",
        proved=True,
        oasdiff="request-body-became-enum request-property-became-enum "
        "request-parameter-became-enum request-header-property-became-enum "
        "request-body-const-added request-body-const-changed request-body-const-removed",
    ),
    row(
        "number-range",
        "breaking",
        "schema",
        "numbers that were taken are refused | numbers come that were ruled out",
        aspects="minimum maximum exclusiveMinimum exclusiveMaximum multipleOf",
        proved=True,
        oasdiff="request-body-max-decreased request-body-max-set request-body-min-increased "
        "request-body-min-set request-property-max-decreased request-property-max-set "
        "request-property-min-increased request-property-min-set "
        "request-parameter-max-decreased request-parameter-max-set "
        "request-parameter-min-increased request-parameter-min-set "
        "request-read-only-property-max-decreased request-read-only-property-min-increased "
        "response-body-max-increased response-property-max-increased "
        "response-body-min-decreased response-property-min-decreased "
        "request-body-max-increased request-property-max-increased "
        "request-body-min-decreased request-property-min-decreased "
        "request-parameter-max-increased request-parameter-min-decreased "
        "request-body-exclusive-max-decreased request-body-exclusive-max-set "
        "request-body-exclusive-min-increased request-body-exclusive-min-set "
        "request-property-exclusive-max-decreased request-property-exclusive-max-set "
        "request-property-exclusive-min-increased request-property-exclusive-min-set "
        "request-parameter-exclusive-max-decreased request-parameter-exclusive-max-set "
        "request-parameter-exclusive-min-increased request-parameter-exclusive-min-set "
        "response-body-exclusive-max-increased response-property-exclusive-max-increased "
        "response-body-exclusive-min-decreased response-property-exclusive-min-decreased",
    ),
    row(
        "text-length",
        "breaking",
        "schema",
        "texts of a length that was taken are refused | texts of a length come that was ruled out",
        aspects="minLength maxLength",
        proved=True,
        oasdiff="request-body-max-length-decreased request-body-max-length-set "
        "request-body-min-length-increased request-property-max-length-decreased "
        "request-property-max-length-set request-property-min-length-increased "
        "request-parameter-max-length-decreased request-parameter-max-length-set "
        "request-parameter-min-length-increased request-read-only-property-max-length-decreased "
        "request-body-max-length-increased request-property-max-length-increased "
        "request-parameter-max-length-increased request-body-min-length-decreased "
        "request-property-min-length-decreased request-parameter-min-length-decreased "
        "response-body-max-length-increased response-property-max-length-increased "
        "response-body-max-length-unset response-property-max-length-unset "
        "response-body-min-length-decreased response-property-min-length-decreased",
    ),
    row(
        "pattern",
        "breaking",
        "schema",
        "texts that were taken are refused | texts come that were ruled out",
        aspects="pattern",
        proved=True,
        oasdiff="request-property-pattern-added request-property-pattern-changed "
        "request-property-pattern-removed request-property-pattern-generalized "
        "request-parameter-pattern-added request-parameter-pattern-changed "
        "request-parameter-pattern-removed request-parameter-pattern-generalized "
        "response-property-pattern-added response-property-pattern-changed "
        "response-property-pattern-removed",
    ),
    row(
        "format",
        "breaking",
        "schema",
        "texts of another form are refused, for formats are read as assertions | texts of another form come, for formats are read as assertions",
        aspects="format",
        proved=True,
    ),
)

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
        "view",
        "breaking",
        "schema",
        "who must send the member, and who may count on it, is another one",
        aspects="readOnly writeOnly",
        proved=True,
        oasdiff="request-required-property-became-read-only "
        "request-required-property-became-not-read-only "
        "request-required-property-became-write-only "
        "request-required-property-became-not-write-only "
        "request-optional-property-became-read-only "
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
        "who leaves the member out means something else than before",
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

_WHOLE = (
    row(
        "schema",
        "breaking",
        "schema",
        "values that were taken are refused | values come that were ruled out",
        aspects="*",
        proved=True,
    ),
)

SCHEMAS: tuple[Rule, ...] = (*_MEMBERS, *_VALUES, *_SHAPES, *_NOTES)
LAST: tuple[Rule, ...] = _WHOLE
