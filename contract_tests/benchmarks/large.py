"""A document of the size that large vendors publish, made by rule: 870 operations on 290 kinds of record, whose schemas refer to
each other, unions of tagged kinds of work among them; and the same after a release of 25 edits."""

import copy
from typing import Any

_KINDS = 290
_MEMBERS = 34
_UNION = 20  # kinds of work in one union
# Prose is most of what such documents weigh: some 4 MB in all.
_PROSE = (
    "What this member says, and when it is there: a sentence or two, as people write them. "
    "It is read by those who integrate, and by no machine. "
)
_TEXTS: tuple[dict[str, Any], ...] = (
    {"type": "string", "maxLength": 255},
    {"type": "string", "format": "uuid"},
    {"type": "string", "format": "date-time"},
    {"type": "integer", "minimum": 0},
    {"type": "boolean"},
    {"type": ["string", "null"]},
    {"type": "string", "enum": ["open", "closed", "merged"]},
    {"type": "array", "items": {"type": "string"}, "maxItems": 100},
)


def document() -> dict[str, Any]:
    schemas: dict[str, Any] = {
        "Error": {"type": "object", "required": ["error"], "properties": {"error": _text(0)}}
    }
    paths: dict[str, Any] = {}
    for kind in range(_KINDS):
        schemas[f"Record{kind}"] = _record(kind)
        if kind % 10 == 0:
            schemas[f"Work{kind}"] = _union(kind)
        paths[f"/records{kind}"] = {"get": _list(kind), "post": _create(kind)}
        paths[f"/records{kind}/{{id}}"] = {"get": _read(kind)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "A large API", "version": "1.0.0"},
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def released() -> dict[str, Any]:
    """The document after 25 edits of five kinds: narrowed and widened limits, members, alternatives and prose."""
    after = copy.deepcopy(document())
    schemas = after["components"]["schemas"]
    for step in range(5):
        record = schemas[f"Record{step * 50 + 1}"]["properties"]
        record["member0"]["maxLength"] = 200
        record["member6"]["enum"].append("draft")
        record["added"] = {"type": "string"}
        record["member1"]["description"] = "Said otherwise."
        schemas[f"Work{step * 50}"]["oneOf"][step]["properties"]["weight"]["maximum"] = 5
    return after


def _record(kind: int) -> dict[str, Any]:
    members = {f"member{index}": _text(index) for index in range(_MEMBERS)}
    members["parent"] = {"$ref": f"#/components/schemas/Record{(kind * 7 + 1) % _KINDS}"}
    members["others"] = {
        "type": "array",
        "items": {"$ref": f"#/components/schemas/Record{(kind + 1) % _KINDS}"},
    }
    members["work"] = {"$ref": f"#/components/schemas/Work{kind // 10 * 10}"}
    return {"type": "object", "required": ["member0", "member1"], "properties": members}


def _text(index: int) -> dict[str, Any]:
    return {**copy.deepcopy(_TEXTS[index % len(_TEXTS)]), "description": _PROSE * 2}


def _union(kind: int) -> dict[str, Any]:
    return {
        "oneOf": [
            {
                "type": "object",
                "required": ["kind", "weight"],
                "properties": {
                    "kind": {"const": f"work{kind}-{index}"},
                    "weight": {"type": "integer", "minimum": 0, "maximum": 10},
                    "note": _text(0),
                },
            }
            for index in range(_UNION)
        ]
    }


def _answers(schema: dict[str, Any]) -> dict[str, Any]:
    error = {"$ref": "#/components/schemas/Error"}
    return {
        "200": {"description": "ok", "content": {"application/json": {"schema": schema}}},
        "400": {"description": "wrong", "content": {"application/json": {"schema": error}}},
    }


def _list(kind: int) -> dict[str, Any]:
    record = {"$ref": f"#/components/schemas/Record{kind}"}
    return {
        "operationId": f"list{kind}",
        "description": _PROSE,
        "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}],
        "responses": _answers({"type": "array", "items": record}),
    }


def _create(kind: int) -> dict[str, Any]:
    record = {"$ref": f"#/components/schemas/Record{kind}"}
    return {
        "operationId": f"create{kind}",
        "description": _PROSE,
        "requestBody": {"required": True, "content": {"application/json": {"schema": record}}},
        "responses": _answers(record),
    }


def _read(kind: int) -> dict[str, Any]:
    return {
        "operationId": f"read{kind}",
        "description": _PROSE,
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": _text(1)}],
        "responses": _answers({"$ref": f"#/components/schemas/Record{kind}"}),
    }
