"""The target file: where the deployment is, and whose keys and ids may be used there, in TOML.

url = "https://staging.example"
[principals.primary]
api_key = { env = "TROTH_API_KEY" }       # a literal { value = "..." } is taken for loopback addresses only
books = ["...", "..."]                    # ids that exist, by the plural of their kind
values = { "body.note" = "..." }          # what to send where nothing else says it
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from contract_tests.errors import BadTarget
from contract_tests.target import PRIMARY, Principal, Target
from spec.document import Document
from spec.fetch import is_loopback

KEY_VARIABLE = "TROTH_API_KEY"
_NO_PRODUCTION = ("stag", "test", "sandbox", "dev", "local", "demo", "preview", "mock", "qa", "uat")


def read(path: Path, *, url: str | None = None, environ: Mapping[str, str]) -> Target:
    """The target that a file describes; `url` wins over the file's. Raises BadTarget naming the file and the place in it."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadTarget(f"cannot be read: {error.strerror}", str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadTarget(f"is no TOML: {error}", str(path)) from None
    return _Reader(str(path), environ).target(content, url)


def from_url(url: str, environ: Mapping[str, str]) -> Target:
    """A target of which only the address is known; the key is in TROTH_API_KEY, if there is one."""
    principal = Principal(PRIMARY, environ.get(KEY_VARIABLE) or None)
    return Target(checked_url(url, "--url"), {PRIMARY: principal})


def checked_url(url: str, where: str) -> str:
    """The URL without its last slash. Raises BadTarget for anything but an http or https address of a host."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadTarget(f"{url!r} is no URL: {error}", where) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise BadTarget(f"{url!r} is no address", where, "write https://HOST or http://HOST:PORT")
    if parts.username or parts.password:
        raise BadTarget("the address holds a user name or password", where, "use api_key")
    if parts.query or parts.fragment:
        raise BadTarget(f"{url!r} has more than a host and a path", where, "leave out ? and #")
    return url.rstrip("/")


def check_production(target: Target, document: Document, *, allow: bool) -> None:
    """Raises BadTarget when the document calls the target's host production and nobody allowed that."""
    host = urlsplit(target.url).hostname or ""
    servers = document.content.get("servers", [])
    if allow or is_loopback(host):
        return
    for server in servers:
        if urlsplit(server.get("url", "")).hostname == host and _is_production(server, servers):
            told = server.get("description", "its only server")
            raise BadTarget(
                f"{target.url} is production: the document lists it as {told!r}",
                hint="test staging, or add --allow-production",
            )


def _is_production(server: Mapping[str, Any], servers: list[Any]) -> bool:
    told = f"{server.get('description', '')} {server.get('x-environment', '')}".lower()
    told_host = f"{told} {server.get('url', '')}".lower()
    if "prod" in told or "live" in told.split():
        return True
    return len(servers) == 1 and not any(word in told_host for word in _NO_PRODUCTION)


class _Reader:
    def __init__(self, name: str, environ: Mapping[str, str]) -> None:
        self.name, self.environ = name, environ

    def target(self, content: Mapping[str, Any], url: str | None) -> Target:
        unknown = [word for word in content if word not in ("url", "principals")]
        if unknown:
            raise self._wrong(f"{unknown[0]!r} is not known", "", "known are url and principals")
        address = url or content.get("url")
        if not isinstance(address, str):
            raise self._wrong("there is no url", "", 'write url = "https://…", or use --url')
        address = checked_url(address, "--url" if url else f"{self.name} at url")
        principals = content.get("principals")
        if not isinstance(principals, dict) or PRIMARY not in principals:
            raise self._wrong("there is no primary", "principals", "add [principals.primary]")
        local = is_loopback(urlsplit(address).hostname or "")
        read = {
            name: self._principal(name, table, is_local=local) for name, table in principals.items()
        }
        return Target(address, read)

    def _principal(self, name: str, table: Any, *, is_local: bool) -> Principal:
        where = f"principals.{name}"
        if not isinstance(table, dict):
            raise self._wrong("is no table", where, f"write [{where}]")
        principal = Principal(name)
        for word, value in table.items():
            if word == "api_key":
                key = self._key(value, f"{where}.api_key", is_local=is_local)
                principal = replace(principal, key=key)
            elif word == "values":
                if not isinstance(value, dict):
                    raise self._wrong("is no table", f"{where}.values", 'write { "body.note" = … }')
                principal = replace(principal, values=value)
            else:
                ids = {**principal.ids, word: self._ids(value, f"{where}.{word}")}
                principal = replace(principal, ids=ids)
        return principal

    def _ids(self, value: Any, where: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise self._wrong("is no list of ids", where, 'write ["…", "…"]')
        doubles = [one for index, one in enumerate(value) if one in value[:index]]
        if doubles:
            raise self._wrong(f"{doubles[0]!r} is there twice", where, "give different ids")
        return tuple(value)

    def _key(self, value: Any, where: str, *, is_local: bool) -> str:
        if isinstance(value, str):
            hint = 'write { env = "VARIABLE" } and set the variable'
            raise self._wrong("a key does not belong in a file", where, hint)
        if not isinstance(value, dict) or len(value) != 1 or not {"env", "value"} & set(value):
            raise self._wrong("is no key", where, 'write { env = "VARIABLE" }')
        if "value" in value:
            return self._literal(value["value"], where, is_local=is_local)
        name = value["env"]
        key = self.environ.get(name) if isinstance(name, str) else None
        if not key:
            raise self._wrong(f"the variable {name} is not set", where, f"export {name}=…")
        return key

    def _literal(self, value: Any, where: str, *, is_local: bool) -> str:
        if not is_local:
            hint = 'write { env = "VARIABLE" }: a literal key is for loopback addresses only'
            raise self._wrong("a key does not belong in a file", where, hint)
        if not isinstance(value, str) or not value:
            raise self._wrong("is no text", where, 'write { value = "…" }')
        return value

    def _wrong(self, problem: str, where: str, hint: str) -> BadTarget:
        return BadTarget(problem, f"{self.name} at {where}" if where else self.name, hint)
