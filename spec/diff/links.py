"""Links of an answer: where they lead, in whichever way it is written (OAS 3.1 section 4.8.20)."""

from spec import pointer
from spec.compile import METHODS
from spec.diff.ledger import Thing
from spec.diff.located import Located
from spec.diff.members import compare_members
from spec.diff.paths import pattern

_TARGETS = frozenset({"operationId", "operationRef"})
_LOCAL = "#/paths/"


def compare_links(answer: Thing) -> None:
    """Links by name; an operation that has another id, or is named in the other way, is the one that it was."""
    before, after = answer.base.members("links"), answer.head.members("links")
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        subject = f"link `{name}` of {answer.subject}"
        if one is None or other is None:
            answer.without("link", subject, (one, other))
            continue
        target = _target(one)
        is_same = target is not None and target == _target(other)
        compare_members(
            answer.of("link", subject, one, other), but=_TARGETS if is_same else frozenset()
        )


def _target(link: Located) -> tuple[str, str] | None:
    """The method and the path of the operation that a link leads to, None where it is none of this document's paths."""
    reference, id = link.value.get("operationRef"), link.value.get("operationId")
    if isinstance(reference, str):
        tokens = pointer.read(reference[1:]) if reference.startswith(_LOCAL) else ()
        return (tokens[2], pattern(tokens[1])) if len(tokens) == 3 else None
    for path, item in link.document.content.get("paths", {}).items():
        for method in METHODS if path.startswith("/") else ():
            if item.get(method, {}).get("operationId") == id:
                return method, pattern(path)
    return None
