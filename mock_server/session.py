"""A running mock, as its operator sees it: reset, snapshots, fixtures, the journal and the keys that work."""

from collections import OrderedDict
from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson

from mock_server import fixtures
from mock_server.journal import Journal
from mock_server.pipeline import Pipeline
from mock_server.state import Origin, State
from spec.document import Document
from spec.rules import Rules
from spec.source import Source


class UnknownSnapshot(Exception):
    """There is no snapshot of that name; `known` are those there are."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no snapshot {name!r}")
        self.known = known


class Session:
    """One document served with one initial world. Everything that a control route or a test fixture does goes through here."""

    def __init__(
        self,
        document: Document,
        rules: tuple[Rules, ...],
        pipeline: Pipeline,
        journal: Journal,
        origin: Origin,
    ) -> None:
        self.document, self.rules, self.journal = document, rules, journal
        self.settings = origin.settings
        self._pipeline, self._origin = pipeline, origin
        self._snapshots: OrderedDict[str, State] = OrderedDict()
        self._taken = 0

    @property
    def state(self) -> State:
        return self._pipeline.state

    def reset(self) -> None:
        """Back to before the first request: the initial fixtures, no rows, no requests remembered, no snapshots."""
        self._pipeline.state = self._origin.fresh()
        self._snapshots.clear()
        self.journal.clear()

    def add_fixtures(self, text: Source) -> None:
        """Add records to the present world; a reset takes them away. Raises FixturesError and then adds nothing."""
        self.state.world = fixtures.read(text, self.state.world)

    def snapshot(self) -> str:
        """Remember the present state under a new name; beyond the bound the oldest snapshot is forgotten."""
        self._taken += 1
        name = str(self._taken)
        self._snapshots[name] = self.state.snapshot()
        while len(self._snapshots) > self.settings.max_snapshots:
            self._snapshots.popitem(last=False)
        return name

    def restore(self, name: str) -> None:
        """Go back to a snapshot, which stays and can be restored again. Raises UnknownSnapshot."""
        self._pipeline.state = self._known(name).snapshot()

    def forget(self, name: str) -> None:
        """Raises UnknownSnapshot."""
        self._known(name)
        del self._snapshots[name]

    def snapshots(self) -> tuple[str, ...]:
        return tuple(self._snapshots)

    def rows(self, resource: str, *, offset: int = 0, limit: int = 100) -> Iterator[Any]:
        """What was submitted, oldest first, as it was answered."""
        rows = islice(self.state.store.rows(resource), offset, offset + limit)
        return (orjson.loads(row) for row in rows)

    def keys(self) -> tuple[str, ...]:
        """The keys that work. Secrets: to mask them, and for the target file."""
        return tuple(self.state.world.keys())

    def _known(self, name: str) -> State:
        if name not in self._snapshots:
            raise UnknownSnapshot(name, self.snapshots())
        return self._snapshots[name]
