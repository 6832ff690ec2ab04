"""What `troth mock` says when it is ready: what it serves, which keys and ids work, and a curl that does."""

from collections.abc import Iterator, Mapping
from typing import Any

from mock_server import curl, target
from mock_server.assembly import Assembly

_SHOWN_IDS = 3


def announce(assembly: Assembly, url: str, *, version: str) -> str:
    """The lines above `listening on`. Keys and ids are the fixtures', which are made up, so they may be shown."""
    principals = target.principals(assembly.session)
    lines = [*_title(assembly, version), "", *_principals(principals)]
    command = curl.example(
        assembly.operations, assembly.schemas, principals.get("primary", {}), url
    )
    if command:
        lines += ["", "try:", "", f"  {command}"]
    return "\n".join(lines) + "\n"


def _title(assembly: Assembly, version: str) -> Iterator[str]:
    document = assembly.session.document
    info = document.content["info"]
    yield f"troth {version}: {info['title']} {info['version']} from {document.name}"
    names = list(dict.fromkeys(item.name for item in document.corrections))
    if names:
        overlays = ", ".join(overlay.name for overlay in document.overlays)
        yield f"corrected by {overlays}: {', '.join(names)}"


def _principals(principals: Mapping[str, Any]) -> Iterator[str]:
    for name, principal in principals.items():
        yield f"{name}: key {principal['api_key']['value']}"
        for kind, ids in principal.items():
            if kind != "api_key" and ids:
                more = f" and {len(ids) - _SHOWN_IDS} more" if len(ids) > _SHOWN_IDS else ""
                yield f"  {kind}: {', '.join(ids[:_SHOWN_IDS])}{more}"
