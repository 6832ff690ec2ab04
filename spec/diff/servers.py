"""Servers: those of the document, and those that a path or an operation has instead (OAS 3.1 section 4.8.5)."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from spec.diff.addresses import addresses, stands_for
from spec.diff.ledger import Thing, same
from spec.diff.located import Located
from spec.diff.members import PROSE, compare_members
from spec.diff.paths import base_path
from spec.diff.records import ABSENT


def own_servers(operation: Located, item: Located) -> list[Located]:
    """The servers that an operation has by itself or by its path; empty when it has the document's."""
    return (operation if "servers" in operation.value else item).list("servers")


def base_paths(servers: Sequence[Located]) -> list[str]:
    """The base path of each; that of no server is `/` (OAS 3.1 section 4.8.1)."""
    return [_base_path(server) for server in servers] or [""]


def _base_path(server: Located) -> str:
    variables = server.members("variables")
    defaults = {name: str(one.value.get("default", "")) for name, one in variables.items()}
    return base_path(server.value["url"], defaults)


def compare_servers(
    holder: Thing,
    base: Sequence[Located],
    head: Sequence[Located],
    paths: Sequence[tuple[str, str]],
) -> None:
    """Two lists of servers, paired by URL; where one is left on each side, its URL changed.

    `paths` are those of the operations that go by these servers, before and after. Where they took up what a base path lost or
    gave, every URL of the server is as it was, and that is what is told; so is that all addresses are among those of others.
    """
    before = {_url(server): server for server in reversed(base)}
    after = {_url(server): server for server in reversed(head)}
    for url, server in after.items():
        if url in before:
            _server(holder.of(holder.area, f"server `{url}`", before[url], server))
    gone = [server for url, server in reversed(before.items()) if url not in after]
    come = [server for url, server in reversed(after.items()) if url not in before]
    _with_their_paths(holder, gone, come, paths)
    _among_others(holder, gone, come, list(after.values()))
    if len(gone) == len(come) == 1:
        _changed(holder, "servers", gone.pop(), come.pop())
    for side in (*((server, None) for server in gone), *((None, server) for server in come)):
        url = _url(side[0] or side[1] or holder.base)
        holder.without(holder.area, f"server `{url}`", side, aspect="servers", shown=url)


def _with_their_paths(
    holder: Thing, gone: list[Located], come: list[Located], paths: Sequence[tuple[str, str]]
) -> None:
    """Takes from `gone` and `come` what makes the same URLs as before."""
    for one in gone.copy():
        twin = next((other for other in come if _reach_same(one, other, paths)), None)
        if twin is not None:
            _changed(holder, "servers.path", one, twin)
            gone.remove(one)
            come.remove(twin)


def _among_others(
    holder: Thing, gone: list[Located], come: list[Located], servers: list[Located]
) -> None:
    """Takes from `gone` what `servers` have the addresses of, and from `come` those that do."""
    for one in gone.copy():
        wider = _wider(one, servers)
        if wider:
            thing = holder.of(holder.area, f"server `{_url(one)}`", one, wider[0])
            thing.aspect("servers.within", _url(one), _url(wider[0]), member="url")
            gone.remove(one)
            come[:] = [other for other in come if other not in wider]


def _wider(one: Located, others: Sequence[Located]) -> list[Located]:
    """The servers whose addresses have all of this one's among them; none if one address is nobody's."""
    found: list[Located] = []
    for address in addresses(one):
        server = next((other for other in others if stands_for(other, address)), None)
        if server is None:
            return []
        found.append(server)
    return found


def _reach_same(one: Located, other: Located, paths: Sequence[tuple[str, str]]) -> bool:
    """Whether two servers with their paths make the same URLs."""
    before, after = _base_path(one), _base_path(other)
    return (
        _origin(one) == _origin(other)
        and bool(paths)
        and all(before + old == after + new for old, new in paths)
    )


def _changed(holder: Thing, aspect: str, one: Located, other: Located) -> None:
    thing = holder.of(holder.area, f"server `{_url(one)}`", one, other)
    thing.aspect(aspect, _url(one), _url(other), member="url")
    _server(thing)


def _url(server: Located) -> str:
    return str(server.value["url"])


def _origin(server: Located) -> tuple[str, str]:
    try:
        parts = urlsplit(_url(server))
    except ValueError:  # no URL: it is its own origin
        return "", _url(server)
    return parts.scheme, parts.netloc


def _server(thing: Thing) -> None:
    """What two servers say besides their URL."""
    compare_members(thing, but=frozenset({"url", "variables"}))
    before, after = thing.base.members("variables"), thing.head.members("variables")
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        subject = f"variable `{name}` of {thing.subject}"
        if one is None or other is None:
            thing.without(thing.area, subject, (one, other), aspect="servers.variable")
        else:
            _variable(thing.of(thing.area, subject, one, other))


def _variable(thing: Thing) -> None:
    """The default is what clients call who say nothing; each value of the enum is an address."""
    base, head = thing.base.value, thing.head.value
    for member in dict.fromkeys((*head, *base)):
        before, after = base.get(member, ABSENT), head.get(member, ABSENT)
        if same(before, after):
            continue
        if member == "enum" and ABSENT not in (before, after):
            _values(thing, before, after)
        elif member in PROSE:
            replace(thing, direction=None).aspect(member, before, after)
        else:
            thing.aspect("servers", before, after, member=member)


def _values(thing: Thing, before: Sequence[str], after: Sequence[str]) -> None:
    """The addresses that went, and those that came."""
    gone = [value for value in before if value not in after]
    come = [value for value in after if value not in before]
    if gone:
        thing.aspect("servers", gone, ABSENT, member="enum")
    if come:
        thing.aspect("servers", ABSENT, come, member="enum")
