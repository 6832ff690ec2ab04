"""A bench for a small document: what most tests of properties start from."""

import json
from typing import Any

from contract_tests.bench import Bench
from contract_tests.settings import Settings
from contract_tests.target import Principal, Target
from spec import source
from spec.document import Document, build

SHOP = "7c9e6679-7425-40de-944b-e07fc1f90a01"
OTHER_SHOP = "7c9e6679-7425-40de-944b-e07fc1f90a02"
FOREIGN_SHOP = "7c9e6679-7425-40de-944b-e07fc1f90a03"
RACK = "7c9e6679-7425-40de-944b-e07fc1f90a04"

BOOK: dict[str, Any] = {
    "type": "object",
    "required": ["title"],
    "properties": {
        "title": {"type": "string", "minLength": 1, "maxLength": 80},
        "price": {"type": "number", "minimum": 0, "maximum": 100},
        "note": {"type": "string", "maxLength": 200},
        "rack": {"type": "string", "format": "uuid"},
    },
    "anyOf": [{"required": ["price"]}, {"required": ["note"]}],
}
PLACED: dict[str, Any] = {
    "type": "object",
    "required": ["id", "title", "createdAt"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "owner": {"type": "string", "format": "uuid"},
        "title": {"type": "string"},
        "price": {"type": ["number", "null"], "maximum": 100},
        "note": {"type": ["string", "null"]},
        "rack": {"type": ["string", "null"]},
        "createdAt": {"type": "string", "format": "date-time"},
    },
}
RULES: dict[str, Any] = {
    "requires": [
        {"exists": "shop", "id": "$request.path.shop", "in": "chain", "else": 404},
        {
            "exists": "rack",
            "id": "$request.body#/rack",
            "in": "chain",
            "optional": True,
            "else": 403,
        },
    ],
    "upsert": {
        "resource": "book",
        "key": ["$request.path.shop", "$request.body#/title"],
        "replaces": "whole",
        "keeps": ["id", "createdAt"],
        "sets": {"owner": "from credential"},
        "clock": {"created": "createdAt"},
    },
}


def answer(schema: dict[str, Any], description: str = "An answer.") -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def books(**changes: Any) -> dict[str, Any]:
    """A document of one upsert with every kind of rule but a flag; `changes` are members of the operation."""
    error = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
    operation = {
        "operationId": "placeBook",
        "parameters": [
            {
                "name": "shop",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "format": "uuid"},
            }
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": BOOK}}},
        "responses": {
            "201": answer(PLACED),
            **{status: answer(error) for status in ("400", "401", "403", "404")},
        },
        "x-troth": RULES,
        **changes,
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Books", "version": "1"},
        "security": [{"key": []}],
        "paths": {"/shops/{shop}/books": {"post": operation}},
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


def document(content: dict[str, Any]) -> Document:
    return build(source.parse(json.dumps(content), "books.json"))


def target(url: str = "http://127.0.0.1:1") -> Target:
    primary = Principal("primary", "primary-key", {"shops": (SHOP, OTHER_SHOP), "racks": (RACK,)})
    stranger = Principal("stranger", "stranger-key", {"shops": (FOREIGN_SHOP,)})
    return Target(url, {"primary": primary, "stranger": stranger})


def bench(content: dict[str, Any] | None = None, **settings: Any) -> Bench:
    return Bench(document(content or books()), target(), Settings(**settings))
