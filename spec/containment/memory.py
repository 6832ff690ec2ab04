"""What a prover knows of its questions: proved, refuted, being asked, and answered as long as something further out holds.

A proof by coinduction may use a question that is still being asked, one part of the value deeper. What was shown so hangs on that
question: it is kept as pending, and falls with it or stands with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

Question = tuple[str, str]
_NONE = 1 << 30


@dataclass(slots=True)
class Asked:
    """A question while it is being asked; whoever answers sets `shown`."""

    shown: bool = False


class Memory:
    """Kept from one proof to the next: what is proved. Begun anew with each: all that hangs on what else is being asked."""

    def __init__(self) -> None:
        self.emptiness: dict[str, bool] = {}
        self._proved: dict[Question, bool] = {}
        self.begin()

    def begin(self) -> None:
        """For a proof of its own."""
        self._asked: dict[Question, tuple[int, int]] = {}  # depth, and how many are further out
        self._pending: dict[Question, tuple[int, int]] = {}  # depth, and the outermost it hangs on
        self._refuted: set[Question] = set()
        self._lowest = _NONE  # the outermost question that was used since this was last set

    def keep_proved(self) -> None:
        """What was not shown before is asked again."""
        self._proved = {question: shown for question, shown in self._proved.items() if shown}

    def answer(self, question: Question, depth: int) -> bool | None:
        """What is known at this depth of the value; None: it has to be asked."""
        if question in self._proved:
            return self._proved[question]
        if question in self._refuted:
            return False
        if question in self._pending and self._pending[question][0] <= depth:
            self._lowest = min(self._lowest, self._pending[question][1])
            return True
        if question in self._asked:
            asked_at, index = self._asked[question]
            self._lowest = min(self._lowest, index)
            return asked_at < depth
        return None

    @contextmanager
    def asking(self, question: Question, depth: int) -> Iterator[Asked]:
        """The time in which a question is asked, and its answer is kept as what it is."""
        index, before = len(self._asked), len(self._pending)
        outer, self._lowest = self._lowest, _NONE
        self._asked[question] = (depth, index)
        asked = Asked()
        try:
            yield asked
        finally:
            del self._asked[question]
            used = self._lowest
            self._lowest = min(outer, used) if used < index else outer
        self._keep(question, (depth, used), asked.shown, index, list(self._pending)[before:])

    def _keep(
        self,
        question: Question,
        hangs: tuple[int, int],
        shown: bool,
        index: int,
        since: list[Question],
    ) -> None:
        stands_alone = hangs[1] >= index
        if stands_alone:
            self._proved[question] = shown
            if shown:
                self._proved.update(dict.fromkeys(since, True))
        elif shown:
            self._pending[question] = hangs
        else:
            self._refuted.add(question)
        if stands_alone or not shown:
            for other in since:
                del self._pending[other]

    @contextmanager
    def asking_emptiness(self, key: str) -> Iterator[Asked]:
        """The time in which it is asked whether something has no value: until that is shown, also within itself, it has some."""
        self.emptiness[key] = False
        outer, self._lowest = self._lowest, _NONE
        asked = Asked()
        yield asked
        if self._lowest == _NONE:
            self.emptiness[key] = asked.shown
        else:  # it hangs on what is only assumed so far
            del self.emptiness[key]
        self._lowest = min(outer, self._lowest)
