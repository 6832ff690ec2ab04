"""Which statuses a document promises for what."""

from collections.abc import Iterator

from spec.operations import Operation

# Statuses that say something else than "the request breaks the document".
_OTHER_REASONS = frozenset({401, 402, 403, 404, 407, 408, 409, 410, 412, 423, 425, 428, 429, 451})

_MOST_TOLD = 6


def success(operation: Operation) -> frozenset[int]:
    """For a request that is as it should be."""
    return frozenset(_documented(operation, 200, 300))


def refusals(operation: Operation) -> frozenset[int]:
    """For a request that breaks the document: 400 and 422 as far as they are documented, else what 4xx there is."""
    named = {response.status.upper() for response in operation.responses}
    both = frozenset(status for status in (400, 422) if str(status) in named)
    if both:
        return both
    documented = frozenset(_documented(operation, 400, 500)) - _OTHER_REASONS
    return documented or frozenset(range(400, 500)) - _OTHER_REASONS


def in_words(statuses: frozenset[int]) -> str:
    """Statuses in words, for a message."""
    if len(statuses) > _MOST_TOLD:
        return f"a status from {min(statuses)} to {max(statuses)} that refuses it"
    return " or ".join(map(str, sorted(statuses)))


def _documented(operation: Operation, start: int, end: int) -> Iterator[int]:
    for status in range(start, end):
        response = operation.response(status)
        if response is not None and response.status.upper() != "DEFAULT":
            yield status
