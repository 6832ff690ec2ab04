"""Which rows a run writes: keys from a bounded pool that every run uses again, and the few that no run used before.

There may be no way to delete a row, so what a run leaves must be recognisable and must not grow. A pool row is named
`PREFIX-SLOT-NAME`; the slot follows from the seed, so that two runs at one time rarely write the same row.
"""

import itertools
import os
import threading
import time
from dataclasses import dataclass
from random import Random
from typing import Any

from contract_tests.draft import Draft
from contract_tests.trial import NotShown
from spec.operations import Operation, Place
from spec.pointer import Tokens
from spec.samples import IsValid, NoSample, dynamic

SLOTS = 4
_TRIES = 50


@dataclass(frozen=True, slots=True)
class KeyPart:
    """The part of a row's key that a client chooses freely. `schema` is its bundled schema, `at` where in the body it stands,
    None for a parameter."""

    operation: Operation
    place: Place | None
    name: str
    at: Tokens | None
    schema: Any
    is_valid: IsValid

    def put(self, draft: Draft, value: Any) -> Draft:
        if self.place is not None:
            return draft.with_parameter(self.place, self.name, value)
        return draft.with_member(self.at or (), value)


class Keys:
    """Values for key parts. Counts the pool rows that were named: a plan's upper bound."""

    def __init__(self, prefix: str, slot: str) -> None:
        self.pool: dict[tuple[str, str], Any] = {}
        self._prefix, self._slot = prefix, slot
        self._token = f"{int(time.time()):x}{os.urandom(2).hex()}"
        self._number = itertools.count()
        self._lock = threading.Lock()
        self._taken: dict[str, set[str]] = {}

    def text(self, name: str) -> str:
        """How the pool row `name` is called where the schema takes any text."""
        return f"{self._prefix}-{self._slot}-{name}"

    def pooled(self, part: KeyPart, name: str) -> Any:
        """The key value of the pool row `name`: the same in every run of this slot."""
        row = (part.operation.id, name)
        with self._lock:
            if row not in self.pool:
                self.pool[row] = self._distinct(part, self.text(name))
            return self.pool[row]

    def fresh(self, part: KeyPart, name: str) -> Any:
        """A key value that no run has used."""
        with self._lock:
            number = next(self._number)
            text = f"{self._prefix}-{self._slot}-{self._token}-{number:x}-{name}"
            return self._distinct(part, text)

    def _distinct(self, part: KeyPart, text: str) -> Any:
        taken = self._taken.setdefault(part.operation.id, set())
        for attempt in range(_TRIES):
            value = _valid(part, text if not attempt else f"{text}-{attempt}")
            if repr(value) not in taken:
                taken.add(repr(value))
                return value
        raise NotShown(
            f"the schema of {part.name} leaves too few values for keys of our own",
            f"widen the schema of {part.name}",
        )


def _valid(part: KeyPart, text: str) -> Any:
    """The text itself, else a value of the schema that follows from it."""
    if part.is_valid(text):
        return text
    try:
        return dynamic(part.schema, part.is_valid, Random(text))  # noqa: S311  # the same luck each time
    except NoSample as none:
        raise NotShown(f"no value for {part.name} can be made: {none.reason}") from None
