"""The door, knocked on with raw sockets: every limit, every clock, and the HTTP that must go on working."""

import asyncio
import contextlib
import hashlib
import inspect
import json
import socket
import time
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlsplit

import pytest
from uvicorn.protocols.http import httptools_impl

from mock_server import serving
from mock_server.limits import Limits, plain

# Small sizes, so that the tests are short; times that no working test reaches.
SIZES = Limits(header_bytes=2000, headers=20, target_bytes=200, connections=50)
# Times so short that a test can wait for them.
TIMES = Limits(header_seconds=0.3, body_seconds=0.3, keep_alive_seconds=0.3)
HOST = b"Host: here\r\n"
GET = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"


class Echo:
    """Answers with what it was asked; paths that begin with /early are answered before the body is read, /wait on /go only."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.disconnected = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
            return
        path, body = scope["path"], b""
        if path == "/go":
            self.go.set()
        while not path.startswith("/early"):
            message = await receive()
            if message["type"] == "http.disconnect":
                self.disconnected += 1
                return
            body += message["body"]
            if not message["more_body"]:
                break
        if path == "/wait":
            await self.go.wait()
        await self.answer(scope, body, send)

    async def answer(self, scope: Any, body: bytes, send: Any) -> None:
        seen = {"method": scope["method"], "path": scope["path"], "body": body.decode()}
        seen["names"] = [name.decode() for name, _ in scope["headers"]]
        content = json.dumps(seen).encode()
        headers = [(b"content-length", b"%d" % len(content))]
        if scope["path"].endswith("/close"):
            headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if scope["path"] == "/half":
            await send({"type": "http.response.body", "body": content[:5], "more_body": True})
            await self.go.wait()
        await send({"type": "http.response.body", "body": content[5:]})


async def lifespan(receive: Any, send: Any) -> None:
    for _ in range(2):
        message = await receive()
        await send({"type": message["type"] + ".complete"})


class Wire:
    """A client that sends what it is told to and reads answers one by one."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self.socket = socket.create_connection((address.hostname, address.port), timeout=10)

    def send(self, *pieces: bytes) -> "Wire":
        for piece in pieces:
            self.socket.sendall(piece)
        return self

    def answer(self, method: str = "GET") -> tuple[int, Any]:
        response = HTTPResponse(self.socket, method=method)
        response.begin()
        self.headers = response.headers
        content = response.read()
        return response.status, json.loads(content) if content else None

    def answers(self, count: int) -> list[tuple[int, Any]]:
        return [self.answer() for _ in range(count)]

    def ends(self) -> bool:
        """Whether the server closes without another byte."""
        return self.socket.recv(1) == b""
