"""What a run will do, before it sends anything: every property on every operation, as trials in batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contract_tests.bench import Bench
from contract_tests.property import Property
from contract_tests.trial import NotShown, Trial
from spec.operations import Operation

# Trials of one property that one thread runs one after the other: neighbours share their twins.
BATCH = 12


@dataclass(frozen=True, slots=True)
class Batch:
    property: Property
    operation: Operation
    trials: tuple[Trial, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A property that cannot be shown on an operation, and what to add."""

    property: Property
    operation: Operation
    reason: str
    needs: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`rows` is how many rows the run leaves at most, `fresh` how many of them are new in each run."""

    batches: tuple[Batch, ...]
    skipped: tuple[Skipped, ...]
    rows: int
    fresh: int

    @property
    def unruled(self) -> tuple[str, ...]:
        """The operations that may leave a row for each accepted request: no rule says which are one."""
        asked = {batch.operation.id: batch.operation for batch in self.batches}
        return tuple(
            id
            for id, one in asked.items()
            if one.method == "POST" and not (one.rules and one.rules.upsert)
        )

    @property
    def trials(self) -> int:
        return sum(len(batch.trials) for batch in self.batches)


def make_plan(bench: Bench, properties: Sequence[Property]) -> Plan:
    """Sends nothing. With shards, the batches of this one."""
    batches: list[Batch] = []
    skipped: list[Skipped] = []
    fresh = 0
    for operation in bench.operations:
        for one in chosen(properties, bench.settings.properties):
            try:
                trials = tuple(one.plan(bench, operation))
            except NotShown as lack:
                skipped.append(Skipped(one, operation, lack.reason, lack.needs))
                continue
            fresh += one.fresh if trials else 0
            batches.extend(Batch(one, operation, part) for part in _parts(trials))
    part, parts = bench.settings.shard
    rows = len(bench.rows) + fresh
    return Plan(tuple(batches[part - 1 :: parts]), tuple(skipped), rows, fresh)


def chosen(properties: Sequence[Property], wanted: Sequence[str]) -> Iterator[Property]:
    """The properties whose id, or whose first part, is wanted; all when nothing is."""
    for one in properties:
        if not wanted or one.id in wanted or one.id.partition(".")[0] in wanted:
            yield one


def _parts(trials: tuple[Trial, ...]) -> Iterator[tuple[Trial, ...]]:
    for start in range(0, len(trials), BATCH):
        yield trials[start : start + BATCH]
