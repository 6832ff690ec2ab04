"""How a target is reached: which certificates are trusted and shown, and through which proxy."""

import ssl
import urllib.request
from pathlib import Path
from urllib.parse import unquote, urlsplit

import urllib3

from contract_tests.errors import BadTarget
from contract_tests.settings import Settings
from contract_tests.target import Target
from spec.fetch import is_loopback

# Far more connections than a run has at one time: urllib3 drops and logs those that do not fit.
_POOL = 256


def connections(
    target: Target, settings: Settings, trust: ssl.SSLContext | None
) -> urllib3.PoolManager:
    """An empty pool of connections to the target. `trust` is what `tls` made. Raises BadTarget for a proxy that is none."""
    proxy = settings.proxy or _environment_proxy(target.url)
    if proxy is None:
        return urllib3.PoolManager(maxsize=_POOL, retries=False, ssl_context=trust)
    parts = urlsplit(proxy if "//" in proxy else f"http://{proxy}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadTarget(
            "the proxy is no http or https URL", "--proxy", "write http://HOST:PORT, as HTTPS_PROXY"
        )
    headers = {}
    if parts.username is not None:
        user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers = urllib3.make_headers(proxy_basic_auth=user)
    address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    return urllib3.ProxyManager(
        address, maxsize=_POOL, retries=False, proxy_headers=headers, ssl_context=trust
    )


def tls(target: Target, settings: Settings) -> ssl.SSLContext | None:
    """What an https target must show, and what is shown to it. Raises BadTarget for files that hold no certificates."""
    if urlsplit(target.url).scheme != "https":
        return None
    context = _trusting(settings.verify)
    if settings.certificate:
        own = settings.certificate
        pair = (own, None) if isinstance(own, str) else own
        try:
            context.load_cert_chain(*pair)
        except (OSError, ValueError) as error:
            raise BadTarget(
                f"no client certificate with its key: {error}", str(pair[0]), "both are PEM files"
            ) from None
    return context


def _trusting(verify: bool | str) -> ssl.SSLContext:
    if isinstance(verify, str):
        # A folder is one that `openssl rehash` made.
        is_folder = Path(verify).is_dir()
        try:
            return ssl.create_default_context(
                cafile=None if is_folder else verify, capath=verify if is_folder else None
            )
        except (OSError, ValueError) as error:
            raise BadTarget(f"no certificates to trust: {error}", verify, "a PEM file") from None
    context = ssl.create_default_context()
    if not verify:
        # Asked for by name: urllib3 need not warn of each request.
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _environment_proxy(url: str) -> str | None:
    """What HTTP_PROXY, HTTPS_PROXY and NO_PROXY say. This machine is never reached through a proxy."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return None
    return urllib.request.getproxies().get(parts.scheme)
