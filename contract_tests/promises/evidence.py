"""What a run saw, as far as it says something of promises: the input of the verdicts, no more than plain values."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from contract_tests.result import Verdict


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial that ended, or, without `promises`, a property that could not be planned on an operation.

    `requests` are those of its first attempt; `note` says why it is masked or not shown, what broke, or what was seen.
    """

    property: str
    operation: str
    promises: tuple[str, ...]
    verdict: Verdict
    requests: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`answers` counts the judged answers by operation id and status; `broken` how often an answer broke the document at a
    pointer; `found` holds property and operation of every finding. `silence` says why there may be promises that nothing
    tested, as when a run ends early."""

    tried: tuple[Tried, ...] = ()
    answers: Mapping[tuple[str, int], int] = field(default_factory=dict)
    broken: Mapping[str, int] = field(default_factory=dict)
    found: frozenset[tuple[str, str]] = frozenset()
    silence: str = ""


class Index:
    """Evidence by what it is about."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._at: dict[str, list[Tried]] = {}
        self._within: dict[str, list[Tried]] = {}
        self._by_property: dict[str, dict[str, list[Tried]]] = {}
        self._broken_within: dict[str, int] = {}
        self._answers: dict[str, list[tuple[int, int]]] = {}
        for (operation, status), count in evidence.answers.items():
            self._answers.setdefault(operation, []).append((status, count))
        for one in evidence.tried:
            by_operation = self._by_property.setdefault(one.property, {})
            by_operation.setdefault(one.operation, []).append(one)
            for where in one.promises:
                self._at.setdefault(where, []).append(one)
            for above in {above for where in one.promises for above in upwards(where)}:
                self._within.setdefault(above, []).append(one)
        for where, count in evidence.broken.items():
            for above in upwards(where):
                self._broken_within[above] = self._broken_within.get(above, 0) + count

    @property
    def operations(self) -> Iterable[str]:
        """The ids of operations that answered."""
        return self._answers

    def answers(self, operation: str) -> list[tuple[int, int]]:
        """The statuses that an operation answered with, and how often."""
        return self._answers.get(operation, [])

    def at(self, where: str) -> list[Tried]:
        """The trials of this very pointer."""
        return self._at.get(where, [])

    def within(self, where: str) -> list[Tried]:
        """The trials of a pointer and of all below it."""
        return self._within.get(where, [])

    def by_property(self, property: str, operations: tuple[str, ...]) -> list[Tried]:
        """What a property came to on these operations, on all when there are none."""
        tried = self._by_property.get(property, {})
        return [one for operation in operations or tried for one in tried.get(operation, ())]

    def is_found(self, property: str, operations: tuple[str, ...]) -> bool:
        """Whether there is a finding of a property on one of these operations, on any when there are none."""
        found = self.evidence.found
        if operations:
            return any((property, operation) in found for operation in operations)
        return any(one == property for one, _ in found)

    def broken(self, at: Iterable[str]) -> int:
        """How many answers broke the document at one of these pointers."""
        return sum(self.evidence.broken.get(where, 0) for where in at)

    def broken_within(self, where: str) -> int:
        return self._broken_within.get(where, 0)


def upwards(where: str) -> Iterator[str]:
    """A pointer, and those of what it stands in."""
    while where:
        yield where
        where = where.rpartition("/")[0]
