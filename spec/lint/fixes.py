"""Corrections appended to an overlay: each must mend what it says it mends, and break nothing else."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spec import source
from spec.embedding import Fetch
from spec.errors import SpecError
from spec.lint import overlay_text
from spec.lint.overlay_text import OverlayText
from spec.lint.problem import LEVELS, Problem
from spec.lint.run import Reading, reading
from spec.lint.settings import Settings
from spec.source import Source

# What one correction brings to light the next round mends: a document of 3.0 keywords that nobody could read, in 3.1.
_ROUNDS = 10
_GRAVE = LEVELS[:2]
# Lists that an operation may get entries for from several corrections.
_ADDED = frozenset({"parameters"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A correction that was not written, and why."""

    problem: Problem
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    written: tuple[Problem, ...]
    refused: tuple[Refusal, ...]


def append(
    text: Source,
    overlays: Sequence[Path],
    settings: Settings,
    *,
    base: Path,
    fetch: Fetch | None = None,
) -> Outcome:
    """Write the known corrections to the last of the overlays, which is made if it is not there, until there is none left.

    Each is tried. One is refused that does not apply, or after which the problem is still there or another one is, a warning at
    least. Raises Unreadable, and OverlayError for an overlay that nothing can be appended to.
    """
    *names, last = overlays
    others = [source.read(one, kind=source.OVERLAY) for one in names]
    own = [source.read(last, kind=source.OVERLAY)] if overlay_text.is_begun(last) else []
    state = _State((), reading(text, [*others, *own], settings, base=base, fetch=fetch))
    if not any(one.fix for one in state.left.problems):
        return Outcome((), ())
    target = overlay_text.opened(last, text)
    trial = _Trial(text, others, target, settings, base, fetch)
    for _ in range(_ROUNDS):
        known, apart = _fixable(state.left.problems)
        after = trial.mended(known, replace(state, refused=apart))
        is_done = after.written == state.written
        state = after
        if is_done:
            break
    if state.written:
        target.write(_actions(state.written))
    return Outcome(state.written, state.refused)


@dataclass(frozen=True, slots=True)
class _State:
    """The corrections that are to be written, what is left with them, and what was refused in this round."""

    written: tuple[Problem, ...]
    left: Reading
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class _Trial:
    """An overlay of which only a draft is there yet."""

    text: Source
    others: Sequence[Source]
    overlay: OverlayText
    settings: Settings
    base: Path
    fetch: Fetch | None

    def mended(self, problems: tuple[Problem, ...], state: _State) -> _State:
        """With the problems whose corrections apply and help: all at once, or else half by half."""
        if not problems:
            return state
        after, reason = self._tried(problems, state)
        if after is not None:
            return after
        if len(problems) == 1:
            return replace(state, refused=(*state.refused, Refusal(problems[0], reason)))
        middle = len(problems) // 2
        return self.mended(problems[middle:], self.mended(problems[:middle], state))

    def _tried(
        self, problems: tuple[Problem, ...], state: _State
    ) -> tuple[_State, str] | tuple[None, str]:
        written = (*state.written, *problems)
        try:
            draft = source.parse(self.overlay.appended(_actions(written)), str(self.overlay.path))
            overlays = [*self.others, draft]
            left = reading(self.text, overlays, self.settings, base=self.base, fetch=self.fetch)
        except SpecError as error:
            return None, f"it does not apply: {error.problem}"
        places = {(one.rule, one.pointer) for one in left.problems}
        if any((one.rule, one.pointer) in places for one in problems):
            return None, "the problem would stay"
        for one in _brought(state.left, left):
            return None, f"it would bring another problem, {one.rule} at {one.pointer}"
        return _State(written, left, state.refused), ""


def _brought(before: Reading, after: Reading) -> Iterator[Problem]:
    """The grave problems that were not there. What is only told at another place was, and so was what nobody could look for."""
    if not before.is_sound:
        return
    places = {(one.rule, one.pointer) for one in before.problems}
    known = Counter((one.rule, one.message) for one in before.problems)
    told = Counter((one.rule, one.message) for one in after.problems)
    for one in after.problems:
        said = (one.rule, one.message)
        if (
            one.level in _GRAVE
            and (one.rule, one.pointer) not in places
            and told[said] > known[said]
        ):
            yield one


def _fixable(
    problems: Sequence[Problem],
) -> tuple[tuple[Problem, ...], tuple[Refusal, ...]]:
    """The problems that a correction is known for, each correction once; and those of two that say different things."""
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in problems:
        for place, value in _settings_of(one):
            values[place].add(value)
    once = {json.dumps(one.fix, sort_keys=True): one for one in reversed(problems) if one.fix}
    apart = [
        one for one in once.values() if any(len(values[at]) > 1 for at, _ in _settings_of(one))
    ]
    known = tuple(one for one in reversed(once.values()) if one not in apart)
    reason = "another correction says otherwise"
    return known, tuple(Refusal(one, reason) for one in reversed(apart))


def _settings_of(problem: Problem) -> Iterator[tuple[tuple[str, str], str]]:
    """The members that a correction gives a value to."""
    for action in problem.fix:
        value = action.get("update")
        members = value.items() if isinstance(value, dict) else ()
        for name, member in (one for one in members if one[0] not in _ADDED):
            yield (str(action["target"]), name), json.dumps(member, sort_keys=True)


def _actions(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [
        {
            "target": action["target"],
            "x-troth-name": problem.rule,
            "description": problem.message,
            **{name: value for name, value in action.items() if name != "target"},
        }
        for problem in problems
        for action in problem.fix
    ]


def shown(problem: Problem) -> list[str]:
    """The actions of a correction as a reader sees them."""
    return overlay_text.items(_actions([problem]))
