"""Rows of the document as a whole: servers, components, prose, and what no row speaks of."""

from contract_tests.regression.rules.record import ADDED, ANY, CHANGED, REMOVED, Rule, row

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
        actions=(*REMOVED, *CHANGED),
    ),
    row(
        "server-within",
        "compatible",
        "document operation",
        "its addresses are among those that are promised now",
        aspects="servers.within",
    ),
    row(
        "server-path-moved",
        "documentation",
        "document operation",
        "every URL is as it was",
        aspects="servers.path",
    ),
    row(
        "server-default",
        "risky",
        "document operation",
        "who names no value calls another address; the one of before may still be named",
        aspects="servers.default",
    ),
    row(
        "server-values-limited",
        "breaking",
        "document operation",
        "its variable could have any value before",
        aspects="servers.enum",
        actions=ADDED,
    ),
    row(
        "server-values-freed",
        "compatible",
        "document operation",
        "its variable may have any value now",
        aspects="servers.enum",
        actions=REMOVED,
    ),
    row(
        "server-variable-written-out",
        "risky",
        "document operation",
        "its variable could have any value before, not its default alone",
        aspects="servers.pinned",
    ),
    row(
        "server-named",
        "compatible",
        "document operation",
        "no server was named before, and the paths begin as they did",
        aspects="servers.named",
    ),
    row(
        "server-base-path",
        "risky",
        "document operation",
        "where no server was named it was `/`, and now all paths begin otherwise",
        aspects="servers.implied",
    ),
    row(
        "server-unused",
        "documentation",
        "document",
        "no operation that both sides have goes by it",
        aspects="servers.unused",
    ),
)

_COMPONENTS = (
    row(
        "subtype-removed",
        "risky",
        "component",
        "requests of that kind are described no more",
        aspects="subtype",
        actions=REMOVED,
        direction="request",
    ),
    row(
        "subtype-added",
        "risky",
        "component",
        "clients may get a kind that they do not know",
        aspects="subtype",
        actions=ADDED,
        direction="answer",
    ),
    row(
        "subtype",
        "compatible",
        "component",
        "one kind more is taken | it comes no more",
        aspects="subtype",
    ),
    row(
        "component-unused",
        "documentation",
        "component",
        "no operation says it to anybody",
        aspects="*",
    ),
)

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
    row(
        "document-version",
        "documentation",
        "document",
        "each side is read as its own version of OpenAPI says",
        aspects="openapi",
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


_CHANGED = "operation parameter body media-type status header security callback webhook"

REST: tuple[Rule, ...] = (
    row(
        "prose",
        "documentation",
        f"{_CHANGED} rule schema link",
        "it is for readers",
        aspects=PROSE,
    ),
    row(
        "unknown",
        "risky",
        _CHANGED,
        "the policy has no rule for it: look at it",
        aspects=ANY,
    ),
)

DOCUMENTS: tuple[Rule, ...] = (*_SERVERS, *_COMPONENTS, *_TEXTS)
