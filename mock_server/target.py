"""The mock's own target file: what the contract tests must know of a deployment, in TOML, for this mock's fixtures.

Principals are `primary` (the first owner with nothing switched off), `stranger` (the second), and one for each flag that a rule
asks for, from an owner that lacks it: `uploadsEnabled` gives `uploads_disabled`.
"""

from typing import Any

import tomli_w

from mock_server.session import Session
from mock_server.world import Principal, Record, World
from spec.kinds import disabled, plural
from spec.rules import FromRecord, RequiresFlag, RequiresRecord, Rules


def as_toml(session: Session, url: str) -> str:
    """The text of a target file. It carries literal keys, which a target may for loopback URLs only."""
    return tomli_w.dumps({"url": url, "principals": principals(session)})


def principals(session: Session) -> dict[str, Any]:
    """What each principal's table holds: its key, and its ids by the plural of their kind."""
    rules = session.rules
    world = session.state.world
    flags = [
        rule.flag for item in rules for rule in item.requires if isinstance(rule, RequiresFlag)
    ]
    one_key_each: dict[str, tuple[str, Principal]] = {}
    for key, principal in world.keys().items():
        one_key_each.setdefault(principal.owner.id, (key, principal))
    named: dict[str, Any] = {}
    for key, principal in one_key_each.values():
        name = _name(principal, flags, named)
        if name:
            named[name] = {"api_key": {"value": key}, **_ids(world, principal, rules)}
    return dict(sorted(named.items(), key=lambda item: _ORDER.get(item[0], 2)))


_ORDER = {"primary": 0, "stranger": 1}


def _name(principal: Principal, flags: list[str], named: dict[str, Any]) -> str | None:
    off = [flag for flag in flags if principal.members.get(flag) is not True]
    ordinary = "primary" if "primary" not in named else "stranger"
    wanted = disabled(off[0]) if off else ordinary
    return wanted if wanted not in named else None


def _ids(world: World, principal: Principal, rules: tuple[Rules, ...]) -> dict[str, list[str]]:
    """The ids of each kind that rules ask for, such that any of them goes with any other."""
    chosen: dict[str, list[Record]] = {}
    for rule in (rule for item in rules for rule in item.requires):
        if not isinstance(rule, RequiresRecord):
            continue
        found = [r for r in world.records(rule.kind) if r.owner == principal.owner.id]
        for name, value in rule.where.items():
            if isinstance(value, FromRecord) and chosen.get(value.kind):
                # All must agree with the first: a metric of another agent than the call's is refused.
                expected = chosen[value.kind][0].members.get(name)
                chosen[value.kind] = _having(chosen[value.kind], name, expected)
                found = _having(found, name, expected)
        chosen[rule.kind] = found
    return {plural(kind): [record.id for record in found] for kind, found in chosen.items()}


def _having(records: list[Record], name: str, value: Any) -> list[Record]:
    return [record for record in records if record.members.get(name) == value]
