"""Every property there is, in the order in which a run makes them and reports show them."""

from contract_tests.properties import (
    bodies,
    clock,
    conformance,
    constants,
    credentials,
    echo,
    effects,
    identity,
    limits,
    machine,
    questions,
    race,
    replace,
    requires,
)
from contract_tests.property import Property

ALL: tuple[Property, ...] = (
    *conformance.PROPERTIES,
    *limits.PROPERTIES,
    *bodies.PROPERTIES,
    *credentials.PROPERTIES,
    *echo.PROPERTIES,
    *identity.PROPERTIES,
    *replace.PROPERTIES,
    *clock.PROPERTIES,
    *constants.PROPERTIES,
    *requires.PROPERTIES,
    *effects.PROPERTIES,
    *race.PROPERTIES,
    *machine.PROPERTIES,
    *questions.PROPERTIES,
)
