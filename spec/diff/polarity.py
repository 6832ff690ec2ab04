"""Which way values travel: a webhook's and a callback's requests are sent by the server."""

from dataclasses import dataclass

from spec.diff.records import Direction


@dataclass(frozen=True, slots=True)
class Polarity:
    is_reversed: bool = False

    @property
    def sent(self) -> Direction:
        """The direction of what an operation's request holds."""
        return "answer" if self.is_reversed else "request"

    @property
    def returned(self) -> Direction:
        """The direction of what its responses hold."""
        return "request" if self.is_reversed else "answer"
