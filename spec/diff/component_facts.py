"""Components that differ and that no operation showed: what nothing uses, and what is only called otherwise.

A component that came or went and that operations use is told by these: it is not told twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spec import pointer, references
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
    reached = (_used(base), _used(head)) if known else (frozenset[str](), frozenset[str]())
    for where in dict.fromkeys((*before, *after)):
        if where in before and where in after:
            is_told = any(one == where or one.startswith(where + "/") for one in told)
            if is_told or equal(before[where], after[where]):
                continue
        elif where in reached[where in after]:
            continue
        context = Context("component", f"component {'/'.join(pointer.read(where)[1:])}")
        if where not in after:
            facts.removed(context, "", where, "", before[where])
        elif where not in before:
            facts.added(context, "", "", where, after[where])
        else:
            facts.changed(context, "", where, where, (before[where], after[where]))
    yield from facts.changes()


def _used(document: Document) -> frozenset[str]:
    """The components that operations reach, by reference or as a security scheme."""
    content = document.content
    roots = {name: value for name, value in content.items() if name != "components"}
    found = {f"/components/securitySchemes/{name}" for name in _schemes(content)}
    ahead = [one.target for one in references.find(roots)]
    while ahead:
        where = pointer.write(references.read_target(ahead.pop())[:3])
        if where not in found:
            found.add(where)
            ahead.extend(one.target for one in references.find(document.at(where)))
    return frozenset(found)


def _schemes(content: Mapping[str, Any]) -> Iterator[str]:
    """The security schemes that some operation, or the document for all of them, asks for."""
    items = [item for item in content.get("paths", {}).values() if isinstance(item, Mapping)]
    operations = [one for item in items for one in item.values() if isinstance(one, Mapping)]
    for holder in (content, *operations):
        for requirement in holder.get("security", ()):
            yield from requirement


def _components(document: Document) -> Mapping[str, object]:
    return {
        pointer.write(("components", kind, name)): value
        for kind, values in document.content.get("components", {}).items()
        if isinstance(values, Mapping) and not kind.startswith("x-")
        for name, value in values.items()
    }
