"""Rows of single values. The keyword picks the row, and the proof decides."""

from contract_tests.regression.rules.record import ADDED, REMOVED, Rule, row

VALUES: tuple[Rule, ...] = (
    row(
        "bytes-described-otherwise",
        "documentation",
        "schema",
        "bytes are described so in the one version of OpenAPI, and otherwise in the other",
        aspects="type format contentEncoding contentMediaType",
        when="bytes",
    ),
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
        "texts of another form are refused | texts of another form come, for formats are assertions",
        aspects="format",
        proved=True,
    ),
)
