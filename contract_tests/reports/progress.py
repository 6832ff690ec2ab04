"""What happens, as it happens: one line that changes on a terminal, and a line for each property elsewhere."""

import os
import time
from typing import TextIO

from contract_tests.events import (
    Event,
    Finished,
    Found,
    Started,
    Stopped,
    TrialEnded,
    Waiting,
)
from contract_tests.reports.words import visible

_PAUSE = 0.1  # seconds between two changes of the line: a terminal over a network is slow
_WIDTH = 100


class Progress:
    """Writes to a stream, standard error as a rule: the report is what standard output is for."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_live = stream.isatty() and os.environ.get("TERM") != "dumb"
        self._trials = self._done = self._findings = 0
        self._last = 0.0

    def __call__(self, event: Event) -> None:
        match event:
            case Started():
                self._trials = event.trials
                self._say(_opening(event))
            case TrialEnded():
                self._done += 1
                self._show(event)
            case Found():
                self._findings += 1
                found = event.finding
                self._say(f"{found.severity}: {found.property}: {found.problem}")
            case Waiting():
                self._say(f"waiting {event.seconds:.1f} s: {event.reason}")
            case Stopped():
                self._say(f"ended early: {event.reason}")
            case Finished():
                self._clear()

    def _show(self, event: TrialEnded) -> None:
        now = time.monotonic()
        if not self._is_live or (now - self._last < _PAUSE and self._done < self._trials):
            return
        self._last = now
        told = f"{self._done}/{self._trials} trials, {event.requests:,} requests, {self._findings} findings"
        self._stream.write("\r\x1b[K" + visible(f"{told}  {event.property}")[:_WIDTH])
        self._stream.flush()

    def _say(self, text: str) -> None:
        self._clear()
        self._stream.write(visible(text).replace("\n", " ") + "\n")
        self._stream.flush()

    def _clear(self) -> None:
        if self._is_live:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def _opening(event: Started) -> str:
    """Before the first request: what will be done, and what will be left behind at most."""
    rows = f"at most {event.rows:,} rows, {event.fresh:,} of them new in each run"
    told = f"{event.trials:,} trials of {event.properties} properties against {event.url}"
    return f"{told}, seed {event.seed}; leaves {rows}"
