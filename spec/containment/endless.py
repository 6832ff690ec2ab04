"""Schemas that refer to themselves without going into the value: they have no meaning (JSON Schema 2020-12 section 9.4.1), and a
validator may not come back from them."""

from collections.abc import Callable, Iterator, Mapping

from spec.containment.node import Node
from spec.keywords import IN_PLACE, held


def is_endless(schema: Node, resolve: Callable[[str], Node]) -> bool:
    """Whether a definition is met again within itself, of the schemas that speak of one and the same value."""
    open_, done = set[str](), set[str]()
    ahead: list[tuple[str, Iterator[str]]] = [("", iter(list(_same_value(schema))))]
    while ahead:
        name, inner = ahead[-1]
        target = next(inner, None)
        if target is None:
            ahead.pop()
            open_.discard(name)
            done.add(name)
        elif target in open_:
            return True
        elif target not in done:
            open_.add(target)
            ahead.append((target, iter(list(_same_value(resolve(target))))))
    return False


def _same_value(schema: Node) -> Iterator[str]:
    """The references of a schema that speak of the value it speaks of."""
    ahead: list[Node] = [schema]
    while ahead:
        one = ahead.pop()
        if not isinstance(one, Mapping):
            continue
        if "$ref" in one:
            yield one["$ref"]
        ahead.extend(held(one, IN_PLACE))
