"""The shortest text that automata agree on: a breadth-first walk through all of them at once."""

from collections import deque
from typing import Any

from interegular import FSM
from interegular.fsm import anything_else

from spec.containment.characters import EDGES, END, START, Unsupported

_MOST_VISITED = 60_000  # states of the search, some 200 ms
_PLAIN = "aA0é~ж中"  # what stands for "any other character", familiar ones first


def shortest_text(
    machines: list[tuple[FSM, bool]], shortest: int, longest: int | None
) -> str | None:
    """The shortest text, of so many code points, that the automata marked True accept and the others do not; None: there is none.
    Raises Unsupported where there are too many states. The length is counted as far as it matters."""
    signs = _letters([machine for machine, _ in machines])
    start = tuple(machine.initial for machine, _ in machines)
    begun = _moved(machines, start, START)
    cap = shortest if longest is None else longest
    first = (begun, 0)
    came: dict[Any, tuple[Any, str] | None] = {first: None}
    queue = deque([first])
    while queue:
        node = queue.popleft()
        states, length = node
        if length >= shortest and _accepts(machines, _moved(machines, states, END)):
            return _text(came, node)
        if longest is not None and length == longest:
            continue
        for sign in signs:
            after = (_moved(machines, states, sign), min(length + 1, cap))
            if after in came or _is_dead(machines, after[0]):
                continue
            came[after] = (node, sign)
            queue.append(after)
            if len(came) > _MOST_VISITED:
                raise Unsupported("the automata together are too large")
    return None


def _letters(machines: list[FSM]) -> list[str]:
    """One character for each way in which the automata tell characters apart."""
    known = {
        sign for machine in machines for sign in machine.alphabet if isinstance(sign, str)
    } - EDGES
    ways: dict[tuple[Any, ...], str] = {}
    other = next(sign for sign in (*_PLAIN, *map(chr, range(0x4E00, 0x9FFF))) if sign not in known)
    for sign in (*sorted(known, key=_familiar), other):
        if "\ud800" <= sign <= "\udfff":
            continue  # half of a surrogate pair is no text
        ways.setdefault(tuple(_transition(machine, sign) for machine in machines), sign)
    return list(ways.values())


def _familiar(sign: str) -> tuple[bool, bool, str]:
    return (not sign.isalnum(), not sign.isascii(), sign)


def _transition(machine: FSM, sign: str) -> Any:
    return machine.alphabet[sign if sign in machine.alphabet else anything_else]


def _moved(machines: list[tuple[FSM, bool]], states: tuple[Any, ...], sign: str) -> tuple[Any, ...]:
    """Where each automaton is after one character more; None where it has come to its end."""
    return tuple(
        None if state is None else machine.map.get(state, {}).get(_transition(machine, sign))
        for (machine, _), state in zip(machines, states, strict=True)
    )


def _is_dead(machines: list[tuple[FSM, bool]], states: tuple[Any, ...]) -> bool:
    return any(
        state is None and wanted for (_, wanted), state in zip(machines, states, strict=True)
    )


def _accepts(machines: list[tuple[FSM, bool]], states: tuple[Any, ...]) -> bool:
    return all(
        (state in machine.finals) is wanted
        for (machine, wanted), state in zip(machines, states, strict=True)
    )


def _text(came: dict[Any, tuple[Any, str] | None], node: Any) -> str:
    signs: list[str] = []
    while (step := came[node]) is not None:
        node, sign = step
        signs.append(sign)
    return "".join(reversed(signs))
