"""One operation of both documents: its parts, and what it says by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from spec.compile import METHODS
from spec.diff.answers import compare_answers
from spec.diff.content import compare_content
from spec.diff.ledger import Fact, Thing
from spec.diff.located import Located, at
from spec.diff.members import compare_members
from spec.diff.parameters import compare_parameters
from spec.diff.rules import RULES, compare_rules
from spec.diff.security import compare_security

_HANDLED = frozenset(
    {"parameters", "requestBody", "responses", "callbacks", "security", "servers", "tags", RULES}
)
_OF_PATHS = frozenset({*METHODS, "parameters", "servers", "$ref"})


def compare_operation(operation: Thing, item: Thing) -> None:
    """All of an operation but its servers and callbacks; `item` is the Path Item that it stands in."""
    compare_members(item, but=_OF_PATHS)
    compare_members(operation, but=_HANDLED)
    _tags(operation)
    compare_rules(operation)
    sent, returned = operation.site.request, operation.site.answer
    compare_security(operation.facing(sent))
    compare_parameters(operation.facing(sent), item)
    _body(operation.facing(sent))
    compare_answers(operation.facing(returned))


def _tags(operation: Thing) -> None:
    before, after = (side.value.get("tags", []) for side in (operation.base, operation.head))
    if set(before) != set(after):
        operation.aspect("tags", before, after)


def _body(operation: Thing) -> None:
    one, other = operation.base.get("requestBody"), operation.head.get("requestBody")
    if one is not None and other is not None:
        body = operation.of("body", "the request body", one, other)
        compare_members(body, but=frozenset({"content"}))
        compare_content(body, "body")
    elif one is not None or other is not None:
        operation.without("body", "the request body", (one, other))


@dataclass(frozen=True, slots=True)
class Called:
    """Where the server calls: a Path Item of a webhook or callback, with the name or expression that stands for its path."""

    name: str
    base: Located
    head: Located


def callbacks(operation: Thing) -> Iterator[Called]:
    """The Path Items of the callbacks that both sides have; those that one has are noted."""
    before, after = operation.base.members("callbacks"), operation.head.members("callbacks")
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        subject = f"callback `{name}`"
        if one is None or other is None:
            operation.without("callback", subject, (one, other))
        else:
            yield from called(operation.of("callback", subject, one, other))


def called(thing: Thing) -> Iterator[Called]:
    """The Path Items of a callback, or of the document's webhooks, by name.

    Where one is left on each side of a callback, the expression that gives its URL changed (OAS 3.1 section 4.8.18).
    """
    before = [name for name in thing.base.value if not name.startswith("x-")]
    after = [name for name in thing.head.value if not name.startswith("x-")]
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    pairs = [(name, name) for name in after if name in before]
    if thing.area == "callback" and len(gone) == len(come) == 1:
        pairs += [(gone[0], come[0])]
        places = thing.base.place_of(gone[0]), thing.head.place_of(come[0])
        values = gone.pop(), come.pop()
        fact = Fact("callback", "expression", thing.subject, *places, *values, thing.direction)
        thing.site.note(fact)
    for one, other in pairs:
        yield Called(other, _item(thing.base, one), _item(thing.head, other))
    for name in (*gone, *come):
        subject = (
            f"`{name}` of {thing.subject}" if thing.area == "callback" else f"webhook `{name}`"
        )
        thing.without(thing.area, subject, (thing.base.get(name), thing.head.get(name)))


def _item(holder: Located, name: str) -> Located:
    return at(holder.document, holder.place_of(name), merges=True)
