"""What every form says in the same words."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from contract_tests.reports.plain import count
from contract_tests.result import Clause, Finding, Promise, Result, Verdict

ORDER: tuple[Verdict, ...] = ("broken", "masked", "not shown", "open", "held")
HEADINGS: dict[Verdict, str] = {
    "broken": "broken",
    "masked": "masked: what tested it proved nothing",
    "not shown": "cannot be shown with this target",
    "open": "open questions, and what the deployment does",
    "held": "held",
}
KINDS = {
    "prose": ("sentence", "sentences"),
    "rule": ("rule", "rules"),
    "security": ("security requirement", "security requirements"),
    "request": ("constraint of requests", "constraints of requests"),
    "status": ("status", "statuses"),
    "answer": ("constraint of answers", "constraints of answers"),
}
Row = TypeVar("Row")
Reason = TypeVar("Reason")


def by_verdict(result: Result, verdict: Verdict) -> list[Promise]:
    return [promise for promise in result.promises if promise.verdict == verdict]


def alike(rows: Iterable[Row], why: Callable[[Row], Reason]) -> dict[Reason, list[Row]]:
    """Rows by what is said of them: one lack explains many, and need be told once."""
    groups: dict[Reason, list[Row]] = {}
    for row in rows:
        groups.setdefault(why(row), []).append(row)
    return groups


def about(result: Result) -> str:
    """What was held to what, and by which run."""
    part = "" if result.shard[1] == 1 else f", part {result.shard[0]} of {result.shard[1]}"
    return f"{result.document} against {result.url}, seed {result.seed}{part}"


def again(found: Finding) -> str:
    """How often the fault came again."""
    if not found.retries:
        return "not tried again"
    told = f"seen again {found.reproduced} of {found.retries} times"
    return f"{told} (intermittent)" if found.intermittent else told


def when(found: Finding) -> str:
    """The trial that found it, and how many found the same."""
    more = f", and {found.count - 1:,} more like it" if found.count > 1 else ""
    return f"{found.trial}{more}"


def place(clause: Clause) -> str:
    """File and line."""
    return f"{clause.source}:{clause.line}" if clause.line else clause.source


def headline(result: Result) -> str:
    """The verdict in one line, with its numbers."""
    counts = Counter(promise.verdict for promise in result.promises)
    parts = [_count(len(result.violations), "finding")]
    warnings = sum(one.severity == "warning" and one.known is None for one in result.findings)
    known = sum(one.known is not None for one in result.findings)
    parts += [_count(warnings, "warning")] if warnings else []
    parts += [f"{known} known"] if known else []
    parts += [f"{_count(len(result.masked), 'masked trial')}"] if result.masked else []
    parts.append(f"{counts['held']} of {len(result.promises)} promises held")
    parts += [f"{counts['not shown']} not shown"] if counts["not shown"] else []
    parts += [f"{counts['open']} open"] if counts["open"] else []
    return f"{verdict_word(result)}: {', '.join(parts)}"


def verdict_word(result: Result) -> str:
    if result.violations:
        return "violated"
    if result.stopped:
        return "incomplete"
    return "holds" if result.is_proof else "not proved"


def measured(result: Result) -> str:
    """How much was asked, and what came."""
    statuses: Counter[str] = Counter()
    for counts in result.statuses.values():
        statuses.update(counts)
    seen = ", ".join(f"{status} {count:,}x" for status, count in sorted(statuses.items()))
    text = f"{result.requests:,} requests in {result.seconds:.1f} s"
    return f"{text}: {seen}" if seen else text


def held_by_kind(result: Result) -> Iterator[tuple[int, str]]:
    """What held: how many rows of a kind, and by how many requests."""
    held = by_verdict(result, "held")
    for kind, (one, several) in KINDS.items():
        requests = [promise.requests for promise in held if promise.kind == kind]
        if len(requests) == 1:
            yield 1, f"{one}, by {count(requests[0], 'request')}"
        elif requests:
            yield len(requests), f"{several}, each by {min(requests):,} requests or more"


def _count(number: int, noun: str) -> str:
    return count(number, noun) if number else f"no {noun}s"
