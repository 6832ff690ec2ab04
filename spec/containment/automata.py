"""The walk that makes every automaton of interegular, in a bounded number of steps.

The library's own looks each state up in a list of all others, and ends when it ends: `a.{30}$` has 2^30 states. It is called
from every operation of its automata, and by its name only; so that this one is put in its place.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from interegular import fsm
from interegular.fsm import FSM, Alphabet, OblivionError

from spec.containment.characters import Unsupported

# Of what is done for one pattern, less than a second. A password of three lookaheads takes half of them.
_MOST_STEPS = 1_000_000
_steps: ContextVar[list[int] | None] = ContextVar("steps", default=None)


@contextmanager
def bounded() -> Iterator[None]:
    """The automata that are made within take so many steps together, or raise Unsupported."""
    token = _steps.set([_MOST_STEPS])
    try:
        yield
    finally:
        _steps.reset(token)


def _crawl(
    alphabet: Alphabet,
    initial: Any,
    final: Callable[[Any], bool],
    follow: Callable[[Any, Any], Any],
) -> FSM:
    """The automaton of all states that can be reached, numbered as they are met."""
    left = _steps.get()
    numbers: dict[Hashable, int] = {_hashable(initial): 0}
    states = [initial]
    transitions = list(alphabet.by_transition)
    finals: set[int] = set()
    moves: dict[int, dict[Any, int]] = {}
    for number, state in enumerate(states):  # which grows meanwhile
        if left is not None:
            left[0] -= len(transitions) * _size(state)
            if left[0] < 0:
                raise Unsupported("the automaton of a pattern is too large")
        if final(state):
            finals.add(number)
        moves[number] = {}
        for transition in transitions:
            try:
                after = follow(state, transition)
            except OblivionError:
                continue
            key = _hashable(after)
            if key not in numbers:
                numbers[key] = len(states)
                states.append(after)
            moves[number][transition] = numbers[key]
    return FSM(
        alphabet=alphabet,
        states=range(len(states)),
        initial=0,
        finals=finals,
        map=moves,
        __no_validation__=True,
    )


def _hashable(state: Any) -> Hashable:
    """States are sets, tuples, and mappings of the automata that they are a state of."""
    if isinstance(state, dict):
        return frozenset(state.items())
    return frozenset(state) if isinstance(state, set) else state


def _size(state: Any) -> int:
    return len(state) if isinstance(state, set | frozenset | dict) else 1


fsm.crawl = _crawl
