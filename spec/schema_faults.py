"""Schema Objects of OpenAPI 3.1 that are no JSON Schemas. The document's own schema leaves them open; that of 3.0 does not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jsonschema_rs

from spec import pointer, references, slots
from spec.complaints import complaints
from spec.document import Document
from spec.pointer import Tokens
from spec.schemas import compile_schema

_META = {"$ref": "https://json-schema.org/draft/2020-12/schema"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that no keyword of that name has."""

    pointer: str
    message: str


def faults(document: Document) -> Iterator[Fault]:
    """What breaks JSON Schema 2020-12, in the order of the document, the deepest of one schema first."""
    if document.version == (3, 0):
        return
    meta = jsonschema_rs.Draft202012Validator(_META)
    seen: set[str] = set()
    for tokens, schema in outermost(document.content):
        if meta.is_valid(schema):
            continue
        for one in complaints(meta, schema):
            where = pointer.write((*tokens, *one.tokens))
            if where not in seen:
                seen.add(where)
                yield Fault(where, one.message)


def unreadable(document: Document) -> Iterator[Fault]:
    """Patterns that are none, and references that lead nowhere: no fault of form, and no validator loads them."""
    for tokens, node in references.objects(document.content):
        for word in ("pattern", "$dynamicRef"):
            if isinstance(node.get(word), str) and not _loads(word, node[word]):
                message = f"{node[word]!r} is no {word} that a validator understands"
                yield Fault(pointer.write((*tokens, word)), message)


@lru_cache(maxsize=1024)
def _loads(word: str, text: str) -> bool:
    try:
        compile_schema({word: text})
    except (ValueError, jsonschema_rs.ReferencingError):
        return False
    return True


def outermost(content: Mapping[str, Any]) -> Iterator[tuple[Tokens, Any]]:
    """The schemas of components, those that stand where they are used, and those that references find elsewhere; one that holds
    another may come with it."""
    for tokens, node in references.objects(content):
        if tokens[:2] == ("components", "schemas"):
            if len(tokens) == 3:
                yield tokens, node
        elif "schema" in node:
            yield (*tokens, "schema"), node["schema"]
    for tokens, kind in slots.outside(content):
        if kind == "schema":
            yield tokens, pointer.get(content, tokens)
