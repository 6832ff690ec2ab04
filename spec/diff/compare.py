"""Two documents, walked in step: every edit as a fact, and every value that travels as a slot."""

from collections.abc import Iterator, Mapping

from spec import pointer
from spec.compile import compile_item, compile_operations
from spec.diff import pairing
from spec.diff.component_facts import component_facts
from spec.diff.document_facts import document_facts
from spec.diff.facts import Context, Facts
from spec.diff.operation_facts import Polarity, operation_facts
from spec.diff.records import Area, Change, Comparison, OperationPair, Slot
from spec.diff.schema_changes import schema_changes
from spec.document import Document
from spec.operations import Operation


def compare(base: Document, head: Document) -> Comparison:
    """Every change between two documents, no opinion of any. Raises Invalid or RuleError."""
    facts = Facts(base, head)
    operations = (compile_operations(base), compile_operations(head))
    pairs = pairing.pair_operations(*operations, (pairing.prefix(base), pairing.prefix(head)))
    document_facts(facts, pairs)
    slots: list[Slot] = []
    slots.extend(_compared(facts, pairs, "operation", Polarity()))
    for pair in pairs:
        slots.extend(_callbacks(facts, pair))
    slots.extend(_webhooks(facts))
    _shadows(facts, pairs, operations[0])
    changes = [*facts.changes(), *schema_changes(base, head, slots)]
    changes.extend(component_facts(base, head, changes))
    return Comparison(base, head, pairs, tuple(slots), tuple(sorted(changes, key=_order)))


def _compared(
    facts: Facts, pairs: tuple[OperationPair, ...], area: Area, polarity: Polarity
) -> Iterator[Slot]:
    for pair in pairs:
        context = Context(area, pair.name, (pair,))
        if pair.base is None and pair.head is not None:
            facts.added(
                context, "", _parent(pair.head), pair.head.pointer, facts.head.at(pair.head.pointer)
            )
        elif pair.head is None and pair.base is not None:
            facts.removed(
                context, "", pair.base.pointer, _parent(pair.base), facts.base.at(pair.base.pointer)
            )
        else:
            yield from operation_facts(facts, context, pair, polarity)


def _parent(operation: Operation) -> str:
    """Where an operation is missing: at the nearest thing that every document has."""
    return "/paths" if operation.pointer.startswith("/paths/") else ""


def _webhooks(facts: Facts) -> Iterator[Slot]:
    """The server calls: what it sends is a request's body, and what it reads the answer."""
    yield from _items(facts, "webhook", "/webhooks", "/webhooks", ())


def _callbacks(facts: Facts, pair: OperationPair) -> Iterator[Slot]:
    if pair.base is None or pair.head is None:
        return
    there, here = f"{pair.base.pointer}/callbacks", f"{pair.head.pointer}/callbacks"
    before, after = _object(facts.base, there), _object(facts.head, here)
    context = Context("callback", pair.name, (pair,))
    for name in dict.fromkeys((*before, *after)):
        own = pointer.write((name,))
        if name not in after:
            facts.removed(
                context.of("callback", f"callback {name}"),
                "",
                there + own,
                pair.head.pointer,
                before[name],
            )
        elif name not in before:
            facts.added(
                context.of("callback", f"callback {name}"),
                "",
                pair.base.pointer,
                here + own,
                after[name],
            )
        else:
            old, _ = facts.base.follow(there + own)
            new, _ = facts.head.follow(here + own)
            yield from _items(facts, "callback", old, new, (pair,))


def _items(
    facts: Facts, area: Area, there: str, here: str, around: tuple[OperationPair, ...]
) -> Iterator[Slot]:
    """The Path Items under two places, matched by name."""
    left = _operations(facts.base, there)
    right = _operations(facts.head, here)
    for pair in pairing.pair_operations(left, right):
        context = Context(area, f"{area} {pair.name}", around or (pair,))
        if pair.base is None and pair.head is not None:
            facts.added(context, "", "", pair.head.pointer, facts.head.at(pair.head.pointer))
        elif pair.head is None and pair.base is not None:
            facts.removed(context, "", pair.base.pointer, "", facts.base.at(pair.base.pointer))
        else:
            yield from operation_facts(facts, context, pair, Polarity(is_reversed=True))


def _operations(document: Document, where: str) -> tuple[Operation, ...]:
    return tuple(
        operation
        for name in _object(document, where)
        if not name.startswith("x-")
        for operation in compile_item(document, name, where + pointer.write((name,)))
    )


def _object(document: Document, where: str) -> Mapping[str, object]:
    try:
        value = document.at(where)
    except KeyError:
        return {}
    return value if isinstance(value, Mapping) else {}


def _shadows(facts: Facts, pairs: tuple[OperationPair, ...], base: tuple[Operation, ...]) -> None:
    """A new path without parameters takes requests that went to a template (OAS 3.1 section 4.8.8.2)."""
    for pair in pairs:
        if pair.base is None and pair.head is not None:
            taken = pairing.shadows(pair.head, base)
            if taken is not None:
                context = Context("operation", pair.name, (pair, OperationPair(taken, None)))
                facts.added(
                    context,
                    "shadows",
                    taken.pointer,
                    pair.head.pointer,
                    f"{taken.method} {taken.path}",
                )


def _order(change: Change) -> tuple[int, int]:
    """As the head's text has it; what is gone comes where it was."""
    place = change.head or change.base
    return (place.line or 0 if place else 0, 0)
