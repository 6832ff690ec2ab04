"""Everything that a request can change, in one object: a reset replaces it, a snapshot copies it."""

from dataclasses import dataclass

from mock_server.clock import Clock
from mock_server.settings import Settings
from mock_server.store import MemoryStore, Store
from mock_server.world import World


@dataclass(slots=True)
class State:
    """`clock` is kept across resets and restores: time goes on. `provisioned` counts records made on first use."""

    world: World
    store: Store
    clock: Clock
    provisioned: int = 0

    def snapshot(self) -> "State":
        """An independent copy that shares the clock."""
        return State(self.world.copy(), self.store.snapshot(), self.clock, self.provisioned)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a reset goes back to."""

    world: World
    settings: Settings
    clock: Clock

    def fresh(self) -> State:
        """The state before the first request."""
        settings = self.settings
        store = MemoryStore(max_rows=settings.max_rows, max_bytes=settings.max_state_bytes)
        return State(self.world.copy(), store, self.clock)
