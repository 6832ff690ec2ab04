"""Servers: those of the document, and those that a path or an operation has instead (OAS 3.1 section 4.8.5)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from spec.diff.addresses import ANYTHING, addresses, split, stands_for
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
    gave, every URL of the server is as it was, and that is what is told; so is that all addresses are among those of others, and
    that nobody goes by them.
    """
    if not paths:
        _unused(holder)
        return
    base, head = base or [implied(holder.base)], head or [implied(holder.head)]
    before = {_url(server): server for server in reversed(base)}
    after = {_url(server): server for server in reversed(head)}
    for url, server in after.items():
        if url in before:
            _server(holder.of(holder.area, f"server `{url}`", before[url], server))
    gone = [server for url, server in reversed(before.items()) if url not in after]
    come = [server for url, server in reversed(after.items()) if url not in before]
    _with_their_paths(holder, gone, come, paths)
    _among_others(holder, gone, come, list(after.values()))
    if come and any(map(_is_implied, gone)):
        _changed(holder, "servers.implied", gone.pop(), come.pop(0))
    elif len(gone) == len(come) == 1:
        _changed(holder, "servers", gone.pop(), come.pop())
    for side in (*((server, None) for server in gone), *((None, server) for server in come)):
        url = _url(side[0] or side[1] or holder.base)
        holder.without(holder.area, f"server `{url}`", side, aspect="servers", shown=url)


def implied(holder: Located) -> Located:
    """What stands for no server at all (OAS 3.1 section 4.8.1); it is written where it is missing."""
    home = holder.tokens
    return Located(holder.document, home, {"url": "/"}, home, {"url": home})


def _is_implied(server: Located) -> bool:
    return server.place_of("url") == server.tokens


def _unused(holder: Thing) -> None:
    """Servers that no operation of both sides goes by."""
    before, after = (side.value.get("servers", ABSENT) for side in (holder.base, holder.head))
    if not same(before, after):
        holder.aspect("servers.unused", before, after, member="servers")


def _with_their_paths(
    holder: Thing, gone: list[Located], come: list[Located], paths: Sequence[tuple[str, str]]
) -> None:
    """Takes from `gone` and `come` what makes the same URLs as before, or those and more."""
    for one, other in product(gone.copy(), come.copy()):
        aspect = _kinship(one, other, paths) if one in gone and other in come else ""
        if aspect:
            _changed(holder, aspect, one, other)
            gone.remove(one)
            come.remove(other)


def _kinship(one: Located, other: Located, paths: Sequence[tuple[str, str]]) -> str:
    """How the URLs that a server makes with its paths are found again with another's: as the aspect of a fact, empty if they
    are not."""
    old, new = _roots(one), _roots(other)
    if _is_implied(one):  # which host was not said
        old = [("", path) for _, path in old]
        new = [("", path) for _, path in new]
        return "servers.named" if _all_among(old, new, paths) else ""
    if _all_among(old, new, paths):
        back = [(after, before) for before, after in paths]
        return "servers.path" if _all_among(new, old, back) else "servers.within"
    is_pinned = _all_among(_roots(one, is_default=True), new, paths)
    is_host = any(ANYTHING in origin for origin, _ in old)  # one for each customer, maybe
    return "servers.pinned" if is_pinned and not is_host else ""


Root = tuple[str, str]  # the origin and the base path


def _all_among(old: list[Root], new: list[Root], paths: Sequence[tuple[str, str]]) -> bool:
    """Whether each root, with every path that goes by it, is one of the others with that path as it is now."""
    moves = set(paths)
    return bool(old) and all(
        any(
            origin == its and all(base + before == root + after for before, after in moves)
            for its, root in new
        )
        for origin, base in old
    )


def _roots(server: Located, *, is_default: bool = False) -> list[Root]:
    """The origin and the base path of every address."""
    return [split(address) for address in addresses(server, is_default=is_default)]


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


def _changed(holder: Thing, aspect: str, one: Located, other: Located) -> None:
    """Another URL; the variables that came or went with it are a part of that."""
    thing = holder.of(holder.area, f"server `{_url(one)}`", one, other)
    thing.aspect(aspect, _url(one), _url(other), member="url")
    if not _is_implied(one) and not _is_implied(other):
        _server(thing, is_moved=True)


def _url(server: Located) -> str:
    return str(server.value["url"])


def _server(thing: Thing, *, is_moved: bool = False) -> None:
    """What two servers say besides their URL."""
    compare_members(thing, but=frozenset({"url", "variables"}))
    before, after = thing.base.members("variables"), thing.head.members("variables")
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        subject = f"variable `{name}` of {thing.subject}"
        if (one is None or other is None) and not is_moved:
            thing.without(thing.area, subject, (one, other), aspect="servers.variable")
        elif one is not None and other is not None:
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
        elif member == "enum":  # without one it may be anything
            thing.aspect("servers.enum", before, after, member=member)
        elif member in PROSE:
            replace(thing, direction=None).aspect(member, before, after)
        else:
            thing.aspect(f"servers.{member}", before, after, member=member)


def _values(thing: Thing, before: Sequence[str], after: Sequence[str]) -> None:
    """The addresses that went, and those that came."""
    gone = [value for value in before if value not in after]
    come = [value for value in after if value not in before]
    if gone:
        thing.aspect("servers", gone, ABSENT, member="enum")
    if come:
        thing.aspect("servers", ABSENT, come, member="enum")
