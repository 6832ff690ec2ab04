"""The kinds of objects of an OpenAPI document, by the members on the way to them."""

from collections.abc import Mapping

from spec.keywords import LISTS, MAPS, ONES
from spec.pointer import Tokens

# A map or list of a kind is written with a star; with two where names that begin with `x-` are extensions (section 4.9).
_ITEM = {"parameters": "parameter*"} | dict.fromkeys(
    "get put post delete options head patch trace".split(), "operation"
)
_PARAMETER = {"schema": "schema", "content": "media type*", "examples": "example*"}
_MEMBERS: Mapping[str, Mapping[str, str]] = {
    "document": {
        "paths": "path item**",
        "webhooks": "path item*",
        "components": "components",
        "info": "info object",
        "servers": "server*",
        "tags": "tag*",
    },
    "components": {
        "schemas": "schema*",
        "responses": "response*",
        "parameters": "parameter*",
        "examples": "example*",
        "requestBodies": "request body*",
        "headers": "header*",
        "securitySchemes": "security scheme*",
        "links": "link*",
        "callbacks": "callback*",
        "pathItems": "path item*",
    },
    "path item": _ITEM,
    "operation": {
        "parameters": "parameter*",
        "requestBody": "request body",
        "responses": "response**",
        "callbacks": "callback*",
    },
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "request body": {"content": "media type*"},
    "response": {"headers": "header*", "content": "media type*", "links": "link*"},
    "media type": {"schema": "schema", "examples": "example*", "encoding": "encoding*"},
    "encoding": {"headers": "header*"},
    "schema": dict.fromkeys(ONES, "schema") | dict.fromkeys(LISTS | MAPS, "schema*"),
}
_FREE = "**"


def kind_at(tokens: Tokens, kind: str = "document") -> str:
    """The kind of what stands at a place in an object of a kind; empty where the specification does not know the place."""
    for token in tokens:
        kind = _step(kind, str(token))
    return kind


def _step(kind: str, token: str) -> str:
    if kind == "callback":  # a map itself
        kind = "path item**"
    if kind.endswith(_FREE):
        return "" if token.startswith("x-") else kind.removesuffix(_FREE)
    if kind.endswith("*"):
        return kind.removesuffix("*")
    return _MEMBERS.get(kind, {}).get(token, "")
