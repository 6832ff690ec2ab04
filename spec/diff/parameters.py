"""Parameters: by name and place, those of the path by position."""

from collections.abc import Iterator

from spec.diff.content import compare_value
from spec.diff.ledger import Fact, Thing
from spec.diff.located import Located
from spec.diff.members import FLAGS, compare_members
from spec.diff.paths import pattern

_HANDLED = frozenset({"name", "in", "schema", "content"})
# OAS 3.1 section 4.8.12.2.1: the style of a parameter that names none, and headers that are described elsewhere.
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_IGNORED = frozenset({"accept", "content-type", "authorization"})

Key = tuple[str, str]


def compare_parameters(operation: Thing, item: Thing) -> None:
    """The parameters of an operation and of the Path Item that it stands in."""
    renamed = operation.site.renamed
    before = {
        (place, renamed.get(name, name) if place == "path" else name): one
        for (place, name), one in _declared(operation.base, item.base)
    }
    after = dict(_declared(operation.head, item.head))
    for key in dict.fromkeys((*after, *before)):
        one, other = before.get(key), after.get(key)
        subject = f"{key[0]} parameter `{(other or one or operation.head).value['name']}`"
        if one is not None and other is not None:
            _parameter(operation.of("parameter", subject, one, other))
        elif not (key[0] == "path" and _is_moved(operation)):
            holder = operation if _is_own(operation, one or other) else item
            holder.facing(operation.site.request).without("parameter", subject, (one, other))
    _undeclared(
        operation, {name for place, name in before.keys() & after.keys() if place == "path"}
    )


def _is_own(operation: Thing, parameter: Located | None) -> bool:
    """Whether a parameter of one side is the operation's and not its path's."""
    owners = operation.base.tokens, operation.head.tokens
    return parameter is not None and any(
        parameter.written[: len(owner)] == owner for owner in owners
    )


def _is_moved(operation: Thing) -> bool:
    """Whether the path is another one, so that its parameters came and went with it."""
    pair = operation.site.pair
    if pair is None or pair.base is None or pair.head is None:
        return False
    return pattern(pair.base.path) != pattern(pair.head.path)


def _declared(operation: Located, item: Located) -> Iterator[tuple[Key, Located]]:
    """The operation's own before the path's, which they override (OAS 3.1 section 4.8.10)."""
    seen: set[Key] = set()
    for holder in (operation, item):
        for parameter in holder.list("parameters"):
            place, name = parameter.value["in"], parameter.value["name"]
            key = (place, name.lower() if place == "header" else name)
            if key not in seen and not (place == "header" and key[1] in _IGNORED):
                seen.add(key)
                yield key, parameter


def _parameter(thing: Thing) -> None:
    base, head = thing.base.value, thing.head.value
    place = head["in"]
    if place != "header" and base["name"] != head["name"]:
        thing.aspect("name", base["name"], head["name"])
    one, other = (
        {**FLAGS, "style": _STYLES[place], "explode": side.get("style", _STYLES[place]) == "form"}
        for side in (base, head)
    )
    compare_members(thing, but=_HANDLED, defaults=(one, other))
    compare_value(thing, f"{place} {head['name']}")


def _undeclared(operation: Thing, declared: set[str]) -> None:
    """Templates with other names that no parameter describes."""
    places = operation.base.tokens[:-1], operation.head.tokens[:-1]
    for before, after in operation.site.renamed.items():
        if before != after and after not in declared:
            subject = f"path parameter `{after}`"
            direction = operation.direction
            operation.site.note(
                Fact("parameter", "name", subject, *places, before, after, direction)
            )
