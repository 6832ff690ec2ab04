"""Parameters, matched by name and place; those of the path by where they stand in it."""

from collections.abc import Hashable, Iterator

from spec.diff.content_facts import content_facts
from spec.diff.facts import Context, Facts
from spec.diff.pairing import parameters_of
from spec.diff.polarity import Polarity
from spec.diff.records import OperationPair, Slot
from spec.operations import Operation, Parameter

# With their defaults filled in (OAS 3.1 section 4.8.12), these are compared as the records have them.
_FILLED = ("required", "style", "explode")
_ELSEWHERE = frozenset({*_FILLED, "schema", "content", "name", "in", "allowEmptyValue"})


def parameter_facts(
    facts: Facts, context: Context, pair: OperationPair, polarity: Polarity
) -> Iterator[Slot]:
    if pair.base is None or pair.head is None:
        return
    before, after = _keyed(pair.base), _keyed(pair.head)
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        known = new or old
        assert known is not None  # noqa: S101  # a key of either
        own = context.of("parameter", f"{known.place} parameter {known.name}", polarity.sent)
        if new is None and old is not None:
            facts.removed(own, "", old.pointer, pair.head.pointer, facts.base.at(old.pointer))
        elif old is None and new is not None:
            facts.added(own, "", pair.base.pointer, new.pointer, facts.head.at(new.pointer))
        elif old is not None and new is not None:
            yield from _both(facts, own, pair, (old, new))


def _keyed(operation: Operation) -> dict[Hashable, Parameter]:
    """Header names are alike in any case (RFC 9110 section 5.1)."""
    order = parameters_of(operation.path)
    keyed: dict[Hashable, Parameter] = {}
    for one in operation.parameters:
        if one.place == "path" and one.name in order:
            keyed["path", order.index(one.name)] = one
        else:
            keyed[one.place, one.name.lower() if one.place == "header" else one.name] = one
    return keyed


def _both(
    facts: Facts, context: Context, pair: OperationPair, both: tuple[Parameter, Parameter]
) -> Iterator[Slot]:
    old, new = both
    facts.members(context, old.pointer, new.pointer, _ELSEWHERE)
    if old.name != new.name:
        facts.changed(
            context, "name", f"{old.pointer}/name", f"{new.pointer}/name", (old.name, new.name)
        )
    for name in (*_FILLED, "allow_empty"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            aspect = "allowEmptyValue" if name == "allow_empty" else name
            facts.changed(context, aspect, old.pointer, new.pointer, (before, after))
    yield from _values(facts, context, pair, both)


def _values(
    facts: Facts, context: Context, pair: OperationPair, both: tuple[Parameter, Parameter]
) -> Iterator[Slot]:
    """A parameter has a schema or a media type (OAS 3.1 section 4.8.12.2): the slot, or what became of it."""
    old, new = both
    if old.schema is not None and new.schema is not None:
        if context.direction is not None:
            yield Slot(pair, context.direction, f"{new.place} {new.name}", old.schema, new.schema)
    elif old.content is not None and new.content is not None:
        contents = ((old.content,), (new.content,))
        yield from content_facts(facts, context, pair, contents, (old.pointer, new.pointer))
    elif old.schema is None and old.content is None:
        if new.schema is not None:
            facts.added(context, "schema", old.pointer, f"{new.pointer}/schema", new.schema.value)
    elif new.schema is None and new.content is None:
        facts.removed(context, "schema", old.pointer, new.pointer, _kind(old))
    else:
        facts.changed(context, "content", old.pointer, new.pointer, (_kind(old), _kind(new)))


def _kind(parameter: Parameter) -> str:
    return parameter.content.name if parameter.content is not None else "schema"
