"""Does a run print what the README shows, when ids and times are new in each run?

Two kinds of value differ from run to run. Of some only the place matters (durations, the `Date` field, versions): they are
blanked on both sides. Others say something by being the same or not (ids and time stamps: "the same id and a later
updatedAt"): each value that is shown stands for one value of the run, and two that are shown as different are different.
An id that the reader typed, or that the mock printed at its start, is no such value: it is compared as it is.
"""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

ELISION = "..."  # alone on a line: any number of lines, none included

_UUID = r"(?P<uuid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
# A time's scope is the member that it is the value of: two members may meet in one millisecond or not, as it happens.
_TIME = r'(?P<scope>(?:"\w+":\s*")?)(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))'
_VALUE = re.compile(f"{_UUID}|{_TIME}")
_BLANKED = (
    (re.compile(r"\b\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"), "<date>"),
    (re.compile(r"(?<![\w.:-])\d\d:\d\d:\d\d(?:[.,]\d+)?\b"), "<time of day>"),
    (re.compile(r'("\w*(?:[dD]uration|[eE]lapsed|[sS]econds)\w*":\s*)[\d.eE+-]+'), r"\1<duration>"),
    (re.compile(r"\b\d+(?:\.\d+)?( ?)(?:ns|us|µs|ms|s|seconds?)\b"), r"<duration>"),
    (re.compile(r"(?i)\b(troth|python|pytest|uvicorn)([ /-]v?)\d+(?:\.\d+)+\b"), r"\1\2<version>"),
    (re.compile(r'("version":\s*)"\d+(?:\.\d+)+"'), r'\1"<version>"'),
    # How much a run of the contract tests sends depends on its threads; the mock that it starts has a free port.
    (re.compile(r"\b[\d,]+ (requests|rows|times|more like it)\b"), r"<count> \1"),
    (re.compile(r"\b(\d{3}) [\d,]+x"), r"\1 <count>x"),
    (re.compile(r"(against http://127\.0\.0\.1:)\d+"), r"\1<port>"),
)


@dataclass(frozen=True, slots=True)
class Value:
    """An id, or a time with the member that it belongs to."""

    scope: str
    text: str


@dataclass(slots=True)
class Correspondence:
    """Which value of this run stands for which value of the text. Grows as the text is walked through."""

    known: set[str] = field(default_factory=set)
    to_run: dict[Value, Value] = field(default_factory=dict)
    to_text: dict[Value, Value] = field(default_factory=dict)

    def know(self, text: str) -> None:
        """The values in `text` are the same in each run, except those that are known to stand for another."""
        self.known.update(value.text for value in values(text) if value not in self.to_text)

    def translate(self, text: str) -> str:
        """`text` with the values of this run in place of those that it shows."""
        run = {shown.text: printed.text for shown, printed in self.to_run.items()}
        return _VALUE.sub(lambda match: _replaced(match, run), text)

    def agrees(self, shown: Value, printed: Value) -> bool:
        """Whether the two may stand for each other. Remembers it if they may."""
        if {shown.text, printed.text} & self.known:
            return shown == printed
        if self.to_run.get(shown, printed) != printed or self.to_text.get(printed, shown) != shown:
            return False
        self.to_run[shown] = printed
        self.to_text[printed] = shown
        return True


def compare(shown: Sequence[str], printed: Sequence[str], so_far: Correspondence) -> bool:
    """Whether `printed` is what `shown` promises. `so_far` learns from the lines up to the first that differs."""
    pairs = _align([skeleton(line) for line in shown], [skeleton(line) for line in printed])
    return pairs is not None and all(
        so_far.agrees(left, right)
        for at, other in pairs
        for left, right in zip(values(shown[at]), values(printed[other]), strict=True)
    )


def values(line: str) -> list[Value]:
    """The ids and times in a line, in order."""
    return [
        Value(match["scope"] or "", match["uuid"] or match["time"])
        for match in _VALUE.finditer(line)
    ]


def skeleton(line: str) -> str:
    """What of a line is the same in each run."""
    line = _VALUE.sub(lambda match: "<id>" if match["uuid"] else f"{match['scope']}<time>", line)
    for pattern, blank in _BLANKED:
        line = pattern.sub(blank, line)
    return line.rstrip()


def difference(shown: Sequence[str], printed: Sequence[str], so_far: Correspondence) -> list[str]:
    """What differs, as a unified diff: of what is the same in each run, or else of the values."""
    left, right = [skeleton(line) for line in shown], [skeleton(line) for line in printed]
    if left == right:
        left, right = [so_far.translate(line) for line in shown], list(printed)
    return list(difflib.unified_diff(left, right, "shown", "printed", lineterm="", n=2))


def _replaced(match: re.Match[str], run: dict[str, str]) -> str:
    text = match["uuid"] or match["time"]
    return (match["scope"] or "") + run.get(text, text)


def _align(
    shown: Sequence[str], printed: Sequence[str], at: int = 0, other: int = 0
) -> list[tuple[int, int]] | None:
    """Pairs of line numbers that belong together, from `at` and `other` on; None when the texts differ."""
    if at == len(shown):
        return [] if other == len(printed) else None
    if shown[at] == ELISION:
        tails = (_align(shown, printed, at + 1, after) for after in range(other, len(printed) + 1))
        return next((tail for tail in tails if tail is not None), None)
    if other == len(printed) or shown[at] != printed[other]:
        return None
    tail = _align(shown, printed, at + 1, other + 1)
    return None if tail is None else [(at, other), *tail]
