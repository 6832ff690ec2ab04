"""Servers that take credentials which they should refuse, or refuse them in the wrong way."""

import re
from base64 import b64decode
from typing import Any

from contract_tests.tests.defects.server import Call, Refused, Response, Server, refuse
from contract_tests.tests.defects.upsert import write_refused
from contract_tests.tests.defects.variant import Variant, defect, instead, replaces
from contract_tests.tests.defects.world import CONVERSATIONS, ORGANIZATIONS, PRIMARY, Organization

_KEY = PRIMARY.key


def _bearer(key: str) -> Any:
    return lambda c: c.credential(f"Bearer {key}").status


def _owner(call: Call) -> Organization:
    """Who a careless server takes a stranger for: whoever owns the conversation."""
    conversation = CONVERSATIONS.get(call.path_id)
    return conversation.owner if conversation else PRIMARY


def _caller_else_owner(when: Any) -> Any:
    """Takes a caller with such an Authorization header (None for none) for the conversation's owner."""

    def authenticate(self: Server, call: Call) -> None:
        try:
            Server.authenticate(self, call)
        except Refused:
            if not when(call.request.headers.get("authorization")):
                raise
            call.caller = _owner(call)

    return authenticate


def _key_if(same: Any) -> Any:
    return lambda _, given, key: given == key or (given != "" and same(given, key))


def _like(given: str, key: str) -> bool:
    """SQL's LIKE: % and _ are wildcards."""
    pattern = re.escape(given).replace("%", ".*").replace("_", ".")
    return re.fullmatch(pattern, key) is not None


def _basic(self: Server, header: str, call: Call) -> Organization | None:
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        return Server.caller(self, header, call)
    try:
        parts = b64decode(value).decode().split(":")
    except ValueError:
        return None
    return next(filter(None, map(self.holder, parts)), None)


def _bare(self: Server, header: str, call: Call) -> Organization | None:
    return Server.caller(self, header, call) or self.holder(header)


def _remembers(self: Server, call: Call) -> None:
    """Whoever brings no credential is taken for the caller before."""
    if "authorization" in call.request.headers:
        Server.authenticate(self, call)
        self.memory["caller"] = call.caller
    elif "caller" in self.memory:
        call.caller = self.memory["caller"]
    else:
        refuse(401, "no valid API key")


def _late(self: Server, call: Call) -> None:
    """Whoever replaces a row is not asked."""
    Server.read(self, call)
    if replaces(self, call):
        call.caller = _owner(call)
    else:
        Server.authenticate(self, call)


def _any_of(self: Server, header: str, call: Call) -> Organization | None:
    """The conversation's owner with anybody's key."""
    return _owner(call) if Server.caller(self, header, call) else None


def _redirects(self: Server, call: Call, refused: Refused) -> Response:
    if refused.status == 401:
        return Response(302, b"", {"location": "/login"})
    return Server.problem(self, call, refused)


def _writes(self: Server, call: Call, refused: Refused) -> None:
    if refused.status == 401:
        write_refused(self, call)


def _deletes(self: Server, call: Call, refused: Refused) -> None:
    if refused.status == 401:
        write_refused(self, call, forget=True)


# fmt: off
SCHEMES = (
    defect("any-bearer", "any bearer key works", _bearer("made-up"),
           authenticate=_caller_else_owner(lambda v: re.match(r"(?i)bearer +\S", v or ""))),
    defect("no-credential", "a request without a credential is taken", lambda c: c.credential("").status,
           authenticate=_caller_else_owner(lambda v: v is None)),
    defect("any-credential", "any Authorization header works", lambda c: c.credential("Digest x").status,
           authenticate=_caller_else_owner(lambda v: v is not None)),
    defect("empty-key", "an empty key works", _bearer(""),
           authenticate=_caller_else_owner(lambda v: re.fullmatch("(?i)bearer *", v or ""))),
    defect("unknown-key-of-right-shape", "any key that begins like a real one works", _bearer("sk_test_nobody"),
           authenticate=_caller_else_owner(lambda v: re.match(r"(?i)bearer sk_test_\w+", v or ""))),
    defect("basic", "the key works as user or password of Basic",
           lambda c: c.credential("Basic c2tfdGVzdF9IcTdacjJXbVg0Yk5jOVRkX3ByaW1hcnk6").status, caller=_basic),
    defect("any-scheme", "the key works after any scheme", lambda c: c.credential(f"Token {_KEY}").status,
           is_scheme=lambda _, scheme: bool(scheme)),
    defect("basic-scheme", "the key works after the word Basic", lambda c: c.credential(f"Basic {_KEY}").status,
           is_scheme=lambda _, scheme: scheme.lower() in ("bearer", "basic")),
    defect("bare-key", "the key works without a scheme", lambda c: c.credential(_KEY).status, caller=_bare),
    defect("caller-remembered", "a request without a credential is taken for the caller before",
           lambda c: (c.status(), c.credential("").status), authenticate=_remembers),
    defect("replacing-is-open", "who replaces a row needs no credential", lambda c: (c.status(), c.credential("").status),
           authenticate=_late),
    defect("anybodys-key", "another organization's key opens every conversation", lambda c: c.submit(by=ORGANIZATIONS[1]).status,
           caller=_any_of),
)

KEYS_ALIKE = (
    defect("key-longer", "a key with characters added at its end works", _bearer(_KEY + "x"),
           is_key=_key_if(lambda given, key: given.startswith(key))),
    defect("key-prefixed", "a key with characters added before it works", _bearer("x" + _KEY),
           is_key=_key_if(lambda given, key: given.endswith(key))),
    defect("key-shorter", "the first half of a key works", _bearer(_KEY[:-1]),
           is_key=_key_if(lambda given, key: len(given) >= 12 and key.startswith(given))),
    defect("key-any-prefix", "any beginning of a key works", _bearer(_KEY[:3]), is_key=_key_if(lambda given, key: key.startswith(given))),
    defect("key-end", "the last characters of a key work", _bearer(_KEY[4:]),
           is_key=_key_if(lambda given, key: len(given) >= 8 and key.endswith(given))),
    defect("key-case", "the case of a key does not matter", _bearer(_KEY.lower()),
           is_key=_key_if(lambda given, key: given.lower() == key.lower())),
    defect("key-first-16", "only the first 16 characters of a key count", _bearer(_KEY[:16] + "x" * len(_KEY[16:])),
           is_key=_key_if(lambda given, key: given[:16] == key[:16])),
    defect("key-last-character", "the last character of a key does not count", _bearer(_KEY[:-1] + "x"),
           is_key=_key_if(lambda given, key: given[:-1] == key[:-1])),
    defect("key-first-character", "the first character of a key does not count", _bearer("x" + _KEY[1:]),
           is_key=_key_if(lambda given, key: given[1:] == key[1:])),
    defect("key-same-length", "any key as long as a real one, with its first four characters, works", _bearer("sk_t" + "x" * (len(_KEY) - 4)),
           is_key=_key_if(lambda given, key: len(given) == len(key) and given[:4] == key[:4])),
    defect("key-beyond-ascii-dropped", "characters beyond ASCII in a key are dropped", _bearer(_KEY + "\xe9"),
           is_key=_key_if(lambda given, key: given.encode("ascii", "ignore").decode() == key)),
    defect("key-signs-dropped", "dashes, dots and underscores in a key do not count", _bearer(_KEY.replace("_", "")),
           is_key=_key_if(lambda given, key: re.sub(r"[_.\-]", "", given) == re.sub(r"[_.\-]", "", key))),
    defect("key-wildcards", "a percent sign works as a key", _bearer("%"), is_key=_key_if(_like)),
    defect("key-contained", "a key works with anything around it", _bearer(f"x{_KEY}x"), is_key=_key_if(lambda given, key: key in given)),
)

REFUSALS = (
    defect("401-as-403", "a bad credential is answered 403", lambda c: c.credential("").status,
           authenticate=instead(401, 403, "authenticate")),
    defect("401-as-404", "a bad credential is answered 404", lambda c: c.credential("").status,
           authenticate=instead(401, 404, "authenticate")),
    defect("401-as-400", "a bad credential is answered 400", lambda c: c.credential("").status,
           authenticate=instead(401, 400, "authenticate")),
    defect("401-as-302", "a bad credential is sent to a login page", lambda c: c.credential("").status, problem=_redirects),
    defect("401-writes", "a request with a bad credential writes its row", lambda c: (c.credential(""), c.submit())[1].is_new,
           after_refusal=_writes),
    defect("401-deletes", "a request with a bad credential deletes the row",
           lambda c: [c.submit()["id"], c.credential("").status, c.submit()["id"]], after_refusal=_deletes),
)
# fmt: on

KEYS: tuple[Variant, ...] = (*SCHEMES, *KEYS_ALIKE, *REFUSALS)
