"""Who is asking: the security requirements of an operation, compiled, against the keys of the world."""

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote_to_bytes

from mock_server.exchange import Request
from mock_server.world import Principal, World
from spec.operations import Operation, SecurityScheme


class Unauthenticated(Exception):
    """No alternative of the security requirement is met. `message` says what to send; `challenge` is RFC 9110 section 11.6.1."""

    def __init__(self, message: str, challenge: str) -> None:
        super().__init__(message)
        self.message, self.challenge = message, challenge


class Gate:
    """Lets through what one operation's `security` lets through: an OR of ANDs of schemes."""

    def __init__(self, operation: Operation) -> None:
        self._alternatives = operation.security
        single = len(operation.security) == 1 and len(operation.security[0]) == 1
        only = operation.security[0][0] if single else None
        self._bearer_only = only is not None and only.kind == "bearer"
        self._challenge = _challenge(operation)

    def admit(self, request: Request, world: World) -> Principal | None:
        """The principal, or None where the operation is open. Raises Unauthenticated."""
        if self._bearer_only:  # by far the most common requirement
            scheme, _, token = request.headers.get(b"authorization", b"").partition(b" ")
            principal = world.principal(token) if scheme.lower() == b"bearer" else None
            if principal is not None:
                return principal
        if not self._alternatives:
            return None
        reasons = []
        for schemes in self._alternatives:
            try:
                return _admit_all(schemes, request, world)
            except Unauthenticated as refusal:
                reasons.append(refusal.message)
        raise Unauthenticated("; or ".join(dict.fromkeys(reasons)), self._challenge)


def _admit_all(
    schemes: tuple[SecurityScheme, ...], request: Request, world: World
) -> Principal | None:
    """Every scheme of one alternative, all standing for the same owner; no scheme at all admits anybody."""
    admitted: Principal | None = None
    for scheme in schemes:
        if scheme.kind == "mutualTLS":
            continue  # there is no TLS on a local mock: taken as met
        principal = _admit_one(scheme, request, world)
        if admitted is not None and principal.owner.id != admitted.owner.id:
            raise Unauthenticated("the credentials belong to different owners", "")
        admitted = principal
    return admitted


def _admit_one(scheme: SecurityScheme, request: Request, world: World) -> Principal:
    where = f"the {scheme.carrier} {scheme.place}"
    sent = _sent(scheme, request)
    if sent is None:
        raise Unauthenticated(f"{where} is missing{_form(scheme)}", "")
    key = _key(scheme, sent)
    if key is None:
        raise Unauthenticated(f"{where} is malformed{_form(scheme)}", "")
    principal = world.principal(key)
    if principal is None:
        raise Unauthenticated(f"the key in {where} is not known to this mock", "")
    return principal


def _sent(scheme: SecurityScheme, request: Request) -> bytes | None:
    if scheme.place == "header":
        return request.headers.get(scheme.carrier.lower().encode())
    if scheme.place == "cookie":
        return _cookies(request.headers).get(scheme.carrier)
    pairs = parse_qsl(request.query, keep_blank_values=True)
    name = scheme.carrier.encode()
    return next((value for key, value in pairs if key == name), None)


def _cookies(headers: Mapping[bytes, bytes]) -> dict[str, bytes]:
    pairs = (pair.partition(b"=") for pair in headers.get(b"cookie", b"").split(b";"))
    return {
        name.strip().decode("latin-1"): unquote_to_bytes(value.strip()) for name, _, value in pairs
    }


def _key(scheme: SecurityScheme, sent: bytes) -> bytes | None:
    """The key inside a credential, None when the credential has not its scheme's form."""
    if scheme.kind == "apiKey":
        return sent
    # RFC 9110 section 11.4: scheme 1*SP credentials, the scheme in any case.
    name, _, token = sent.partition(b" ")
    token = token.strip(b" ")
    if not token:
        return None
    if scheme.kind == "basic":
        return _basic(token) if name.lower() == b"basic" else None
    if scheme.kind == "bearer":
        return token if name.lower() == b"bearer" and b" " not in token else None
    return token


def _basic(token: bytes) -> bytes | None:
    """RFC 7617: base64 of `user:password`, which is what a fixture's key is compared with."""
    try:
        return base64.b64decode(token, validate=True)
    except binascii.Error:
        return None


def _form(scheme: SecurityScheme) -> str:
    forms = {
        "bearer": ": send `Authorization: Bearer KEY`",
        "basic": ": send `Authorization: Basic` and the base64 of user:password",
    }
    return forms.get(scheme.kind, "")


def _challenge(operation: Operation) -> str:
    """The challenges of the schemes that have one registered with IANA; an API key in a header has none."""
    kinds = {scheme.kind for schemes in operation.security for scheme in schemes}
    names = [name for kind, name in (("bearer", "Bearer"), ("basic", "Basic")) if kind in kinds]
    return ", ".join(f'{name} realm="mock"' for name in names)
