"""The batches of a plan, attempted side by side; what happens is told in the one thread that listens."""

import queue
import threading
from collections.abc import Iterator

from contract_tests.attempts import Attempts, TrialRun
from contract_tests.errors import RunEnded
from contract_tests.events import Waiting
from contract_tests.plan import Batch

Happening = TrialRun | Waiting


class Crew:
    """`threads` workers on one list of batches.

    `happenings` yields what they do until all is done, or until one meets RunEnded, which is then in `stopped`. Whoever stops
    reading stops the workers, each after the trial that it is at.
    """

    def __init__(self, threads: int) -> None:
        self.stopped: str | None = None
        self._threads = max(1, threads)
        self._stop = threading.Event()
        self._happenings: queue.SimpleQueue[Happening | BaseException | None] = queue.SimpleQueue()

    def wait(self, reason: str, seconds: float) -> None:
        """Tell the listener of a pause. For the transport, in any thread."""
        self._happenings.put(Waiting(reason, seconds))

    def happenings(self, attempts: Attempts, batches: tuple[Batch, ...]) -> Iterator[Happening]:
        work: queue.SimpleQueue[Batch] = queue.SimpleQueue()
        for batch in batches:
            work.put(batch)
        running = min(self._threads, len(batches))
        for _ in range(running):
            threading.Thread(target=self._work, args=(attempts, work), daemon=True).start()
        try:
            while running:
                happening = self._happenings.get()
                if happening is None:
                    running -= 1
                elif isinstance(happening, RunEnded):
                    self._stop.set()
                    self.stopped = self.stopped or str(happening)
                elif isinstance(happening, BaseException):
                    raise happening
                else:
                    yield happening
        finally:
            self._stop.set()

    def _work(self, attempts: Attempts, work: "queue.SimpleQueue[Batch]") -> None:
        try:
            while not self._stop.is_set():
                for ended in attempts.batch(work.get_nowait()):
                    self._happenings.put(ended)
                    if self._stop.is_set():
                        break
        except queue.Empty:
            pass
        except BaseException as error:  # noqa: BLE001  # raised again in the thread that listens
            self._happenings.put(error)
        self._happenings.put(None)
