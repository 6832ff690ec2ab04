"""What happens, as it happens: one line that changes on a terminal; elsewhere plain lines, so that a log shows where a run is."""

import os
import shutil
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
from contract_tests.reports.plain import visible

_PAUSE = 0.1  # seconds between two changes of the line: a terminal over a network is slow
_STEPS = (
    10  # lines of a log for the trials of a run: they end side by side, and no property at one time
)
_ERASE = "\r\x1b[K"  # to the start of the line, and erase it (ECMA-48: EL)


class Progress:
    """Writes to a stream, standard error as a rule: the report is what standard output is for. There are no colours."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_live = stream.isatty() and os.environ.get("TERM") != "dumb"
        self._trials, self._done, self._findings = 1, 0, 0
        self._last = 0.0
        self._waited = ""

    def __call__(self, event: Event) -> None:
        match event:
            case Started():
                self._trials = max(1, event.trials)
                self._say(_opening(event))
            case TrialEnded():
                self._done += 1
                self._count(event)
            case Found():
                self._findings += 1
                found = event.finding
                self._say(f"{found.severity}: {found.property}: {found.problem}")
            case Waiting():
                self._wait(event)
            case Stopped():
                self._say(f"ended early: {event.reason}")
            case Finished():
                self._clear()

    def _count(self, event: TrialEnded) -> None:
        found = f"{self._findings:,} finding{'' if self._findings == 1 else 's'}"
        told = f"{self._done:,}/{self._trials:,} trials, {event.requests:,} requests, {found}"
        if self._is_live:
            self._show(f"{told}: {event.property}")
        elif self._done * _STEPS // self._trials > (self._done - 1) * _STEPS // self._trials:
            self._say(told)

    def _wait(self, event: Waiting) -> None:
        """A deployment that asks for one pause asks for many: a log has a line for the first of a reason."""
        if self._is_live:
            self._last = 0.0
            self._show(f"waiting {event.seconds:.1f} s: {event.reason}")
        elif event.reason != self._waited:
            self._waited = event.reason
            self._say(f"waiting {event.seconds:.1f} s: {event.reason}")

    def _show(self, text: str) -> None:
        now = time.monotonic()
        if now - self._last < _PAUSE and self._done < self._trials:
            return
        self._last = now
        # A line that is as wide as the terminal goes on in the next one, and would not be erased.
        width = shutil.get_terminal_size((100, 24)).columns - 1
        self._stream.write(_ERASE + _line(text)[:width])
        self._stream.flush()

    def _say(self, text: str) -> None:
        self._clear()
        self._stream.write(f"{_line(text)}\n")
        self._stream.flush()

    def _clear(self) -> None:
        if self._is_live:
            self._stream.write(_ERASE)
            self._stream.flush()


def _line(text: str) -> str:
    return " ".join(visible(text).split())


def _opening(event: Started) -> str:
    """Before the first request: what will be done, and what will be left behind at most."""
    rows = f"at most {event.rows:,} rows, {event.fresh:,} of them new in each run"
    told = f"{event.trials:,} trials of {event.properties} properties against {event.url}"
    more = f", and one for each accepted {', '.join(event.unruled)}" if event.unruled else ""
    return f"{told}, seed {event.seed}; leaves {rows}{more}"
