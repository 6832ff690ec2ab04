"""Target files: TOML that says where a deployment is, and whose keys and ids may be used there.

    url = "https://staging.example"
    [principals.primary]                   # required; another is `stranger`, and `FLAG_disabled` for each flag of a rule
    api_key = { env = "TROTH_API_KEY" }    # absent when the API is open; { value = "…" } for this machine's own URLs only
    books = ["…", "…"]                     # ids that exist, by the plural of their kind, any of which goes with any other
    [principals.primary.values]
    "path.tenant" = "…"                    # what to send where nothing else says it

Keys come from the environment: a file is committed, mailed and copied into tickets.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from contract_tests.errors import BadTarget
from contract_tests.target import PRIMARY, Principal, Target
from spec.document import Document
from spec.fetch import is_loopback

KEY = "TROTH_API_KEY"

_FROM_ENVIRONMENT = 'write api_key = { env = "TROTH_API_KEY" }, and set that variable'
# What a server that is not production is called, as words of its description or its host.
_REHEARSAL = re.compile(
    r"\b(?:(?:non|pre|not)[-_ ]?prod\w*|stag(?:e|ing)|test(?:ing)?|sandbox|dev(?:elopment)?|local(?:host)?"
    r"|demo|mock|qa|uat|preview)\b",
    re.IGNORECASE,
)
_PRODUCTION = re.compile(r"\bprod(?!uct(?!ion))", re.IGNORECASE)  # not `product`
_PLACES = ("path.", "query.", "header.", "body.")


def read(path: Path, *, url: str | None = None, environ: Mapping[str, str]) -> Target:
    """The target in a file; `url` is used in place of the file's. Raises BadTarget, which names the file and the key."""
    return _Reader(str(path), environ).target(_parsed(path), url)


def from_url(url: str, environ: Mapping[str, str]) -> Target:
    """A target of which only the address is known, and the key if TROTH_API_KEY is set. Raises BadTarget."""
    key = environ.get(KEY) or None
    return Target(_Reader("--url", environ).url(url, ""), {PRIMARY: Principal(PRIMARY, key)})


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        hint = "the example in `troth test --help` shows what it holds"
        raise BadTarget(f"cannot be read: {error.strerror}", str(path), hint) from None
    except UnicodeDecodeError:
        raise BadTarget("is not UTF-8 text", str(path), "TOML is UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise BadTarget(f"is not TOML: {str(error).lower()}", str(path)) from None


@dataclass(frozen=True, slots=True)
class _Reader:
    """One file (or option), named in every error."""

    source: str
    environ: Mapping[str, str]

    def target(self, content: dict[str, Any], url: str | None) -> Target:
        for word in content.keys() - {"url", "principals"}:
            raise self._bad(f"unknown key {word!r}", "", "there are url and [principals.NAME]")
        if url is None and "url" not in content:
            raise self._bad("no url", "", 'write url = "https://…", or give --url')
        where = _Reader("--url", self.environ).url(url, "") if url else self.url(content["url"])
        tables = self._table(content.get("principals", {}), "principals")
        if PRIMARY not in tables:
            raise self._bad(
                "no primary principal", "principals", "add [principals.primary] with api_key"
            )
        return Target(where, {name: self._principal(name, tables[name], where) for name in tables})

    def url(self, value: Any, at: str = "url") -> str:
        """The address without a slash at its end."""
        if not isinstance(value, str):
            raise self._bad("is no text", at, 'write url = "https://…"')
        try:
            parts = urlsplit(value)
            has_host = (
                bool(parts.hostname) and parts.port != 0
            )  # `port` raises when it is no number
        except ValueError as error:
            raise self._bad(f"{value!r} is no URL: {str(error).lower()}", at) from None
        if parts.scheme not in ("http", "https") or not has_host:
            raise self._bad(f"{value!r} is no http or https URL", at, "write https://HOST[:PORT]")
        if parts.username is not None or parts.password is not None:
            # Not shown: what stands there is a secret.
            raise self._bad(
                "the URL carries a user or password", at, "a key belongs to a principal"
            )
        if parts.query or parts.fragment or "?" in value or "#" in value:
            raise self._bad(
                f"{value!r} has a query or fragment", at, "give only what all paths begin with"
            )
        if not (value.isascii() and value.isprintable()) or " " in value:
            raise self._bad(f"{value!r} has characters that no URL has", at, "percent-encode them")
        return value.rstrip("/")

    def _principal(self, name: str, value: Any, url: str) -> Principal:
        at = f"principals.{name}"
        table = dict(self._table(value, at))
        key = self._key(table.pop("api_key"), f"{at}.api_key", url) if "api_key" in table else None
        values = self._values(table.pop("values", {}), f"{at}.values")
        ids = {kind: self._ids(listed, f"{at}.{kind}") for kind, listed in table.items()}
        return Principal(name, key, ids, values)

    def _key(self, value: Any, at: str, url: str) -> str:
        if isinstance(value, str):
            raise self._bad("a key is never written into the file", at, _FROM_ENVIRONMENT)
        table = self._table(value, at)
        if set(table) == {"env"}:
            return self._from_environment(table["env"], f"{at}.env")
        if set(table) != {"value"}:
            raise self._bad("neither { env = … } nor { value = … }", at, _FROM_ENVIRONMENT)
        if not is_loopback(urlsplit(url).hostname or ""):
            problem = "a literal key is taken for this machine's own URLs only"
            raise self._bad(problem, at, _FROM_ENVIRONMENT)
        return self._secret(table["value"], f"{at}.value", "write the key as text")

    def _from_environment(self, name: Any, at: str) -> str:
        if not isinstance(name, str) or not name or "=" in name:
            raise self._bad("is no variable's name", at, _FROM_ENVIRONMENT)
        if name not in self.environ:
            raise self._bad(f"the variable {name} is not set", at, f"export {name}=…")
        return self._secret(self.environ[name], at, f"export {name}=…")

    def _secret(self, value: Any, at: str, hint: str) -> str:
        """Never shown, also when it is wrong."""
        if not isinstance(value, str) or not value.strip():
            raise self._bad("the key is empty", at, hint)
        if value != value.strip() or not value.isprintable():
            raise self._bad("the key has blanks around it or a control character", at, hint)
        return value

    def _ids(self, value: Any, at: str) -> tuple[str, ...]:
        hint = f'a list of ids: {at.rpartition(".")[2]} = ["…", "…"]'
        if not isinstance(value, list):
            raise self._bad("is no list", at, hint)
        ids = tuple(self._id(one, f"{at}[{index}]") for index, one in enumerate(value))
        for index, one in enumerate(ids):
            if one in ids[:index]:
                raise self._bad(f"{one!r} is named twice", at, "name each id once")
        return ids

    def _id(self, value: Any, at: str) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            raise self._bad("is no id", at, "an id is text or a whole number")
        return str(value)

    def _values(self, value: Any, at: str) -> dict[str, Any]:
        table = self._table(value, at)
        for name in table:
            if not any(f".{place}" in f".{name}" for place in _PLACES):
                hint = 'write "path.NAME", "query.NAME", "header.NAME" or "body.NAME"'
                raise self._bad(f"{name!r} names no place in a request", at, hint)
        return table

    def _table(self, value: Any, at: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._bad("is no table", at)
        return value

    def _bad(self, problem: str, at: str, hint: str | None = None) -> BadTarget:
        return BadTarget(problem, f"{self.source}: {at}" if at else self.source, hint)


def check_production(target: Target, document: Document, *, allow: bool) -> None:
    """Refuse a host that the document's `servers` call production. Raises BadTarget, unless that is allowed."""
    host = (urlsplit(target.url).hostname or "").rstrip(".")
    if allow or is_loopback(host):
        return
    entries = list(_servers(document.content))
    for entry in entries:
        if _names(entry, host) and _is_production(entry, alone=len(entries) == 1):
            raise BadTarget(
                "the document calls this production",
                target.url,
                "test a staging deployment; --allow-production says that rows may be written here",
            )


def _servers(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every Server Object (OAS 3.1 section 4.8.5): of the document, its paths and operations."""
    for item in content.get("paths", {}).values():
        for holder in (item, *item.values()):
            if isinstance(holder, Mapping):
                yield from holder.get("servers", ())
    yield from content.get("servers", ())


def _names(entry: Mapping[str, Any], host: str) -> bool:
    """Whether a server's URL may be this host: its variables are any of their `enum`, or anything."""
    pattern = ""
    for index, part in enumerate(re.split(r"\{([^}]*)\}", _host(str(entry.get("url", ""))))):
        if index % 2 == 0:
            pattern += re.escape(part)
            continue
        allowed = entry.get("variables", {}).get(part, {}).get("enum", ())
        pattern += f"(?:{'|'.join(re.escape(str(one)) for one in allowed)})" if allowed else ".*"
    return bool(pattern) and re.fullmatch(pattern, host, re.IGNORECASE) is not None


def _host(url: str) -> str:
    """The host in a URL template, which may have variables where `urlsplit` wants a number."""
    authority = url.partition("//")[2].partition("/")[0].rpartition("@")[2]
    return re.sub(r":(?:\d+|\{[^}]*\})$", "", authority).rstrip(".")


def _is_production(entry: Mapping[str, Any], *, alone: bool) -> bool:
    """It says so; or it is the only server, and neither its description nor its address says anything else."""
    said = f"{entry.get('description', '')} {entry.get('x-environment', '')}"
    if _PRODUCTION.search(_REHEARSAL.sub(" ", said)):
        return True
    return alone and not _REHEARSAL.search(f"{said} {entry.get('url', '')}")
