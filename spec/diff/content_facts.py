"""The media types of a body, matched by what they mean (RFC 9110 section 8.3.1), and the slot of each that both have."""

from collections.abc import Iterator, Sequence
from email.message import Message

from spec.diff.facts import Context, Facts
from spec.diff.records import OperationPair, Slot
from spec.operations import MediaType

_ELSEWHERE = frozenset({"schema"})


def content_facts(
    facts: Facts,
    context: Context,
    pair: OperationPair,
    contents: tuple[Sequence[MediaType], Sequence[MediaType]],
    homes: tuple[str, str],
) -> Iterator[Slot]:
    """`context` is that of the body; its subject begins the slots' names."""
    before = {essence(one.name): one for one in contents[0]}
    after = {essence(one.name): one for one in contents[1]}
    for name in dict.fromkeys((*before, *after)):
        own = context.of("media-type", f"media type {name} of the {context.subject}")
        if name not in after:
            facts.removed(own, "", before[name].pointer, homes[1], before[name].name)
        elif name not in before:
            facts.added(own, "", homes[0], after[name].pointer, after[name].name)
        else:
            facts.members(own, before[name].pointer, after[name].pointer, _ELSEWHERE)
            yield from _slot(
                facts, own, pair, (before[name], after[name]), f"{context.subject} {name}"
            )


def _slot(
    facts: Facts,
    context: Context,
    pair: OperationPair,
    both: tuple[MediaType, MediaType],
    where: str,
) -> Iterator[Slot]:
    before, after = both
    if before.schema is not None and after.schema is not None:
        if context.direction is not None:
            yield Slot(pair, context.direction, where, before.schema, after.schema)
    elif before.schema is not None:
        facts.removed(
            context, "schema", f"{before.pointer}/schema", after.pointer, before.schema.value
        )
    elif after.schema is not None:
        facts.added(
            context, "schema", before.pointer, f"{after.pointer}/schema", after.schema.value
        )


def essence(name: str) -> str:
    """A media type in one spelling: lower case, its parameters sorted, but for a charset of JSON, which has none."""
    message = Message()
    message["content-type"] = name
    kind = message.get_content_type() if "*" not in name else name.partition(";")[0].strip().lower()
    params = sorted((key.lower(), value) for key, value in (message.get_params() or [])[1:])
    if kind.endswith(("/json", "+json")):
        params = [one for one in params if one[0] != "charset"]
    return "; ".join([kind, *(f"{key}={value}" for key, value in params)])
