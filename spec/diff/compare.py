"""Two documents side by side: what differs, where, and whom it concerns. Nothing here says whether that is good.

operations paired -> each pair, its callbacks, and the webhooks walked in step -> facts and slots -> the slots' schemas
"""

from dataclasses import replace

from spec.compile import compile_operations
from spec.diff.components import compare_components
from spec.diff.corrections import compare_corrections
from spec.diff.ledger import Fact, Ledger, Site, Thing
from spec.diff.operation import called
from spec.diff.pairing import Addressed, Matched, addressed, match
from spec.diff.paths import new_shadows, pattern, renamed
from spec.diff.records import ABSENT, Area, Change, Comparison, Direction
from spec.diff.root import compare_root, compare_unused_security, root
from spec.diff.schema_changes import schema_changes
from spec.diff.servers import compare_servers
from spec.diff.subtypes import compare_subtypes
from spec.diff.walk import Walk
from spec.document import Document


def compare(base: Document, head: Document) -> Comparison:
    """Every change between two documents, no opinion of any. Raises Invalid or RuleError."""
    return _Comparing(base, head).run()


class _Comparing:
    def __init__(self, base: Document, head: Document) -> None:
        self.base = base
        self.head = head
        self.ledger = Ledger(base, head)
        self.root = root(self.ledger)
        self.walk = Walk()

    def run(self) -> Comparison:
        compare_root(self.root)
        matched = match(
            addressed(self.base, compile_operations(self.base)),
            addressed(self.head, compile_operations(self.head)),
        )
        for one in matched:
            self._matched(one)
        self._servers(matched)
        self._shadows(matched)
        self._webhooks()
        compare_unused_security(self.root)
        compare_components(self.root)
        compare_subtypes(self.ledger)
        changes = [
            *self.ledger.changes(),
            *schema_changes(self.base, self.head, self.ledger.slots),
            *compare_corrections(self.base, self.head),
        ]
        changes.sort(key=self._order)
        pairs = (*(one.pair for one in matched), *self.walk.pairs)
        return Comparison(self.base, self.head, pairs, tuple(self.ledger.slots), tuple(changes))

    def _order(self, change: Change) -> int:
        """Where the change is in the head's own text; what is gone comes where it was."""
        place = change.head or change.base
        return (self.head.line(place.pointer) if place else None) or 0

    def _matched(self, one: Matched) -> None:
        """An operation of the paths, and what it calls back."""
        site = Site(self.ledger, "operation", one.pair)
        base, head = one.base, one.head
        if base is None or head is None:
            paths = self._holder(site, "operation", "paths", "request")
            values = base.value if base else None, head.value if head else None
            paths.without("operation", f"operation `{one.pair.name}`", values)
            return
        site = replace(site, renamed=renamed(base.record.path, head.record.path))
        operation = self.walk.operation(site, (base.value, head.value), (base.item, head.item))
        _moved(operation, base, head)
        if base.servers or head.servers:
            compare_servers(
                operation,
                base.servers or self.root.base.list("servers"),
                head.servers or self.root.head.list("servers"),
                [(pattern(base.record.path), pattern(head.record.path))],
            )

    def _servers(self, matched: list[Matched]) -> None:
        """The document's servers, with the operations that go by them."""
        paths = [
            (pattern(one.base.record.path), pattern(one.head.record.path))
            for one in matched
            if one.base and one.head and not one.base.servers and not one.head.servers
        ]
        servers = self.root.base.list("servers"), self.root.head.list("servers")
        compare_servers(self.root, *servers, paths)

    def _shadows(self, matched: list[Matched]) -> None:
        """New paths that take requests from a template (OAS 3.1 section 4.8.8)."""
        known = {one.base.record.path for one in matched if one.base}
        paths = list(dict.fromkeys(one.head.record.path for one in matched if one.head))
        for path, template, is_sure in new_shadows(known, paths):
            aspect = "shadows" if is_sure else "overlaps"
            for one in matched:
                if one.base and one.head and one.head.record.path == template:
                    base, head = ("paths", one.base.record.path), ("paths", path)
                    values = (ABSENT, template)
                    subject = f"path `{path}`"
                    fact = Fact("operation", aspect, subject, base, head, *values, "request")
                    self.ledger.note(fact, (one.pair,))

    def _webhooks(self) -> None:
        """What the server calls by itself (OAS 3.1 section 4.8.1)."""
        webhooks = self._holder(Site(self.ledger), "webhook", "webhooks", "answer")
        if "webhooks" in self.base.content or "webhooks" in self.head.content:
            for one in called(webhooks):
                self.walk.item(webhooks, "webhook", one)

    def _holder(self, site: Site, area: Area, name: str, direction: Direction) -> Thing:
        """A map at the root; where there is none, the root with nothing in it."""
        base, head = (
            side.get(name) or replace(side, value={}) for side in (self.root.base, self.root.head)
        )
        return Thing(site, area, f"`{name}`", base, head, direction)


def _moved(operation: Thing, base: Addressed, head: Addressed) -> None:
    """A path that is another one; names of templates are told with the parameters."""
    before, after = base.record.path, head.record.path
    if pattern(before) != pattern(after):
        places = base.item.written, head.item.written
        aspect = "path.moved" if base.urls <= head.urls else "path"
        operation.site.note(
            Fact("operation", aspect, operation.subject, *places, before, after, "request")
        )
