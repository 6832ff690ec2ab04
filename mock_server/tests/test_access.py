import pytest

from mock_server.access import refusal

HOME = {"host": "127.0.0.1:8080"}


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(HOME, id="curl"),
        pytest.param({"host": "localhost:8080"}, id="localhost"),
        pytest.param({"host": "[::1]:8080"}, id="ipv6"),
        pytest.param({**HOME, "origin": "http://127.0.0.1:8080"}, id="own-page"),
        pytest.param({**HOME, "sec-fetch-site": "none"}, id="address-bar"),
    ],
)
def test_on_this_machine_the_control_api_is_open(headers):
    """No token, no ceremony."""
    assert refusal(headers, token=None, loopback=True) is None


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        pytest.param({"host": "evil.example:8080"}, "the Host 'evil.example:8080' is not this machine: use 127.0.0.1 or localhost", id="rebinding"),
        pytest.param({}, "the Host '' is not this machine: use 127.0.0.1 or localhost", id="no-host"),
        pytest.param({"host": "127.0.0.1.evil.example"}, "the Host '127.0.0.1.evil.example' is not this machine: use 127.0.0.1 or localhost", id="prefix"),
        pytest.param({"host": "[::1"}, "the Host '[::1' is not this machine: use 127.0.0.1 or localhost", id="broken-host"),
        pytest.param({**HOME, "origin": "https://evil.example"}, "the Origin 'https://evil.example' is another site's", id="foreign-origin"),
        pytest.param({**HOME, "origin": "http://127.0.0.1:3000"}, "the Origin 'http://127.0.0.1:3000' is another site's", id="other-port"),
        pytest.param({**HOME, "origin": "null"}, "the Origin 'null' is another site's", id="sandboxed-page"),
        pytest.param({**HOME, "sec-fetch-site": "cross-site"}, "the request comes from another site", id="cross-site"),
    ],
)  # fmt: skip
def test_a_page_from_elsewhere_is_refused(headers, reason):
    """A browser on this machine may be made to call it."""
    assert refusal(headers, token=None, loopback=True) == reason


def test_over_a_network_it_is_off_without_a_token():
    """Not open by accident."""
    assert refusal(HOME, token=None, loopback=False) == (
        "the control API is off on this address: start the mock with --control-token"
    )


@pytest.mark.parametrize("loopback", [True, False])
@pytest.mark.parametrize(
    ("sent", "admitted"), [("Bearer right", True), ("bearer right", True), ("Bearer wrong", False), ("", False), ("Bearer é", False)]
)  # fmt: skip
def test_with_a_token_only_the_token_counts(sent, admitted, loopback):
    """On any address."""
    reason = refusal({"authorization": sent}, token="right", loopback=loopback)
    assert (reason is None) is admitted
