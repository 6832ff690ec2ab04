"""Who is who on the shelf's servers: organizations with their keys, conversations and metrics, and the target that names them."""

from dataclasses import dataclass

from contract_tests.target import Principal, Target


@dataclass(frozen=True, slots=True)
class Organization:
    id: str
    key: str
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    owner: Organization
    agent: str


@dataclass(frozen=True, slots=True)
class Metric:
    id: str
    owner: Organization


PRIMARY = Organization("5e0c8a4e-91d3-4f2b-8c55-3a6b7f10d201", "sk_test_Hq7Zr2WmX4bNc9Td_primary")
STRANGER = Organization("b7d21f96-0c3e-4a88-9e14-72c5d8ab4302", "sk_test_Jv3Kp8YtB6fLs1Ge_stranger")
DISABLED = Organization(
    "2f94c6d0-58ab-4e71-a3c9-1d0e9b87f603", "sk_test_Mw5Rx0CuD2hQa7Vn_disabled", enabled=False
)
ORGANIZATIONS = (PRIMARY, STRANGER, DISABLED)

_DESK, _SALES, _HELP = (
    "c0a5e1d4-3b7f-4692-8d10-e4f5a6b7c811",
    "c0a5e1d4-3b7f-4692-8d10-e4f5a6b7c812",
    "c0a5e1d4-3b7f-4692-8d10-e4f5a6b7c813",
)
HERE = Conversation("8d3b6f1a-27c4-4e59-b0a8-c1d2e3f4a521", PRIMARY, _DESK)
THERE = Conversation("8d3b6f1a-27c4-4e59-b0a8-c1d2e3f4a522", PRIMARY, _DESK)
FOREIGN = Conversation("8d3b6f1a-27c4-4e59-b0a8-c1d2e3f4a523", STRANGER, _SALES)
CONVERSATIONS = {
    one.id: one
    for one in (
        HERE,
        THERE,
        FOREIGN,
        Conversation("8d3b6f1a-27c4-4e59-b0a8-c1d2e3f4a524", STRANGER, _SALES),
        Conversation("8d3b6f1a-27c4-4e59-b0a8-c1d2e3f4a525", DISABLED, _HELP),
        Conversation("8d3b6f1a-27c4-4e59-b0a8-c1d2e3f4a526", DISABLED, _HELP),
    )
}
SILENT = next(one for one in CONVERSATIONS.values() if one.owner is DISABLED)
NOWHERE = "8d3b6f1a-27c4-4e59-b0a8-c1d2e3f4a5ff"  # no conversation, and no metric, has this id

METRIC = Metric("f16a7b2c-4d5e-4f60-9a1b-2c3d4e5f6a31", PRIMARY)
OTHER_METRIC = Metric("f16a7b2c-4d5e-4f60-9a1b-2c3d4e5f6a32", PRIMARY)
FOREIGN_METRIC = Metric("f16a7b2c-4d5e-4f60-9a1b-2c3d4e5f6a33", STRANGER)
METRICS = {
    one.id: one
    for one in (
        METRIC,
        OTHER_METRIC,
        FOREIGN_METRIC,
        Metric("f16a7b2c-4d5e-4f60-9a1b-2c3d4e5f6a34", STRANGER),
        Metric("f16a7b2c-4d5e-4f60-9a1b-2c3d4e5f6a35", DISABLED),
        Metric("f16a7b2c-4d5e-4f60-9a1b-2c3d4e5f6a36", DISABLED),
    )
}
SILENT_METRIC = next(one.id for one in METRICS.values() if one.owner is DISABLED)
_PRINCIPALS = {"primary": PRIMARY, "stranger": STRANGER, "metrics_disabled": DISABLED}


def ids(owner: Organization) -> dict[str, tuple[str, ...]]:
    """What a target names of an organization, by the plural of its kind."""
    conversations = (one.id for one in CONVERSATIONS.values() if one.owner is owner)
    metrics = (one.id for one in METRICS.values() if one.owner is owner)
    return {"conversations": tuple(conversations), "metrics": tuple(metrics)}


def aim(url: str) -> Target:
    """The target record of a server of the shelf."""
    named = {name: Principal(name, owner.key, ids(owner)) for name, owner in _PRINCIPALS.items()}
    return Target(url, named)


def target(url: str) -> str:
    """The text of a target file (TOML) for a server of the shelf."""
    lines = [f'url = "{url}"']
    for name, owner in _PRINCIPALS.items():
        lines += ["", f"[principals.{name}]", f'api_key = {{ value = "{owner.key}" }}']
        lines += [f"{kind} = {list(named)}".replace("'", '"') for kind, named in ids(owner).items()]
    return "\n".join(lines) + "\n"
