"""Security schemes: which of the one document is which of the other, and what differs in them."""

from collections.abc import Iterable, Mapping
from typing import Any

from spec.diff.ledger import Fact, Thing, same
from spec.diff.located import Located, at
from spec.diff.members import compare_members
from spec.diff.records import ABSENT
from spec.document import Document

# What schemes of some types have, beside what travels (OAS 3.1 section 4.8.27).
_OF_TYPES = ("bearerFormat", "openIdConnectUrl", "oauth2MetadataUrl")
_HOME = ("components", "securitySchemes")


def scheme(document: Document, name: str) -> Located:
    """A declared scheme."""
    return at(document, (*_HOME, name))


def pair_schemes(
    before: Iterable[str], after: Iterable[str], documents: tuple[Document, Document]
) -> dict[str, str]:
    """The head's name of each scheme: one of the same name and the same on the wire first, then the same on the wire, then the
    same name."""
    left = {name: _on_the_wire(scheme(documents[0], name)) for name in before}
    right = {name: _on_the_wire(scheme(documents[1], name)) for name in after}
    found: dict[str, str] = {}
    for needs_name, needs_wire in ((True, True), (False, True), (True, False)):
        for name, wire in left.items():
            fit = [
                other
                for other, its in right.items()
                if other not in found.values()
                and (other == name or not needs_name)
                and (its == wire or not needs_wire)
            ]
            if name not in found and fit:
                found[name] = fit[0]
    return found


def _on_the_wire(one: Located) -> tuple[str, ...]:
    """What a request shows of a scheme."""
    value = one.value
    if value["type"] == "apiKey":
        name = value["name"].lower() if value["in"] == "header" else value["name"]
        return "apiKey", value["in"], name
    return value["type"], str(value.get("scheme", "")).lower()


_WIRE = ("type", "in", "name", "scheme")


def compare_scheme(thing: Thing) -> None:
    """The members of a scheme. The case of a header's name and of an HTTP scheme says nothing; of a scheme of another type no
    member is the one that it was, and that is told once."""
    base, head = thing.base.value, thing.head.value
    travelling = [name for name in _WIRE if base.get(name) != head.get(name)]
    if _on_the_wire(thing.base) == _on_the_wire(thing.head):
        compare_members(thing, but=frozenset({"flows", "name", "scheme"}))
    elif len(travelling) == 1 and base["type"] == head["type"]:
        compare_members(thing, but=frozenset({"flows"}))
    else:
        old, new = ({name: side[name] for name in _WIRE if name in side} for side in (base, head))
        places = thing.base.tokens, thing.head.tokens
        thing.site.note(Fact(thing.area, "type", thing.subject, *places, old, new, thing.direction))
        members = _WIRE if base["type"] == head["type"] else (*_WIRE, *_OF_TYPES)
        compare_members(thing, but=frozenset((*members, "flows")))
    if base["type"] == head["type"]:
        _flows(thing, base.get("flows", {}), head.get("flows", {}), ("flows",))


# Of what stands so deep: a flow, and a scope that it knows (OAS 3.1 section 4.8.28).
_ASPECTS = {1: "flow", 3: "scope"}


def _flows(
    thing: Thing, before: Mapping[str, Any], after: Mapping[str, Any], path: tuple[str, ...]
) -> None:
    """Flows, their addresses, and the scopes that they know, each edit by itself."""
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name, ABSENT), after.get(name, ABSENT)
        where = (*path, name)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            _flows(thing, one, other, where)
        elif not same(one, other):
            thing.site.note(
                Fact(
                    "security",
                    _ASPECTS.get(len(path), "flows"),
                    f"`{'.'.join(where[1:])}` of {thing.subject}",
                    _place(thing.base, path if one is ABSENT else where),
                    _place(thing.head, path if other is ABSENT else where),
                    one,
                    other,
                    thing.direction,
                )
            )


def _place(one: Located, path: tuple[str, ...]) -> tuple[str | int, ...]:
    return (*one.tokens, *path) if "flows" in one.value else one.tokens
