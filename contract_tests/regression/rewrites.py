"""Changes that say the same in other words: both schemas are proved to accept the same values."""

from collections.abc import Sequence

from contract_tests.regression.edited import VIEWS
from contract_tests.regression.records import Proof
from contract_tests.regression.sides import Worlds
from spec.containment.records import Contained
from spec.diff.records import Comparison, Direction

_SECONDS = 0.0  # no search: only proofs count


def rewrites(comparison: Comparison, proofs: Sequence[Proof]) -> frozenset[int]:
    """The `id()`s of the changes that leave the set of values as it was, wherever they are used."""
    settled: dict[int, bool] = {}
    for direction in ("request", "answer"):
        known = [
            proof
            for proof in proofs
            if proof.direction == direction
            and proof.change is not None
            and proof.change.aspect not in VIEWS
        ]
        harmless = [proof for proof in known if isinstance(proof.answer, Contained)]
        for proof in known:
            settled[id(proof.change)] = settled.get(id(proof.change), True) and proof in harmless
        if harmless:
            _settle(comparison, direction, harmless, settled)
    return frozenset(key for key, value in settled.items() if value)


def _settle(
    comparison: Comparison,
    direction: Direction,
    proofs: Sequence[Proof],
    settled: dict[int, bool],
) -> None:
    slots = list({id(slot): slot for proof in proofs for slot in proof.slots}.values())
    worlds = Worlds(comparison, direction, slots, seconds=_SECONDS, seed=0)
    for proof in proofs:
        if settled[id(proof.change)]:
            settled[id(proof.change)] = _is_same(worlds, proof, direction)


def _is_same(worlds: Worlds, proof: Proof, direction: Direction) -> bool:
    """At the schema itself, or else in every whole value."""
    assert proof.change is not None  # noqa: S101  # by the caller
    contains = worlds.decider.prover.contains
    uses = [use for use in proof.change.uses if use.slot.direction == direction and use.trail]
    places = {use.trail[-1] for use in uses}
    nodes = [worlds.node(place) for place in places]
    if all(contains(one.old, one.new) and contains(one.new, one.old) for one in nodes):
        return True
    wholes = [worlds.slot(slot) for slot in proof.slots]
    return all(contains(one.new, one.old) and contains(one.old, one.new) for one in wholes)
