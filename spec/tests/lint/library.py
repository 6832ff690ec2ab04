"""A document that no rule has a word against, and the same with edits."""

import copy
import json
from collections.abc import Mapping
from typing import Any

import yaml

from spec import pointer, source
from spec.lint.problem import Problem
from spec.lint.run import lint
from spec.lint.settings import Settings

CLEAN = """\
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: "https://api.example.com/{stage}", variables: {stage: {default: v1, enum: [v1, v2]}}}]
security: [{key: []}]
tags: [{name: orders}]
paths:
  /orders/{id}:
    parameters:
      - {name: id, in: path, required: true, description: Which., schema: {type: string, format: uuid}}
    put:
      operationId: putOrder
      tags: [orders]
      parameters:
        - {name: X-Trace, in: header, description: For the log., schema: {type: string, maxLength: 9}, example: abc}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
      responses:
        "200":
          description: Done.
          content: {application/json: {schema: {$ref: "#/components/schemas/Kept"}}}
        "201":
          description: Made.
          headers: {Location: {schema: {type: string, format: uri}}}
        "401":
          description: Who?
          headers: {WWW-Authenticate: {schema: {type: string, maxLength: 99}}}
        "429": {description: Later.}
        default: {description: Else.}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Order:
      type: object
      additionalProperties: false
      required: [name]
      properties:
        name: {type: string, minLength: 1, maxLength: 20, pattern: "^[a-z]+$"}
        stars: {type: integer, minimum: 1, maximum: 5, description: From 1 to 5.}
        state: {type: string, enum: [open, closed], default: open}
        lines: {type: array, maxItems: 9, items: {type: integer}}
      examples: [{name: tea}]
    Kept:
      type: object
      properties:
        id: {type: string, format: uuid}
"""
ORDER = "/components/schemas/Order"
PUT = "/paths/~1orders~1{id}/put"
GONE = object()


def edited(edits: Mapping[str, Any]) -> source.Source:
    """The clean document with other values at some pointers, or without what is GONE; holders that are missing are made."""
    content = copy.deepcopy(yaml.safe_load(CLEAN))
    for where, value in edits.items():
        *path, last = pointer.read(where)
        holder = content
        for token in path:
            holder = (
                holder[int(token)] if isinstance(holder, list) else holder.setdefault(token, {})
            )
        if isinstance(holder, list):
            holder.insert(int(last), value)
        elif value is GONE:
            del holder[last]
        else:
            holder[last] = value
    return source.parse(json.dumps(content, indent=1), "api.json")


def problems(edits: Mapping[str, Any]) -> tuple[Problem, ...]:
    return lint(edited(edits), (), Settings())


def rules(edits: Mapping[str, Any]) -> list[str]:
    """Which rules speak, those that only hint left out."""
    return sorted(one.rule for one in problems(edits) if one.level not in ("info", "hint"))
