"""How a target is reached: certificates and proxies, over real connections."""

import contextlib
import shutil
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from contract_tests.connection import connections, tls
from contract_tests.errors import BadTarget, Unreachable
from contract_tests.exchange import Sent
from contract_tests.settings import Settings
from contract_tests.target import Target
from contract_tests.tests.servers import Reply, serving
from contract_tests.transport import Transport

needs_openssl = pytest.mark.skipif(
    not shutil.which("openssl"), reason="certificates are made by openssl"
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    paths = folder / "certificate.pem", folder / "key.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        f"-subj /CN=troth -addext subjectAltName=IP:127.0.0.1 -out {paths[0]} -keyout {paths[1]}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    return str(paths[0]), str(paths[1])


@contextlib.contextmanager
def serving_tls(certificate, asks_for=None):
    """`asks_for` is the certificate that a client must show."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    if asks_for:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(asks_for)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            """Tests say what they saw."""

    class Server(HTTPServer):
        def get_request(self):
            connection, address = super().get_request()
            connection.settimeout(5)
            return context.wrap_socket(connection, server_side=True), address

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def get(url, **settings):
    with Transport(Target(url, {}), Settings(**settings)) as line:
        return line.send(Sent("GET", f"{url}/", (), b""), retry_safe=True).status


@needs_openssl
def test_a_certificate_that_nobody_vouches_for_is_refused(certificate):
    """The message says how to trust it."""
    with serving_tls(certificate) as url, pytest.raises(Unreachable) as error:
        get(url)
    assert "--ca-bundle FILE" in str(error.value)
    assert "certificate verify failed" in str(error.value)


@needs_openssl
@pytest.mark.parametrize("how", ["bundle", "insecure"])
def test_a_certificate_is_trusted_when_told_so(certificate, how):
    """By the bundle that has it, or not looked at."""
    with serving_tls(certificate) as url:
        assert get(url, verify=certificate[0] if how == "bundle" else False) == 204


@needs_openssl
def test_a_client_certificate_is_shown(certificate):
    """A deployment that asks for one is reached with it only."""
    with serving_tls(certificate, asks_for=certificate[0]) as url:
        assert get(url, verify=certificate[0], certificate=certificate) == 204


def test_http_and_https_are_told_apart():
    """A TLS client at a server without TLS learns what may be wrong."""
    with (
        serving(lambda *_: Reply()) as server,
        pytest.raises(Unreachable, match="http:// or https"),
    ):
        get(server.url.replace("http:", "https:"))


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"verify": "/none.pem"}, "/none.pem: no certificates to trust"),
        ({"certificate": "/none.pem"}, "/none.pem: no client certificate with its key"),
        ({"certificate": ("/none.pem", "/key.pem")}, "/none.pem: no client certificate"),
    ],
    ids=["bundle", "certificate", "pair"],
)
def test_a_file_that_is_no_certificate_is_named(settings, problem):
    """Before anything is sent."""
    with pytest.raises(BadTarget) as error:
        tls(Target("https://h", {}), Settings(**settings))
    assert str(error.value).startswith(problem)


@pytest.mark.parametrize("proxy", ["socks5://h:1", "http://", "ftp://h"])
def test_a_proxy_that_is_none_is_refused(proxy):
    """With what to write."""
    with pytest.raises(BadTarget, match="the proxy is no http or https URL"):
        connections(Target("http://h", {}), Settings(proxy=proxy), None)


@pytest.mark.parametrize("how", ["option", "environment"])
def test_a_proxy_is_used(how, monkeypatch):
    """It is asked for the whole address, and its password is sent to it alone."""
    with serving(lambda *_: Reply(202)) as proxy:
        address = proxy.url.replace("//", "//user:p%40ss@")
        settings = {"proxy": address} if how == "option" else {}
        if how == "environment":
            monkeypatch.setenv("http_proxy", address)
        assert get("http://target.invalid", **settings) == 202
    (asked,) = proxy.requests
    assert asked.path == "http://target.invalid/"
    assert asked.headers["proxy-authorization"] == "Basic dXNlcjpwQHNz"


def test_a_proxy_that_is_not_there_is_told_from_the_target():
    """What to look at is another setting."""
    with serving(lambda *_: Reply()) as gone:
        address = gone.url
    with pytest.raises(Unreachable, match="the proxy gives no connection: connection refused"):
        get("http://target.invalid", proxy=address)


def test_this_machine_is_reached_directly(monkeypatch):
    """Whatever the environment says: the mock of a run is no business of a proxy."""
    monkeypatch.setenv("http_proxy", "http://proxy.invalid:1")
    with serving(lambda *_: Reply(202)) as server:
        assert get(server.url) == 202


def test_hosts_are_excepted_from_the_proxy(monkeypatch):
    """NO_PROXY."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "target.invalid")
    with pytest.raises(Unreachable, match="the host's name is not known"):
        get("http://target.invalid")
