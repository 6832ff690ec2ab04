"""Rows of who may call what."""

from contract_tests.regression.rules.record import ADDED, REMOVED, Rule, row

SECURITY: tuple[Rule, ...] = (
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
        "security-alternative-spared",
        "compatible",
        "security",
        "another alternative asks for no more than it did",
        aspects="alternative",
        actions=REMOVED,
        when="covered",
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
        "security-scopes-added",
        "breaking",
        "security",
        "credentials without them are refused",
        aspects="scopes",
        actions=ADDED,
        oasdiff="api-security-scope-added api-global-security-scope-added",
    ),
    row(
        "security-relaxed",
        "compatible",
        "security",
        "credentials that were enough still are",
        aspects="weaker scheme scopes",
        actions=(*ADDED, *REMOVED),
        oasdiff="api-security-scope-removed api-global-security-scope-removed",
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
