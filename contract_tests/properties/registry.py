"""Every property there is, in the order in which a run makes them and reports show them."""

from contract_tests.properties import machine
from contract_tests.property import Property

ALL: tuple[Property, ...] = machine.PROPERTIES
