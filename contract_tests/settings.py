"""How a run behaves towards the deployment: one table, from which the command line is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Settings:
    """`rate` is requests per second, 0 for no limit; `budget` the most requests of a run, 0 for no limit; times are seconds."""

    seed: int = 0
    max_examples: int = 25
    concurrency: int = 4
    rate: float = 0.0
    budget: int = 0
    timeout: float = 10.0
    prefix: str = "troth-test"
    worker: str = ""  # tells runs apart that go on at one time with one seed
    operations: tuple[str, ...] = ()  # ids; empty means all
    properties: tuple[str, ...] = ()  # ids or their first part; empty means all
    shard: tuple[int, int] = (1, 1)
    headers: Mapping[str, str] = field(default_factory=dict)  # sent with every request
    proxy: str | None = None
    verify: bool | str = True  # or the path of a CA bundle
    certificate: str | tuple[str, str] | None = None
    undocumented_methods: bool = False
