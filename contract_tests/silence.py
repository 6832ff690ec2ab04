"""Why there is no answer, in words: what urllib3 raises, told for a finding or for whoever typed the address."""

import re

from urllib3 import exceptions

from contract_tests.errors import Dropped, NoAnswer, NotConnected

_TOO_SLOW = "no answer came within {:g} s"


def silence(error: exceptions.HTTPError, timeout: float, *, begun: bool = False) -> NoAnswer:
    """What an error means. `begun` says that the answer's head had come."""
    if isinstance(error, exceptions.DecodeError):
        return NoAnswer("the answer's body is not coded as its Content-Encoding says")
    if isinstance(error, exceptions.ReadTimeoutError):
        return NoAnswer(_TOO_SLOW.format(timeout) if not begun else _cut_short(timeout))
    if begun:
        return NoAnswer("the connection was closed in the middle of the answer")
    return _unconnected(error, timeout) or _broken_off(error)


def _cut_short(timeout: float) -> str:
    return f"the answer was not complete within {timeout:g} s"


def _unconnected(error: exceptions.HTTPError, timeout: float) -> NotConnected | None:
    """NewConnectionError is a ConnectTimeoutError to urllib3, so the order matters."""
    if isinstance(error, exceptions.ProxyError):
        hint = "see --proxy, HTTPS_PROXY and NO_PROXY"
        return NotConnected(f"the proxy gives no connection: {_reason(error)}", hint)
    if isinstance(error, exceptions.NameResolutionError):
        return NotConnected("the host's name is not known", "see whether the URL is right")
    if isinstance(error, exceptions.NewConnectionError):
        return NotConnected(_reason(error), "see whether it is running, and the port")
    if isinstance(error, exceptions.ConnectTimeoutError):
        problem = f"no connection within {timeout:g} s"
        return NotConnected(problem, "see whether a firewall or a VPN stands between")
    if isinstance(error, exceptions.SSLError):
        return NotConnected(_reason(error), _tls_hint(str(error)))
    return None


def _tls_hint(text: str) -> str:
    if "verify failed" in text or "VERIFY_FAILED" in text:
        return "trust its certificate with --ca-bundle FILE, or none at all with --insecure"
    return "see whether the URL should begin with http:// or https://, and --cert"


def _broken_off(error: exceptions.HTTPError) -> NoAnswer:
    cause = error.args[-1] if error.args else None
    if isinstance(cause, ConnectionError):  # http.client's RemoteDisconnected is one
        return Dropped("the connection was closed without an answer")
    return NoAnswer(f"what came back is not HTTP: {_reason(error)}")


def _reason(error: BaseException) -> str:
    """The innermost cause, without the names of classes and the addresses of objects that libraries put around it."""
    inner = error
    while inner.args and isinstance(inner.args[-1], BaseException):
        inner = inner.args[-1]
    if isinstance(inner, OSError) and inner.strerror:
        return re.sub(r" \(_ssl\.c:\d+\)$", "", inner.strerror).lower()
    text = str(inner).partition("Failed to establish a new connection: ")[2] or str(inner)
    return re.sub(r"^\[Errno -?\d+\] ", "", text).lower() or type(inner).__name__
