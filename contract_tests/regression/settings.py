"""What a team decides about its policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from contract_tests.regression.overrides import Accept
from contract_tests.regression.records import Level


@dataclass(frozen=True, slots=True)
class Settings:
    """`today` is the day that sunsets are judged by. `deprecation_days` is how long something must be deprecated before it may
    go, None where a sunset alone decides. `levels` are those that the overrides give rules, and `accepted` what they excuse."""

    today: date
    deprecation_days: int | None = None
    levels: Mapping[str, Level] = field(default_factory=dict)
    accepted: tuple[Accept, ...] = ()
    seed: int = 0
