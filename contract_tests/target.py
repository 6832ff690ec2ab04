"""The deployment under test: where it is, and whose keys and ids may be used there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PRIMARY, STRANGER = "primary", "stranger"


@dataclass(frozen=True, slots=True)
class Principal:
    """One customer of the deployment.

    `key` is the credential, None when the API is open. `ids` are ids that exist and belong to this principal, by the plural of
    their kind, any of which goes with any other. `values` are what to send where nothing else says it, by `path.NAME`,
    `query.NAME`, `header.NAME` or `body.NAME`, optionally after an operationId and a dot.
    """

    name: str
    key: str | None = field(default=None, repr=False)
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """`url` has no slash at its end. `principals` are by name: `primary`, perhaps `stranger`, and `FLAG_disabled` ones."""

    url: str
    principals: Mapping[str, Principal]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every secret: what no output may show."""
        return tuple(one.key for one in self.principals.values() if one.key)
