"""Finding the operation, and answering helpfully where there is none: 404, 405 with Allow, OPTIONS and HEAD."""

import difflib
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from mock_server.endpoint import Endpoint, Slot
from mock_server.exchange import Request
from mock_server.refusal import Refusal
from mock_server.router import Router, UndecodablePath
from spec.document import Document

Found = tuple[Endpoint, Mapping[str, str]]


class Routing:
    """Paths are served as the document writes them, and below the base path of each of its servers as well."""

    def __init__(self, slots: Iterable[Slot], bases: Iterable[str]) -> None:
        slots = tuple(slots)
        self._router = Router(
            (slot.operation.method, base + slot.operation.path, slot)
            for base in dict.fromkeys(("", *bases))
            for slot in slots
        )
        self._offered = [f"{slot.operation.method} {slot.operation.path}" for slot in slots]

    def find(self, request: Request) -> Found:
        """Raises Refusal: 400 for a path that cannot be decoded, 404, or 405 with what is allowed."""
        match = self._match(request.path)
        if match is None:
            raise self._not_found(request)
        methods, parameters = match
        slot = methods.get(request.method)
        if slot is None and request.method == "HEAD":
            slot = methods.get("GET")  # RFC 9110 section 9.3.2: as GET, without the body
        if slot is None:
            raise self._not_allowed(request, methods)
        return slot.endpoint, parameters

    def methods(self, path: bytes) -> Mapping[str, Slot]:
        """What the document offers at a path, by method; empty where it has nothing. Raises Refusal."""
        match = self._match(path)
        return match[0] if match else {}

    def _match(self, path: bytes) -> tuple[Mapping[str, Slot], Mapping[str, str]] | None:
        try:
            match = self._router.match(path)
        except UndecodablePath:
            message = "the path is not percent-encoded UTF-8"
            raise Refusal(400, message, title="Bad request") from None
        return (match.methods, match.parameters) if match else None

    def _not_found(self, request: Request) -> Refusal:
        asked = f"{request.method} {request.path.decode('latin-1')}"
        near = difflib.get_close_matches(asked[:300], self._offered, 3, 0.5)
        offered = ", ".join(near or self._offered[:5]) or "no operation at all"
        message = f"the document has no operation at {_cut(asked)}; it has {offered}"
        return Refusal(404, message, details={"offered": near or self._offered[:5]})

    def _not_allowed(self, request: Request, methods: Mapping[str, Slot]) -> Refusal:
        offered = allow(methods)
        message = f"{_cut(request.method)} is not allowed here; allowed: {offered}"
        return Refusal(
            405,
            message,
            details={"allowed": offered.split(", ")},
            headers=[(b"allow", offered.encode())],
        )


def base_paths(document: Document) -> list[str]:
    """The path of each server's URL, variables at their default (OAS 3.1 section 4.8.5), the bare host left out."""
    bases = []
    for server in document.content.get("servers", ()):
        url = server.get("url", "")
        for name, variable in server.get("variables", {}).items():
            url = url.replace("{" + name + "}", str(variable.get("default", "")))
        path = urlsplit(url).path.rstrip("/")
        if path.startswith("/"):
            bases.append(path)
    return bases


def allow(methods: Mapping[str, Slot]) -> str:
    """The `Allow` header (RFC 9110 section 10.2.1): what is offered, and what the mock answers by itself."""
    names = {*methods, "OPTIONS", *(("HEAD",) if "GET" in methods else ())}
    return ", ".join(sorted(names))


def _cut(text: str) -> str:
    return text if len(text) <= 120 else text[:117] + "..."
