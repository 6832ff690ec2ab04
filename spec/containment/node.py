"""A schema as the prover reads it: JSON Schema 2020-12, cleaned, its references leading into the world's definitions."""

from collections.abc import Mapping
from typing import Any

Node = Mapping[str, Any] | bool
