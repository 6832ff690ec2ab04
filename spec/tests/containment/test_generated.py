"""Verdicts on generated pairs of schemas: what is proved is never contradicted, and every witness is one."""

from collections import Counter
from random import Random

import pytest

from spec.containment.decide import decide
from spec.containment.opinions import second
from spec.containment.records import Contained, Escapes
from spec.schemas import compile_schema
from spec.tests.containment.generation import Schemas, instances

SEEDS = range(10)
PAIRS = 30
INSTANCES = 1_200  # of proved pairs and one seed, at least: together more than 10,000


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_proved_is_never_contradicted(seed):
    """No instance is valid under the old schema and invalid under the new one, of the thousands that are tried."""
    source, chance = Schemas(seed), Random(seed)
    tried = 0
    for _ in range(PAIRS):
        old, new = source.pair()
        if isinstance(decide(old, new, seconds=0.5), Contained):
            was, is_now = compile_schema(old), compile_schema(new)
            for value in instances(old, chance):
                tried += 1
                assert is_now.is_valid(value) or not was.is_valid(value), (value, old, new)
    assert tried >= INSTANCES


@pytest.mark.parametrize("seed", SEEDS)
def test_a_witness_is_valid_before_and_invalid_after(seed):
    """So says a validator of another make; and of generated pairs few are left undecided."""
    source = Schemas(1_000 + seed)
    verdicts: Counter[str] = Counter()
    for _ in range(PAIRS):
        old, new = source.pair()
        answer = decide(old, new, seconds=0.5)
        verdicts[type(answer).__name__] += 1
        if isinstance(answer, Escapes):
            assert second(old).is_valid(answer.value), (answer.value, old, new)
            assert not second(new).is_valid(answer.value), (answer.value, old, new)
    assert verdicts["Undecided"] <= PAIRS / 10
    assert verdicts["Escapes"]
