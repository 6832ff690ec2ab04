import base64

import pytest

from mock_server import fixtures
from mock_server.credentials import Gate, Unauthenticated
from mock_server.exchange import Request
from spec import source
from spec.compile import compile_operations
from spec.tests.documents import document

WORLD = fixtures.read(
    source.parse("shops: [{id: s1, apiKeys: [k1, 'user:k1']}, {id: s2, apiKeys: [k2]}]", "w")
)


def gate(security):
    loaded = document(
        f"""
        paths:
          /a: {{get: {{security: {security}, responses: {{'200': {{description: x}}}}}}}}
        components:
          securitySchemes:
            bearer: {{type: http, scheme: bearer}}
            basic: {{type: http, scheme: basic}}
            header: {{type: apiKey, in: header, name: X-Key}}
            query: {{type: apiKey, in: query, name: key}}
            cookie: {{type: apiKey, in: cookie, name: sid}}
            tls: {{type: mutualTLS}}
        """
    )
    (operation,) = compile_operations(loaded)
    return Gate(operation)


def admit(security, headers=None, query=b""):
    principal = gate(security).admit(Request("GET", b"/a", query, headers or {}, b""), WORLD)
    return principal.owner.id if principal else None


BASIC = b"Basic " + base64.b64encode(b"user:k1")


@pytest.mark.parametrize(
    ("security", "headers", "query", "owner"),
    [
        pytest.param("[{bearer: []}]", {b"authorization": b"Bearer k1"}, b"", "s1", id="bearer"),
        pytest.param("[{bearer: []}]", {b"authorization": b"bEARER  k1"}, b"", "s1", id="any-case-and-more-blanks"),
        pytest.param("[{basic: []}]", {b"authorization": BASIC}, b"", "s1", id="basic"),
        pytest.param("[{header: []}]", {b"x-key": b"k2"}, b"", "s2", id="header"),
        pytest.param("[{query: []}]", {}, b"a=1&key=k2", "s2", id="query"),
        pytest.param("[{cookie: []}]", {b"cookie": b"a=b; sid=k2"}, b"", "s2", id="cookie"),
        pytest.param("[{bearer: []}, {header: []}]", {b"x-key": b"k2"}, b"", "s2", id="or"),
        pytest.param("[{bearer: [], query: []}]", {b"authorization": b"Bearer k1"}, b"key=k1", "s1", id="and"),
        pytest.param("[{tls: [], header: []}]", {b"x-key": b"k2"}, b"", "s2", id="tls-is-taken-as-met"),
        pytest.param("[]", {}, b"", None, id="open"),
        pytest.param("[{bearer: []}, {}]", {}, b"", None, id="optional"),
    ],
)  # fmt: skip
def test_a_credential_stands_for_its_owner(security, headers, query, owner):
    """Every kind of scheme, alternatives and combinations."""
    assert admit(security, headers, query) == owner


@pytest.mark.parametrize(
    ("security", "headers", "message"),
    [
        pytest.param("[{bearer: []}]", {}, "the Authorization header is missing: send `Authorization: Bearer KEY`", id="missing"),
        pytest.param("[{bearer: []}]", {b"authorization": b"k1"}, "the Authorization header is malformed: send `Authorization: Bearer KEY`", id="no-scheme"),
        pytest.param("[{bearer: []}]", {b"authorization": b"Bearer "}, "the Authorization header is malformed: send `Authorization: Bearer KEY`", id="empty"),
        pytest.param("[{bearer: []}]", {b"authorization": b"Bearer k1, Bearer k1"}, "the Authorization header is malformed: send `Authorization: Bearer KEY`", id="twice"),
        pytest.param("[{bearer: []}]", {b"authorization": BASIC}, "the Authorization header is malformed: send `Authorization: Bearer KEY`", id="basic-for-bearer"),
        pytest.param("[{bearer: []}]", {b"authorization": b"Bearer k1x"}, "the key in the Authorization header is not known to this mock", id="longer"),
        pytest.param("[{bearer: []}]", {b"authorization": b"Bearer K1"}, "the key in the Authorization header is not known to this mock", id="other-case"),
        pytest.param("[{bearer: []}]", {b"authorization": b"Bearer \xff"}, "the key in the Authorization header is not known to this mock", id="non-ascii"),
        pytest.param("[{basic: []}]", {b"authorization": b"Basic !!"}, "the Authorization header is malformed: send `Authorization: Basic` and the base64 of user:password", id="no-base64"),
        pytest.param("[{bearer: [], header: []}]", {b"authorization": b"Bearer k1", b"x-key": b"k2"}, "the credentials belong to different owners", id="two-owners"),
        pytest.param("[{bearer: []}, {header: []}]", {}, "the Authorization header is missing: send `Authorization: Bearer KEY`; or the X-Key header is missing", id="alternatives"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_to_send(security, headers, message):
    """And never with the key that was sent."""
    with pytest.raises(Unauthenticated) as caught:
        admit(security, headers)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("security", "challenge"),
    [("[{bearer: []}]", 'Bearer realm="mock"'), ("[{bearer: []}, {basic: []}]", 'Bearer realm="mock", Basic realm="mock"'), ("[{header: []}]", "")],
)  # fmt: skip
def test_the_challenge_names_the_schemes(security, challenge):
    """RFC 9110 section 11.6.1."""
    with pytest.raises(Unauthenticated) as caught:
        admit(security)
    assert caught.value.challenge == challenge
