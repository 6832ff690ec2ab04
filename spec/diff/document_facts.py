"""What the document says of itself: its version, its servers, its tags, and the corrections that are in force."""

from collections.abc import Sequence

from spec.diff import pairing
from spec.diff.facts import Context, Facts, equal
from spec.diff.records import OperationPair

# What operations and components tell, and what every change of theirs shows.
_ELSEWHERE = frozenset(
    "paths webhooks components security servers openapi info tags x-troth-files x-troth-promises".split()
)

# What travels of a security scheme, which the operations that ask for it tell.
_ON_THE_WIRE = frozenset("type in name scheme".split())


def document_facts(facts: Facts, pairs: Sequence[OperationPair]) -> None:
    own = Context("document", "document")
    before, after = facts.base.content, facts.head.content
    if before["openapi"] != after["openapi"]:
        facts.changed(own, "openapi", "/openapi", "/openapi", (before["openapi"], after["openapi"]))
    facts.members(Context("document", "info"), "/info", "/info")
    facts.members(own, "", "", _ELSEWHERE)
    for name in ("tags", "x-troth-promises"):
        one, other = before.get(name), after.get(name)
        if not equal(one, other):
            facts.changed(
                own, name, f"/{name}" if one else "", f"/{name}" if other else "", (one, other)
            )
    _servers(facts, own, pairs)
    _schemes(facts)
    _corrections(facts, own)


def _servers(facts: Facts, context: Context, pairs: Sequence[OperationPair]) -> None:
    """Which servers came and went; where the paths took over a server's path, one harmless fact."""
    before = facts.base.content.get("servers", ())
    after = facts.head.content.get("servers", ())
    old = [pairing.server_url(server) for server in before]
    new = [pairing.server_url(server) for server in after]
    if old == new and not equal(before, after):
        facts.changed(context, "servers.text", "/servers", "/servers", (before, after))
    if old == new:
        return
    there, here = "/servers" if before else "", "/servers" if after else ""
    if pairing.origins(facts.base) == pairing.origins(facts.head) and _keep_their_urls(
        facts, pairs
    ):
        facts.changed(context, "servers.path", there, here, (old, new))
        return
    for index, url in enumerate(old):
        if url not in new:
            facts.removed(context, "servers", f"/servers/{index}", here, url)
    for index, url in enumerate(new):
        if url not in old:
            facts.added(context, "servers", there, f"/servers/{index}", url)


def _keep_their_urls(facts: Facts, pairs: Sequence[OperationPair]) -> bool:
    both = [
        (pair.base, pair.head) for pair in pairs if pair.base is not None and pair.head is not None
    ]
    prefixes = pairing.prefix(facts.base), pairing.prefix(facts.head)
    return bool(both) and all(
        pairing.shape(prefixes[0] + base.path) == pairing.shape(prefixes[1] + head.path)
        for base, head in both
    )


def _schemes(facts: Facts) -> None:
    """What security schemes say beside what travels: where a token is had, and prose."""
    where = "/components/securitySchemes"
    before, after = (
        side.content.get("components", {}).get("securitySchemes", {})
        for side in (facts.base, facts.head)
    )
    for name in before.keys() & after.keys():
        facts.members(
            Context("security", f"security scheme {name}", (), "request"),
            f"{where}/{name}",
            f"{where}/{name}",
            _ON_THE_WIRE,
        )


def _corrections(facts: Facts, context: Context) -> None:
    """Overlay actions that one side has in force and the other has not."""
    before = {one.name for one in facts.base.corrections}
    after = {one.name for one in facts.head.corrections}
    for name in sorted(before - after):
        facts.removed(context, "overlay", "", "", name)
    for name in sorted(after - before):
        facts.added(context, "overlay", "", "", name)
