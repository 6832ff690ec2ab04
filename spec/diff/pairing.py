"""Which operation of the base is which of the head: by method and path, whatever its parameters are called, then by its id.

The path counts with what the first server's URL puts before it: a base path that moved into the paths is no change to a client.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from spec.diff.records import OperationPair
from spec.document import Document
from spec.operations import Operation

_PARAMETER = re.compile(r"\{([^{}]*)\}")

Key = Callable[[Operation], Hashable]


def pair_operations(
    base: Sequence[Operation], head: Sequence[Operation], prefixes: tuple[str, str] = ("", "")
) -> tuple[OperationPair, ...]:
    """The pairs in the order of the head, then what only the base has."""
    left, right = list(base), list(head)
    found: dict[int, Operation] = {}
    for keys in (
        (_url(prefixes[0]), _url(prefixes[1])),
        (_url(""), _url("")),
        (_named, _named),
    ):
        _match(left, right, keys, found)
    pairs = [OperationPair(found.get(id(operation)), operation) for operation in head]
    return (*pairs, *(OperationPair(operation, None) for operation in left))


def _match(
    left: list[Operation],
    right: list[Operation],
    keys: tuple[Key, Key],
    found: dict[int, Operation],
) -> None:
    """Changes all three: operations of one key on both sides become pairs."""
    known = {key: operation for operation in left if (key := keys[0](operation)) is not None}
    for operation in right.copy():
        key = keys[1](operation)
        if key is not None and key in known:
            twin = known.pop(key)
            found[id(operation)] = twin
            left.remove(twin)
            right.remove(operation)


def _url(prefix: str) -> Key:
    return lambda operation: (operation.method, shape(prefix + operation.path))


def _named(operation: Operation) -> Hashable:
    """Its method and operationId; one without an id has its path for a name, which says no more than that does."""
    return None if " " in operation.id else (operation.method, operation.id)


def shape(path: str) -> str:
    """A path whose parameters have no names."""
    return _PARAMETER.sub("{}", path)


def parameters_of(path: str) -> list[str]:
    """The parameters of a path template, in order."""
    return _PARAMETER.findall(path)


def prefix(document: Document) -> str:
    """What the first server's URL puts before every path."""
    servers = document.content.get("servers") or [{}]
    url = server_url(servers[0])
    return urlsplit(url).path.rstrip("/")


def origins(document: Document) -> list[str]:
    """Where the servers are, without their paths."""
    urls = [urlsplit(server_url(server)) for server in document.content.get("servers", ())]
    return [f"{url.scheme}://{url.netloc}" if url.netloc else "" for url in urls]


def server_url(server: Any) -> str:
    """A server's URL with the defaults of its variables (OAS 3.1 section 4.8.5)."""
    url: str = server.get("url", "/")
    for name, variable in server.get("variables", {}).items():
        url = url.replace("{" + name + "}", str(variable.get("default", "")))
    return url


def shadows(operation: Operation, others: Iterable[Operation]) -> Operation | None:
    """The operation whose requests a path without parameters takes: a template that it fits."""
    for other in others:
        if other.method != operation.method or other.path == operation.path:
            continue
        pattern = "".join(
            "[^/]+" if piece.startswith("{") else re.escape(piece)
            for piece in re.split(r"(\{[^{}]*\})", other.path)
        )
        if re.fullmatch(pattern, operation.path) and shape(other.path) != shape(operation.path):
            return other
    return None
