"""What a document says of itself: its version, `info`, tags, and members that belong to no operation."""

from typing import Any

from spec.diff.ledger import Fact, Ledger, Site, Thing, same
from spec.diff.located import at
from spec.diff.members import PROSE, compare_extensions, compare_members
from spec.diff.records import ABSENT

# What other modules compare.
_HANDLED = frozenset("info servers paths webhooks components security tags".split())
# OAS 3.1 section 4.8.24.5: the dialect of a document that names none.
_MEANT = {"jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base"}
_HOLDERS = ("paths", "webhooks", "components")


def root(ledger: Ledger) -> Thing:
    """The two documents as wholes."""
    return Thing(Site(ledger), "document", "the document", at(ledger.base, ()), at(ledger.head, ()))


def compare_root(thing: Thing) -> None:
    """All that is said at the root but servers, security, operations and components."""
    compare_members(thing, but=_HANDLED, defaults=(_MEANT, _MEANT))
    _info(thing)
    _tags(thing)
    for name in _HOLDERS:
        base, head = thing.base.get(name), thing.head.get(name)
        if base is not None and head is not None:
            compare_extensions(thing.of("document", f"`{name}`", base, head))


def _info(thing: Thing) -> None:
    base, head = thing.base.get("info"), thing.head.get("info")
    if base is None or head is None:
        return
    info = thing.of("document", "the API", base, head)
    names = {*base.value, *head.value}
    plain = {name for name in names if name in PROSE or name.startswith("x-")}
    compare_members(info, but=frozenset(names - plain))
    for name in sorted(names - plain):
        before, after = base.value.get(name, ABSENT), head.value.get(name, ABSENT)
        if not same(before, after):
            info.aspect(f"info.{name}", before, after, member=name)


def _tags(thing: Thing) -> None:
    """Tags by name."""
    before = {tag.value["name"]: tag for tag in thing.base.list("tags")}
    after = {tag.value["name"]: tag for tag in thing.head.list("tags")}
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        subject = f"tag `{name}`"
        if one is None or other is None:
            thing.without("document", subject, (one, other), aspect="tags")
        else:
            compare_members(thing.of("document", subject, one, other))


def compare_unused_security(thing: Thing) -> None:
    """The document's `security` where every operation has its own, so that none tells of it."""
    before, after = (side.value.get("security", ABSENT) for side in (thing.base, thing.head))
    told = any(fact.area == "security" and _is_root(fact) for fact in thing.site.ledger.facts())
    if not told and not same(before, after) and _is_unused(thing):
        thing.aspect("security", before, after)


def _is_root(fact: Fact) -> bool:
    return ("security",) in (fact.base[:1], fact.head[:1])


def _is_unused(thing: Thing) -> bool:
    """Whether some side has no operation that goes by it: else it differs in order or in names only."""
    return any(not _goes_by_root(side.value) for side in (thing.base, thing.head))


def _goes_by_root(content: Any) -> bool:
    return any(
        isinstance(operation, dict) and "responses" in operation and "security" not in operation
        for item in content.get("paths", {}).values()
        if isinstance(item, dict)
        for operation in item.values()
    )
