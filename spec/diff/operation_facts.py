"""One operation of both documents: its own members, what it takes, what it answers, who may call it, and its rules."""

from collections.abc import Iterator
from dataclasses import dataclass

from spec.diff.answer_facts import answer_facts
from spec.diff.content_facts import content_facts
from spec.diff.facts import Context, Facts
from spec.diff.pairing import prefix, shape
from spec.diff.parameter_facts import parameter_facts
from spec.diff.polarity import Polarity
from spec.diff.records import OperationPair, Slot
from spec.diff.rule_facts import rule_facts
from spec.diff.security_facts import security_facts
from spec.operations import Operation

__all__ = ["Polarity", "operation_facts"]

_ELSEWHERE = frozenset("parameters requestBody responses security callbacks x-troth".split())
_ITEM = frozenset("get put post delete options head patch trace parameters".split())


@dataclass(frozen=True, slots=True)
class _Both:
    base: Operation
    head: Operation


def operation_facts(
    facts: Facts, context: Context, pair: OperationPair, polarity: Polarity
) -> Iterator[Slot]:
    """The changes of a pair go to `facts`; what comes back are the values that both sides exchange."""
    if pair.base is None or pair.head is None:
        return
    both = _Both(pair.base, pair.head)
    _own(facts, context, both)
    security_facts(facts, context, pair)
    rule_facts(facts, context, pair)
    yield from parameter_facts(facts, context, pair, polarity)
    yield from _body(facts, context, pair, polarity)
    yield from answer_facts(facts, context, pair, polarity)


def _own(facts: Facts, context: Context, both: _Both) -> None:
    base, head = both.base, both.head
    facts.members(context, base.pointer, head.pointer, _ELSEWHERE)
    there, here = base.pointer.rpartition("/")[0], head.pointer.rpartition("/")[0]
    facts.members(context, there, here, _ITEM)
    if base.path != head.path:
        _path(facts, context, both)


def _path(facts: Facts, context: Context, both: _Both) -> None:
    """A path that moved; one whose parameters only have other names is told at the parameters."""
    old = shape(prefix(facts.base) + both.base.path)
    new = shape(prefix(facts.head) + both.head.path)
    there, here = both.base.pointer.rpartition("/")[0], both.head.pointer.rpartition("/")[0]
    if old != new:
        facts.changed(context, "path", there, here, (both.base.path, both.head.path))
    elif shape(both.base.path) != shape(both.head.path):
        facts.changed(context, "path.moved", there, here, (both.base.path, both.head.path))


def _body(
    facts: Facts, context: Context, pair: OperationPair, polarity: Polarity
) -> Iterator[Slot]:
    if pair.base is None or pair.head is None:
        return
    before, after = pair.base.body, pair.head.body
    own = context.of("body", "request body", polarity.sent)
    if before is None and after is not None:
        facts.added(own, "", pair.base.pointer, after.pointer, facts.head.at(after.pointer))
    elif after is None and before is not None:
        facts.removed(own, "", before.pointer, pair.head.pointer, facts.base.at(before.pointer))
    elif before is not None and after is not None:
        facts.members(own, before.pointer, after.pointer, {"content", "required"})
        if before.required != after.required:
            facts.changed(
                own, "required", before.pointer, after.pointer, (before.required, after.required)
            )
        yield from content_facts(
            facts, own, pair, (before.content, after.content), (before.pointer, after.pointer)
        )
