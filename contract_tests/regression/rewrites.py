"""Changes that say the same in other words: both schemas are proved to accept the same values."""

from collections.abc import Sequence

from contract_tests.regression.edited import VIEWS
from contract_tests.regression.records import Proof


def rewrites(proofs: Sequence[Proof]) -> frozenset[int]:
    """The `id()`s of the changes that leave the set of values as it was, wherever they are used."""
    same: dict[int, bool] = {}
    for proof in proofs:
        if proof.change is not None and proof.change.aspect not in VIEWS:
            key = id(proof.change)
            same[key] = same.get(key, True) and proof.is_same
    return frozenset(key for key, value in same.items() if value)
