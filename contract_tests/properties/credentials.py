"""`credentials.refused`: whoever does not bring the key is refused, and changes nothing."""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from contract_tests.bench import Bench
from contract_tests.draft import Draft
from contract_tests.properties.effects import creates_nothing
from contract_tests.properties.rows import rows_of
from contract_tests.properties.twins import refused
from contract_tests.property import Property
from contract_tests.target import PRIMARY
from contract_tests.trial import Attempt, NotShown, Seen, Sender, Trial, Trials
from contract_tests.wire import credential, latin1
from spec.operations import Operation, SecurityScheme

# The cases of one attempt share a new row: none of them may create it.
_AT_A_TIME = 10


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential that is not the key. `headers` and `query` are sent in place of the real one."""

    name: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    def put(self, draft: Draft) -> Draft:
        anonymous = draft.by(None)
        for name, value in self.query.items():
            anonymous = anonymous.with_parameter("query", name, value)
        return anonymous.with_headers(**self.headers)


def plan(bench: Bench, operation: Operation) -> Trials:
    if not operation.security or not all(operation.security):
        return  # an empty requirement lets everybody in (OAS 3.1 section 4.8.30)
    key = bench.principal(PRIMARY).key
    if key is None:
        raise NotShown("the target has no key", "give [principals.primary] an api_key")
    schemes = [one for group in operation.security for one in group if one.place != "tls"]
    if not schemes:
        raise NotShown("the operation wants a client certificate only")
    scheme = schemes[0]
    statuses = _statuses(bench, operation)
    where = tuple(dict.fromkeys(one.pointer for one in schemes))
    wrong = list(_wrong(schemes, key, bench.target.keys))
    rows = rows_of(bench, operation)
    twin = bench.keyed(bench.full(operation), "credentials")
    for one in wrong:
        attempt = refused(twin, one.put(twin), statuses, one.name)
        yield Trial(f"{one.name} is refused", where, attempt)
    for start in range(0, len(wrong) if rows else 0, _AT_A_TIME):
        part = wrong[start : start + _AT_A_TIME]
        if rows:
            faults = [one.put for one in part]
            yield Trial(
                f"{part[0].name} and {len(part) - 1} more create nothing",
                where,
                creates_nothing(rows, faults),
            )
    for one in _open(scheme, key):
        yield Trial(f"whether {one.name} is taken", where, _seen(bench, operation, one))


def _statuses(bench: Bench, operation: Operation) -> frozenset[int]:
    """401 (RFC 9110 section 15.5.2), else what else is documented of the kind."""
    documented = {response.status for response in operation.responses}
    for status in (401, 403):
        if str(status) in documented:
            return frozenset({status})
    return frozenset({401, 403, *bench.refusals(operation)})


def _wrong(
    schemes: Sequence[SecurityScheme], key: str, known: Iterable[str]
) -> Iterator[Credential]:
    """Of several schemes the first is tried, and no place where another may have the key."""
    scheme = schemes[0]
    places: set[tuple[str, str]] = {(one.place, one.carrier.lower()) for one in schemes}
    yield Credential("no credential")
    for name, other in _other_keys(key, known):
        yield Credential(f"a key that is {name}", *_carried(scheme, other))
    in_header = [one for one in schemes if one.carrier == scheme.carrier]
    if scheme.kind in ("bearer", "basic") and len(in_header) == 1:
        for name, value in _other_forms(scheme, key):
            yield Credential(name, {scheme.carrier: latin1(value)})
    yield from _other_places(scheme, key, places)


def _other_keys(key: str, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What careless comparisons take for the key. None of them is it."""
    middle = len(key) // 2
    swapped = key[:middle] + ("x" if key[middle] != "x" else "y") + key[middle + 1 :]
    candidates = {
        "empty": "",
        "unknown": "troth-unknown-key-0123456789",
        "another in its first sign": ("x" if key[0] != "x" else "y") + key[1:],
        "another in the middle": swapped,
        "another in its last sign": key[:-1] + ("x" if key[-1] != "x" else "y"),
        "cut by one sign": key[:-1],
        "without its first sign": key[1:],
        "cut to half": key[:middle],
        "cut to eight signs": key[:8],
        "cut to sixteen signs": key[:16],
        "cut to one sign": key[:1],
        "longer by one sign": key + "x",
        "longer by a digit": key + "0",
        "longer in front": "x" + key,
        "doubled": key + key,
        "in upper case": key.upper(),
        "in lower case": key.lower(),
        "in swapped case": key.swapcase(),
        "reversed": key[::-1],
        "quoted": f'"{key}"',
        "percent-encoded": "".join(f"%{byte:02X}" for byte in key.encode()),
        "in base64": base64.b64encode(key.encode()).decode(),
        "followed by a comma and another": f"{key},other",
        "followed by a dot": f"{key}.",
        "followed by an accented letter": f"{key}\u00e9",
        "not ASCII": "\u043a\u043b\u044e\u0447",
        "in full-width signs": "".join(chr(ord(one) + 0xFEE0) for one in key if "!" <= one <= "~"),
        "parted by a blank": f"{key[:middle]} {key[middle:]}",
        "in brackets": f"[{key}]",
        "a wildcard at its end": f"{key[:-1]}%",
        "a wildcard for one sign": f"{key[:-1]}_",
        "a pattern": ".*",
        "a wildcard %": "%",
        "a wildcard *": "*",
        "SQL": "' OR '1'='1",
        "the word null": "null",
        "the word undefined": "undefined",
        "the word true": "true",
        "very long": key * (4000 // len(key)),
    }
    seen = {key, *known}
    for name, other in candidates.items():
        if other not in seen:
            seen.add(other)
            yield name, other


def _carried(scheme: SecurityScheme, key: str) -> tuple[dict[str, str], dict[str, str]]:
    """The headers and the query with a key where the scheme has it."""
    if scheme.place == "query":
        return {}, {scheme.carrier: key}
    if scheme.place == "cookie":
        return {"Cookie": f"{scheme.carrier}={quote(key)}"}, {}
    return {scheme.carrier: latin1(credential(scheme, key))}, {}


def _other_forms(scheme: SecurityScheme, key: str) -> Iterator[tuple[str, str]]:
    word = "Bearer" if scheme.kind == "bearer" else "Basic"
    other = "Basic" if scheme.kind == "bearer" else "Bearer"
    encoded = base64.b64encode(f"{key}:".encode()).decode()
    yield "the scheme alone", word
    yield "the scheme and a blank", f"{word} "
    yield "the key without a scheme", key
    yield "the key under another scheme", f"{other} {key}"
    yield (
        "the key as a user name",
        f"Basic {encoded}" if scheme.kind == "bearer" else f"Bearer {encoded}",
    )
    yield "the key under the scheme Token", f"Token {key}"
    yield "the key under the scheme ApiKey", f"ApiKey {key}"
    yield "the key under a scheme that begins like it", f"{word}s {key}"
    yield "the key without a blank after the scheme", f"{word}{key}"
    yield "the key after a colon", f"{word}: {key}"
    yield "the scheme twice", f"{word} {word} {key}"
    yield "another key before the key", f"{word} other {key}"
    yield "another word after the key", f"{word} {key} other"


def _other_places(
    scheme: SecurityScheme, key: str, places: set[tuple[str, str]]
) -> Iterator[Credential]:
    """The key where the document does not say it may be."""
    for name in ("access_token", "api_key", "key", "token"):
        if ("query", name) not in places:
            yield Credential(f"the key as the query parameter {name}", {}, {name: key})
    for header in ("X-Api-Key", "X-Auth-Token", "X-Authorization"):
        if ("header", header.lower()) not in places:
            yield Credential(f"the key in the header {header}", {header: latin1(key)})
    if all(place != "cookie" for place, _ in places):
        cookies = f"{scheme.carrier}={quote(key)}; token={quote(key)}"
        yield Credential("the key in a cookie", {"Cookie": cookies})


def _open(scheme: SecurityScheme, key: str) -> Iterator[Credential]:
    """RFC 9110 section 11.1 has scheme names in any case; many servers do not."""
    if scheme.kind == "bearer" and scheme.place == "header":
        yield Credential("`bearer` in lower case", {scheme.carrier: latin1(f"bearer {key}")})
        yield Credential("`Bearer` with two blanks", {scheme.carrier: latin1(f"Bearer  {key}")})


def _seen(bench: Bench, operation: Operation, one: Credential) -> Attempt:
    draft = bench.keyed(bench.full(operation), "credentials")

    def attempt(sender: Sender) -> Seen:
        answer = sender.send(one.put(draft), one.name)
        taken = answer.status in bench.success(operation)
        return Seen(f"{'taken' if taken else 'refused'} with {answer.status}")

    return attempt


PROPERTIES = (
    Property(
        id="credentials.refused",
        claim="Whoever does not bring a key, the whole key and nothing but the key is refused, and changes nothing.",
        plan=plan,
        severity="critical",
        fresh=8,
    ),
)
