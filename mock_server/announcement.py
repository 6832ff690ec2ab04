"""What `troth mock` says when it is ready: what it serves, which keys and ids work, and a curl that does."""

import json
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from mock_server import target
from mock_server.assembly import Assembly
from mock_server.endpoint import is_json
from mock_server.fixtures import plural
from spec.operations import MediaType, Operation
from spec.rules import RequiresRecord

_SHOWN_IDS = 3


def announce(assembly: Assembly, *, version: str) -> str:
    """The lines above `listening on`: keys and ids are the fixtures', made up, so they may be shown."""
    document = assembly.session.document
    info = document.content["info"]
    lines = [f"troth {version}: {info['title']} {info['version']} from {document.name}"]
    names = list(dict.fromkeys(item.name for item in document.corrections))
    if names:
        overlays = ", ".join(overlay.name for overlay in document.overlays)
        lines.append(f"corrected by {overlays}: {', '.join(names)}")
    lines += ["", *_principals(assembly)]
    return "\n".join(lines) + "\n"


def _principals(assembly: Assembly) -> Iterator[str]:
    for name, principal in target.principals(assembly.session).items():
        yield f"{name}: key {principal['api_key']['value']}"
        for kind, ids in principal.items():
            if kind != "api_key" and ids:
                more = f" and {len(ids) - _SHOWN_IDS} more" if len(ids) > _SHOWN_IDS else ""
                yield f"  {kind}: {', '.join(ids[:_SHOWN_IDS])}{more}"


def curl(assembly: Assembly, url: str) -> str | None:
    """A curl that succeeds: the first operation whose rules the fixtures can meet and whose body has an example."""
    primary = target.principals(assembly.session).get("primary")
    for operation in assembly.operations:
        body = _json_body(operation)
        if primary and operation.rules and (body is None or body.examples):
            return _curl(operation, url, primary, body)
    return None


def _curl(
    operation: Operation, url: str, primary: Mapping[str, Any], body: MediaType | None
) -> str:
    path = operation.path
    for rule in operation.rules.requires if operation.rules else ():
        if isinstance(rule, RequiresRecord) and rule.id.part == "path":
            ids = primary.get(plural(rule.kind)) or ["ID"]
            path = path.replace("{" + rule.id.name + "}", ids[0])
    parts = [f"curl -i -X {operation.method} {shlex.quote(url + path)}"]
    if operation.security:
        parts.append(f"-H 'Authorization: Bearer {primary['api_key']['value']}'")
    if body:
        parts.append(f"-H 'Content-Type: {body.name}'")
        parts.append(f"-d {shlex.quote(json.dumps(body.examples[0].value, ensure_ascii=False))}")
    return " \\\n    ".join(parts)


def _json_body(operation: Operation) -> MediaType | None:
    content = operation.body.content if operation.body else ()
    return next((item for item in content if is_json(item.name)), None)
