"""Where calls are sent: the addresses of an operation's servers in the base (OAS 3.1 section 4.8.5), and which of them stay."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from typing import Any
from urllib.parse import urlsplit

from spec.diff.records import Comparison, OperationPair
from spec.document import Document
from spec.operations import Operation

# Where a document names no server (RFC 2606: nobody's).
NOWHERE = "https://api.example"
_MOST = 50  # addresses of one server that are looked at
_TEMPLATE = re.compile(r"\{([^{}]*)\}")

Target = tuple[str, str]  # a method, and a URL whose templates have no names


@dataclass(frozen=True, slots=True)
class Address:
    """A server's URL, its variables filled in, without a slash at its end. `server` is the JSON Pointer of the server, empty for
    the one of a document that names none."""

    server: str
    url: str


def addresses(document: Document, operation: Operation) -> Iterator[Address]:
    """Those of the nearest servers, of each server the one of its defaults first. A URL that is not absolute is below nowhere."""
    for where in (operation.pointer, operation.pointer.rsplit("/", 1)[0], ""):
        servers = _at(document, where).get("servers")
        if servers:
            for index, server in enumerate(servers):
                yield from (
                    Address(f"{where}/servers/{index}", url) for url in islice(_urls(server), _MOST)
                )
            return
    yield Address("", NOWHERE)


def _at(document: Document, where: str) -> Mapping[str, Any]:
    try:
        value = document.at(where)
    except KeyError:
        return {}
    return value if isinstance(value, Mapping) else {}


def _urls(server: Mapping[str, Any]) -> Iterator[str]:
    variables = server.get("variables", {})
    chosen = [
        dict.fromkeys((str(one.get("default", "")), *map(str, one.get("enum", ()))))
        for one in variables.values()
    ]
    for values in product(*chosen):
        known = dict(zip(variables, values, strict=True))
        url = _TEMPLATE.sub(
            lambda match, known=known: known.get(match[1], match[0]),  # type: ignore[misc]
            str(server.get("url", "")),
        ).rstrip("/")
        yield url if urlsplit(url).scheme in ("http", "https") else NOWHERE + url


class Addresses:
    """The addresses of one comparison. One stays where the head has the same URL for the same method."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    def staying(self, pair: OperationPair) -> str:
        """One that stays, so that what is shown of a call is not that its server went; else the first."""
        found = self._known(pair)
        return next((one.url for one in found if self._stays(pair, one)), found[0].url)

    def going(self, pair: OperationPair, server: str = "") -> str | None:
        """One that goes, of a place within a server if one is named; None where all stay."""
        return next(
            (
                one.url
                for one in self._known(pair)
                if f"{server}/".startswith(f"{one.server}/" if server else "/")
                and not self._stays(pair, one)
            ),
            None,
        )

    def _known(self, pair: OperationPair) -> list[Address]:
        if pair.base is None:
            return [Address("", NOWHERE)]
        return list(addresses(self._comparison.base, pair.base))

    def _stays(self, pair: OperationPair, one: Address) -> bool:
        return pair.base is None or _target(pair.base, one) in self._targets

    @cached_property
    def _targets(self) -> frozenset[Target]:
        """All that the head has an operation at."""
        head = self._comparison.head
        return frozenset(
            _target(pair.head, one)
            for pair in self._comparison.operations
            if pair.head is not None
            for one in addresses(head, pair.head)
        )


def _target(operation: Operation, one: Address) -> Target:
    return operation.method, one.url + _TEMPLATE.sub("{}", operation.path)
