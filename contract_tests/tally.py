"""How often each operation answered with each status, and which promises of its answers were seen broken."""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping

from contract_tests.judge import Fault
from spec.operations import Operation


class Tally:
    """Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._statuses: Counter[tuple[str, int]] = Counter()
        self._broken: Counter[str] = Counter()

    def count(self, operation: Operation, status: int, faults: Iterable[Fault]) -> None:
        with self._lock:
            self._statuses[operation.id, status] += 1
            self._broken.update(where for fault in faults for where in fault.says)

    @property
    def answers(self) -> Mapping[tuple[str, int], int]:
        """Answers by operation id and status."""
        with self._lock:
            return dict(self._statuses)

    @property
    def broken(self) -> Mapping[str, int]:
        """JSON Pointers of the document that an answer broke, and how often."""
        with self._lock:
            return dict(self._broken)

    @property
    def statuses(self) -> dict[str, dict[str, int]]:
        """Answers by operation id, then by status as text."""
        table: dict[str, dict[str, int]] = {}
        for (operation, status), count in sorted(self.answers.items()):
            table.setdefault(operation, {})[str(status)] = count
        return table
