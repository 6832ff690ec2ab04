"""Rows of the document as a whole: servers, security, rules that the prose states, components, lifecycle, and prose."""

from collections.abc import Iterator

from contract_tests.regression.rules.record import ADDED, ANY, CHANGED, REMOVED, Rule, row
from spec.diff.records import Area

_SERVERS = (
    row(
        "server-added",
        "compatible",
        "document",
        "the others are still promised",
        aspects="servers",
        actions=ADDED,
    ),
    row(
        "server-removed",
        "breaking",
        "document",
        "calls to it are no longer promised an answer",
        aspects="servers",
        actions=REMOVED,
    ),
    row(
        "server-changed",
        "breaking",
        "document",
        "calls to the old address are no longer promised an answer",
        aspects="servers",
        actions=CHANGED,
    ),
    row(
        "server-path-moved",
        "documentation",
        "document",
        "every URL is as it was",
        aspects="servers.path servers.text basePath",
    ),
)

_SECURITY = (
    row(
        "security-added",
        "breaking",
        "security",
        "calls without credentials are refused",
        aspects=". required",
        actions=ADDED,
        oasdiff="api-security-added api-global-security-added",
    ),
    row(
        "security-removed",
        "compatible",
        "security",
        "credentials are no longer asked for",
        aspects=". required",
        actions=REMOVED,
    ),
    row(
        "security-alternative-added",
        "compatible",
        "security",
        "who came in still does",
        aspects="alternative",
        actions=ADDED,
        oasdiff="api-security-added api-global-security-added",
    ),
    row(
        "security-alternative-removed",
        "breaking",
        "security",
        "who came in by it no longer does",
        aspects="alternative",
        actions=REMOVED,
        oasdiff="api-security-removed api-global-security-removed",
    ),
    row(
        "security-scheme-anded",
        "breaking",
        "security",
        "credentials that were enough no longer are",
        aspects="scheme",
        actions=ADDED,
        oasdiff="api-security-added",
    ),
    row(
        "security-scheme-relaxed",
        "compatible",
        "security",
        "fewer credentials are asked for",
        aspects="scheme",
        actions=REMOVED,
    ),
    row(
        "security-scopes-added",
        "breaking",
        "security",
        "credentials without them are refused",
        aspects="scopes",
        actions=ADDED,
        oasdiff="api-security-scope-added api-global-security-scope-added",
    ),
    row(
        "security-scopes-removed",
        "compatible",
        "security",
        "credentials that were enough still are",
        aspects="scopes",
        actions=REMOVED,
        oasdiff="api-security-scope-removed api-global-security-scope-removed",
    ),
    row(
        "security-weaker",
        "compatible",
        "security",
        "credentials that were enough still are",
        aspects="weaker",
    ),
    row(
        "security-scheme-changed",
        "breaking",
        "security",
        "credentials travel otherwise",
        aspects="type in name scheme",
        oasdiff="api-security-component-type-changed api-security-updated",
    ),
    row(
        "security-flow",
        "risky",
        "security",
        "tokens are had otherwise",
        aspects="flows openIdConnectUrl oauth2MetadataUrl",
        oasdiff="api-security-component-oauth-url-changed "
        "api-security-component-oauth-token-url-changed "
        "api-security-component-oauth-scope-added "
        "api-security-component-oauth-scope-removed "
        "api-security-component-oauth-scope-changed",
    ),
    row(
        "security-hint",
        "documentation",
        "security",
        "it is a hint to readers",
        aspects="bearerFormat",
    ),
)

_RULES = (
    row(
        "rule-required",
        "breaking",
        "rule",
        "requests that were carried out are refused",
        aspects="requires",
        actions=ADDED,
    ),
    row(
        "rule-requirement-removed",
        "compatible",
        "rule",
        "nothing that was carried out is refused",
        aspects="requires",
        actions=REMOVED,
    ),
    row(
        "rule-status",
        "breaking",
        "rule",
        "clients that tell the case by its status no longer do",
        aspects="requires.else",
    ),
    row(
        "rule-requirement-relaxed",
        "compatible",
        "rule",
        "requests that name no record pass now",
        aspects="requires.optional",
        when="on",
    ),
    row(
        "rule-requirement",
        "breaking",
        "rule",
        "other requests are refused than before",
        aspects="requires.*",
    ),
    row(
        "rule-identity",
        "breaking",
        "rule",
        "what replaced a record now makes a second one, or the other way round",
        aspects="upsert upsert.resource upsert.key",
    ),
    row(
        "rule-replaces",
        "breaking",
        "rule",
        "a replaced record has other members than before",
        aspects="upsert.replaces upsert.keeps",
    ),
    row(
        "rule-sets",
        "breaking",
        "rule",
        "the answer's members have other values than before",
        aspects="upsert.sets upsert.sets.*",
    ),
    row(
        "rule-clock",
        "breaking",
        "rule",
        "times are told otherwise than before",
        aspects="upsert.clock upsert.clock.*",
    ),
    row("rule-changed", "breaking", "rule", "what was promised is no longer", aspects="*"),
)

_COMPONENTS = (
    row(
        "component-unused",
        "documentation",
        "component",
        "no operation says it to anybody",
        aspects="*",
        oasdiff="api-schema-removed api-security-component-added api-security-component-removed",
    ),
)

_LIFE = tuple(
    one
    for area in ("operation", "parameter", "header", "schema", "webhook", "callback", "extension")
    for one in (
        row(
            f"{area}-deprecated-without-sunset",
            "risky",
            area,  # type: ignore[arg-type]  # all are areas
            "nobody is told until when it will be there (RFC 8594)",
            aspects="deprecated",
            when="on no-sunset",
            oasdiff="api-deprecated-sunset-missing request-parameter-deprecated-sunset-missing "
            "request-property-deprecated-sunset-missing "
            "response-property-deprecated-sunset-missing",
        ),
        row(
            f"{area}-sunset-too-early",
            "risky",
            area,  # type: ignore[arg-type]  # all are areas
            "its users get less time than the policy gives them",
            aspects="deprecated",
            when="on soon",
            oasdiff="api-sunset-date-too-small request-parameter-sunset-date-too-small "
            "request-property-sunset-date-too-small response-property-sunset-date-too-small",
        ),
        row(
            f"{area}-deprecated",
            "compatible",
            area,  # type: ignore[arg-type]  # all are areas
            "it works as before",
            aspects="deprecated",
            oasdiff="endpoint-deprecated endpoint-deprecated-with-sunset endpoint-reactivated "
            "request-parameter-deprecated request-parameter-reactivated "
            "request-property-deprecated request-property-reactivated "
            "response-property-deprecated response-property-reactivated",
        ),
    )
    if area != "extension"
)


def _moments(area: Area) -> Iterator[Rule]:
    """Rows of the extensions that say how long something lives, and how firm it is."""
    sunset = "x-sunset x-sunset-date"
    stability = "x-stability x-stability-level"
    yield row(
        f"{area}-sunset-unreadable",
        "risky",
        area,
        "it is no date, so that nobody can go by it",
        aspects=sunset,
        when="unreadable",
        oasdiff="api-deprecated-sunset-parse",
    )
    yield row(
        f"{area}-sunset-earlier",
        "breaking",
        area,
        "it was promised for longer",
        aspects=sunset,
        when="earlier",
        oasdiff="api-sunset-date-changed-too-small request-parameter-sunset-date-changed-too-small",
    )
    yield row(
        f"{area}-sunset-soon",
        "risky",
        area,
        "its users get less time than the policy gives them",
        aspects=sunset,
        when="soon",
        oasdiff="api-sunset-date-too-small",
    )
    yield row(
        f"{area}-sunset-removed",
        "risky",
        area,
        "nobody is told any more until when it will be there",
        aspects=sunset,
        actions=REMOVED,
        when="deprecated",
        oasdiff="sunset-deleted request-parameter-sunset-deleted",
    )
    yield row(f"{area}-sunset", "compatible", area, "it works as before", aspects=sunset)
    yield row(
        f"{area}-stability-lowered",
        "breaking",
        area,
        "who built on it was promised more",
        aspects=stability,
        when="lower",
        oasdiff="api-stability-decreased request-property-stability-decreased "
        "response-property-stability-decreased",
    )
    yield row(
        f"{area}-stability-unknown",
        "risky",
        area,
        "the levels are draft, alpha, beta and stable",
        aspects=stability,
        when="unreadable",
        oasdiff="api-invalid-stability-level",
    )
    yield row(
        f"{area}-stability-raised",
        "compatible",
        area,
        "more is promised than before",
        aspects=stability,
        oasdiff="api-stability-increased request-property-stability-increased "
        "response-property-stability-increased",
    )


_TIMES = tuple(one for area in ("operation", "parameter", "extension") for one in _moments(area))  # type: ignore[arg-type]  # all are areas

_TEXTS = (
    row(
        "document-dialect",
        "risky",
        "document",
        "schemas are read by other rules",
        aspects="jsonSchemaDialect $self",
    ),
    row(
        "document-correction",
        "documentation",
        "document",
        "what it changes is told where it stands",
        aspects="overlay",
    ),
    row("document-text", "documentation", "document", "it is for readers", aspects="*"),
    row(
        "extension",
        "documentation",
        "extension",
        "what it means is between its author and its readers",
        aspects="*",
    ),
)

PROSE = "title summary description example examples externalDocs x-troth-promises"


def _prose() -> Iterator[Rule]:
    """Texts in any place, and then what no row speaks of."""
    areas: tuple[Area, ...] = (
        "operation parameter body media-type status header security callback webhook rule schema"
    ).split()  # type: ignore[assignment]  # all are areas
    for area in areas:
        yield row(f"{area}-prose", "documentation", area, "it is for readers", aspects=PROSE)
    for area in areas:
        if area not in ("rule", "schema"):
            yield row(
                f"{area}-other",
                "risky",
                area,
                "the policy has no rule for it: look at it",
                aspects=ANY,
            )


DOCUMENTS: tuple[Rule, ...] = (
    *_SERVERS,
    *_SECURITY,
    *_RULES,
    *_COMPONENTS,
    *_LIFE,
    *_TIMES,
    *_TEXTS,
)
REST: tuple[Rule, ...] = tuple(_prose())
