"""A document that has one of everything, and edits of it."""

import copy
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from contract_tests.regression.records import Finding, Verdict
from contract_tests.regression.session import judge
from contract_tests.regression.settings import Settings
from spec import pointer, source
from spec.document import Document, build

TODAY = date(2026, 11, 23)
GONE = object()

_ENDING = {"deprecated": True, "x-sunset": "2026-01-01"}
_BOOK = {
    "type": "object",
    "required": ["id", "title"],
    "properties": {
        "id": {"type": "string", "readOnly": True},
        "title": {"type": "string", "minLength": 1, "maxLength": 200},
        "kind": {"enum": ["novel", "essay"]},
        "pages": {"type": "integer", "minimum": 1, "maximum": 5000},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 9},
        "isbn": {"type": "string", "pattern": "^[0-9]{13}$"},
        "added": {"type": "string", "format": "date"},
        "note": {"type": "string"},
        "cover": {"type": "string", "format": "byte"},
        "old": {"type": "string", "deprecated": True, "x-sunset": "2026-01-01"},
        "price": {"anyOf": [{"type": "number"}, {"type": "string"}]},
        "size": {"oneOf": [{"type": "integer"}, {"type": "boolean"}]},
        "shelf": {
            "type": "object",
            "additionalProperties": False,
            "maxProperties": 2,
            "properties": {"room": {"type": "string"}, "row": {"type": "integer"}},
        },
    },
}
_KIND = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
_DAYS = {"properties": {"days": {"type": "integer"}}}
_UP = {"type": "object", "required": ["up"], "properties": {"up": {"type": "integer"}}}
_DOWN = {"type": "object", "required": ["down"], "properties": {"down": {"type": "integer"}}}
_ANSWER = {
    "type": "object",
    "required": ["id", "old"],
    "properties": {
        "id": {"type": "string"},
        "old": {"type": "string", "deprecated": True, "x-sunset": "2026-01-01"},
        "title": {"type": "string"},
        "state": {"enum": ["in", "out"]},
        "lent": {"type": "string", "nullable": True},
        "pages": {"type": "integer"},
    },
}
_RULES = {
    "requires": [
        {
            "exists": "library",
            "id": "$request.path.id",
            "in": "organization",
            "else": 404,
            "where": {"closed": False},
        }
    ],
    "upsert": {
        "resource": "book",
        "key": ["$request.path.id", "$request.body#/title"],
        "replaces": "whole",
        "keeps": ["id"],
        "sets": {"id": "$request.path.id"},
        "clock": {"created": "createdAt", "updated": "updatedAt"},
    },
}
BASE: Mapping[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Library", "version": "1.4.2"},
    "servers": [
        {"url": "https://api.library.example/v1"},
        {"url": "https://eu.library.example/v1"},
    ],
    "security": [{"bearer": []}],
    "tags": [{"name": "books"}],
    "paths": {
        "/libraries/{id}/books": {
            "post": {
                "operationId": "addBook",
                "summary": "Add a book",
                "tags": ["books"],
                "x-troth": _RULES,
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "dry", "in": "query", "schema": {"type": "boolean"}},
                    {
                        "name": "fields",
                        "in": "query",
                        "allowEmptyValue": True,
                        "schema": {"type": "array", "items": {"type": "string"}},
                    },
                    {
                        "name": "legacy",
                        "in": "query",
                        "deprecated": True,
                        "x-sunset": "2026-01-01",
                        "schema": {"type": "string"},
                    },
                    {"name": "must", "in": "query", "required": True, "schema": {"type": "string"}},
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": _BOOK},
                        "text/csv": {"schema": {"type": "string"}},
                        "application/cbor": {},
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "properties": {"meta": {"type": "object"}, "file": {}},
                            },
                            "encoding": {"file": {"contentType": "image/png, image/gif"}},
                        },
                    },
                },
                "responses": {
                    "201": {
                        "description": "added",
                        "headers": {
                            "Location": {"required": True, "schema": {"type": "string"}},
                            "X-Left": {"schema": {"type": "integer"}},
                            "X-Old": {**_ENDING, "schema": {"type": "integer"}},
                        },
                        "content": {
                            "application/json": {"schema": _ANSWER},
                            "text/plain": {"schema": {"type": "string"}},
                        },
                        "links": {"self": {"operationId": "readBooks"}},
                    },
                    "404": {"description": "no such library"},
                },
                "callbacks": {
                    "overdue": {
                        "{$request.query.url}": {
                            "post": {**_ENDING, "responses": {"200": {"description": "ok"}}}
                        }
                    },
                    "lent": {
                        "{$request.query.url}": {
                            "post": {
                                "operationId": "lent",
                                "requestBody": {
                                    "required": True,
                                    "content": {
                                        "application/json": {
                                            "schema": {
                                                "type": "object",
                                                "properties": {"by": {"type": "string"}},
                                            }
                                        }
                                    },
                                },
                                "responses": {"200": {"description": "ok"}},
                            }
                        }
                    },
                },
            },
        },
        "/libraries/{id}": {
            "get": {
                "operationId": "readBooks",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
                ],
                "responses": {"2XX": {"description": "ok"}},
            }
        },
        "/shelves/{number}": {
            "get": {
                "operationId": "readShelf",
                "parameters": [
                    {
                        "name": "number",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "integer"},
                    }
                ],
                "responses": {"200": {"description": "ok"}},
            }
        },
        "/shelves/new": {
            "get": {"operationId": "newShelf", "responses": {"200": {"description": "ok"}}}
        },
        "/loans": {
            "post": {
                "operationId": "lend",
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Loan"}}
                    }
                },
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Fee"}}
                        },
                    }
                },
            }
        },
        "/status": {
            "get": {
                "operationId": "status",
                "security": [],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {"application/json": {"schema": {"oneOf": [_UP, _DOWN]}}},
                    }
                },
            },
            "put": {
                "operationId": "report",
                "security": [{"bearer": []}, {"key": []}, {"bearer": [], "key": []}],
                "requestBody": {"content": {"application/json": {"schema": {"type": "string"}}}},
                "responses": {"200": {"description": "ok"}},
            },
        },
        "/oauth": {
            "get": {
                "operationId": "oauth",
                "servers": [{"url": "https://id.library.example"}],
                "security": [{"oauth": ["read"]}, {"bearer": [], "key": []}],
                "responses": {"200": {"description": "ok"}},
            }
        },
        "/old": {
            "get": {
                "operationId": "old",
                "deprecated": True,
                "x-sunset": "2026-01-01",
                "responses": {"200": {"description": "ok"}},
            },
            "put": {
                "operationId": "oldPut",
                "deprecated": True,
                "x-sunset": "2030-01-01",
                "responses": {"200": {"description": "ok"}},
            },
            "patch": {
                "operationId": "oldPatch",
                "deprecated": True,
                "responses": {"200": {"description": "ok"}},
            },
            "post": {
                "operationId": "draft",
                "x-stability": "draft",
                "responses": {"200": {"description": "ok"}},
            },
        },
    },
    "webhooks": {
        "overdue": {"post": {**_ENDING, "responses": {"200": {"description": "ok"}}}},
        "returned": {
            "post": {
                "operationId": "returned",
                "parameters": [
                    {
                        "name": "X-Event",
                        "in": "header",
                        "required": True,
                        "schema": {"type": "string"},
                    }
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {"type": "object", "properties": {"id": {"type": "string"}}}
                        },
                        "text/csv": {},
                    },
                },
                "responses": {
                    "2XX": {"description": "ok"},
                    "410": {
                        "description": "unsubscribe",
                        "headers": {"X-Why": {"schema": {"type": "string"}}},
                    },
                },
            }
        },
    },
    "components": {
        "schemas": {
            "Unused": {"type": "string"},
            "Loan": {"discriminator": {"propertyName": "kind"}, **_KIND},
            "LongLoan": {"allOf": [{"$ref": "#/components/schemas/Loan"}, _DAYS]},
            "Fee": {"discriminator": {"propertyName": "kind"}, **_KIND},
        },
        "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer"},
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "oauth": {
                "type": "oauth2",
                "flows": {
                    "clientCredentials": {
                        "tokenUrl": "https://id.library.example",
                        "scopes": {"read": "to read", "write": "to write"},
                    }
                },
            },
        },
    },
}

ADD = "/paths/~1libraries~1{id}~1books/post"
BOOK = f"{ADD}/requestBody/content/application~1json/schema"
ANSWER = f"{ADD}/responses/201/content/application~1json/schema"


def edited(edits: Mapping[str, Any], base: Mapping[str, Any] = BASE) -> dict[str, Any]:
    """The document with a value put at each pointer, or taken away where it is GONE. `/-` at the end appends."""
    content = copy.deepcopy(dict(base))
    for where, value in edits.items():
        *path, last = pointer.read(where)
        holder: Any = content
        for token in path:
            holder = holder[int(token)] if isinstance(holder, list) else holder[token]
        if isinstance(holder, list):
            _edit_list(holder, last, value)
        elif value is GONE:
            del holder[last]
        else:
            holder[last] = value
    return content


def _edit_list(items: list[Any], last: str, value: Any) -> None:
    if last == "-":
        items.append(value)
    elif value is GONE:
        del items[int(last)]
    else:
        items[int(last)] = value


def document(content: Mapping[str, Any], name: str = "api.json") -> Document:
    """A document that has its lines."""
    return build(source.parse(json.dumps(content, indent=1), name))


def verdict(edits: Mapping[str, Any], **settings: Any) -> Verdict:
    """What is said of the edits."""
    options = Settings(settings.pop("today", TODAY), **settings)
    return judge(document(BASE, "base.json"), document(edited(edits), "head.json"), options)


def findings(edits: Mapping[str, Any], **settings: Any) -> dict[str, Finding]:
    """The findings by their rule."""
    return {one.rule: one for one in verdict(edits, **settings).findings}
