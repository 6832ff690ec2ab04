"""The smallest documents for tests: what a test is about stands in the test."""

from textwrap import dedent, indent

from spec import source
from spec.document import Document, build

HEAD = "openapi: {version}\ninfo: {{title: Test, version: '1'}}\n"


def document(body: str, *, version: str = "3.1.0", overlay: str | None = None) -> Document:
    """A document from the YAML of its `paths` and whatever else; `openapi` and `info` are filled in."""
    text = HEAD.format(version=version) + dedent(body)
    overlays = [source.parse(dedent(overlay), "overlay.yaml")] if overlay else []
    return build(source.parse(text, "api.yaml"), overlays)


def operation(body: str, **options: str) -> Document:
    """A document with the one operation `post /things`."""
    return document("paths:\n  /things:\n    post:\n" + indent(dedent(body), " " * 6), **options)


def schema(body: str, *, version: str = "3.1.0") -> Document:
    """A document with the one schema `Thing` in its components."""
    text = "paths: {}\ncomponents:\n  schemas:\n    Thing:\n" + indent(dedent(body), " " * 6)
    return document(text, version=version)
