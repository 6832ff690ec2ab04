"""Rows of answers (statuses, headers, links), and of calls that the server makes."""

from contract_tests.regression.rules.record import ADDED, CHANGED, REMOVED, Rule, row

_STATUS = (
    row(
        "status-success-removed",
        "breaking",
        "status",
        "clients that wait for it get something else",
        actions=REMOVED,
        direction="answer",
        when="success",
        oasdiff="response-success-status-removed",
    ),
    row(
        "status-error-removed",
        "risky",
        "status",
        "nothing is promised any more for the case that it was for",
        actions=REMOVED,
        direction="answer",
        oasdiff="response-non-success-status-removed",
    ),
    row(
        "status-success-added",
        "risky",
        "status",
        "clients get a success that they do not know",
        actions=ADDED,
        direction="answer",
        when="success",
        oasdiff="response-success-status-added",
    ),
    row(
        "status-error-added",
        "compatible",
        "status",
        "clients must be ready for errors of any status of the class (RFC 9110 section 15)",
        actions=ADDED,
        direction="answer",
        oasdiff="response-non-success-status-added",
    ),
    row(
        "status-refused",
        "breaking",
        "status",
        "who answers the call so breaks the promise now",
        actions=REMOVED,
        direction="request",
    ),
    row(
        "status-taken",
        "compatible",
        "status",
        "what was answered can be answered",
        actions=ADDED,
        direction="request",
    ),
    row(
        "status-widened",
        "risky",
        "status",
        "clients may get a success that they do not know",
        aspects="range code",
        direction="answer",
        when="success wider",
    ),
    row(
        "status-narrowed",
        "breaking",
        "status",
        "who answers the call so breaks the promise now",
        aspects="range code",
        direction="request",
        when="narrower",
    ),
    row(
        "status-within",
        "compatible",
        "status",
        "it stays within what was promised",
        aspects="range code",
    ),
)

_HEADER = (
    row(
        "header-required-removed",
        "breaking",
        "header",
        "clients that read it find none",
        actions=REMOVED,
        direction="answer",
        when="required",
        oasdiff="required-response-header-removed",
    ),
    row(
        "header-removed",
        "risky",
        "header",
        "clients that read it where it was find none",
        actions=REMOVED,
        oasdiff="optional-response-header-removed",
    ),
    row(
        "header-required-of-client",
        "breaking",
        "header",
        "who answers without it breaks the promise now",
        actions=ADDED,
        direction="request",
        when="required",
    ),
    row(
        "header-added",
        "compatible",
        "header",
        "clients ignore headers that they do not know (RFC 9110 section 5.1)",
        actions=ADDED,
        oasdiff="response-header-added",
    ),
    row(
        "header-became-optional",
        "breaking",
        "header",
        "clients that count on it may find none",
        aspects="required",
        direction="answer",
        when="off",
        oasdiff="response-header-became-optional",
    ),
    row(
        "header-became-required",
        "breaking",
        "header",
        "who answers without it breaks the promise now",
        aspects="required",
        direction="request",
        when="on",
    ),
    row(
        "header-required-kept",
        "compatible",
        "header",
        "what was promised still is",
        aspects="required",
    ),
    row(
        "header-style",
        "breaking",
        "header",
        "what was written in the one way is written in the other",
        aspects="style explode content",
    ),
    row(
        "header-schema",
        "breaking",
        "header",
        "any value may come now",
        aspects="schema",
        actions=REMOVED,
        direction="answer",
        oasdiff="response-header-type-changed",
    ),
    row(
        "header-schema-told",
        "compatible",
        "header",
        "it is said now what may come",
        aspects="schema",
        oasdiff="response-header-type-specialized",
    ),
)

_LINK = (
    row("link-added", "compatible", "link", "nobody followed it", aspects="*", actions=ADDED),
    row("link-removed", "risky", "link", "who follows it finds none", aspects="*", actions=REMOVED),
    row("link-changed", "risky", "link", "it leads somewhere else", aspects="*", actions=CHANGED),
)

_CALLS = tuple(
    one
    for area in ("callback", "webhook")
    for one in (
        row(
            f"{area}-removed",
            "breaking",
            area,  # type: ignore[arg-type]  # both are areas
            "who waits for the call waits in vain",
            actions=REMOVED,
        ),
        row(
            f"{area}-added",
            "compatible",
            area,  # type: ignore[arg-type]  # both are areas
            "whoever did not ask for the call gets none",
            actions=ADDED,
        ),
        row(
            f"{area}-moved",
            "breaking",
            area,  # type: ignore[arg-type]  # both are areas
            "the call goes to another address",
            aspects="expression path servers",
        ),
        row(
            f"{area}-operation-id",
            "risky",
            area,  # type: ignore[arg-type]  # both are areas
            "servers that are generated call it by its id",
            aspects="operationId path.moved",
        ),
        row(
            f"{area}-tags",
            "documentation",
            area,  # type: ignore[arg-type]  # both are areas
            "tags are for readers",
            aspects="tags",
        ),
    )
)

ANSWERS: tuple[Rule, ...] = (*_STATUS, *_HEADER, *_LINK, *_CALLS)
