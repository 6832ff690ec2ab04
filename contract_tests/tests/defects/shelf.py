"""Every variant there is."""

from contract_tests.tests.defects.accepts import ACCEPTS
from contract_tests.tests.defects.answers import ANSWERS
from contract_tests.tests.defects.falls_over import FALLS_OVER
from contract_tests.tests.defects.keys import KEYS
from contract_tests.tests.defects.lawful import LAWFUL
from contract_tests.tests.defects.refuses import REFUSES
from contract_tests.tests.defects.tenancy import TENANCY
from contract_tests.tests.defects.upsert import UPSERT
from contract_tests.tests.defects.variant import Variant

THEMES: dict[str, tuple[Variant, ...]] = {
    "accepts": ACCEPTS,
    "refuses": REFUSES,
    "falls-over": FALLS_OVER,
    "keys": KEYS,
    "tenancy": TENANCY,
    "upsert": UPSERT,
    "answers": ANSWERS,
    "lawful": LAWFUL,
}
SHELF: tuple[Variant, ...] = tuple(variant for theme in THEMES.values() for variant in theme)
DEFECTS = tuple(variant for variant in SHELF if not variant.lawful)
BY_NAME = {variant.name: variant for variant in SHELF}
