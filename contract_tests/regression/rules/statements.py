"""Rows of `x-troth`: what the prose promises, word by word."""

from contract_tests.regression.rules.record import ADDED, REMOVED, Rule, row

STATEMENTS: tuple[Rule, ...] = (
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
        "rule-condition-removed",
        "compatible",
        "rule",
        "records that were refused pass now",
        aspects="requires.where requires.where.*",
        actions=REMOVED,
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
