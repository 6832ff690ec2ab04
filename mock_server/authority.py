"""openapi-core, which decides what the lane could not prove: whether a request is valid, and if not, every reason why.

Importing it takes half a second, so it is imported when first needed, or before that by `warm`, in a thread.
"""

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mock_server.exchange import Request
from mock_server.verdict import Accepted, Refused
from spec.document import Document
from spec.operations import Operation

if TYPE_CHECKING:
    from mock_server.judge import Judge


class Authority:
    """Judges requests to the operations of one document. Safe to use from several threads."""

    def __init__(self, document: Document, *, max_depth: int) -> None:
        self._document, self._max_depth = document, max_depth
        self._lock = threading.Lock()
        self._judge: Judge | None = None

    def warm(self) -> None:
        """Do now what the first judgement would wait for."""
        self._ready()

    def judge(
        self,
        operation: Operation,
        path: Mapping[str, str],
        request: Request,
        *,
        parameters_proved: bool = False,
    ) -> Accepted | Refused:
        """What openapi-core says of a request. Never raises for anything that a request contains.

        Parameters that the lane has proved need no second judge: openapi-core takes a millisecond for them.
        """
        judge = self._judge or self._ready()
        return judge.decide(operation, path, request, parameters_proved=parameters_proved)

    def _ready(self) -> "Judge":
        with self._lock:
            if self._judge is None:
                from mock_server.judge import Judge  # openapi-core: half a second

                self._judge = Judge(self._document, max_depth=self._max_depth)
            return self._judge
