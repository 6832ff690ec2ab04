"""Rows of deprecation (RFC 9745), sunset (RFC 8594) and stability."""

from contract_tests.regression.rules.record import REMOVED, Rule, row

# Where such an extension is told.
_EXTENDED = (
    "operation parameter body media-type status header callback webhook security link extension"
)
_SUNSET = "x-sunset x-sunset-date"
_STABILITY = "x-stability x-stability-level"

_LIFE = (
    row(
        "deprecated-without-sunset",
        "risky",
        "operation parameter header schema webhook callback security",
        "nobody is told until when it will be there (RFC 8594)",
        aspects="deprecated",
        when="on no-sunset",
    ),
    row(
        "sunset-too-early",
        "risky",
        "operation parameter header schema webhook callback security",
        "its users get less time than the policy gives them",
        aspects="deprecated",
        when="on soon",
    ),
    row(
        "deprecated",
        "compatible",
        "operation parameter header schema webhook callback security",
        "it works as before",
        aspects="deprecated",
    ),
)


_TIMES = (
    row(
        "sunset-unreadable",
        "risky",
        _EXTENDED,
        "it is no date, so that nobody can go by it",
        aspects=_SUNSET,
        when="unreadable",
    ),
    row(
        "sunset-earlier",
        "breaking",
        _EXTENDED,
        "it was promised for longer",
        aspects=_SUNSET,
        when="earlier",
    ),
    row(
        "sunset-past",
        "risky",
        _EXTENDED,
        "the day is over, so that its users get no time at all",
        aspects=_SUNSET,
        when="past",
    ),
    row(
        "sunset-soon",
        "risky",
        _EXTENDED,
        "its users get less time than the policy gives them",
        aspects=_SUNSET,
        when="soon",
    ),
    row(
        "sunset-removed",
        "risky",
        _EXTENDED,
        "nobody is told any more until when it will be there",
        aspects=_SUNSET,
        actions=REMOVED,
        when="deprecated",
    ),
    row("sunset", "compatible", _EXTENDED, "it works as before", aspects=_SUNSET),
    row(
        "deprecation-told",
        "documentation",
        _EXTENDED,
        "it tells of the deprecation, and it works as before",
        aspects="x-deprecat*",
    ),
    row(
        "stability-lowered",
        "breaking",
        _EXTENDED,
        "who built on it was promised more",
        aspects=_STABILITY,
        when="lower",
    ),
    row(
        "stability-unknown",
        "risky",
        _EXTENDED,
        "the levels are draft, alpha, beta and stable",
        aspects=_STABILITY,
        when="unreadable",
    ),
    row(
        "stability-raised",
        "compatible",
        _EXTENDED,
        "more is promised than before",
        aspects=_STABILITY,
    ),
)

LIFETIMES: tuple[Rule, ...] = (*_LIFE, *_TIMES)
