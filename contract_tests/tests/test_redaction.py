"""No output shows a key."""

import base64
import json
import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests.exchange import Sent
from contract_tests.hiding import MASK, variable
from contract_tests.redaction import LONGEST, Redaction
from contract_tests.target import Principal, Target

KEY, OTHER = 'sk_Test/9+"é$', "sk_Test"


def redaction(*keys, headers=()):
    names = ["primary", "stranger", "metrics_disabled"]
    principals = {n: Principal(n, key) for n, key in zip(names, keys, strict=False)}
    return Redaction(Target("http://h", principals), headers)


SPELLINGS = {
    "raw": KEY,
    "url": quote(KEY, safe=""),
    "json": json.dumps(KEY)[1:-1],
    "json-utf-8": json.dumps(KEY, ensure_ascii=False)[1:-1],
    "base64": base64.b64encode(KEY.encode()).decode(),
    "latin-1": KEY.encode().decode("latin-1"),
}


@pytest.mark.parametrize("spelled", SPELLINGS.values(), ids=SPELLINGS)
def test_a_key_is_hidden_in_every_coding(spelled):
    """Whatever a deployment or a library made of it."""
    assert redaction(KEY).text(f"<{spelled}>") == "<$TROTH_API_KEY>"


def test_keys_that_begin_alike_are_told_apart():
    """The longer one is not half hidden, and the variable's name ends where it should."""
    assert redaction(OTHER, OTHER + "2").text(f"{OTHER}2 {OTHER}3 {OTHER}") == (
        "$TROTH_STRANGER_KEY ${TROTH_API_KEY}3 $TROTH_API_KEY"
    )


@pytest.mark.parametrize(
    ("principal", "name"),
    [
        ("primary", "TROTH_API_KEY"),
        ("metrics_disabled", "TROTH_METRICS_DISABLED_KEY"),
        ("a b-c", "TROTH_A_B_C_KEY"),
    ],
)
def test_each_principal_has_its_variable(principal, name):
    """The names that the target's examples use."""
    assert variable(principal) == name


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Authorization", "Bearer the-primary-key", "Bearer $TROTH_API_KEY"),
        ("Authorization", "Bearer something", "Bearer [masked]"),
        ("authorization", "something", "[masked]"),
        ("Authorization", "", ""),
        ("Authorization", "Basic dTpw", "Basic [masked]"),
        ("Set-Cookie", "sid=1; Path=/", "[masked]"),
        ("X-Auth-Token", "t", "[masked]"),
        ("X-Gate", "t", "[masked]"),
        ("X-Request-Id", "t", "t"),
        ("WWW-Authenticate", 'Bearer realm="a"', 'Bearer realm="a"'),
        ("Location", "/x?key=the-primary-key", "/x?key=$TROTH_API_KEY"),
    ],
)
def test_unknown_credentials_are_masked(name, value, shown):
    """What stands in a header for credentials is one, though no target names it; so is what the run was told to send."""
    assert redaction("the-primary-key", headers=["x-gate"]).header(name, value) == shown


@pytest.mark.parametrize(
    ("credential", "shown"),
    [
        pytest.param("the-primary-keX", "${TROTH_API_KEY:0:14}X", id="last"),
        pytest.param("the-pXimary-key", "${TROTH_API_KEY:0:5}X${TROTH_API_KEY:6}", id="middle"),
        pytest.param("Xhe-primary-key", "X${TROTH_API_KEY:1}", id="first"),
        pytest.param("the-primary-ke", "${TROTH_API_KEY:0:14}", id="cut"),
        pytest.param("the-pri", "${TROTH_API_KEY:0:7}", id="half"),
        pytest.param("primary-key", "${TROTH_API_KEY:4}", id="second-half"),
        pytest.param("the-primary-keyé", "${TROTH_API_KEY}é", id="longer"),
        pytest.param("THE-PRIMARY-KEY", '$(printf %s "$TROTH_API_KEY" | tr a-z A-Z)', id="upper"),
        pytest.param("the-XXXXXXX-key", "[masked]", id="hollow"),
        pytest.param("the", "[masked]", id="too-little"),
        pytest.param("the-secret-of-another-key", "[masked]", id="another"),
    ],
)
def test_what_is_nearly_a_key_is_said_as_what_was_done_to_it(credential, shown):
    """The reader sees the difference, and not the key."""
    assert redaction("the-primary-key").header("Authorization", f"Bearer {credential}") == (
        f"Bearer {shown}"
    )


@given(st.text("abAB-", min_size=8, max_size=12), st.text("abAB-", min_size=1, max_size=14))
def test_what_is_shown_of_a_near_key_is_true(key, credential):
    """The shell makes the credential of it; of the key itself next to nothing is told."""
    shown = redaction(key).header("X-Api-Key", credential)
    if shown == MASK or "tr " in shown:
        return
    meant = re.sub(
        r"\$\{TROTH_API_KEY(?::(\d+))?(?::(\d+))?\}|\$TROTH_API_KEY",
        lambda part: key[int(part[1] or 0) :][: int(part[2] or len(key))],
        shown,
    )
    assert meant == credential
    assert key not in shown


def test_a_near_key_does_not_come_back():
    """A server that repeats the credential that it refuses tells it to whoever reads the answer."""
    sent = Sent("POST", "http://h/", (("Authorization", "Bearer the-primary-keX"),), b"")
    shown = redaction("the-primary-key").body(b'{"error": "bad the-primary-keX"}', sent)
    assert shown == '{"error": "bad [masked]"}'


def test_a_body_is_cut_after_its_keys_are_hidden():
    """No half of a key is left at the end."""
    shown = redaction("the-primary-key").body(b"x" * (LONGEST - 5) + b"the-primary-key" + b"y" * 50)
    assert shown.startswith("x" * (LONGEST - 5) + "${TRO…\n(")
    assert shown.endswith(" more characters)")


def test_an_answer_cannot_steer_a_terminal():
    """Bytes that are no text, and control characters, are shown as escapes."""
    shown = redaction().body(b"\xff\x1b[2J\x00\tx\r\n\xc2\x9b1m")
    assert shown == "\\xff\\x1b[2J\\x00\tx\\x0d\n\\x9b1m"


def test_without_keys_nothing_changes():
    """An open API has no secret."""
    assert redaction(None).text("$TROTH_API_KEY, and the rest") == "$TROTH_API_KEY, and the rest"
