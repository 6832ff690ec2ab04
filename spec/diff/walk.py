"""Operations in step, and step by step what they call back: there the server asks, and clients answer."""

from spec import pointer
from spec.compile import METHODS, compile_item
from spec.diff.ledger import Site, Thing
from spec.diff.located import Located, at
from spec.diff.operation import Called, callbacks, compare_operation
from spec.diff.records import Area, OperationPair
from spec.diff.servers import compare_servers, own_servers
from spec.operations import Operation


class Walk:
    """`pairs` are the operations of webhooks and callbacks that were met."""

    def __init__(self) -> None:
        self.pairs: list[OperationPair] = []
        self._around: list[
            tuple[str, str]
        ] = []  # the items that we are in: one may call itself back

    def operation(
        self, site: Site, values: tuple[Located, Located], items: tuple[Located, Located]
    ) -> Thing:
        """Compare an operation, in its Path Item, and its callbacks."""
        name = site.pair.name if site.pair else ""
        operation = Thing(site, site.area, f"operation `{name}`", *values)
        path = Thing(site, site.area, f"path `{name.partition(' ')[2]}`", *items)
        compare_operation(operation, path)
        facing = operation.facing(site.answer)
        for one in callbacks(facing):
            self.item(facing, "callback", one)
        return operation

    def item(self, around: Thing, area: Area, one: Called) -> None:
        """The operations of a Path Item that the server calls, by method."""
        where = pointer.write(one.base.written), pointer.write(one.head.written)
        if where in self._around:
            return
        self._around.append(where)
        before, after = _operations(one.base, one.name), _operations(one.head, one.name)
        for method in METHODS:
            pair = OperationPair(before.get(method), after.get(method))
            if pair.base is not None or pair.head is not None:
                self.pairs.append(pair)
                self._called(around, area, pair, one)
        self._around.pop()

    def _called(self, around: Thing, area: Area, pair: OperationPair, one: Called) -> None:
        site = Site(around.site.ledger, area, pair, {}, "answer", "request")
        base, head = _value(one.base, pair.base), _value(one.head, pair.head)
        if base is not None and head is not None:
            operation = self.operation(site, (base, head), (one.base, one.head))
            servers = own_servers(base, one.base), own_servers(head, one.head)
            if any(servers):
                compare_servers(operation, *servers, [(one.name, one.name)])
        else:
            item = Thing(site, area, "", one.base, one.head, "answer")
            item.without(area, f"{area} `{pair.name}`", (base, head))


def _operations(item: Located, name: str) -> dict[str, Operation]:
    found = compile_item(item.document, name, pointer.write(item.written))
    return {one.method.lower(): one for one in found}


def _value(item: Located, record: Operation | None) -> Located | None:
    return None if record is None else at(item.document, pointer.read(record.pointer))
