"""Components that no operation reaches: what they say binds nobody, and is told as one fact each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from spec import pointer, references
from spec.diff.ledger import Fact, Thing, same
from spec.diff.records import ABSENT
from spec.diff.subtypes import subtypes
from spec.document import Document
from spec.pointer import Tokens

_KINDS = {
    "schemas": "schema",
    "responses": "response",
    "parameters": "parameter",
    "examples": "example",
    "requestBodies": "request body",
    "headers": "header",
    "securitySchemes": "security scheme",
    "links": "link",
    "callbacks": "callback",
    "pathItems": "path item",
}
_LEADING = frozenset({"$ref", "discriminator", "security"})  # the members that lead elsewhere
Name = tuple[str, ...]


def compare_components(root: Thing) -> None:
    """Components that differ and are out of reach on a side that has them."""
    base, head = root.base.document, root.head.document
    if same(base.content.get("components"), head.content.get("components")):
        return
    before, after = _components(base), _components(head)
    reached = _reached(base), _reached(head)
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name, ABSENT), after.get(name, ABSENT)
        is_used = (name in reached[0] or one is ABSENT) and (name in reached[1] or other is ABSENT)
        if is_used or same(one, other):
            continue
        _, kind, key = name
        root.site.note(
            Fact(
                "component",
                "",
                f"unused {_KINDS.get(kind, kind)} `{key}`",
                () if one is ABSENT else name,
                () if other is ABSENT else name,
                one,
                other,
            )
        )


def _components(document: Document) -> dict[Name, Any]:
    return {
        ("components", kind, name): value
        for kind, entries in document.content.get("components", {}).items()
        if isinstance(entries, Mapping) and not kind.startswith("x-")
        for name, value in entries.items()
    }


def _reached(document: Document) -> set[Name]:
    """The components that references from outside of components lead to, step by step."""
    targets: dict[Name, set[Name]] = defaultdict(set)
    for owner, target in _links(document):
        targets[owner].add(target)
    for base, below in subtypes(document).items():
        owned = (_owner(tuple(pointer.read(one))) for one in below)
        targets[_owner(tuple(pointer.read(base)))].update(owned)
    reached: set[Name] = set()
    ahead: list[Name] = [()]
    while ahead:
        for target in targets[ahead.pop()]:
            if target not in reached:
                reached.add(target)
                ahead.append(target)
    return reached


def _links(document: Document) -> Iterator[tuple[Name, Name]]:
    """Who refers to whom: a component, a file, or () for all else."""
    for tokens, node in references.objects(document.content):
        if _LEADING.isdisjoint(node):
            continue
        owner = _owner(tokens)
        target = node.get("$ref")
        if isinstance(target, str):
            yield owner, _owner(references.read_target(target))
        for target in _mapped(node.get("discriminator")):
            yield owner, target
        for requirement in _requirements(node):
            yield from ((owner, ("components", "securitySchemes", name)) for name in requirement)


def _owner(tokens: Tokens) -> Name:
    length = {"components": 3, references.FILES: 2}.get(str(tokens[0]) if tokens else "", 0)
    return tuple(str(token) for token in tokens[:length]) if len(tokens) >= length else ()


def _mapped(discriminator: Any) -> Iterator[Name]:
    """What a discriminator maps to: references, or names of schemas (OAS 3.1 section 4.8.25)."""
    mapping = discriminator.get("mapping") if isinstance(discriminator, Mapping) else None
    for target in mapping.values() if isinstance(mapping, Mapping) else ():
        if target.startswith("#/"):
            yield _owner(references.read_target(target))
        yield ("components", "schemas", target)


def _requirements(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    security = node.get("security")
    found = security if isinstance(security, list) else []
    return [one for one in found if isinstance(one, Mapping)]
