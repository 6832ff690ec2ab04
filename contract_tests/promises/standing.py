"""How it stands with one promise, and with several together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contract_tests.promises.evidence import Tried
from contract_tests.result import Verdict

# Of several proofs that are all needed, the first of these that one of them is.
_WEAKEST: tuple[Verdict, ...] = ("broken", "masked", "not shown", "open", "held")
# Of several trials of one promise, the first of these that one of them is.
_STRONGEST: tuple[Verdict, ...] = ("broken", "held", "masked", "open", "not shown")
_SHOWN = 3  # notes, of many


@dataclass(frozen=True, slots=True)
class Standing:
    """`requests` are those that were not masked; `properties` are the ids of those that put it to the test, or would."""

    verdict: Verdict
    requests: int = 0
    notes: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        more = len(self.notes) - _SHOWN
        return "; ".join(self.notes[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def of_trials(tried: Sequence[Tried]) -> Standing:
    """What several trials of one promise say of it: one that held is enough, one that broke is too."""
    verdict = next(one for one in _STRONGEST if any(trial.verdict == one for trial in tried))
    counted = [one for one in tried if one.verdict == verdict]
    notes = _distinct(one.note for one in counted)
    if verdict == "held":
        notes = _shortfall(tried)
    return Standing(
        verdict,
        sum(one.requests for one in counted if one.verdict in ("held", "broken")),
        notes,
        _distinct(one.property for one in counted),
    )


def weakest(standings: Sequence[Standing]) -> Standing:
    """What all of them together are: the weakest decides. One request may have tested several, so the numbers are not added."""
    verdict = next(one for one in _WEAKEST if any(part.verdict == one for part in standings))
    return Standing(
        verdict,
        0 if verdict in ("masked", "not shown") else max(one.requests for one in standings),
        _distinct(note for one in standings if one.verdict == verdict for note in one.notes),
        _distinct(name for one in standings for name in one.properties),
    )


def _shortfall(tried: Sequence[Tried]) -> tuple[str, ...]:
    """What a promise that is held was not tested by."""
    masked = [one for one in tried if one.verdict == "masked"]
    if masked:
        return (f"{len(masked)} of {len(tried)} trials are masked: {masked[0].note}",)
    return _distinct(one.note for one in tried if one.verdict == "not shown")


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
