"""Hypothesis, one search at a time, and no longer than it is worth.

Python 3.11 keeps one count of how deep its parser is for all threads, and Hypothesis parses the sources of lambdas: two searches
at one time end in a SystemError (https://github.com/python/cpython/issues/106905).
"""

import threading
import time
from collections.abc import Callable
from typing import NoReturn

from contract_tests.exchange import Exchange
from contract_tests.trial import Ended, Sender

_ONE_AT_A_TIME = threading.Lock()
# A failure is made shorter for so long: a deployment that is broken in many ways would take Hypothesis thousands of requests.
SHRINKING = 5.0  # seconds


class _Enough(BaseException):
    """Ends a search from within: Hypothesis catches every Exception."""


class Search:
    """One search with one sender: what a generated example ended with, and the shortest that did so."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._shortest: Ended | None = None
        self._exchanges: tuple[Exchange, ...] = ()
        self._since = 0.0

    def ended(self, how: Ended) -> NoReturn:
        """For a generated example that ends early. Raises `how` again, or ends the search."""
        shown = self._sender.shown()
        if self._shortest is None:
            self._since = time.monotonic()
        if self._shortest is None or len(shown) < len(self._exchanges):
            self._shortest, self._exchanges = how, shown
        if time.monotonic() - self._since > SHRINKING:
            raise _Enough
        raise how

    def run(self, test: Callable[[], object]) -> None:
        """Raises Ended as the shortest example did. `test` makes its strategies itself: that parses sources too."""
        try:
            with _ONE_AT_A_TIME:
                test()
        except _Enough:
            if self._shortest is None:
                raise
            self._sender.show(self._exchanges)
            raise self._shortest from None
