"""The addresses that a Server Object stands for: its URL with every value of its variables (OAS 3.1 sections 4.8.5 and 4.8.6)."""

import re
from itertools import product
from urllib.parse import urlsplit

from spec.diff.located import Located
from spec.diff.paths import TEMPLATE

_MOST = 200  # addresses of one server: more are not looked at one by one
_PORTS = {"http": ":80", "https": ":443"}
ANYTHING = "\0"  # what a variable without an enum may be, beside its default


def addresses(server: Located, *, is_default: bool = False) -> list[str]:
    """All of them, none where they are too many. One with a variable that may be anything is among them, as a template, or with
    its default if `is_default`."""
    url, values = str(server.value["url"]), _values(server)
    free = _defaults(server) if is_default else {}
    names = list(dict.fromkeys(TEMPLATE.findall(url)))
    found: list[str] = []
    for chosen in product(*(values.get(name) or [free.get(name, ANYTHING)] for name in names)):
        if len(found) == _MOST:
            return []
        filled = dict(zip(names, chosen, strict=True))
        found.append(TEMPLATE.sub(lambda match, filled=filled: filled[match[1]], url))  # type: ignore[misc]
    return found


def split(address: str) -> tuple[str, str]:
    """The origin and the base path of an address, in the one spelling (RFC 3986 section 6.2): scheme and host have no case, and
    the port that a scheme has anyway says nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:  # no URL: it is its own origin
        return address, ""
    scheme, host = parts.scheme.lower(), parts.netloc.lower()
    return f"{scheme}://{host.removesuffix(_PORTS.get(scheme, ''))}", parts.path.rstrip("/")


def stands_for(server: Located, address: str) -> bool:
    """Whether an address is one of a server's."""
    values = _values(server)
    parts = TEMPLATE.split(str(server.value["url"]))  # text, name, text, name, ...
    written = "".join(
        re.escape(part) if index % 2 == 0 else _alternatives(values.get(part))
        for index, part in enumerate(parts)
    )
    return re.fullmatch(written, address) is not None


def _defaults(server: Located) -> dict[str, str]:
    found = server.members("variables")
    return {
        name: str(one.value["default"]) for name, one in found.items() if "default" in one.value
    }


def _values(server: Located) -> dict[str, list[str]]:
    """What each variable with an enum may be; one without may be anything."""
    return {
        name: [str(value) for value in one.value["enum"]]
        for name, one in server.members("variables").items()
        if one.value.get("enum")
    }


def _alternatives(values: list[str] | None) -> str:
    return f"(?:{'|'.join(map(re.escape, values))})" if values else ".+"
