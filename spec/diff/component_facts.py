"""Components that differ and that no operation showed: what nothing uses, and what is only called otherwise."""

from collections.abc import Iterator, Mapping, Sequence

from spec import pointer
from spec.diff.facts import Context, Facts, equal
from spec.diff.records import Change
from spec.document import Document


def component_facts(base: Document, head: Document, known: Sequence[Change]) -> Iterator[Change]:
    """The components that came, went or changed and that no known change stands in."""
    facts = Facts(base, head)
    told = {
        place.pointer
        for change in known
        for place in (change.base, change.head)
        if place is not None
    }
    before, after = _components(base), _components(head)
    for where in dict.fromkeys((*before, *after)):
        if where in before and where in after:
            is_told = any(one == where or one.startswith(where + "/") for one in told)
            if is_told or equal(before[where], after[where]):
                continue
        context = Context("component", f"component {'/'.join(pointer.read(where)[1:])}")
        if where not in after:
            facts.removed(context, "", where, "", before[where])
        elif where not in before:
            facts.added(context, "", "", where, after[where])
        else:
            facts.changed(context, "", where, where, (before[where], after[where]))
    yield from facts.changes()


def _components(document: Document) -> Mapping[str, object]:
    return {
        pointer.write(("components", kind, name)): value
        for kind, values in document.content.get("components", {}).items()
        if isinstance(values, Mapping) and not kind.startswith("x-")
        for name, value in values.items()
    }
