"""What an operation answers: statuses, their headers, links and bodies."""

from collections.abc import Iterator, Sequence

from spec.diff.content_facts import content_facts
from spec.diff.facts import Context, Facts
from spec.diff.polarity import Polarity
from spec.diff.records import OperationPair, Slot
from spec.operations import Response

_ELSEWHERE = frozenset({"content", "headers", "links"})


def answer_facts(
    facts: Facts, context: Context, pair: OperationPair, polarity: Polarity
) -> Iterator[Slot]:
    if pair.base is None or pair.head is None:
        return
    own = context.of("status", "", polarity.returned)
    for before, after in _paired(pair.base.responses, pair.head.responses):
        if after is None and before is not None:
            gone = own.of("status", f"status {before.status}")
            facts.removed(gone, "", before.pointer, f"{pair.head.pointer}/responses", before.status)
        elif before is None and after is not None:
            come = own.of("status", f"status {after.status}")
            facts.added(come, "", f"{pair.base.pointer}/responses", after.pointer, after.status)
        elif before is not None and after is not None:
            yield from _both(facts, own, pair, (before, after))


def _paired(
    base: Sequence[Response], head: Sequence[Response]
) -> Iterator[tuple[Response | None, Response | None]]:
    """By status; then what is left by range: 200 against 2XX, either way (OAS 3.1 section 4.8.16)."""
    left = {one.status.upper(): one for one in base}
    right = {one.status.upper(): one for one in head}
    for status in [status for status in left if status in right]:
        yield left.pop(status), right.pop(status)
    for status, one in list(left.items()):
        twin = next((other for other in right if _ranges(status, other)), None)
        if twin is not None:
            del left[status]
            yield one, right.pop(twin)
    yield from ((one, None) for one in left.values())
    yield from ((None, one) for one in right.values())


def _ranges(one: str, other: str) -> bool:
    """Whether one of two statuses is the other's range."""
    return one[:1] == other[:1] and "XX" in (one[1:], other[1:])


def _both(
    facts: Facts, context: Context, pair: OperationPair, both: tuple[Response, Response]
) -> Iterator[Slot]:
    before, after = both
    own = context.of("status", f"status {after.status}")
    if before.status.upper() != after.status.upper():
        facts.changed(own, "range", before.pointer, after.pointer, (before.status, after.status))
    facts.members(own, before.pointer, after.pointer, _ELSEWHERE)
    yield from _headers(facts, own, pair, both)
    _links(facts, own, both)
    body = own.of("status", after.status)
    yield from content_facts(
        facts, body, pair, (before.content, after.content), (before.pointer, after.pointer)
    )


def _headers(
    facts: Facts, context: Context, pair: OperationPair, both: tuple[Response, Response]
) -> Iterator[Slot]:
    before = {one.name.lower(): one for one in both[0].headers}
    after = {one.name.lower(): one for one in both[1].headers}
    status = both[1].status
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        own = context.of("header", f"header {(new or old).name} of status {status}")  # type: ignore[union-attr]  # either
        if new is None and old is not None:
            facts.removed(own, "", old.pointer, both[1].pointer, facts.base.at(old.pointer))
        elif old is None and new is not None:
            facts.added(own, "", both[0].pointer, new.pointer, facts.head.at(new.pointer))
        elif old is not None and new is not None:
            facts.members(own, old.pointer, new.pointer, {"schema", "required", "content"})
            if old.required != new.required:
                facts.changed(
                    own, "required", old.pointer, new.pointer, (old.required, new.required)
                )
            if old.schema is not None and new.schema is not None and context.direction is not None:
                yield Slot(
                    pair, context.direction, f"{status} header {new.name}", old.schema, new.schema
                )


def _links(facts: Facts, context: Context, both: tuple[Response, Response]) -> None:
    before, after = facts.base.at(both[0].pointer), facts.head.at(both[1].pointer)
    if "links" in before or "links" in after:
        facts.members(
            context.of("link", f"links of {context.subject}"),
            both[0].pointer,
            both[1].pointer,
            (before.keys() | after.keys()) - {"links"},
        )
